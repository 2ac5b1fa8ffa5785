import { inspect } from 'node:util';
import { isJsonObject } from '../capture/revive-descriptor.js';
import type { ArgSpec } from '../model/argspec.js';
import { CallMonitorError } from '../model/errors.js';
import { customInspect } from '../model/inspect-symbol.js';
import type { CallStatus, InputLine, OutputLine } from '../model/log-line.js';
import { NotCaptured } from '../model/not-captured.js';
import { type Args, bindArgs } from './args.js';
import { LineValues, type ReviveOptions } from './line-values.js';
import { NO_ARGSPEC } from './parse-line.js';
import type { SpanIdentity } from './span-identity.js';

/** Where a call's record is, read when it is needed. */
export interface CallSource {
  readonly function: string;
  readonly invocation: number;
  readonly argspec: ArgSpec | undefined;
  /** The call's own folder, which need not be there. */
  readonly path: string;
  readonly revive: ReviveOptions;
  readonly logOrder?: LogOrder | undefined;
  /** What is known of its span without reading its record. */
  readonly identity: SpanIdentity | undefined;
  /** The folder to read sidecars from; `undefined` where there is none, or a link. */
  sidecarFolder(): string | undefined;
  /** @throws RecordNotFoundError where the record is gone or damaged */
  readInput(): InputLine;
  /** `undefined` for a call that never came back. @throws RecordNotFoundError as above */
  readOutput(): OutputLine | undefined;
}

/**
 * When a call started and ended among all of its log, as byte offsets: what is written later stands later, while the
 * times of short calls are often the same.
 */
export interface LogOrder {
  readonly start: number;
  /** `undefined` for a call that never came back. */
  readonly end: number | undefined;
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
  readonly #source: CallSource;
  readonly #revive: ReviveOptions;
  #input: LineValues<InputLine> | undefined;
  #output: LineValues<OutputLine> | 'none' | undefined;

  constructor(source: CallSource, revive: ReviveOptions = source.revive) {
    this.#source = source;
    this.#revive = revive;
    this.function = source.function;
    this.invocation = source.invocation;
  }

  /** The call's folder, which a packed database only has for sidecars. */
  get path(): string {
    return this.#source.path;
  }

  /** What the span calls it: `solve/1`. */
  get location(): string {
    return `${this.function}/${this.invocation}`;
  }

  /** How the function declares its parameters; without any where that was lost, as for a copied folder. */
  get argspec(): ArgSpec {
    return this.#source.argspec ?? NO_ARGSPEC;
  }

  /** Where its lines stand in the log; `undefined` for a copied folder. */
  get logOrder(): LogOrder | undefined {
    return this.#source.logOrder;
  }

  /**
   * The log's own line of the start, parsed: descriptors, not values.
   * @throws RecordNotFoundError where it is gone or damaged
   */
  get inputLine(): InputLine {
    return this.#started().line;
  }

  /**
   * The log's own line of the end, parsed; `undefined` for a call that never came back.
   * @throws RecordNotFoundError where it is gone or damaged
   */
  get outputLine(): OutputLine | undefined {
    return this.#ended()?.line;
  }

  /** The positional arguments as they were passed; of an array that a limit cut, what it left. */
  get args(): unknown[] {
    return asArray(this.#started().get('args'));
  }

  /** The properties of the options object that the function declares as a pattern. */
  get kwargs(): Record<string, unknown> {
    return asRecord(this.#started().get('kwargs'));
  }

  /** Ready for `fn(...call.arguments)`: the keyword arguments are an object again, and the last argument. */
  get arguments(): unknown[] {
    return Object.keys(this.kwargs).length === 0 ? this.args : [...this.args, this.kwargs];
  }

  /** The arguments by name, with defaults. */
  get namedArguments(): Args {
    return bindArgs(this.argspec, this);
  }

  /** The receiver, where it was recorded. */
  get this(): unknown {
    return this.#started().get('this');
  }

  /** How it ended; `undefined` for a call that never came back. */
  get status(): CallStatus | undefined {
    return this.outputLine?.status;
  }

  /** Whether its result was recorded, so that `undefined` is one. */
  get hasResult(): boolean {
    return this.#ended()?.has('result') ?? false;
  }

  get result(): unknown {
    return this.#ended()?.get('result');
  }

  /** What it threw, or what its promise was rejected with. */
  get error(): unknown {
    return this.#ended()?.get('error');
  }

  /** The arguments as the function left them, where they were recorded once more. */
  get argsAfter(): unknown {
    return this.#ended()?.get('args_after');
  }

  get traceId(): string {
    return this.#identity.traceId;
  }

  get spanId(): string {
    return this.#identity.spanId;
  }

  get parentSpanId(): string | undefined {
    return this.#identity.parentSpanId;
  }

  get traceFlags(): number {
    return this.inputLine.trace_flags;
  }

  /** Nanoseconds since the Unix epoch. */
  get startTime(): bigint {
    return this.#identity.startTime;
  }

  /** Nanoseconds since the Unix epoch. */
  get endTime(): bigint | undefined {
    const { outputLine } = this;
    return outputLine && BigInt(outputLine.end_time);
  }

  get durationNs(): number | undefined {
    return this.outputLine?.duration_ns;
  }

  get replayable(): Replayable {
    return replayableOf(this.inputLine.replayable);
  }

  /** The same call with values of its own: what is done to one's does not show in the other's. */
  anew(revive: Partial<ReviveOptions> = {}): Call {
    return new Call(this.#source, { ...this.#revive, ...revive });
  }

  toString(): string {
    return this.location;
  }

  /** Never throws: one damaged record would keep a list of calls from being printed. */
  [customInspect](depth: number, options: object): string {
    const label = `Call ${this.location}`;
    if (depth < 0) return `[${label}]`;
    try {
      return `${label} ${inspect(this.#shown(), options)}`;
    } catch (error) {
      if (error instanceof CallMonitorError) return `${label} (${error.message})`;
      throw error;
    }
  }

  #shown(): object {
    const { args, kwargs, status, durationNs, traceId } = this;
    const outcome =
      status === 'error' ? { error: this.error } : this.hasResult ? { result: this.result } : {};
    return { args, kwargs, status, ...outcome, durationNs, traceId };
  }

  get #identity(): SpanIdentity {
    return this.#source.identity ?? identityIn(this.inputLine);
  }

  #started(): LineValues<InputLine> {
    this.#input ??= this.#valuesOf(this.#source.readInput());
    return this.#input;
  }

  #ended(): LineValues<OutputLine> | undefined {
    if (this.#output === undefined) {
      const line = this.#source.readOutput();
      this.#output = line === undefined ? 'none' : this.#valuesOf(line);
    }
    return this.#output === 'none' ? undefined : this.#output;
  }

  #valuesOf<Line extends InputLine | OutputLine>(line: Line): LineValues<Line> {
    return new LineValues(line, this.#revive, () => this.#source.sidecarFolder());
  }
}

function identityIn({ trace_id, span_id, parent_span_id, start_time }: InputLine): SpanIdentity {
  const startTime = BigInt(start_time);
  return { traceId: trace_id, spanId: span_id, parentSpanId: parent_span_id, startTime };
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
