import type { Guard } from '../../src/intercept/guard.js';
import type { FileReport } from '../transform/file-report.js';
import type { Handle, TransformedFile } from '../transform/transformed-file.js';
import { FileRuntime, type MakeInterception, type NamedFile } from './file-runtime.js';

/**
 * Gives a transformed file what its code hands its functions to; `undefined` for a file that is not known here.
 * @param description what a self-describing file says of itself: it may have been transformed elsewhere, or long ago
 */
export type FindHandle = (url: string, description?: FileReport) => Handle | undefined;

/** What the files of one list of targets need. */
export interface FileRuntimeParts {
  readonly make: MakeInterception;
  readonly guard: Guard;
  /** Called before a file is said to be unknown: what another thread has to say of files is taken in. */
  readonly catchUp: () => void;
  /** Takes in what a file says of itself. */
  readonly take: (report: FileReport) => void;
}

/** The transformed files of this thread. */
export class FileRuntimes {
  readonly #parts: FileRuntimeParts;
  readonly #files = new Map<string, NamedFile>();

  constructor(parts: FileRuntimeParts) {
    this.#parts = parts;
  }

  /** How many functions are selected in them. */
  get functions(): number {
    let count = 0;
    for (const { file } of this.#files.values()) {
      for (const site of file.sites) count += 'methods' in site ? site.methods.length : 1;
    }
    return count;
  }

  /** @param baseName what the names of its functions begin with */
  add(file: TransformedFile, baseName: string): void {
    this.#files.set(file.url, { file, baseName });
  }

  /** A file by its URL. */
  find(url: string): NamedFile | undefined {
    if (!this.#files.has(url)) this.#parts.catchUp();
    return this.#files.get(url);
  }

  readonly findHandle: FindHandle = (url, description) => {
    const { make, guard, take } = this.#parts;
    if (description !== undefined) guard.run('a transformed file', () => take(description));
    const found = this.find(url);
    if (found === undefined) return undefined;
    const { handle } = new FileRuntime(found, make);
    return (site, value, keys) =>
      guard.run('a function of a transformed file', () => handle(site, value, keys)) ?? value;
  };
}
