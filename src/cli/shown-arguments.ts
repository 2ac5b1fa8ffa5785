import type { Call } from '../database/call.js';

/** A value under the name by which a call shows it. */
export interface ShownArgument {
  readonly name: string;
  readonly value: unknown;
  /** What stands for it in the log; `undefined` for a default. */
  readonly descriptor: unknown;
  readonly isDefault?: boolean;
}

/** The positional arguments of a call by name, in the order of declaration, defaults included. */
export function positionalArguments(call: Call): ShownArgument[] {
  const { args, argspec } = call;
  const recorded: unknown = call.inputLine.args;
  const descriptors: readonly unknown[] = Array.isArray(recorded) ? recorded : []; // a limit may have cut it
  const named = argspec.args.map((name, at) =>
    args[at] === undefined
      ? defaultArgument(call, name)
      : { name, value: args[at], descriptor: descriptors[at] },
  );
  const rest = args.slice(named.length).map((value, at) => ({
    name: argspec.varargs === null ? `[${named.length + at}]` : `${argspec.varargs}[${at}]`,
    value,
    descriptor: descriptors[named.length + at],
  }));
  return [...named, ...rest];
}

/**
 * The same of the keyword arguments. What was passed for the pattern may have been no plain object: then it stands
 * among the positional ones.
 */
export function keywordArguments(call: Call): ShownArgument[] {
  const { kwargs, argspec, inputLine } = call;
  const names = new Set([...argspec.kwonlyargs, ...Object.keys(kwargs)]);
  return [...names].map((name) =>
    Object.hasOwn(kwargs, name)
      ? { name, value: kwargs[name], descriptor: descriptorOf(inputLine.kwargs, name) }
      : defaultArgument(call, name),
  );
}

function defaultArgument({ namedArguments, argspec }: Call, name: string): ShownArgument {
  const isDefault = Object.hasOwn(argspec.defaults, name);
  return { name, value: namedArguments.get(name), descriptor: undefined, isDefault };
}

function descriptorOf(kwargs: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(kwargs, name) ? kwargs[name] : undefined;
}
