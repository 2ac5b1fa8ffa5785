import { getOwnPropertyDescriptor } from '../../src/capture/intrinsics.js';

/** Frames of ours for each of the program's, at most, but for one. */
const FRAMES_OF_OURS = 3;

/**
 * The real `Error.stackTraceLimit` is higher than the one that the program had, for our frames take places too. V8
 * wants a number there, no accessor: so the program sees the higher one when it asks, and means the lower one with it.
 */
export class StackLimit {
  #programs: number | undefined;
  #raised: number | undefined;

  install(): void {
    const { value, writable } = getOwnPropertyDescriptor(Error, 'stackTraceLimit') ?? {};
    if (typeof value !== 'number' || !writable || !(value >= 1 && Number.isFinite(value))) return;
    this.#programs = value;
    this.#raised = raised(value);
    Error.stackTraceLimit = this.#raised;
  }

  /** Leaves a limit that the program has set since. */
  uninstall(): void {
    if (this.#programs !== undefined && Error.stackTraceLimit === this.#raised) {
      Error.stackTraceLimit = this.#programs;
    }
    this.#raised = undefined;
  }

  /** The limit that the program means now. */
  ofProgram(): number {
    const { value } = getOwnPropertyDescriptor(Error, 'stackTraceLimit') ?? {};
    if (value === this.#raised && this.#programs !== undefined) return this.#programs;
    return typeof value === 'number' ? value : Number.POSITIVE_INFINITY;
  }

  /** The limit of a stack that was captured before; longer ones than the limit allows now are from the raised one. */
  ofTrace(length: number): number {
    const limit = this.ofProgram();
    return length > limit ? (this.#programs ?? limit) : limit;
  }

  /** Has a stack captured that holds `wanted` frames of the program. */
  capture(wanted: number, capture: () => void): void {
    this.captureAt(wanted >= 1 ? raised(wanted) : wanted, capture);
  }

  /** Has a stack captured of at most `limit` frames, whosever they are. */
  captureAt(limit: number, capture: () => void): void {
    const descriptor = getOwnPropertyDescriptor(Error, 'stackTraceLimit');
    if (typeof descriptor?.value !== 'number' || !descriptor.writable) return capture();
    Error.stackTraceLimit = limit;
    try {
      capture();
    } finally {
      Error.stackTraceLimit = descriptor.value;
    }
  }
}

/** Not a round number: it is told from what programs set. */
function raised(limit: number): number {
  return limit * (1 + FRAMES_OF_OURS) + 1;
}
