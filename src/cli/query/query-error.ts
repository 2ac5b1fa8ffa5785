import { UsageError } from '../usage-error.js';

/** An expression that cannot be read; says where, and shows it. */
export class QueryError extends UsageError {
  /** @param at the index of the character at fault */
  constructor(expected: string, expression: string, at: number) {
    const column = [...expression.slice(0, at)].length + 1;
    super(`${expected} at column ${column}\n  ${expression}\n  ${' '.repeat(column - 1)}^`);
  }
}
