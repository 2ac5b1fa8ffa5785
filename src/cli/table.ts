import { cutStart, cutText } from './cut-text.js';

/** A column of a table. */
export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Columns below which a column that may be cut is not made narrower; others are never cut. */
  readonly least?: number;
  /** Which end of a text goes where it is too long; default: its end. */
  readonly cutAt?: 'start';
}

const GAP = 2;

/** The lines of a table, its titles first; the last columns are cut first where the whole is wider than `width`. */
export function tableLines(
  columns: readonly Column[],
  rows: ReadonlyArray<readonly string[]>,
  width: number,
): string[] {
  const all = [columns.map(({ title }) => title), ...rows];
  const widths = narrow(
    columns.map((_, at) => all.reduce((most, row) => Math.max(most, (row[at] ?? '').length), 0)),
    columns,
    width,
  );
  return all.map((row) =>
    columns
      .map((column, at) => pad(cut(row[at] ?? '', widths[at] ?? 0, column), widths[at] ?? 0, column))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}

function narrow(widths: readonly number[], columns: readonly Column[], width: number): number[] {
  const fitted = [...widths];
  let surplus = fitted.reduce((sum, each) => sum + each + GAP, -GAP) - width;
  for (let at = columns.length - 1; at >= 0 && surplus > 0; at--) {
    const present = fitted[at] ?? 0;
    const least = Math.min(columns[at]?.least ?? present, present);
    fitted[at] = Math.max(present - surplus, least);
    surplus -= present - (fitted[at] ?? 0);
  }
  return fitted;
}

function cut(text: string, width: number, { cutAt }: Column): string {
  return cutAt === 'start' ? cutStart(text, width) : cutText(text, width);
}

function pad(text: string, width: number, { align }: Column): string {
  return align === 'right' ? text.padStart(width) : text.padEnd(width);
}
