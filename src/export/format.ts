import type { ExportSource } from './export-source.js';

/** A stretch of an exported file. */
export type Chunk = string | Uint8Array;

/** What formats are told; each takes what concerns it. */
export interface FormatOptions {
  /** One JSON value a line, or one in all; default: as is usual for the format. */
  readonly lines?: boolean | undefined;
  /** How many columns a table has at most for arguments and results. */
  readonly maxColumns: number;
  /** Whether text that a spreadsheet would compute is kept from being computed. */
  readonly escapeFormulas: boolean;
  /** Bytes at which a value is cut in a span attribute. */
  readonly attributeBytes: number;
}

/** A file format: takes calls, and makes of them what the file holds, stretch by stretch. */
export interface Format {
  /** How often it goes through all calls: twice where it must know all of them before it writes the first. */
  readonly passes: 1 | 2;
  write(source: ExportSource, options: FormatOptions): Iterable<Chunk>;
}
