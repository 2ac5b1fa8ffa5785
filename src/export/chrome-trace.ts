import type { DB } from '../database/db.js';
import type { SpanRecord } from '../database/span-record.js';
import { readableCall, readableSpan } from './chrome-args.js';
import type { ExportSource } from './export-source.js';
import type { Format } from './format.js';
import { type TrackName, TrackNumbers } from './track-numbers.js';
import { type ShownTimes, TrackPlan } from './track-plan.js';

/** Colours of the format's palette for what ended badly. */
const FAILED = 'terrible';
const UNFINISHED = 'bad';

/**
 * Chrome's trace events, as Perfetto and chrome://tracing open them: `X` where calls are inside each other on their
 * thread, `b` and `e` for those that were under way side by side. Times are microseconds since the first call, whose
 * own time stands in `otherData`: since 1970 they would lose their nanoseconds in a double.
 * Source: "Trace Event Format" of the Chromium project.
 */
export const chromeTrace: Format = {
  passes: 2,
  *write(source) {
    const plans = new Map(source.databases.map((db) => [db, planOf(source, db)]));
    const firstNs = earliest(Array.from(plans.values(), ({ startNs }) => startNs));
    yield `{"displayTimeUnit":"ns","otherData":{"startTimeUnixNano":"${firstNs}"},"traceEvents":[`;
    const numbers = new TrackNumbers();
    const asyncIds = { last: 0 };
    let isFirst = true;
    for (const [db, plan] of plans) {
      const track = { name: numbers.nameOf(db), plan, firstNs, asyncIds };
      for (const events of eventsOf(source, db, track)) {
        yield `${isFirst ? '\n' : ',\n'}${events.map((event) => JSON.stringify(event)).join(',\n')}`;
        isFirst = false;
      }
    }
    yield '\n]}\n';
  },
};

function planOf(source: ExportSource, db: DB): TrackPlan {
  const plan = new TrackPlan();
  for (const { call, input, output } of source.callsOf(db)) {
    const { logOrder } = call;
    plan.add({ ...input, endTime: output?.end_time, logOrder });
  }
  plan.place();
  return plan;
}

interface Track {
  readonly name: TrackName;
  readonly plan: TrackPlan;
  readonly firstNs: bigint;
  readonly asyncIds: { last: number };
}

/** What the events of a slice say of it. */
interface Shown {
  readonly name: string;
  readonly cat: string;
  readonly cname: string | undefined;
  readonly args: object;
}

function* eventsOf(source: ExportSource, db: DB, track: Track): Generator<object[]> {
  yield namesOf(track.name);
  let at = 0;
  for (const call of source.callsOf(db)) {
    const { status } = call;
    const cname =
      status === 'error' ? FAILED : status === 'ok' || status === 'yielded' ? undefined : UNFINISHED;
    yield callEvents(at++, { name: call.call.function, cat: 'call', cname, args: readableCall(call) }, track);
  }
  for (const span of source.spansOf(db)) {
    const shown = {
      name: span.name,
      cat: 'span',
      cname: span.status.code === 'error' ? FAILED : undefined,
      args: readableSpan(span),
    };
    yield besideEvents(shown, timesOfSpan(span), track);
  }
}

function namesOf({ pid, tid, processName, threadName }: TrackName): object[] {
  return [
    { name: 'process_name', ph: 'M', pid, tid, args: { name: processName } },
    { name: 'thread_name', ph: 'M', pid, tid, args: { name: threadName } },
  ];
}

function callEvents(at: number, shown: Shown, track: Track): object[] {
  const times = track.plan.timesOf(at);
  if (track.plan.isBeside(at)) return besideEvents(shown, times, track);
  const { name, cat, ...rest } = shown;
  const { pid, tid } = track.name;
  const ts = microseconds(times.startNs, track);
  return [{ name, cat, pid, tid, ph: 'X', ts, dur: times.durationNs / 1000, ...rest }];
}

function besideEvents({ name, cat, ...rest }: Shown, times: ShownTimes, track: Track): object[] {
  const { pid, tid } = track.name;
  const id = `0x${(++track.asyncIds.last).toString(16)}`;
  const place = { name, cat, pid, tid, id };
  const endNs = times.startNs + BigInt(times.durationNs);
  return [
    { ...place, ph: 'b', ts: microseconds(times.startNs, track), ...rest },
    { ...place, ph: 'e', ts: microseconds(endNs, track) },
  ];
}

function timesOfSpan({ startTime, durationNs }: SpanRecord): ShownTimes {
  return { startNs: startTime, durationNs: Math.max(durationNs, 0) };
}

function microseconds(ns: bigint, { firstNs }: Track): number {
  return Number(ns - firstNs) / 1000;
}

function earliest(times: ReadonlyArray<bigint | undefined>): bigint {
  const known = times.filter((time) => time !== undefined);
  return known.reduce((first, time) => (time < first ? time : first), known[0] ?? 0n);
}
