import { types } from 'node:util';
import { isClass, nameOf } from '../../src/capture/own-data.js';

/** A property of an exports value that holds a function. */
export interface Slot {
  readonly holder: object;
  readonly key: string;
  /** What of the property is the function; `live`: a getter that gives it when it is asked. */
  readonly part: 'value' | 'get' | 'set' | 'live';
  readonly descriptor: PropertyDescriptor;
  /** What targets may call it, the best first: `chunk`, `Mesh.refine`, `Mesh.area.get`. */
  readonly names: readonly string[];
}

/** Own properties of every function, and of every prototype: no members. */
const NO_MEMBERS: ReadonlySet<string> = new Set([
  'arguments',
  'caller',
  'constructor',
  'length',
  'name',
  'prototype',
]);

/** Node gives the default a second name. */
export const DEFAULTS: readonly string[] = ['default', 'module.exports'];

/** The functions of an exports value and of its default: `_.chunk` is `chunk`. No getter is run. */
export function exportedSlots(exports: object): Slot[] {
  return rootsOf(exports).flatMap((root) => [
    ...keysOf(root).flatMap((key) => slotsOfExport(root, key)),
    ...prototypeSlots(root, ownNames(root)),
  ]);
}

/** The members of an exported class, function or plain object; what is in an object's state is none: `_events`. */
export function memberSlots(owner: unknown, name: string): Slot[] {
  const isNamespace = typeof owner === 'function' || (isPlainObject(owner) && !name.startsWith('_'));
  return isNamespace && isOpen(owner) ? [...membersOf(owner, [name]), ...prototypeSlots(owner, [name])] : [];
}

function slotsOfExport(root: object, key: string): Slot[] {
  const descriptor = describe(root, key);
  if (descriptor === undefined) return [];
  const place = { holder: root, key, descriptor };
  const names = [key, ...ownNames(root).map((owner) => `${owner}.${key}`)];
  if (descriptor.get)
    return isClass(root) ? accessorSlots(place, names) : [{ ...place, part: 'live', names }];
  if (DEFAULTS.includes(key)) {
    return valueSlots(place, typeof descriptor.value === 'function' ? ownNames(descriptor.value) : names);
  }
  return [...valueSlots(place, names), ...memberSlots(descriptor.value, key)];
}

/**
 * What stands for a function or class that is an export itself: `default`, its own name, and that by which it is found
 * in itself: `require('pino').pino`, which may be the work of another instrumentation whose function has another name.
 */
export function ownNames(root: object): string[] {
  if (typeof root !== 'function') return [];
  const selves = keysOf(root).filter((key) => describe(root, key)?.value === root);
  const names = [nameOf(root), ...selves].filter((name) => name !== '' && !DEFAULTS.includes(name));
  return ['default', ...new Set(names)];
}

function prototypeSlots(owner: object, names: readonly string[]): Slot[] {
  const prototype: unknown = typeof owner === 'function' ? describe(owner, 'prototype')?.value : undefined;
  return isOpen(prototype) ? membersOf(prototype, names.toReversed()) : [];
}

function membersOf(holder: object, owners: readonly string[]): Slot[] {
  const isOfClass = typeof holder === 'function' || Object.hasOwn(holder, 'constructor');
  return keysOf(holder).flatMap((key) => {
    const descriptor = describe(holder, key);
    if (descriptor === undefined) return [];
    const names = owners.map((owner) => `${owner}.${key}`);
    const place = { holder, key, descriptor };
    return [...valueSlots(place, names), ...(isOfClass ? accessorSlots(place, names) : [])];
  });
}

type Place = Pick<Slot, 'holder' | 'key' | 'descriptor'>;

function valueSlots(place: Place, names: readonly string[]): Slot[] {
  return typeof place.descriptor.value === 'function' ? [{ ...place, part: 'value', names }] : [];
}

function accessorSlots(place: Place, names: readonly string[]): Slot[] {
  return (['get', 'set'] as const)
    .filter((part) => place.descriptor[part] !== undefined)
    .map((part) => ({ ...place, part, names: names.map((name) => `${name}.${part}`) }));
}

function rootsOf(exports: object): object[] {
  const values = DEFAULTS.map((key) => describe(exports, key)?.value).filter(isOpen);
  return [...new Set([exports, ...values])];
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** Whether something has properties that can be looked at without running code of the program. */
function isOpen(value: unknown): value is object {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isObject && !types.isProxy(value);
}

function keysOf(holder: object): string[] {
  return Object.getOwnPropertyNames(holder).filter((key) => !NO_MEMBERS.has(key) || isPlain(holder, key));
}

/** An export may have any name: `name` of a plain object is one, of a function it is none. */
function isPlain(holder: object, key: string): boolean {
  return typeof holder !== 'function' && !(key === 'constructor' || Object.hasOwn(holder, 'constructor'));
}

/** `undefined` for a binding of a module that is not evaluated yet. */
function describe(holder: object, key: string): PropertyDescriptor | undefined {
  try {
    return Object.getOwnPropertyDescriptor(holder, key);
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}
