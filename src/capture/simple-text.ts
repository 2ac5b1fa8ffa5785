import { describePrimitive, isSimple, SHORT_STRING } from './scalars.js';
import type { CaptureOptions } from './walk.js';

/** What the text of simple values may come to, a value: the longest are numbers. */
const MOST_BYTES = 32;

/**
 * Whether `count` simple values are written down as they are, whatever they are: no limit can cut them, and no rule
 * looks at values.
 */
export function keepsSimple({ limits, redaction }: CaptureOptions, count: number): boolean {
  return (
    !(redaction.looksAtPaths || redaction.hasPatterns) &&
    limits.maxStringLength >= SHORT_STRING &&
    limits.maxItems >= count &&
    limits.maxNodes > count &&
    limits.maxBytes > count * MOST_BYTES
  );
}

/** The descriptor of a number, a boolean, `null` or a short string; `undefined` for all other values. */
export function simpleText(value: unknown): string | undefined {
  if (typeof value === 'string') return isSimple(value) ? `"${value}"` : undefined;
  if (typeof value === 'number' || typeof value === 'boolean') return describePrimitive(value);
  return value === null ? 'null' : undefined;
}
