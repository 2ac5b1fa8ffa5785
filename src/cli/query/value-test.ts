import type { Operator } from './query-scanner.js';
import type { Scalar } from './scalar.js';

/** A condition on a single value. */
export interface ValueTest {
  readonly operator: Operator;
  readonly literal: Literal;
  isTrue(value: Scalar): boolean;
}

/** What a value is compared with. */
export type Literal =
  | { readonly kind: 'number'; readonly value: number | bigint }
  | { readonly kind: 'constant'; readonly value: boolean | null | undefined }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'glob'; readonly parts: readonly string[] }
  | { readonly kind: 'pattern'; readonly pattern: RegExp };

/** Longer texts are searched up to here: no pattern is worth waiting for. */
const LONGEST_SUBJECT = 100_000;

const COMPARISONS: Readonly<Record<Operator, (literal: Literal, value: Scalar) => boolean>> = {
  '=': isEqual,
  '!=': (literal, value) => !isEqual(literal, value),
  '~': isMatch,
  '!~': (literal, value) => !isMatch(literal, value),
  '<': (literal, value) => (order(literal, value) ?? 0) < 0,
  '<=': (literal, value) => (order(literal, value) ?? 1) <= 0,
  '>': (literal, value) => (order(literal, value) ?? 0) > 0,
  '>=': (literal, value) => (order(literal, value) ?? -1) >= 0,
};

/** The test that an operator and a literal make. */
export function valueTest(operator: Operator, literal: Literal): ValueTest {
  const compare = COMPARISONS[operator];
  return { operator, literal, isTrue: (value) => compare(literal, value) };
}

function isEqual(literal: Literal, value: Scalar): boolean {
  if (literal.kind === 'number') return isSameNumber(literal.value, value);
  if (literal.kind === 'constant') return value === literal.value;
  if (literal.kind === 'glob') return isGlobMatch(literal.parts, textOf(value) ?? '');
  if (literal.kind === 'text')
    return value instanceof Date ? order(literal, value) === 0 : value === literal.text;
  return false;
}

/** A bigint is the number of the same value; NaN is NaN, and only −0 is −0 where that is asked for. */
function isSameNumber(wanted: number | bigint, value: Scalar): boolean {
  if (Object.is(wanted, -0) || Number.isNaN(wanted)) return Object.is(wanted, value);
  return (typeof value === 'number' || typeof value === 'bigint') && order2(value, wanted) === 0;
}

/** How a value stands to a literal of its kind: below 0, 0, above 0; `undefined` where they have no order. */
function order(literal: Literal, value: Scalar): number | undefined {
  if (literal.kind === 'number') return isNumeric(value) ? order2(value, literal.value) : undefined;
  if (literal.kind !== 'text') return undefined;
  if (value instanceof Date) return order2(value.getTime(), Date.parse(literal.text));
  return typeof value === 'string' ? order2(value, literal.text) : undefined;
}

function order2<T extends string | number | bigint>(a: T, b: T): number | undefined {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number.isNaN(a) || Number.isNaN(b) ? undefined : 0;
}

function isNumeric(value: Scalar): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isMatch(literal: Literal, value: Scalar): boolean {
  const text = textOf(value)?.slice(0, LONGEST_SUBJECT);
  return literal.kind === 'pattern' && text !== undefined && literal.pattern.test(text);
}

/** Not by a regular expression: many stars in one are slow. */
function isGlobMatch(parts: readonly string[], text: string): boolean {
  const [first = '', ...others] = parts;
  const last = others.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}

function textOf(value: Scalar): string | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  return typeof value === 'object' && value !== null ? undefined : String(value);
}
