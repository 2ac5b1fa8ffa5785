import { describeArray } from './array-form.js';
import { kindOf } from './class-of.js';
import { describeMap, describeSet } from './collection-forms.js';
import { describeError } from './error-form.js';
import { getPrototypeOf, isArray } from './intrinsics.js';
import { describeLeaf } from './leaves.js';
import { describeObject } from './object-form.js';
import type { Place } from './place.js';
import type { ObjectForms, Walk } from './walk.js';

/** The forms of FORMAT.md's table of values. */
export const FORMS: ObjectForms = {
  describeLeaf,

  describeContainer(walk, place) {
    const { spentLimit } = walk;
    if (place.depth > walk.options.limits.maxDepth) return cutWhole(walk, place, 'depth');
    if (spentLimit !== undefined) return cutWhole(walk, place, spentLimit);
    if (isArray(place.value)) return describeArray(walk, place);
    const prototype = getPrototypeOf(place.value);
    if (prototype === Object.prototype) return describeObject(walk, place);
    switch (kindOf(place.value, prototype)) {
      case 'map':
        return describeMap(walk, place);
      case 'set':
        return describeSet(walk, place);
      case 'error':
        return describeError(walk, place);
      default:
        return describeObject(walk, place);
    }
  },
};

function cutWhole(walk: Walk, place: Place, reason: 'depth' | 'nodes' | 'bytes'): void {
  walk.write(`{"$":"truncated","reason":"${reason}"}`);
  walk.note(`truncated (${reason})`, place.parent, place.key, place.ownStep);
}
