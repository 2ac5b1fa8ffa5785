/**
 * The next call to record, from the `ordinal`th on: of a function's calls the first `most` are, then every 10th up
 * to ten times as many, every 100th up to a hundred times as many, and so on.
 */
export function nextKept(ordinal: number, most: number): number {
  let step = 1;
  for (let bound = most; ordinal > bound; bound *= 10) step *= 10;
  const past = ordinal % step;
  return past === 0 ? ordinal : ordinal - past + step;
}
