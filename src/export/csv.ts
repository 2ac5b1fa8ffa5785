import { stringify } from 'csv-stringify/sync';
import { CallTable } from './call-table.js';
import type { Cell } from './cell.js';
import type { Format } from './format.js';
import { inBatches } from './in-batches.js';
import { Timestamp } from './timestamp.js';

const ROWS_AT_ONCE = 500;

/**
 * RFC 4180: commas, quotes where they are needed, CRLF; an empty text is `""`, no value is nothing. Text that a
 * spreadsheet would take for a formula gets a `'` before it, unless that is turned off (OWASP, "CSV Injection").
 */
export const csv: Format = {
  passes: 2,
  *write(source, { maxColumns, escapeFormulas }) {
    const table = new CallTable(source, maxColumns);
    const options = {
      record_delimiter: 'windows',
      escape_formulas: escapeFormulas,
      quoted_match: /^$/,
      cast: { boolean: String },
    };
    yield stringify([table.columns.map(({ name }) => name)], options);
    for (const rows of inBatches(table.rows(), ROWS_AT_ONCE)) yield stringify(rows.map(textsOf), options);
  },
};

function textsOf(row: readonly Cell[]): unknown[] {
  return row.map((cell) => (cell instanceof Timestamp ? String(cell) : cell));
}
