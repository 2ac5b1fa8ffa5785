import { originalOf } from '../model/originals.js';
import {
  apply,
  endsWith,
  functionToString,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  isProxy,
  slice,
} from './intrinsics.js';

/** UTF-16 code units that are kept of the name of a function, a class or an error. */
export const LONGEST_NAME = 500;

/** An own or inherited property; `undefined` where there is none, or a Proxy before it. */
export function findProperty(object: object, key: PropertyKey): PropertyDescriptor | undefined {
  for (let at: object | null = object; at !== null && !isProxy(at); at = getPrototypeOf(at)) {
    const descriptor = getOwnPropertyDescriptor(at, key);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}

/** The value of an own or inherited data property, read without running a getter; `undefined` for any other. */
export function readData(object: object, key: PropertyKey): unknown {
  const descriptor = findProperty(object, key);
  return descriptor !== undefined && hasOwn(descriptor, 'value') ? descriptor.value : undefined;
}

/** The value of a data property of the object itself, which must not be a Proxy. */
export function readOwnData(object: object, key: PropertyKey): unknown {
  const descriptor = getOwnPropertyDescriptor(object, key);
  return descriptor !== undefined && hasOwn(descriptor, 'value') ? descriptor.value : undefined;
}

/**
 * A function's own name, of an intercepted one the original's, cut at 500 characters; empty where there is none
 * without running code.
 */
export function nameOf(value: unknown): string {
  if (typeof value !== 'function') return '';
  const fn = originalOf(value) ?? value;
  const name = isProxy(fn) ? undefined : readOwnData(fn, 'name');
  return typeof name === 'string' ? (apply(slice, name, [0, LONGEST_NAME]) as string) : '';
}

/** Whether a function is a class: only classes have a `prototype` that cannot be assigned. */
export function isClass(fn: object): boolean {
  return getOwnPropertyDescriptor(fn, 'prototype')?.writable === false && !isNative(fn);
}

/** Whether a function is written in the host's own language. */
export function isNative(fn: object): boolean {
  return !isProxy(fn) && (apply(endsWith, apply(functionToString, fn, []), ['{ [native code] }']) as boolean);
}
