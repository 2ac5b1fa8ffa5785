import type { TransformedFile } from './transformed-file.js';

/**
 * The column, before the transform, of a place in a transformed file. Lines are the same.
 * @param line from 1
 * @param column from 1, as a `CallSite` has it; inside an insertion it counts as the place where that was made
 */
export function originalColumn(
  { shifts }: Pick<TransformedFile, 'shifts'>,
  line: number,
  column: number,
): number {
  let low = -1;
  let high = shifts.length / 3;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const editLine = shifts[middle * 3] ?? 0;
    if (editLine < line || (editLine === line && (shifts[middle * 3 + 1] ?? 0) <= column)) low = middle;
    else high = middle;
  }
  const at = low * 3;
  if (low < 0 || shifts[at] !== line) return column;
  const before = shifts[at - 3] === line ? (shifts[at - 1] ?? 0) : 0;
  return Math.max(column - (shifts[at + 2] ?? 0), (shifts[at + 1] ?? 0) - before);
}
