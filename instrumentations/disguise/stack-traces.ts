import { apply, getOwnPropertyDescriptor, hasOwn } from '../../src/capture/intrinsics.js';
import { nameOf } from '../../src/capture/own-data.js';
import { NODE_PREPARE_STACK_TRACE } from '../../src/capture/stack-text.js';
import { originalOf } from '../../src/model/originals.js';
import { SafeWeakMap } from '../../src/model/safe-collections.js';
import { setStackFormat } from '../../src/model/stack-format.js';
import { defaultStackText } from './default-stack-text.js';
import { lookLike } from './native-look.js';
import { programFrames, type SourceView } from './program-stack.js';
import { StackLimit } from './stack-limit.js';

type CallSite = NodeJS.CallSite;
type Prepare = (error: unknown, trace: CallSite[]) => unknown;

const { captureStackTrace } = Error;
const { isArray } = Array;
const { deleteProperty, defineProperty } = Reflect;

/**
 * Has programs see the stacks that they would have without us: `error.stack`, `Error.captureStackTrace`,
 * `Error.stackTraceLimit` and the frames that an `Error.prepareStackTrace` of theirs is given.
 *
 * An accessor in the place of `Error.prepareStackTrace` keeps the program's own function and gives Node one of ours,
 * which cleans the frames and then calls the program's, or what Node has by default. Nothing is formatted earlier
 * than it would be.
 */
export class StackTraces {
  readonly #view: SourceView;
  readonly #limit = new StackLimit();
  /** Of objects whose stack the program captured: how many frames it wanted. */
  readonly #captured = new SafeWeakMap<object, number>();
  /** What the program has in `Error.prepareStackTrace`. */
  #programs: unknown;
  /** Node's own function, which is there until a program puts its own. */
  #nodes: Prepare | undefined;
  /** Stands for Node's own, before the program too. */
  #default: Prepare | undefined;
  #replaced: PropertyDescriptor | undefined;
  #accessor: { get(): unknown; set(value: unknown): void } | undefined;
  #capture: typeof captureStackTrace | undefined;
  #isProbing = false;

  constructor(view: SourceView) {
    this.#view = view;
  }

  /** Does nothing when it is installed already, and where the program has frozen `Error`. */
  install(): void {
    if (this.#accessor !== undefined || !Object.isExtensible(Error)) return;
    this.#replaced = getOwnPropertyDescriptor(Error, 'prepareStackTrace');
    if (this.#replaced !== undefined && !(this.#replaced.configurable && hasOwn(this.#replaced, 'value')))
      return;
    this.#begin(this.#replaced?.value);
    this.#accessor = this.#makeAccessor();
    defineProperty(Error, 'prepareStackTrace', { ...this.#accessor, enumerable: false, configurable: true });
    this.#limit.install();
    this.#replaceCapture();
    setStackFormat({
      getter: this.#accessor.get,
      isHosts: () => !this.#hasProgramsOwn(),
      format: (error, trace) => this.#format(undefined, error, trace),
    });
  }

  /** Leaves what the program has changed since. */
  uninstall(): void {
    const accessor = this.#accessor;
    if (accessor === undefined) return;
    this.#accessor = undefined;
    setStackFormat(undefined);
    this.#limit.uninstall();
    const { value } = getOwnPropertyDescriptor(Error, 'captureStackTrace') ?? {};
    if (value === this.#capture) Error.captureStackTrace = captureStackTrace;
    if (getOwnPropertyDescriptor(Error, 'prepareStackTrace')?.get !== accessor.get) return;
    const programs = this.#programs === this.#default ? this.#nodes : this.#programs;
    if (this.#replaced === undefined && programs === undefined) deleteProperty(Error, 'prepareStackTrace');
    else {
      const flags = this.#replaced ?? { writable: true, configurable: true, enumerable: true };
      defineProperty(Error, 'prepareStackTrace', { ...flags, value: programs });
    }
  }

  #begin(present: unknown): void {
    const isNodes = typeof present === 'function' && nameOf(present) === NODE_PREPARE_STACK_TRACE;
    if (!isNodes) {
      this.#programs = present;
      return;
    }
    this.#nodes = present as Prepare;
    const { prepare } = {
      prepare: (error: unknown, trace: CallSite[]) => this.#format(undefined, error, trace),
    };
    this.#default = lookLike(prepare, present);
    this.#programs = this.#default;
  }

  #makeAccessor() {
    const traces = this;
    let isAboutToCall = false; // Node asks for the type of what it then asks for and calls
    const forNode: Prepare = (error, trace) => {
      isAboutToCall = false;
      return traces.#format(traces.#programs, error, trace);
    };
    return {
      get(): unknown {
        if (traces.#programs === traces.#default) return traces.#default;
        if (traces.#isProbing) return undefined;
        isAboutToCall ||= traces.#isReadByNode();
        return isAboutToCall ? forNode : traces.#programs;
      },
      set(value: unknown): void {
        traces.#programs = value === traces.#nodes ? traces.#default : value;
      },
    };
  }

  #hasProgramsOwn(): boolean {
    return typeof this.#programs === 'function' && this.#programs !== this.#default;
  }

  /** While Node formats a stack, V8 formats any other by itself: so this text is not the program's to make. */
  #isReadByNode(): boolean {
    const probe: { stack?: unknown } = Object.create(null);
    this.#isProbing = true;
    try {
      this.#limit.captureAt(1, () => captureStackTrace(probe, this.#accessor?.get as () => unknown));
      const [, reader = ''] = String(probe.stack).split('\n', 2);
      return reader.includes('(node:internal/errors:');
    } catch {
      return false;
    } finally {
      this.#isProbing = false;
    }
  }

  /** By the program's function if it has one, else as Node does. */
  #format(programs: unknown, error: unknown, trace: CallSite[]): unknown {
    const own = typeof programs === 'function' && programs !== this.#default ? programs : undefined;
    const frames = this.#clean(error, trace, own === undefined && this.#nodes !== undefined);
    return own === undefined
      ? (this.#nodes ?? defaultStackText)(error, frames)
      : apply(own as Prepare, Error, [error, frames]);
  }

  #clean(error: unknown, trace: CallSite[], isNodesText: boolean): CallSite[] {
    if (!isArray(trace)) return trace;
    try {
      const wanted = typeof error === 'object' && error !== null ? this.#captured.get(error) : undefined;
      return programFrames(trace, this.#view, {
        error,
        isCaptured: wanted !== undefined,
        limit: wanted ?? this.#limit.ofTrace(trace.length),
        nodeMaps: isNodesText && process.sourceMapsEnabled,
      });
    } catch {
      return trace; // there is no stack left to work on
    }
  }

  /** V8 does not know a Proxy as a function, and the frames that are wanted are not all that are needed. */
  #replaceCapture(): void {
    const traces = this;
    const { capture } = {
      capture(target: object, from?: unknown): void {
        const start = typeof from === 'function' ? (originalOf(from) ?? from) : capture;
        const wanted = traces.#limit.ofProgram();
        traces.#limit.capture(wanted, () => captureStackTrace(target, start as () => unknown));
        traces.#captured.set(target, wanted);
      },
    };
    this.#capture = lookLike(capture, captureStackTrace);
    const flags = getOwnPropertyDescriptor(Error, 'captureStackTrace');
    defineProperty(Error, 'captureStackTrace', { ...flags, value: this.#capture });
  }
}
