import type { Attributes, Context, HrTime, Span, SpanContext, SpanOptions } from '@opentelemetry/api';
import type { RecordedSpan, SpanProcessorLike, StartedSpan } from '../exporters/span-types.js';
import { SPAN_KEY } from './intercept/span-key.js';
import { dateNow, now } from './model/timers.js';
import type { RandomIds } from './random-ids.js';

const { floor, round } = Math;

const SAMPLED = 1;
const MS_PER_SECOND = 1e3;
const NS_PER_MS = 1e6;
const NS_PER_SECOND = 1e9;
const NO_ATTRIBUTES: Attributes = Object.freeze({});
const NO_LIST: readonly never[] = Object.freeze([]);
const UNSET = Object.freeze({ code: 0 });
const NO_TIME: HrTime = [0, 0];

/** What all spans of one tracer have in common. */
interface Common {
  readonly processor: Pick<SpanProcessorLike, 'onStart' | 'onEnd'>;
  readonly ids: RandomIds;
  readonly resource: RecordedSpan['resource'];
}

/**
 * Starts spans that none but one processor sees: that of the embedded default, in a program that has no context of its
 * own. They have what that processor asks for, ids and times, and cost less than the SDK's, which keep attributes, events
 * and links, look at limits and ask a sampler.
 */
export class PrivateTracer {
  readonly #common: Common;

  constructor(common: Common) {
    this.#common = common;
  }

  startSpan(name: string, _options: SpanOptions | undefined, context: Context): Span {
    const parent = context.getValue(SPAN_KEY as symbol) as Span | undefined;
    const span = new PrivateSpan(name, parent?.spanContext(), this.#common);
    this.#common.processor.onStart(span, context);
    return span;
  }
}

/** Its times are those of the SDK: a start as exact as the clock of the day is, a duration as exact as can be. */
class PrivateSpan implements StartedSpan {
  readonly name: string;
  readonly parentSpanContext: SpanContext | undefined;
  readonly startTime: HrTime;
  endTime = NO_TIME;
  duration = NO_TIME;
  readonly attributes = NO_ATTRIBUTES;
  readonly events = NO_LIST;
  readonly status = UNSET;
  readonly #common: Common;
  readonly #context: SpanContext;
  /** As `performance.now()` had it. */
  readonly #start = now();
  #isEnded = false;

  constructor(name: string, parent: SpanContext | undefined, common: Common) {
    const { ids } = common;
    this.name = name;
    this.parentSpanContext = parent;
    this.#common = common;
    const traceId = parent?.traceId ?? ids.generateTraceId();
    this.#context = { traceId, spanId: ids.generateSpanId(), traceFlags: SAMPLED };
    this.startTime = splitTime(dateNow());
  }

  get resource(): RecordedSpan['resource'] {
    return this.#common.resource;
  }

  spanContext(): SpanContext {
    return this.#context;
  }

  isRecording(): boolean {
    return !this.#isEnded;
  }

  /** @param end as `performance.now()` had it */
  end(end: number = now()): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.duration = splitTime(end - this.#start);
    this.endTime = sum(this.startTime, this.duration);
    this.#common.processor.onEnd(this);
  }

  setAttribute(): this {
    return this;
  }

  setAttributes(): this {
    return this;
  }

  addEvent(): this {
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  setStatus(): this {
    return this;
  }

  updateName(): this {
    return this;
  }

  recordException(): void {}
}

function splitTime(ms: number): HrTime {
  const seconds = floor(ms / MS_PER_SECOND);
  return carried(seconds, round((ms - seconds * MS_PER_SECOND) * NS_PER_MS));
}

/** Taken apart by place: the program may have replaced how arrays are gone through. */
function sum(time: HrTime, more: HrTime): HrTime {
  return carried(time[0] + more[0], time[1] + more[1]);
}

/** Nanoseconds of sums, and rounded ones, may be a second. */
function carried(seconds: number, nanos: number): HrTime {
  return nanos < NS_PER_SECOND ? [seconds, nanos] : [seconds + 1, nanos - NS_PER_SECOND];
}
