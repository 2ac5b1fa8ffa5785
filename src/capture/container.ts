import type { Place } from './place.js';
import type { Piece, PieceList } from './text.js';
import type { Walk } from './walk.js';

/** The limit that ended a container before its last item. */
export type CutReason = 'items' | 'nodes' | 'bytes';

/** Describes up to `length` items, as far as the limits reach; says which limit ended it, if one did. */
export function describeItems(
  walk: Walk,
  length: number,
  describeItem: (index: number) => void,
): CutReason | undefined {
  const kept = Math.min(length, walk.options.limits.maxItems);
  for (let index = 0; index < kept; index++) {
    const spent = walk.budget.spentLimit;
    if (spent !== undefined) return spent;
    describeItem(index);
  }
  return kept < length ? 'items' : undefined;
}

/** The finished container; what a limit left of a cut one stands in the `head` of its mark. */
export function finish(
  walk: Walk,
  place: Place,
  { list, end, cut, length }: { list: PieceList; end: string; cut: CutReason | undefined; length: number },
): readonly Piece[] {
  if (cut === undefined) return list.end(end);
  place.isCut = true;
  const mark = `{"$":"truncated","reason":"${cut}","length":${length},"head":`;
  return [walk.lose(place.step, `truncated (${cut})`, mark, place.parent), ...list.end(end), '}'];
}
