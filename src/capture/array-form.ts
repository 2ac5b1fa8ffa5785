import { finish, mostItems } from './container.js';
import { apply, getOwnPropertyDescriptor, hasOwn, lookupGetter, keys as namesOf } from './intrinsics.js';
import { addProperties, describeProperty } from './object-form.js';
import type { Place } from './place.js';
import { ACCESSOR, readNamed } from './property-list.js';
import type { Walk } from './walk.js';

/** An array: itself when it has neither holes nor further properties, `{"$":"array",…}` otherwise. */
export function describeArray(walk: Walk, place: Place): void {
  const array = place.value as readonly unknown[];
  const kept = mostItems(walk, array.length);
  if (isDense(array, kept)) describeDense(walk, place, kept);
  else describeSparse(walk, place, array);
}

function describeDense(walk: Walk, place: Place, kept: number): void {
  const array = place.value as readonly unknown[];
  const { redaction } = walk.options;
  // Of an even number of elements every second may be the value of what stands before it.
  const isOfPairs = (array.length & 1) === 0;
  let index = 0;
  let before: unknown;
  walk.write('[');
  for (; index < kept && walk.spentLimit === undefined; index++) {
    if (index > 0) walk.write(',');
    const value = readElement(array, index);
    if (redaction.isSecretAfter(before, isOfPairs && (index & 1) === 1, value)) walk.redact(index);
    else describeProperty(walk, value, index);
    before = value;
  }
  finish(walk, place, { end: ']', written: index, length: array.length });
}

function describeSparse(walk: Walk, place: Place, array: readonly unknown[]): void {
  const names = namesOf(array);
  const indices = countIndices(names);
  const kept = mostItems(walk, indices);
  let written = 0;
  walk.write(`{"$":"array","length":${array.length},"items":[`);
  for (; written < kept && walk.spentLimit === undefined; written++) {
    const index = names[written] as string;
    walk.write(written === 0 ? `[${index},` : `,[${index},`);
    describeProperty(walk, readElement(array, +index), +index, `/items/${written}/1`);
    walk.write(']');
  }
  walk.write(']');
  const extra = names.length - indices;
  if (extra > 0) written += addExtraProperties(walk, place, mostItems(walk, extra));
  finish(walk, place, { end: '}', written, length: names.length });
}

function addExtraProperties(walk: Walk, place: Place, most: number): number {
  walk.write(',"props":');
  place.base = '/props';
  const written = addProperties(walk, readNamed(place.value, most, isIndex));
  walk.write('}');
  return written;
}

/** An element that is there, or `ACCESSOR`; one without a getter is that for its property descriptor alone. */
export function readElement(array: readonly unknown[], index: number): unknown {
  if (apply(lookupGetter, array, [index]) !== undefined) return ACCESSOR;
  const value = array[index];
  return value === undefined && !isData(array, index) ? ACCESSOR : value;
}

function isData(array: readonly unknown[], index: number): boolean {
  const descriptor = getOwnPropertyDescriptor(array, index);
  return descriptor !== undefined && hasOwn(descriptor, 'value');
}

/**
 * Whether the elements that are kept are all there, and of an array that is kept whole whether it has nothing else:
 * its names are its indices in order, then what was added to it.
 */
function isDense(array: readonly unknown[], kept: number): boolean {
  const { length } = array;
  if (kept === length) {
    const names = namesOf(array);
    return names.length === length && (length === 0 || names[length - 1] === `${length - 1}`);
  }
  for (let index = 0; index < kept; index++) if (!hasOwn(array, index)) return false;
  return true;
}

/** Indices come first, in order. */
function countIndices(names: readonly string[]): number {
  let count = 0;
  while (count < names.length && isIndex(names[count] as string)) count++;
  return count;
}

function isIndex(name: string): boolean {
  return `${+name >>> 0}` === name && name !== '4294967295';
}
