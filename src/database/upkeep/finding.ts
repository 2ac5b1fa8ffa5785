/** What may be wrong with a database; each has one place in FORMAT.md that says how it should be. */
export type FindingKind =
  | 'summary' // db.json is damaged, or does not say what the log says
  | 'not-closed' // the writer is gone without having closed it
  | 'log' // there is no log, or something else in its place
  | 'line' // a line of the log that cannot be read
  | 'keys' // a line whose keys are not those of its kind, or in another order
  | 'value' // a descriptor that describes nothing
  | 'torn' // a last line that was being written
  | 'duplicate' // a line that was there before
  | 'order' // a line that stands before one that it needs, or after the last one
  | 'dir' // a function's folder name that is none, or another's
  | 'sidecar' // a binary file that is missing, damaged or of another shape
  | 'view-missing' // a folder or file of the view that is not there
  | 'view-differs' // a file of the view that does not hold the log's line
  | 'log-missing' // a record that only the view has
  | 'extra' // a file or folder that belongs to nothing
  | 'permissions' // readable for others
  | 'unreadable'; // what the operating system does not let us read

/** `damage` is what must not be by FORMAT.md; a `warning` is worth knowing. */
export type Severity = 'damage' | 'warning';

/** What `repair` does about it: nothing is lost; what is damaged is kept in `.damaged`; it stays as it is. */
export type Remedy = 'mends' | 'sets aside' | 'leaves';

/** One thing that is not as it should be. Texts come from the database and may hold anything. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** The file or folder, from the database's root. */
  readonly file: string;
  /** The line in the log, from 1. */
  readonly line?: number | undefined;
  readonly function?: string | undefined;
  readonly invocation?: number | undefined;
  /** The place in the line, as a JSON Pointer. */
  readonly pointer?: string | undefined;
  readonly expected: string;
  readonly found: string;
  readonly repair: Remedy;
}

/** How many findings of one kind there are. */
export interface FindingCount {
  readonly damage: number;
  readonly warning: number;
}

/** Gathers findings in bounded memory: the first of each kind, and how many there are. */
export class Findings {
  readonly first: Finding[] = [];
  readonly #mostOfKind: number;
  readonly #onFinding: ((finding: Finding) => void) | undefined;
  readonly #counts = new Map<FindingKind, { damage: number; warning: number }>();

  constructor(mostOfKind: number, onFinding?: (finding: Finding) => void) {
    this.#mostOfKind = mostOfKind;
    this.#onFinding = onFinding;
  }

  add(finding: Finding): void {
    const count = this.#counts.get(finding.kind) ?? { damage: 0, warning: 0 };
    this.#counts.set(finding.kind, count);
    if (count.damage + count.warning < this.#mostOfKind) this.first.push(finding);
    count[finding.severity]++;
    this.#onFinding?.(finding);
  }

  get counts(): ReadonlyMap<FindingKind, FindingCount> {
    return this.#counts;
  }

  total(severity: Severity): number {
    let sum = 0;
    for (const count of this.#counts.values()) sum += count[severity];
    return sum;
  }
}
