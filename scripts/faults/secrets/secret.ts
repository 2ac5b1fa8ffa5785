const secrets = new Map<string, string>();

/** So much of a text is recorded. */
export const LONGEST_TEXT = 20_000;

/** A text that stands nowhere else, for each place that has a secret; the same whenever it is asked for. */
export function secretOf(place: string): string {
  const secret = `hunter2${place.replace(/[^A-Za-z0-9]/g, '')}Zq`;
  secrets.set(place, secret);
  return secret;
}

/** All that were given out, by the places that have them. */
export function allSecrets(): ReadonlyMap<string, string> {
  return secrets;
}
