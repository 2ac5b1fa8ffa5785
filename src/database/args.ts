import type { ArgSpec, DefaultValue } from '../model/argspec.js';
import { NotCaptured } from '../model/not-captured.js';

/** The default of a parameter that was not passed, where it is no literal: nobody evaluated it. */
export class DefaultSource {
  /** The default's source text: `EPS * 2`. */
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toString(): string {
    return this.source;
  }
}

/**
 * A call's arguments by the names of its parameters and keywords, as own properties, in the order of their
 * declaration. A parameter called `get` or `constructor` is only had by `get(name)`.
 */
export class Args implements Iterable<readonly [string, unknown]> {
  [name: string]: unknown;
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values;
    for (const [name, value] of values) {
      if (!Object.hasOwn(Args.prototype, name))
        Object.defineProperty(this, name, { value, enumerable: true });
    }
  }

  /** The value of a parameter or keyword; `undefined` where there is none. */
  get(name: string): unknown {
    return this.#values.get(name);
  }

  [Symbol.iterator](): Iterator<readonly [string, unknown]> {
    return this.#values.entries();
  }
}

/** What was passed, or what there was to be bound. */
export interface PassedArguments {
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** Puts the arguments of a call under the names that the function gives them, as a call does: defaults for `undefined`. */
export function bindArgs(argspec: ArgSpec, passed: PassedArguments): Args {
  const values = new Map<string, unknown>();
  const add = (name: string, value: unknown) => {
    if (!values.has(name)) values.set(name, value === undefined ? defaultOf(argspec, name) : value);
  };
  argspec.args.forEach((name, index) => {
    add(name, passed.args[index]);
  });
  if (argspec.varargs !== null) add(argspec.varargs, passed.args.slice(argspec.args.length));
  for (const name of argspec.kwonlyargs) add(name, keywordOf(argspec, passed, name));
  for (const name of Object.keys(passed.kwargs)) add(name, passed.kwargs[name]);
  return new Args(values);
}

/** Options that were no plain object stand among `args`, where the pattern took its values from them. */
function keywordOf({ args, varargs }: ArgSpec, passed: PassedArguments, name: string): unknown {
  if (Object.hasOwn(passed.kwargs, name)) return passed.kwargs[name];
  const options = varargs === null ? passed.args[args.length] : undefined;
  if (typeof options !== 'object' || options === null || options instanceof NotCaptured)
    return options ?? undefined;
  return Object.getOwnPropertyDescriptor(options, name)?.value;
}

function defaultOf({ defaults }: ArgSpec, name: string): unknown {
  const value: DefaultValue | undefined = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
  return typeof value === 'object' && value !== null ? new DefaultSource(value.value) : value;
}
