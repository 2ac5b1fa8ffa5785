import v8 from 'node:v8';
import type { QueryError } from './query-error.js';
import type { Operator, Written } from './query-scanner.js';
import type { Literal } from './value-test.js';

const CONSTANTS = new Map<string, boolean | null | undefined>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', undefined],
]);
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const BIGINT = /^-?\d{1,1000}n$/;
const SPECIAL_NUMBERS = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** Makes the error for a value that cannot be used where it stands. */
export type ErrorAt = (message: string) => QueryError;

/**
 * What is meant by a value of an expression: a number, `true` and its like, else text, with `*` for any characters;
 * in quotes always text.
 * @throws QueryError for a value that the operator makes nothing of
 */
export function literalOf(operator: Operator, written: Written, error: ErrorAt): Literal {
  const { kind, text } = written;
  if (operator === '~' || operator === '!~') return patternOf(written, error);
  if (kind === 'quoted') return { kind: 'text', text };
  const number = numberOf(text);
  if (number !== undefined) return { kind: 'number', value: number };
  const isOrder = operator !== '=' && operator !== '!=';
  if (!isOrder && CONSTANTS.has(text)) return { kind: 'constant', value: CONSTANTS.get(text) };
  if (!isOrder) return textLiteral(text);
  if (CONSTANTS.has(text))
    throw error(`Expected a number, a date or a text in quotes after '${operator}', got ${text}`);
  return { kind: 'text', text };
}

/** A text, in which `*` stands for any characters. */
export function textLiteral(text: string): Literal {
  return text.includes('*') ? { kind: 'glob', parts: text.split('*') } : { kind: 'text', text };
}

/** The pattern of `~`: between slashes with flags, in quotes, or as it stands. */
export function patternOf({ text, flags }: Pick<Written, 'text' | 'flags'>, error: ErrorAt): Literal {
  limitBacktracking();
  try {
    return { kind: 'pattern', pattern: new RegExp(text, flags.replace(/[gy]/g, '')) };
  } catch (cause) {
    const reason =
      cause instanceof Error ? cause.message.replace(/^Invalid regular expression: /, '') : cause;
    throw error(`Expected a regular expression, got ${reason}`);
  }
}

/**
 * A pattern such as `(a+)+$` may try for hours. V8 has a second engine, linear in the text's length, to which a pattern
 * goes over after so many steps back (v8.dev/blog/non-backtracking-regexp); lookarounds and back references cannot.
 */
function limitBacktracking(): void {
  v8.setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
  v8.setFlagsFromString('--regexp-backtracks-before-fallback=50000');
}

function numberOf(text: string): number | bigint | undefined {
  if (NUMBER.test(text)) return Number(text);
  return BIGINT.test(text) ? BigInt(text.slice(0, -1)) : SPECIAL_NUMBERS.get(text);
}
