import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Sidecar } from '../handlers/sidecar.js';
import { makeDirectory, syncDirectory, syncFile } from './files.js';

/** How sidecars are written. */
export interface SidecarOptions {
  readonly durability: 'call' | 'batch' | 'fsync';
  /** Told of what a custom handler throws when its values are saved. */
  readonly onError: (message: string, error: unknown) => void;
}

/** Saves the binary files of calls into the calls' folders. */
export class SidecarWriter {
  readonly #root: string;
  readonly #options: SidecarOptions;
  #bytes = 0;

  constructor(root: string, options: SidecarOptions) {
    this.#root = root;
    this.#options = options;
  }

  /** Bytes that were saved. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Saves files of one call.
   * @param dir the function's folder
   * @throws what the file system throws
   */
  save(dir: string, invocation: number, files: readonly Sidecar[]): void {
    const folder = join(this.#root, dir, String(invocation));
    this.#makeFolder(dir, folder);
    for (const file of files) file.save(folder);
    tellHandlers(files, this.#options.onError);
    if (this.#options.durability === 'fsync') syncFolder(folder);
    for (const { byteLength } of files) this.#bytes += byteLength;
  }

  /** Takes away what was saved of a call that is not recorded after all, as far as that can be done. */
  discard(dir: string, invocation: number): void {
    try {
      rmSync(join(this.#root, dir, String(invocation)), { recursive: true, force: true });
    } catch {
      // What hinders this has kept the call from being recorded, and was told then.
    }
  }

  /** Level by level, for where the database is gone nothing is to be made in its place. */
  #makeFolder(dir: string, folder: string): void {
    const parent = join(this.#root, dir);
    if (makeDirectory(parent) && this.#options.durability === 'fsync') syncDirectory(this.#root);
    if (makeDirectory(folder) && this.#options.durability === 'fsync') syncDirectory(parent);
  }
}

function syncFolder(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile()) syncFile(join(folder, entry.name));
  }
  syncDirectory(folder);
}

/** What a handler does when its values are saved costs at most that. */
function tellHandlers(files: readonly Sidecar[], onError: SidecarOptions['onError']): void {
  for (const handlerClass of new Set(files.map((file) => file.handlerClass))) {
    try {
      handlerClass?.accumulatorDone();
    } catch (error) {
      onError(`${handlerClass?.name}.accumulatorDone failed`, error);
    }
  }
}
