import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isInline } from '../capture/text.js';
import type { CapturedValue } from '../capture/value-capture.js';
import type { HandlerClass } from '../handlers/handler.js';
import type { Sidecar } from '../handlers/sidecar.js';
import { SafeSet } from '../model/safe-collections.js';
import { fileSizeLimit } from './file-size-limit.js';
import { makeDirectory, syncDirectory, syncFile } from './files.js';
import type { CallValues } from './lines.js';
import type { OwnDirectory } from './own-directory.js';
import type { WritePace } from './write-pace.js';

/** How sidecars are written. */
export interface SidecarOptions {
  readonly durability: 'call' | 'batch' | 'fsync';
  /** Up to so many bytes a binary value stands in the line; -1 if none does. */
  readonly inlineBytes: number;
  /** Takes the time of writes, if somebody wants to know. */
  readonly pace: WritePace | undefined;
  /** Told of what a custom handler throws when its values are saved. */
  readonly onError: (message: string, error: unknown) => void;
  /** Told why files of a call could not be saved. */
  readonly onLost: (error: unknown) => void;
}

/** What an NPY file has before its values, if it does not have many dimensions. */
const MOST_HEADER_BYTES = 256;

/** Saves the binary files of calls into the calls' folders. */
export class SidecarWriter {
  readonly #directory: OwnDirectory;
  readonly #options: SidecarOptions;
  #bytes = 0;

  constructor(directory: OwnDirectory, options: SidecarOptions) {
    this.#directory = directory;
    this.#options = options;
  }

  /** Bytes that were saved. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Saves what a call starts with; `false` if that is not possible, and then nothing stays of it.
   * @param dir the function's folder
   */
  saveInput(dir: string, invocation: number, sidecars: readonly Sidecar[]): boolean {
    if (this.#attempt(dir, invocation, sidecars)) return true;
    this.discard(dir, invocation);
    return false;
  }

  /** Saves what a call ends with; `false` if that is not possible. */
  saveOutput(dir: string, invocation: number, { result, error, argsAfter }: CallValues): boolean {
    return (
      this.#saveValue(dir, invocation, result) &&
      this.#saveValue(dir, invocation, error) &&
      this.#saveValue(dir, invocation, argsAfter)
    );
  }

  /** Takes away what was saved of a call that is not recorded after all, as far as that can be done. */
  discard(dir: string, invocation: number): void {
    try {
      rmSync(folderOf(this.#directory.reach(), dir, invocation), { recursive: true, force: true });
    } catch {
      // What hinders this has kept the call from being recorded, and was told then.
    }
  }

  #saveValue(dir: string, invocation: number, value: CapturedValue | undefined): boolean {
    return value === undefined || this.#attempt(dir, invocation, value.sidecars);
  }

  #attempt(dir: string, invocation: number, sidecars: readonly Sidecar[]): boolean {
    if (sidecars.length === 0) return true;
    const files: Sidecar[] = [];
    let bytes = 0;
    for (let index = 0; index < sidecars.length; index++) {
      const sidecar = sidecars[index] as Sidecar;
      if (isInline(sidecar, this.#options.inlineBytes)) continue;
      files[files.length] = sidecar;
      bytes += sidecar.byteLength;
    }
    if (files.length === 0) return true;
    const { pace } = this.#options;
    try {
      if (pace === undefined) this.#save(dir, invocation, files);
      else pace.time(bytes, () => this.#save(dir, invocation, files));
      this.#bytes += bytes;
      return true;
    } catch (error) {
      this.#options.onLost(this.#directory.inItsName(error));
      return false;
    }
  }

  #save(dir: string, invocation: number, files: readonly Sidecar[]): void {
    const root = areHandled(files) ? this.#directory.byName() : this.#directory.reach();
    const folder = folderOf(root, dir, invocation);
    this.#makeFolder(root, dir, folder);
    for (let index = 0; index < files.length; index++) {
      const file = files[index] as Sidecar;
      fileSizeLimit.check(file.byteLength + MOST_HEADER_BYTES);
      file.save(folder);
    }
    tellHandlers(files, this.#options.onError);
    if (this.#options.durability === 'fsync') syncFolder(folder);
  }

  /** Level by level, for where the database is gone nothing is to be made in its place. */
  #makeFolder(root: string, dir: string, folder: string): void {
    const parent = `${root}${sep}${dir}`;
    if (makeUnlessThere(parent) && this.#options.durability === 'fsync') syncDirectory(root);
    if (makeUnlessThere(folder) && this.#options.durability === 'fsync') syncDirectory(parent);
  }
}

function folderOf(root: string, dir: string, invocation: number): string {
  return `${root}${sep}${dir}${sep}${invocation}`;
}

/** One that is there is not asked for: where the program has put a setter in the way, Node makes no error of it. */
function makeUnlessThere(path: string): boolean {
  return !existsSync(path) && makeDirectory(path);
}

/** Whether handlers of the program write some of them. */
function areHandled(files: readonly Sidecar[]): boolean {
  for (let index = 0; index < files.length; index++)
    if (files[index]?.handlerClass !== undefined) return true;
  return false;
}

function syncFolder(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile()) syncFile(join(folder, entry.name));
  }
  syncDirectory(folder);
}

/** What a handler does when its values are saved costs at most that. */
function tellHandlers(files: readonly Sidecar[], onError: SidecarOptions['onError']): void {
  const told = new SafeSet<HandlerClass>();
  for (let index = 0; index < files.length; index++) {
    const handlerClass = files[index]?.handlerClass;
    if (handlerClass === undefined || told.has(handlerClass)) continue;
    told.add(handlerClass);
    try {
      handlerClass.accumulatorDone();
    } catch (error) {
      onError(`${handlerClass.name}.accumulatorDone failed`, error);
    }
  }
}
