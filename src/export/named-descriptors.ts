import { isJsonObject } from '../capture/revive-descriptor.js';
import { bindArgs, DefaultSource } from '../database/args.js';
import type { ExportedCall } from './exported-call.js';

/** What stands in the log for an argument, under the argument's name. */
export interface NamedDescriptor {
  readonly name: string;
  readonly isKeyword: boolean;
  /** Of a default that is no literal, its source: `{"$":"source","value":"EPS * 2"}`. */
  readonly descriptor: unknown;
}

/**
 * The arguments of a call by name, in the order of declaration, with defaults where nothing was passed. Those for
 * which the function declares no parameter have their index as name.
 */
export function namedDescriptors({ call, input }: ExportedCall): NamedDescriptor[] {
  const { argspec } = call;
  const passed = passedDescriptors(input.args);
  const hasOptions = argspec.kwonlyargs.length > 0 && Object.keys(input.kwargs).length === 0;
  const args = passed.map((each, at) => {
    return hasOptions && at === argspec.args.length ? propertiesOf(each) : each;
  });
  const keywords = new Set([...argspec.kwonlyargs, ...Object.keys(input.kwargs)]);
  for (const name of [...argspec.args, argspec.varargs ?? '']) keywords.delete(name);
  const named = Array.from(bindArgs(argspec, { args, kwargs: input.kwargs }), ([name, value]) => ({
    name,
    isKeyword: keywords.has(name),
    descriptor: descriptorOf(value),
  }));
  const undeclared = argspec.varargs !== null ? [] : passed.slice(argspec.args.length + Number(hasOptions));
  return [...named, ...undeclared.map((descriptor, at) => extra(argspec.args.length + at, descriptor))];
}

/** A limit may have cut the list of arguments itself. */
function passedDescriptors(args: unknown): unknown[] {
  const list = isJsonObject(args) ? args['head'] : args;
  return Array.isArray(list) ? list.map((each) => (isUndefined(each) ? undefined : each)) : [];
}

/** What a pattern took its values from, where that was no plain object: an instance of a class. */
function propertiesOf(descriptor: unknown): unknown {
  if (!isJsonObject(descriptor) || !Object.hasOwn(descriptor, '$')) return descriptor;
  const { $: kind, props } = descriptor;
  return kind === 'object' && isJsonObject(props) ? props : undefined;
}

function descriptorOf(value: unknown): unknown {
  return value instanceof DefaultSource ? { $: 'source', value: value.source } : value;
}

function extra(index: number, descriptor: unknown): NamedDescriptor {
  return { name: String(index), isKeyword: false, descriptor };
}

function isUndefined(descriptor: unknown): boolean {
  return isJsonObject(descriptor) && descriptor['$'] === 'undefined';
}
