import { finish, mostItems } from './container.js';
import {
  apply,
  mapEntries,
  mapIteratorNext,
  mapSize,
  setIteratorNext,
  setSize,
  setValues,
  symbolDescription,
} from './intrinsics.js';
import type { Place } from './place.js';
import type { Walk } from './walk.js';

/** A map; the value must be one. */
export function describeMap(walk: Walk, place: Place): void {
  const size = apply(mapSize, place.value, []) as number;
  const entries = apply(mapEntries, place.value, []);
  const kept = mostItems(walk, size);
  let index = 0;
  walk.write('{"$":"Map","entries":[');
  for (; index < kept && walk.spentLimit === undefined; index++) {
    const entry = apply(mapIteratorNext, entries, []).value as [unknown, unknown];
    walk.write(index === 0 ? '[' : ',[');
    walk.describe(entry[0], `${index}.key`, `/entries/${index}/0`);
    walk.write(',');
    describeMapValue(walk, entry, index);
    walk.write(']');
  }
  finish(walk, place, { end: ']}', written: index, length: size });
}

/** A set; the value must be one. */
export function describeSet(walk: Walk, place: Place): void {
  const size = apply(setSize, place.value, []) as number;
  const values = apply(setValues, place.value, []);
  const kept = mostItems(walk, size);
  let index = 0;
  walk.write('{"$":"Set","values":[');
  for (; index < kept && walk.spentLimit === undefined; index++) {
    if (index > 0) walk.write(',');
    walk.describe(apply(setIteratorNext, values, []).value, index, `/values/${index}`);
  }
  finish(walk, place, { end: ']}', written: index, length: size });
}

/** A key that is a string or a symbol names its value as a property's name does. */
function nameIn(key: unknown): string | undefined {
  if (typeof key === 'symbol') return apply(symbolDescription, key, []) as string | undefined;
  return typeof key === 'string' ? key : undefined;
}

function describeMapValue(walk: Walk, entry: readonly [unknown, unknown], index: number): void {
  const key = nameIn(entry[0]);
  const step = `/entries/${index}/1`;
  if (key !== undefined && walk.options.redaction.isSecretKey(key, entry[1])) walk.redact(index, step);
  else walk.describe(entry[1], key ?? index, step);
}
