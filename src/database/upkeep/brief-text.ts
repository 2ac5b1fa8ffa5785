const LONGEST = 80;

/** A value from a database as it stands in a report: JSON, and short. */
export function briefText(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, LONGEST) : value);
  return typeof value === 'string' && value.length > LONGEST ? `${text}…` : text;
}
