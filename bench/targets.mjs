import { BY_HAND } from './schedule.mjs';
import { countText, megabyteText, ratioText, table, timeText } from './table.mjs';

const PACKED = 'callmonitor call packed';
const BATCH = 'callmonitor batch packed';
const FOLDERS = 'callmonitor call folders';
const RAW_WRITE = 'fs.writeSync of the 8 MB';

/** The figures of issue 5: what is to be reached, what was, and how it reads. `large`: what `measureLarge` gives. */
const TARGETS = [
  atMostTimesByHand('added per call, call, packed, result kept', 2, PACKED),
  atMostTimesByHand('the same in batch', 1.4, BATCH),
  atMostTimesByHand('folders, while the view keeps up', 2.2, FOLDERS, 'w1', 'gentle'),
  atMostTimesByHand('W2, call', 1.5, PACKED, 'w2'),
  atMostTimesRawWrite('W3, call', 1.3, PACKED),
  {
    what: 'W3, call: memory beyond the array itself',
    target: '< 8 MB, no second copy',
    reached: ({ results }) => results.median(PACKED, 'w3', 'peakGrowthBytes', 'memory'),
    text: megabyteText,
    isMet: (bytes) => bytes < 8e6,
  },
  atMostTimesRawWrite('W3, batch', 0.4, BATCH),
  atMostTime('filtered by when', 60, ({ results }) => results.added('callmonitor filtered by `when`', 'w1')),
  {
    ...atMostTime('instrumentation disabled', 0, ({ results }) =>
      results.added('callmonitor disabled', 'w1'),
    ),
    isMet: (ns) => Math.abs(ns) < 3, // the two loops of the same function differ by as much
  },
  {
    what: 'packed, end to end',
    target: '≥ 150 000 calls/s, or 0.6 × pino',
    reached: ({ results }) => {
      const [own, pino] = [PACKED, 'pino'].map((name) => results.median(name, 'w1', 'callsPerSecond'));
      return own === undefined || pino === undefined ? undefined : { own, times: own / pino };
    },
    text: ({ own, times }) => `${countText(own)} calls/s, ${ratioText(times)} pino`,
    isMet: ({ own, times }) => own >= 150_000 || times >= 0.6,
  },
  {
    what: 'folders, end to end',
    target: '≥ 0.8 × the C program',
    reached: ({ results }) =>
      quotient(
        ...[FOLDERS, 'C: mkdir, two files per call'].map((name) =>
          results.median(name, 'w1', 'callsPerSecond'),
        ),
      ),
    text: ratioText,
    isMet: (ratio) => ratio >= 0.8,
  },
  ...['packed', 'folders'].map((layout) => ({
    what: `memory under 1 000 000 calls, ${layout}`,
    target: '≤ 150 MB, flat',
    reached: ({ large }) => large?.[layout]?.recording,
    text: ({ peakBytes, growth }) =>
      `${megabyteText(peakBytes)}, last half ${growth < 0 ? '−' : '+'}${megabyteText(Math.abs(growth))}`,
    isMet: ({ peakBytes, growth }) => peakBytes <= 150e6 && growth < 15e6,
  })),
  {
    what: 'load of 1 000 000 calls',
    target: '≤ 1.5 s, 150 MB',
    reached: ({ large }) => large?.packed?.reading,
    text: ({ loadNs, peakBytes }) => `${timeText(loadNs)}, ${megabyteText(peakBytes)}`,
    isMet: ({ loadNs, peakBytes }) => loadNs <= 1.5e9 && peakBytes <= 150e6,
  },
  atMostTime('then any db.get (the slowest of 200)', 1e6, ({ large }) => large?.packed?.reading.slowestGetNs),
  atMostTime('db.find({ traceId }) after the first', 100e6, ({ large }) => large?.packed?.reading.findNs),
];

/** What was to be reached, what was, and whether that is enough. */
export function targetsTable(measured) {
  const lines = TARGETS.map(({ what, target, reached, text, isMet }) => {
    const value = reached(measured);
    return [
      what,
      target,
      ...(value === undefined ? ['–', 'not measured'] : [text(value), isMet(value) ? 'met' : 'NOT MET']),
    ];
  });
  return table(['target', 'at most', 'reached', ''], lines);
}

function atMostTimesByHand(what, most, row, workload = 'w1', mode = 'burst') {
  return atMostTimes(what, `${most} × by hand`, most, ({ results }) =>
    quotient(results.added(row, workload, mode), results.added(BY_HAND, workload, mode)),
  );
}

function atMostTimesRawWrite(what, most, row) {
  return atMostTimes(what, `${most} × raw write`, most, ({ results }) =>
    quotient(results.added(row, 'w3'), results.added(RAW_WRITE, 'w3')),
  );
}

function atMostTimes(what, target, most, reached) {
  return { what, target, reached, text: ratioText, isMet: (ratio) => ratio <= most };
}

function atMostTime(what, most, reached) {
  return { what, target: timeText(most), reached, text: timeText, isMet: (ns) => ns <= most };
}

function quotient(own, other) {
  return own === undefined || other === undefined ? undefined : own / other;
}
