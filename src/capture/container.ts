import { min } from './intrinsics.js';
import type { Place } from './place.js';
import type { Walk } from './walk.js';

/** How many of a container's items may be looked at. */
export function mostItems(walk: Walk, length: number): number {
  return min(length, walk.options.limits.maxItems);
}

/** Ends a container's text; where not all of its items were written, what was is the `head` of a mark. */
export function finish(
  walk: Walk,
  place: Place,
  { end, written, length }: { end: string; written: number; length: number },
): void {
  walk.write(end);
  if (written < length) walk.cut(place, cutReason(walk, written), length);
}

/** The limit that ended a container after so many items. */
export function cutReason(walk: Walk, written: number): 'items' | 'nodes' | 'bytes' {
  if (written >= walk.options.limits.maxItems) return 'items';
  return walk.spentLimit ?? 'bytes';
}
