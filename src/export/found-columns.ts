import { type Cell, type CellKind, commonKind, kindOf } from './cell.js';

/** Of each nesting; a hostile database could have a new key in every call. */
const MOST_CANDIDATES = 10_000;

interface Candidate {
  readonly name: string;
  readonly nesting: number;
  /** When it was first seen, among all. */
  readonly order: number;
  kind: CellKind;
  count: number;
}

/** Gathers the columns that a table of calls may have, in bounded memory. */
export class FoundColumns {
  private readonly byNesting: Array<Map<string, Candidate>> = [];
  private size = 0;

  /** Takes note of a value in a column. */
  add(name: string, nesting: number, cell: NonNullable<Cell>): void {
    this.byNesting[nesting] ??= new Map();
    const candidates = this.byNesting[nesting];
    const kind = kindOf(cell);
    const known = candidates.get(name);
    if (known !== undefined) {
      known.kind = commonKind(known.kind, kind);
      known.count++;
    } else if (candidates.size < MOST_CANDIDATES)
      candidates.set(name, { name, nesting, order: this.size++, kind, count: 1 });
  }

  /**
   * The columns that are worth their place: what is nested least first, then what most calls have; in the order in
   * which they were seen. `leftOut` counts the others, as far as they were noted.
   */
  choose(maxColumns: number): { readonly chosen: readonly Candidate[]; readonly leftOut: number } {
    const all = this.merged();
    const chosen = all
      .sort((a, b) => a.nesting - b.nesting || b.count - a.count || a.order - b.order)
      .slice(0, maxColumns)
      .sort((a, b) => a.order - b.order);
    return { chosen, leftOut: all.length - chosen.length };
  }

  /** References make the same name at different nestings: one column. */
  private merged(): Candidate[] {
    const byName = new Map<string, Candidate>();
    for (const candidates of this.byNesting) {
      for (const each of candidates?.values() ?? []) {
        const other = byName.get(each.name);
        byName.set(
          each.name,
          other === undefined ? each : { ...other, kind: commonKind(other.kind, each.kind) },
        );
      }
    }
    return [...byName.values()];
  }
}
