import assert from 'node:assert/strict';
import { NotCaptured } from 'callmonitor';
import { Order, type ValueCase } from './values.js';

/** The classes that a reader of the table's values knows. */
export const CLASSES = [Order];

/** Whether what came back is what the table expects. */
export function assertRevived(actual: unknown, { make, kind, at, revived = make }: ValueCase): void {
  if (kind === undefined) {
    const expected = revived();
    // Node 20 finds no invalid date equal to another.
    if (isInvalidDate(expected)) return assert.ok(isInvalidDate(actual));
    return assert.deepStrictEqual(actual, expected);
  }
  const value = at === undefined ? actual : (actual as Record<string, unknown>)[at];
  assert.ok(value instanceof NotCaptured, `expected NotCaptured, got ${String(value)}`);
  assert.equal(value.kind, kind);
}

function isInvalidDate(value: unknown): boolean {
  return value instanceof Date && Number.isNaN(value.getTime());
}
