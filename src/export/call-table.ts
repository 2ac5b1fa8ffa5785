import { CALL_COLUMNS } from './call-columns.js';
import type { Cell, CellKind } from './cell.js';
import type { ExportSource } from './export-source.js';
import type { ExportedCall } from './exported-call.js';
import { flattenCall } from './flatten.js';
import { FoundColumns } from './found-columns.js';

/** A column of a table. */
export interface TableColumn {
  readonly name: string;
  readonly kind: CellKind;
}

/** The calls of a source as rows, whose columns were found by one pass through all of them. */
export class CallTable {
  readonly columns: readonly TableColumn[];
  private readonly source: ExportSource;
  private readonly places: ReadonlyMap<string, number>;

  constructor(source: ExportSource, maxColumns: number) {
    const found = new FoundColumns();
    for (const call of source.calls())
      flattenCall(call, (name, nesting, cell) => found.add(name, nesting, cell));
    const { chosen, leftOut } = found.choose(maxColumns);
    this.source = source;
    this.columns = [...CALL_COLUMNS, ...chosen];
    this.places = new Map(chosen.map(({ name }, at) => [name, CALL_COLUMNS.length + at]));
    Object.assign(source.tally, { columns: chosen.length, columnsLeftOut: leftOut });
  }

  /** The second pass. Every row has a place for every column. */
  *rows(): Generator<Cell[]> {
    for (const call of this.source.calls()) yield this.rowOf(call);
  }

  private rowOf(call: ExportedCall): Cell[] {
    const row = new Array<Cell>(this.columns.length).fill(undefined);
    CALL_COLUMNS.forEach(({ cellOf }, at) => {
      row[at] = cellOf(call);
    });
    flattenCall(call, (name, _nesting, cell) => {
      const place = this.places.get(name);
      if (place !== undefined) row[place] ??= cell;
    });
    return row;
  }
}
