import { types } from 'node:util';
import { stackFormat } from '../model/stack-format.js';
import {
  apply,
  domExceptionMessage,
  domExceptionName,
  ErrorClass,
  errorStackGetter,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  isProxy,
} from './intrinsics.js';
import { findProperty, isNative, nameOf, readData, readOwnData } from './own-data.js';
import { ACCESSOR } from './property-list.js';
import { NODE_PREPARE_STACK_TRACE, readUnkept } from './stack-text.js';

const { isNativeError } = types;

/** An error's name; `Error` where there is none without running code. */
export function readName(error: object): string {
  const name = readText(error, 'name', domExceptionName);
  return typeof name === 'string' ? name : 'Error';
}

/** An error's message, or `ACCESSOR`. */
export function readMessage(error: object): unknown {
  return readText(error, 'message', domExceptionMessage) ?? '';
}

/**
 * An error's `stack`, formatted for us if it is not yet; `undefined` where that would run the program's code: an accessor
 * of its own, its `Error.prepareStackTrace`, or a name or message that is more than text.
 */
export function readStack(error: object): unknown {
  if (!canFormatStack(error)) return undefined;
  return readUnkept(() => {
    const descriptor = getOwnPropertyDescriptor(error, 'stack');
    if (descriptor === undefined) return undefined;
    if (hasOwn(descriptor, 'value')) return descriptor.value;
    return descriptor.get === errorStackGetter
      ? apply(errorStackGetter ?? (() => undefined), error, [])
      : undefined;
  });
}

/** A DOMException has its text where only its own getters reach. */
function readText(error: object, key: 'name' | 'message', hostGetter: () => unknown): unknown {
  const descriptor = findProperty(error, key);
  if (descriptor === undefined) return undefined;
  if (hasOwn(descriptor, 'value')) return descriptor.value;
  if (descriptor.get !== hostGetter) return ACCESSOR;
  try {
    return apply(hostGetter, error, []);
  } catch {
    return undefined; // it inherits from a DOMException and is none
  }
}

/** Whether what the engine does to make a stack, asking for name and message, runs no code of the program. */
function canFormatStack(error: object): boolean {
  if (!isText(readText(error, 'name', domExceptionName))) return false;
  if (!isText(readText(error, 'message', domExceptionMessage))) return false;
  const RealmError = isProxy(endOfChain(error)) ? undefined : errorClassOf(error);
  return RealmError !== undefined && hasOwnFormat(RealmError);
}

function isText(value: unknown): boolean {
  return value === undefined || typeof value === 'string' || typeof value === 'number';
}

/** The root prototype, or a Proxy before it. */
function endOfChain(object: object): object {
  let at = object;
  for (let up = getPrototypeOf(at); up !== null; up = getPrototypeOf(at)) {
    at = up;
    if (isProxy(at)) break;
  }
  return at;
}

/** The `Error` of the realm that an error is from; the chain has no Proxy. */
function errorClassOf(error: object): object | undefined {
  if (!isNativeError(error)) return ErrorClass;
  for (let at: object | null = error; at !== null; at = getPrototypeOf(at)) {
    if (at === ErrorClass.prototype) return ErrorClass;
    const maker = readOwnData(at, 'constructor');
    if (nameOf(maker) === 'Error' && isNative(maker as object)) return maker as object;
  }
  return undefined;
}

/** Whether stacks are formatted as the host does it. */
function hasOwnFormat(ErrorClass: object): boolean {
  const descriptor = findProperty(ErrorClass, 'prepareStackTrace');
  if (descriptor === undefined) return true;
  const format = stackFormat();
  if (format !== undefined && descriptor.get === format.getter) return format.isHosts();
  const prepare = readData(ErrorClass, 'prepareStackTrace');
  return (
    hasOwn(descriptor, 'value') && (prepare === undefined || nameOf(prepare) === NODE_PREPARE_STACK_TRACE)
  );
}
