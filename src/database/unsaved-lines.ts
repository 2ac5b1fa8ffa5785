import { SafeSet } from '../model/safe-collections.js';
import type { LineBuffer } from './line-buffer.js';
import type { LostLines } from './log-file.js';
import type { SidecarJob } from './sidecar-job.js';
import type { SidecarWriter } from './sidecar-writer.js';

/** A line among those that were gathered, of a call whose files may not be written yet. */
export interface UnsavedLine {
  /** The function's folder. */
  readonly dir: string;
  readonly invocation: number;
  /** The files that it names. */
  readonly files: readonly SidecarJob[];
  /** Where it stands, in bytes. */
  readonly start: number;
  readonly end: number;
  /** What an `output` line is without its files; an `input` line is nothing, and the call is lost. */
  readonly instead: string | undefined;
  /** Records that are lost with it. */
  readonly records: number;
}

/** What becomes of a line. */
interface Change extends LostLines {
  readonly text: string;
}

/** Sees to it that no line is in the log before the files that it names are on disk. */
export class UnsavedLines {
  readonly #sidecars: SidecarWriter;
  #lines: UnsavedLine[] = [];
  /** Calls that are lost and have not ended. */
  readonly #lostCalls = new SafeSet<string>();

  constructor(sidecars: SidecarWriter) {
    this.#sidecars = sidecars;
  }

  add(line: UnsavedLine): void {
    this.#lines[this.#lines.length] = line;
  }

  /** Whether there is a line of that call. */
  has(dir: string, invocation: number): boolean {
    for (let index = 0; index < this.#lines.length; index++) {
      const line = this.#lines[index] as UnsavedLine;
      if (line.dir === dir && line.invocation === invocation) return true;
    }
    return false;
  }

  /** Whether that call, which ends now, is lost. */
  endsLost(dir: string, invocation: number): boolean {
    return this.#lostCalls.size > 0 && this.#lostCalls.delete(`${dir}/${invocation}`);
  }

  /** Waits for the files, and takes out of the lines what they are missing for. `undefined` if that is nothing. */
  settle(gathered: LineBuffer): LostLines | undefined {
    if (this.#lines.length === 0) return undefined;
    const lines = this.#lines;
    this.#lines = [];
    this.#sidecars.finish();
    const changes: (Change | undefined)[] = [];
    let lost: LostLines | undefined;
    for (let index = 0; index < lines.length; index++) {
      const change = this.#changeOf(lines[index] as UnsavedLine);
      changes[index] = change;
      if (change !== undefined)
        lost = { records: (lost?.records ?? 0) + change.records, error: lost?.error ?? change.error };
    }
    for (let index = lines.length - 1; index >= 0; index--) {
      const { start, end } = lines[index] as UnsavedLine;
      const change = changes[index];
      if (change !== undefined) gathered.replace(start, end, change.text);
    }
    return lost;
  }

  #changeOf({ dir, invocation, files, instead, records }: UnsavedLine): Change | undefined {
    if (this.endsLost(dir, invocation)) return { text: '', records, error: undefined };
    const error = this.#sidecars.failureOf(files);
    if (error === undefined) return undefined;
    if (instead !== undefined) return { text: instead, records: 1, error };
    this.#lostCalls.add(`${dir}/${invocation}`);
    this.#sidecars.withdraw(dir, invocation, files);
    return { text: '', records, error };
  }
}
