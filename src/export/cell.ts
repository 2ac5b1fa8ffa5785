import type { Timestamp } from './timestamp.js';

/** A value in a table; `undefined` is an empty place. */
export type Cell = string | number | bigint | boolean | Timestamp | undefined;

/** What a column holds. `integer` is what a double holds exactly, too. */
export type CellKind = 'boolean' | 'integer' | 'long' | 'double' | 'timestamp' | 'text';

/** The most that a cell of a spreadsheet holds, and what others read without complaint; longer text is cut. */
export const MOST_CELL_CHARACTERS = 32_767;

const MOST_INT64 = 2n ** 63n - 1n;

/** The narrowest kind of column that a value fits. */
export function kindOf(cell: NonNullable<Cell>): CellKind {
  switch (typeof cell) {
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'text';
    case 'number':
      return Number.isSafeInteger(cell) && !Object.is(cell, -0) ? 'integer' : 'double';
    case 'bigint':
      return fitsInt64(cell) ? 'long' : 'text';
    default:
      return 'timestamp';
  }
}

/** The narrowest kind that holds values of both without loss. */
export function commonKind(a: CellKind, b: CellKind): CellKind {
  if (a === b) return a;
  const kinds = [a, b];
  if (!kinds.includes('integer')) return 'text';
  if (kinds.includes('double')) return 'double';
  return kinds.includes('long') ? 'long' : 'text';
}

/** A whole number of 64 bits, or nothing: for what the log says, which may be anything. */
export function int64Of(value: bigint | number | undefined): bigint | undefined {
  if (value === undefined || (typeof value === 'number' && !Number.isSafeInteger(value))) return undefined;
  const whole = BigInt(value);
  return fitsInt64(whole) ? whole : undefined;
}

/** A text that is not too long for a cell. */
export function cellText(text: string): string {
  return text.length <= MOST_CELL_CHARACTERS ? text : `${text.slice(0, MOST_CELL_CHARACTERS - 1)}…`;
}

function fitsInt64(value: bigint): boolean {
  return value <= MOST_INT64 && value >= -MOST_INT64 - 1n;
}
