const TOO_DEEP = '{"$":"truncated","reason":"depth"}';

/** JSON text of what came from JSON. What is nested deeper than can be written, as only made-up logs have it, is cut. */
export function jsonOf(value: unknown, replace?: (key: string, value: unknown) => unknown): string {
  try {
    return JSON.stringify(value, replace);
  } catch (error) {
    if (error instanceof RangeError) return TOO_DEEP;
    throw error;
  }
}

/** The same of an object, each of whose values is cut for itself; what is `undefined` is left out. */
export function jsonOfEntries(entries: Iterable<readonly [string, unknown]>): string {
  const texts: string[] = [];
  for (const [key, value] of entries)
    if (value !== undefined) texts.push(`${JSON.stringify(key)}:${jsonOf(value)}`);
  return `{${texts.join(',')}}`;
}
