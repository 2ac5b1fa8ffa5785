import { describeItems, finish } from './container.js';
import { getOwnPropertyDescriptor, hasOwn, ownKeys } from './intrinsics.js';
import { addProperties } from './object-form.js';
import type { Place } from './place.js';
import { type PropertyList, readProperties } from './property-list.js';
import { type Piece, PieceList } from './text.js';
import type { Walk } from './walk.js';

/** An array: itself when it has neither holes nor further properties, `{"$":"array",…}` otherwise. */
export function describeArray(walk: Walk, place: Place): readonly Piece[] {
  const array = place.value as readonly unknown[];
  return isDense(array) ? describeDense(walk, place, array) : describeSparse(walk, place, array);
}

/** Adds `[item,…` without the closing bracket. */
export function addItems(walk: Walk, list: PieceList, items: readonly unknown[], base: string) {
  list.add('[');
  return describeItems(walk, items.length, (index) => {
    if (index > 0) list.add(',');
    list.add(describeElement(walk, items, index, `${base}/${index}`));
  });
}

function describeDense(walk: Walk, place: Place, array: readonly unknown[]): readonly Piece[] {
  const list = new PieceList();
  const cut = addItems(walk, list, array, '');
  return finish(walk, place, { list, end: ']', cut, length: array.length });
}

function describeSparse(walk: Walk, place: Place, array: readonly unknown[]): readonly Piece[] {
  const list = new PieceList();
  const indices = ownKeys(array).slice(0, -1).filter(isIndex);
  list.add(`{"$":"array","length":${array.length},"items":[`);
  const cut = describeItems(walk, indices.length, (position) => {
    const index = Number(indices[position]);
    list.add(`${position === 0 ? '[' : ',['}${index},`);
    list.add(describeElement(walk, array, index, `/items/${position}/1`));
    list.add(']');
  });
  list.add(']');
  const properties = readProperties(array, isIndex);
  const cutToo = properties.keys.length === 0 ? undefined : addExtraProperties(walk, list, properties);
  return finish(walk, place, { list, end: '}', cut: cut ?? cutToo, length: array.length });
}

function addExtraProperties(walk: Walk, list: PieceList, properties: PropertyList) {
  const { keys, values, isIrregular } = properties;
  const named = keys.filter((key) => typeof key === 'string');
  list.add(',"props":');
  const cut = addProperties(
    walk,
    list,
    {
      keys: named,
      values: values.filter((_, index) => typeof keys[index] === 'string'),
      isIrregular,
      hasSymbols: false,
    },
    '/props',
  );
  list.add('}');
  return cut;
}

function describeElement(walk: Walk, array: readonly unknown[], index: number, step: string): Piece {
  const descriptor = getOwnPropertyDescriptor(array, index);
  if (descriptor !== undefined && !hasOwn(descriptor, 'value')) {
    return walk.lose(step, 'accessor', '{"$":"accessor"}');
  }
  return walk.describe(descriptor?.value, step, index);
}

/**
 * An array's keys are its indices in order, then `length`, then what was added to it: it is dense and has nothing
 * else exactly when `length` is the last one and stands where its value says.
 */
function isDense(array: readonly unknown[]): boolean {
  const keys = ownKeys(array);
  return keys.length === array.length + 1 && keys[array.length] === 'length';
}

function isIndex(key: string | symbol): boolean {
  return typeof key === 'string' && String(Number(key) >>> 0) === key && key !== '4294967295';
}
