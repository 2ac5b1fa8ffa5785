import { describeItems, finish } from './container.js';
import {
  apply,
  mapEntries,
  mapIteratorNext,
  mapSize,
  setIteratorNext,
  setSize,
  setValues,
} from './intrinsics.js';
import { describeProperty } from './object-form.js';
import type { Place } from './place.js';
import { type Piece, PieceList } from './text.js';
import type { Walk } from './walk.js';

/** @throws TypeError for an object that has a map's prototype but is none */
export function describeMap(walk: Walk, place: Place): readonly Piece[] {
  const size = apply(mapSize, place.value, []) as number;
  const entries = apply(mapEntries, place.value, []);
  const list = new PieceList();
  list.add('{"$":"Map","entries":[');
  const cut = describeItems(walk, size, (index) => {
    const [key, value] = apply(mapIteratorNext, entries, []).value as [unknown, unknown];
    list.add(index === 0 ? '[' : ',[');
    list.add(walk.describe(key, `/entries/${index}/0`, `${index}.key`));
    list.add(',');
    list.add(describeMapValue(walk, { key, value, index }));
    list.add(']');
  });
  return finish(walk, place, { list, end: ']}', cut, length: size });
}

/** @throws TypeError for an object that has a set's prototype but is none */
export function describeSet(walk: Walk, place: Place): readonly Piece[] {
  const size = apply(setSize, place.value, []) as number;
  const values = apply(setValues, place.value, []);
  const list = new PieceList();
  list.add('{"$":"Set","values":[');
  const cut = describeItems(walk, size, (index) => {
    if (index > 0) list.add(',');
    list.add(walk.describe(apply(setIteratorNext, values, []).value, `/values/${index}`, index));
  });
  return finish(walk, place, { list, end: ']}', cut, length: size });
}

function describeMapValue(
  walk: Walk,
  { key, value, index }: { key: unknown; value: unknown; index: number },
): Piece {
  const step = `/entries/${index}/1`;
  return typeof key === 'string'
    ? describeProperty(walk, value, step, key)
    : walk.describe(value, step, index);
}
