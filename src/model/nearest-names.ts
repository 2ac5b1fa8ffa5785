const MOST_NAMES = 5;
const LONGEST_COMPARED = 64;

/** The names that are most like the one that was asked for, best first, as a list for a message. */
export function nearestNames(wanted: string, names: readonly string[]): string {
  const ranked = names
    .map((name) => ({ name, distance: distanceBetween(wanted.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const shown = ranked.slice(0, MOST_NAMES).map(({ name }) => name);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

/** Levenshtein's distance of the names' beginnings, by the usual one row. */
function distanceBetween(a: string, b: string): number {
  let row = Array.from({ length: Math.min(b.length, LONGEST_COMPARED) + 1 }, (_, index) => index);
  for (const [index, character] of [...a.slice(0, LONGEST_COMPARED)].entries()) {
    const next = [index + 1];
    for (let at = 1; at < row.length; at++) {
      const replaced = (row[at - 1] ?? 0) + (character === b[at - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
