import { describeArray } from './array-form.js';
import { classOf, type ValueKind } from './class-of.js';
import { describeMap, describeSet } from './collection-forms.js';
import { describeError } from './error-form.js';
import { getPrototypeOf, isArray } from './intrinsics.js';
import { describeLeaf } from './leaves.js';
import { describeObject } from './object-form.js';
import type { Place } from './place.js';
import type { Piece } from './text.js';
import type { ObjectForms, Walk } from './walk.js';

const DESCRIBE: Partial<Record<ValueKind, (walk: Walk, place: Place) => readonly Piece[]>> = {
  error: describeError,
  map: describeMap,
  set: describeSet,
};

/** The forms of FORMAT.md's table of values. */
export const FORMS: ObjectForms = {
  describeLeaf,

  describeContainer(walk, place) {
    const spent = walk.budget.spentLimit;
    if (place.depth > walk.options.limits.maxDepth) return cutWhole(walk, place, 'depth');
    if (spent !== undefined) return cutWhole(walk, place, spent);
    if (isArray(place.value)) return describeArray(walk, place);
    const prototype = getPrototypeOf(place.value);
    if (prototype === null || prototype === Object.prototype) return describeObject(walk, place);
    return describeInstance(walk, place, classOf(place.value, prototype).kind);
  },
};

/** An object that only inherits from a built-in class lacks its slots: it is written as any other object. */
function describeInstance(walk: Walk, place: Place, kind: ValueKind): readonly Piece[] {
  try {
    return (DESCRIBE[kind] ?? describeObject)(walk, place);
  } catch (error) {
    if (error instanceof TypeError) return describeObject(walk, place);
    throw error;
  }
}

function cutWhole(walk: Walk, place: Place, reason: 'depth' | 'nodes' | 'bytes'): readonly Piece[] {
  const mark = `{"$":"truncated","reason":"${reason}"}`;
  return [walk.lose(place.step, `truncated (${reason})`, mark, place.parent)];
}
