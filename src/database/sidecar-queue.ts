import { MessageChannel, MessagePort } from 'node:worker_threads';
import { apply } from '../capture/intrinsics.js';
import { typedArrayMemory } from '../handlers/memory.js';
import type { SidecarContent } from '../handlers/sidecar.js';
import { setImmediate } from '../model/timers.js';
import type { CallPlace } from './make-call-folder.js';
import { expectStop, startOwnThread } from './own-thread.js';
import { SharedMemories } from './shared-memories.js';
import { HEAD_BYTES, SidecarJob } from './sidecar-job.js';

/** Of all files that wait to be written. */
const MOST_BYTES = 64 * 2 ** 20;
/** A smaller file is written sooner than handed on. */
const LEAST_FILE_BYTES = 256 * 1024;
/** A larger one, with its header, would leave no room for another. */
const MOST_FILE_BYTES = MOST_BYTES / 2 - 4096;
/** Whatever the program's patience: a disk that works may be so busy. */
const LEAST_PATIENCE_MS = 1000;

/** Taken before the program can replace them. */
const { close, postMessage } = MessagePort.prototype;
const { max } = Math;

/**
 * Files that another thread writes: the program waits only while their bytes are copied. Whoever has to wait for them
 * after all writes those that the thread has not begun, so that one which never begins does no harm.
 */
export class SidecarQueue {
  readonly #patienceMs: number;
  readonly #memories = new SharedMemories(MOST_BYTES);
  #port: MessagePort | undefined;
  /** Nothing is given to the thread any more. */
  #isClosed = false;
  #tickets = 0;
  /** In the order in which they were given. */
  #jobs: SidecarJob[] = [];
  /** Of which the thread does not know yet. */
  #latest: SidecarJob | undefined;

  /** @param patienceMs a thread that takes longer for a file is taken for lost; at least a second */
  constructor(patienceMs: number) {
    this.#patienceMs = max(patienceMs, LEAST_PATIENCE_MS);
  }

  /** Whether a file of that size is one for the thread, which is started for the first one. */
  takes(byteLength: number): boolean {
    return byteLength >= LEAST_FILE_BYTES && byteLength <= MOST_FILE_BYTES && this.#hasThread();
  }

  /** Has a copy written into a call's folder; waits while there is no room. `undefined` if the thread was lost meanwhile. */
  add(place: CallPlace, { fileName, chunks }: SidecarContent): SidecarJob | undefined {
    const byteLength = lengthOf(chunks);
    const memory = this.#memoryOf(HEAD_BYTES + byteLength);
    if (memory === undefined) return undefined;
    const job = new SidecarJob({ ...place, fileName, ticket: ++this.#tickets, memory, byteLength });
    job.fill(chunks);
    this.#jobs[this.#jobs.length] = job;
    this.#announceLatest();
    this.#latest = job;
    setImmediate(() => this.#announceLatest());
    return job;
  }

  /** Has all files written; the jobs of those that could not be say why. */
  finish(): void {
    for (let index = 0; index < this.#jobs.length; index++) this.#jobs[index]?.writeIfWaiting();
    while (this.#jobs.length > 0) {
      this.#awaitFirst();
      this.#collect();
    }
  }

  /** Has all files written, and lets the thread end. */
  close(): void {
    this.finish();
    this.#letGo();
  }

  /** The same without the files that nobody has begun. */
  abandon(): void {
    for (let index = 0; index < this.#jobs.length; index++) this.#jobs[index]?.cancel();
    this.close();
  }

  #hasThread(): boolean {
    if (this.#port === undefined && !this.#isClosed) this.#startThread();
    return !this.#isClosed;
  }

  #startThread(): void {
    try {
      const { port1, port2 } = new MessageChannel();
      this.#port = port1;
      startOwnThread({
        module: './sidecar-thread.js',
        name: 'callmonitor sidecars',
        workerData: port2,
        transferList: [port2],
        onError: () => this.#letGo(),
        onMessage: undefined,
      });
    } catch {
      this.#letGo();
    }
  }

  /** Once the call goes on: a thread that is woken may take the processor from the one that wakes it. */
  #announceLatest(): void {
    if (this.#latest !== undefined && this.#port !== undefined)
      apply(postMessage, this.#port, [this.#latest.data]);
    this.#latest = undefined;
  }

  #letGo(): void {
    this.#isClosed = true;
    if (this.#port !== undefined) apply(close, this.#port, []);
    this.#port = undefined;
    this.#latest = undefined;
  }

  #memoryOf(byteLength: number): SharedArrayBuffer | undefined {
    this.#collect();
    let memory = this.#memories.take(byteLength);
    while (memory === undefined && !this.#isClosed) {
      this.#finishOne();
      this.#collect();
      memory = this.#memories.take(byteLength);
    }
    return this.#isClosed ? undefined : memory;
  }

  #finishOne(): void {
    for (let index = 0; index < this.#jobs.length; index++) if (this.#jobs[index]?.writeIfWaiting()) return;
    this.#awaitFirst();
  }

  #awaitFirst(): void {
    const job = this.#jobs[0];
    if (job === undefined || job.awaitEnd(this.#patienceMs)) return;
    job.lose(new Error(`${job.path} was not written in ${this.#patienceMs} ms`));
    expectStop((timeoutMs) => job.awaitEnd(timeoutMs));
    this.#letGo();
  }

  /** Sees which have ended: their memory is free then. */
  #collect(): void {
    const underway: SidecarJob[] = [];
    for (let index = 0; index < this.#jobs.length; index++) {
      const job = this.#jobs[index] as SidecarJob;
      if (job.isLost) continue;
      if (job.isUnderway) underway[underway.length] = job;
      else this.#memories.giveBack(job.conclude());
    }
    this.#jobs = underway;
  }
}

function lengthOf(chunks: readonly Uint8Array[]): number {
  let bytes = 0;
  for (let index = 0; index < chunks.length; index++)
    bytes += typedArrayMemory(chunks[index] as Uint8Array).byteLength;
  return bytes;
}
