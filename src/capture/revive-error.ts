import { readData } from './own-data.js';
import { addProps } from './revive-containers.js';
import type { Kind, Resolver } from './revive-context.js';
import { type JsonObject, optionalText, propsOf } from './revive-descriptor.js';

const BUILT_IN = new Map<string | undefined, () => Error>([
  ['Error', () => new Error()],
  ['AggregateError', () => new AggregateError([])],
  ['EvalError', () => new EvalError()],
  ['RangeError', () => new RangeError()],
  ['ReferenceError', () => new ReferenceError()],
  ['SyntaxError', () => new SyntaxError()],
  ['TypeError', () => new TypeError()],
  ['URIError', () => new URIError()],
]);

/** What an error has besides its properties; like the real ones, they are not enumerable. */
const HIDDEN = ['stack', 'message', 'cause', 'errors'];

/** An error of a built-in class or of one that the reader was told of, with its own stack, not ours. */
export const reviveError: Kind = (descriptor, resolver) => {
  const props = propsOf(descriptor);
  const error = emptyError(descriptor);
  adoptClass(error, descriptor, resolver);
  resolver.later(() => {
    for (const key of HIDDEN) {
      if (Object.hasOwn(descriptor, key)) hide(error, key, resolver.resolve(descriptor[key]));
      else Reflect.deleteProperty(error, key);
    }
    const name = optionalText(descriptor, 'name');
    if (name !== undefined && hasOtherName(error, name)) hide(error, 'name', name);
    addProps(error, props, resolver);
  });
  return error;
};

function emptyError(descriptor: JsonObject): Error {
  const make =
    BUILT_IN.get(optionalText(descriptor, 'class')) ?? BUILT_IN.get(optionalText(descriptor, 'name'));
  return make?.() ?? new Error();
}

/** Gives the error the prototype of the reader's own error class of that name, if there is one. */
function adoptClass(error: Error, descriptor: JsonObject, resolver: Resolver): void {
  const name = optionalText(descriptor, 'class') ?? optionalText(descriptor, 'name');
  const known = resolver.context.classes.find((candidate) => candidate.name === name);
  if (known !== undefined && known.prototype instanceof Error) {
    Object.setPrototypeOf(error, known.prototype);
  } else standInFor(error, name, resolver);
}

/** Whether its class gives it another name than it had; a class that makes names by a getter knows best. */
function hasOtherName(error: Error, name: string): boolean {
  const inherited = readData(error, 'name');
  return typeof inherited === 'string' && inherited !== name;
}

/** An error of the built-in class itself needs nothing in its place. */
function standInFor(error: Error, name: string | undefined, { context }: Resolver): void {
  const base: object = Object.getPrototypeOf(error);
  if (context.standIns === undefined || name === undefined || BUILT_IN.has(name)) return;
  Object.setPrototypeOf(error, context.standIns.prototypeFor(name, base));
}

function hide(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });
}
