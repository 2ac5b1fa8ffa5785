import { type InspectOptions, inspect } from 'node:util';
import { Reviver } from '../capture/revive.js';
import type { HandlerLookup, KnownClass, ReviveContext } from '../capture/revive-context.js';
import { isJsonObject, type JsonObject } from '../capture/revive-descriptor.js';
import type { ArgSpec } from '../model/argspec.js';
import type { CallStatus, InputLine, OutputLine } from '../model/log-line.js';
import { NotCaptured } from '../model/not-captured.js';
import { type Args, bindArgs } from './args.js';
import { once } from './once.js';
import { NO_ARGSPEC } from './parse-line.js';

/** How values are made of what was recorded. */
export interface ReviveOptions {
  /** Classes whose instances get their prototype back, found by name. */
  readonly classes: readonly KnownClass[];
  readonly registry: HandlerLookup;
}

/** Where a call's record is, read when it is needed. */
export interface CallSource {
  readonly function: string;
  readonly invocation: number;
  readonly argspec: ArgSpec | undefined;
  /** The call's own folder, which need not be there. */
  readonly path: string;
  readonly revive: ReviveOptions;
  /** The folder to read sidecars from; `undefined` where there is none, or a link. */
  sidecarFolder(): string | undefined;
  /** @throws RecordNotFoundError where the record is gone or damaged */
  readInput(): InputLine;
  /** `undefined` for a call that never came back. @throws RecordNotFoundError as above */
  readOutput(): OutputLine | undefined;
}

/** Whether a call can be made again with what was recorded, and if not, which values are missing. */
export interface Replayable {
  readonly ok: boolean;
  readonly why: readonly string[];
}

/**
 * One recorded call. Its values are made when they are first asked for, and then stay the same objects. Reading
 * any of them may throw a `RecordNotFoundError`.
 */
export class Call {
  readonly function: string;
  /** The number of the call among the calls of this function, from 1. */
  readonly invocation: number;
  /** The call's folder, which a packed database only has for sidecars. */
  readonly path: string;
  readonly #source: CallSource;
  readonly #input = once(() => this.#source.readInput());
  readonly #output = once(() => this.#source.readOutput());
  readonly #revivedInput = once(() => this.#reviver(this.#input()));
  readonly #revivedOutput = once(() => this.#reviver(this.#output()));
  readonly #args = once(() => asArray(this.#revivedInput()('args')));
  readonly #kwargs = once(() => asRecord(this.#revivedInput()('kwargs')));

  constructor(source: CallSource) {
    this.#source = source;
    this.function = source.function;
    this.invocation = source.invocation;
    this.path = source.path;
  }

  /** What the span calls it: `solve/1`. */
  get location(): string {
    return `${this.function}/${this.invocation}`;
  }

  /** The positional arguments as they were passed; of an array that a limit cut, what it left. */
  get args(): unknown[] {
    return this.#args();
  }

  /** The properties of the options object that the function declares as a pattern. */
  get kwargs(): Record<string, unknown> {
    return this.#kwargs();
  }

  /** Ready for `fn(...call.arguments)`: the keyword arguments are an object again, and the last argument. */
  get arguments(): unknown[] {
    return Object.keys(this.kwargs).length === 0 ? this.args : [...this.args, this.kwargs];
  }

  /** The arguments by name, with defaults. */
  get namedArguments(): Args {
    return bindArgs(this.#source.argspec ?? NO_ARGSPEC, this);
  }

  /** The receiver, where it was recorded. */
  get this(): unknown {
    return this.#revivedInput()('this');
  }

  /** How it ended; `undefined` for a call that never came back. */
  get status(): CallStatus | undefined {
    return this.#output()?.status;
  }

  /** Whether its result was recorded, so that `undefined` is one. */
  get hasResult(): boolean {
    return Object.hasOwn(this.#output() ?? {}, 'result');
  }

  get result(): unknown {
    return this.#revivedOutput()('result');
  }

  /** What it threw, or what its promise was rejected with. */
  get error(): unknown {
    return this.#revivedOutput()('error');
  }

  /** The arguments as the function left them, where they were recorded once more. */
  get argsAfter(): unknown {
    return this.#revivedOutput()('args_after');
  }

  get traceId(): string {
    return this.#input().trace_id;
  }

  get spanId(): string {
    return this.#input().span_id;
  }

  get parentSpanId(): string | undefined {
    return this.#input().parent_span_id;
  }

  get traceFlags(): number {
    return this.#input().trace_flags;
  }

  /** Nanoseconds since the Unix epoch. */
  get startTime(): bigint {
    return BigInt(this.#input().start_time);
  }

  /** Nanoseconds since the Unix epoch. */
  get endTime(): bigint | undefined {
    const output = this.#output();
    return output && BigInt(output.end_time);
  }

  get durationNs(): number | undefined {
    return this.#output()?.duration_ns;
  }

  get replayable(): Replayable {
    return replayableOf(this.#input().replayable);
  }

  toString(): string {
    return this.location;
  }

  [inspect.custom](depth: number, options: InspectOptions): string {
    const label = `Call ${this.location}`;
    if (depth < 0) return `[${label}]`;
    const { args, kwargs, status, durationNs, traceId } = this;
    const outcome =
      status === 'error' ? { error: this.error } : this.hasResult ? { result: this.result } : {};
    return `${label} ${inspect({ args, kwargs, status, ...outcome, durationNs, traceId }, options)}`;
  }

  #reviver(line: InputLine | OutputLine | undefined): (key: string) => unknown {
    if (line === undefined) return () => undefined;
    const folder = once(() => this.#source.sidecarFolder());
    const context: ReviveContext = {
      ...this.#source.revive,
      get folder() {
        return folder();
      },
    };
    const record: JsonObject = { ...line };
    const reviver = new Reviver(record, context);
    return (key) => reviver.revive(record[key]);
  }
}

function asArray(value: unknown): unknown[] {
  const kept = value instanceof NotCaptured ? value.head : value;
  return Array.isArray(kept) ? kept : [];
}

function asRecord(value: unknown): Record<string, unknown> {
  const kept = value instanceof NotCaptured ? value.head : value;
  return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
}

function replayableOf(recorded: unknown): Replayable {
  if (!isJsonObject(recorded)) return { ok: true, why: [] };
  const { ok, why } = recorded;
  return {
    ok: ok === true,
    why: Array.isArray(why) ? why.filter((reason) => typeof reason === 'string') : [],
  };
}
