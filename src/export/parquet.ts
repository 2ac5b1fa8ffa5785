import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { CallTable, type TableColumn } from './call-table.js';
import type { Cell, CellKind } from './cell.js';
import type { Format } from './format.js';
import { Timestamp } from './timestamp.js';

/** A row group is in memory as a whole: so many cells, or so many characters of text. */
const CELLS_AT_ONCE = 1_000_000;
const CHARACTERS_AT_ONCE = 16 * 1024 * 1024;
const MOST_ROWS_AT_ONCE = 100_000;

/** How each kind of column is written (parquet-format, "Logical types"). */
const ELEMENTS: Readonly<Record<CellKind, Omit<SchemaElement, 'name'>>> = {
  boolean: { type: 'BOOLEAN' },
  integer: { type: 'INT64' },
  long: { type: 'INT64' },
  double: { type: 'DOUBLE' },
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
};

/** Parquet, in row groups that are written one after the other. */
export const parquet: Format = {
  passes: 2,
  *write(source, { maxColumns }) {
    const table = new CallTable(source, maxColumns);
    const bytes = new ByteWriter();
    const schema = schemaOf(table.columns);
    const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'callmonitor' });
    let group = new RowGroup(table.columns);
    for (const row of table.rows()) {
      group.add(row);
      if (!group.isFull) continue;
      yield writeGroup(writer, bytes, group);
      group = new RowGroup(table.columns);
    }
    yield writeGroup(writer, bytes, group);
    void writer.finish();
    yield takeBytes(bytes);
  },
};

/** Rows that are gathered column by column. */
class RowGroup {
  rows = 0;
  readonly columns: ReadonlyArray<TableColumn & { readonly data: unknown[] }>;
  private readonly mostRows: number;
  private characters = 0;

  constructor(columns: readonly TableColumn[]) {
    this.columns = columns.map(({ name, kind }) => ({ name, kind, data: [] }));
    this.mostRows = Math.min(MOST_ROWS_AT_ONCE, Math.ceil(CELLS_AT_ONCE / columns.length));
  }

  get isFull(): boolean {
    return this.rows >= this.mostRows || this.characters >= CHARACTERS_AT_ONCE;
  }

  add(row: readonly Cell[]): void {
    this.rows++;
    this.columns.forEach(({ kind, data }, at) => {
      const value = storedValue(row[at], kind);
      if (typeof value === 'string') this.characters += value.length;
      data.push(value);
    });
  }
}

function schemaOf(columns: readonly TableColumn[]): SchemaElement[] {
  const elements = columns.map(({ name, kind }): SchemaElement => {
    return { ...ELEMENTS[kind], name, repetition_type: 'OPTIONAL' };
  });
  return [{ name: 'root', num_children: columns.length }, ...elements];
}

/** The writer's target is memory, so that it never has to be waited for. */
function writeGroup(writer: ParquetWriter, bytes: ByteWriter, { rows, columns }: RowGroup): Uint8Array {
  const columnData = columns.map(({ name, data }) => ({ name, data }));
  void writer.write({ columnData, rowGroupSize: Math.max(rows, 1) });
  return takeBytes(bytes);
}

/** What was written since the last time; places in the file are counted on. */
function takeBytes(bytes: ByteWriter): Uint8Array {
  const taken = new Uint8Array(bytes.getBytes());
  bytes.index = 0;
  return taken;
}

function storedValue(cell: Cell, kind: CellKind): unknown {
  if (cell === undefined) return undefined;
  if (cell instanceof Timestamp) return kind === 'timestamp' ? cell.micros : String(cell);
  if (kind === 'text') return String(cell);
  return typeof cell === 'number' && kind !== 'double' ? BigInt(cell) : cell;
}
