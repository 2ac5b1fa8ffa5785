import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { isInline } from '../capture/text.js';
import type { CapturedValue } from '../capture/value-capture.js';
import type { HandlerClass } from '../handlers/handler.js';
import type { Sidecar } from '../handlers/sidecar.js';
import { SafeSet } from '../model/safe-collections.js';
import { fileSizeLimit } from './file-size-limit.js';
import { syncDirectory, syncFile } from './files.js';
import type { CallValues } from './lines.js';
import { type CallPlace, callFolderOf, makeCallFolder } from './make-call-folder.js';
import type { OwnDirectory } from './own-directory.js';
import type { SidecarJob } from './sidecar-job.js';
import { SidecarQueue } from './sidecar-queue.js';
import type { WritePace } from './write-pace.js';

/** How sidecars are written. */
export interface SidecarOptions {
  readonly durability: 'call' | 'batch' | 'fsync';
  /** Up to so many bytes a binary value stands in the line; -1 if none does. */
  readonly inlineBytes: number;
  /** Takes the time of writes, if somebody wants to know. */
  readonly pace: WritePace | undefined;
  readonly shutdownTimeoutMs: number;
  /** Told of what a custom handler throws when its values are saved. */
  readonly onError: (message: string, error: unknown) => void;
  /** Told why files of a call could not be saved. */
  readonly onLost: (error: unknown) => void;
}

/** What an NPY file has before its values, if it does not have many dimensions. */
const MOST_HEADER_BYTES = 256;

/**
 * Saves the binary files of calls into the calls' folders. Where lines are gathered, large files are queued for another
 * thread; not where the program would rather drop records than wait, for that needs the time of the writes.
 */
export class SidecarWriter {
  readonly #directory: OwnDirectory;
  readonly #options: SidecarOptions;
  readonly #queue: SidecarQueue | undefined;
  /** What was queued since that was last asked. */
  #queued: SidecarJob[] = [];
  #bytes = 0;

  constructor(directory: OwnDirectory, options: SidecarOptions) {
    this.#directory = directory;
    this.#options = options;
    const { durability, pace, shutdownTimeoutMs } = options;
    if (durability === 'batch' && pace === undefined && isMainThread)
      this.#queue = new SidecarQueue(shutdownTimeoutMs);
  }

  /** Bytes that were saved or queued. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Saves what a call starts with; `false` if that is not possible, and then nothing stays of it.
   * @param dir the function's folder
   */
  saveInput(dir: string, invocation: number, sidecars: readonly Sidecar[]): boolean {
    if (this.#attempt(dir, invocation, sidecars)) return true;
    this.withdraw(dir, invocation, this.takeQueued() ?? []);
    return false;
  }

  /** Saves what a call ends with; `false` if that is not possible. */
  saveOutput(dir: string, invocation: number, { result, error, argsAfter }: CallValues): boolean {
    const isSaved =
      this.#saveValue(dir, invocation, result) &&
      this.#saveValue(dir, invocation, error) &&
      this.#saveValue(dir, invocation, argsAfter);
    if (!isSaved) this.takeQueued();
    return isSaved;
  }

  /** The files that were queued for what was saved last, if any were. */
  takeQueued(): readonly SidecarJob[] | undefined {
    const queued = this.#queued;
    if (queued.length === 0) return undefined;
    this.#queued = [];
    return queued;
  }

  /** Waits until no file is queued any more. */
  finish(): void {
    this.#queue?.finish();
  }

  /** Why one of these files, which are queued no more, could not be written; `undefined` if all are. */
  failureOf(files: readonly SidecarJob[]): unknown {
    for (let index = 0; index < files.length; index++) {
      const failure = files[index]?.failure;
      if (failure !== undefined) return this.#directory.inItsName(failure);
    }
    return undefined;
  }

  /** As `discard`, once nobody writes these files; not where nobody knows: it would be waited for. */
  withdraw(dir: string, invocation: number, files: readonly SidecarJob[]): void {
    if (files.length > 0) this.finish();
    for (let index = 0; index < files.length; index++) if (files[index]?.isLost) return;
    this.discard(dir, invocation);
  }

  /** Has all files written, for no more will come. */
  close(): void {
    this.#queue?.close();
  }

  /** Leaves what is queued. */
  abandon(): void {
    this.#queue?.abandon();
  }

  /** Takes away what was saved of a call that is not recorded after all, as far as that can be done. */
  discard(dir: string, invocation: number): void {
    try {
      const folder = callFolderOf({ root: this.#directory.reach(), dir, invocation });
      rmSync(folder, { recursive: true, force: true });
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
    const place = { root, dir, invocation };
    const isSynced = this.#options.durability === 'fsync';
    let folder: string | undefined;
    for (let index = 0; index < files.length; index++) {
      const file = files[index] as Sidecar;
      fileSizeLimit.check(file.byteLength + MOST_HEADER_BYTES);
      if (this.#enqueue(file, place)) continue;
      folder ??= makeCallFolder(place, isSynced);
      file.save(folder);
    }
    tellHandlers(files, this.#options.onError);
    if (isSynced && folder !== undefined) syncFolder(folder);
  }

  #enqueue(file: Sidecar, place: CallPlace): boolean {
    if (!this.#queue?.takes(file.byteLength)) return false;
    const content = file.content();
    const job = content && this.#queue.add(place, content);
    if (job === undefined) return false;
    this.#queued[this.#queued.length] = job;
    return true;
  }
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
