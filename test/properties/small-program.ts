import { types } from 'node:util';
import { ownEntries, ownValue, UNREAD } from './original.js';

/** How a function of the program is to end. */
export interface Ending {
  /** What it throws or returns; an object in an array, for a promise is fulfilled with no promise. */
  readonly end: unknown;
  readonly throws: boolean;
  readonly isAsync: boolean;
  /** Whether its second parameter declares keyword arguments. */
  readonly hasKeywords: boolean;
}

type Program = (...args: never[]) => unknown;

/** A function that looks at none of its arguments. */
export function makeProgram({ end, throws, isAsync, hasKeywords }: Ending): Program {
  const finish = () => {
    if (isAsync) return throws ? Promise.reject(end) : Promise.resolve(resultOf(end));
    if (throws) throw end;
    return resultOf(end);
  };
  // biome-ignore lint/correctness/noEmptyPattern: it declares keywords and reads none
  if (hasKeywords) return (_first: unknown, {}: object = {}) => finish();
  return (..._args: unknown[]) => finish();
}

/** What such a function returns. */
export function resultOf(end: unknown): unknown {
  return typeof end === 'object' || typeof end === 'function' ? [end] : end;
}

/** Whether an argument for such a parameter is recorded as keywords: a plain object whose properties JSON can name. */
export function isKeywordObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || types.isProxy(value) || Array.isArray(value))
    return false;
  const prototype: object | null = Object.getPrototypeOf(value);
  if (prototype === null || !isPlain(prototype)) return false;
  const entries = ownEntries(value);
  return entries.length > 0 && entries.every(([key, item]) => isName(key) && item !== UNREAD);
}

/** `Object.prototype`, of any realm. */
function isPlain(prototype: object): boolean {
  if (types.isProxy(prototype) || Object.getPrototypeOf(prototype) !== null) return false;
  const maker = ownValue(prototype, 'constructor');
  return typeof maker === 'function' && maker.name === 'Object';
}

function isName(key: string | symbol): boolean {
  return typeof key === 'string' && !key.startsWith('$');
}
