import { join } from 'node:path';
import { measureLarge } from './large.mjs';
import { countText, megabyteText, table, timeText } from './table.mjs';

const HEAD = [
  ...['calls', 'layout', 'per call', 'calls/s', 'bytes per call', 'memory, recording'],
  ...['load', 'memory, reading', 'db.get', 'the slowest', 'db.find, first', 'then'],
];

/** 5 000 000 folders would be 15 000 000 files: more than many a disk has room for. */
const MOST_FOLDERS = 1_000_000;

/** Recording and reading more and more calls: `[{ layout, calls, recording, reading }]`. */
export async function measureGrowth({ calls, root, onProgress }) {
  const series = [];
  for (const layout of ['packed', 'folders']) {
    for (const count of calls.filter((count) => layout === 'packed' || count <= MOST_FOLDERS)) {
      onProgress(`${layout}, ${countText(count)} calls`);
      const folder = join(root, `growth-${layout}-${count}`);
      series.push({ layout, calls: count, ...(await measureLarge(layout, count, { folder, readings: 3 })) });
    }
  }
  return series;
}

export function growthTable(series) {
  return [table(HEAD, series.map(lineOf)), '', ...drifts(series)].join('\n');
}

function lineOf({ layout, calls, recording, reading }) {
  return [
    countText(calls),
    layout,
    timeText(recording.nsPerCall),
    countText(recording.callsPerSecond),
    countText(recording.bytesPerCall),
    megabyteText(recording.peakBytes),
    timeText(reading.loadNs),
    megabyteText(reading.peakBytes),
    timeText(reading.getNs),
    timeText(reading.slowestGetNs),
    timeText(reading.firstFindNs),
    timeText(reading.findNs),
  ];
}

/** The cost of a call, from the shortest run to the longest: within 20 % is the aim. */
function drifts(series) {
  return ['packed', 'folders'].flatMap((layout) => {
    const costs = series.filter((each) => each.layout === layout).map(({ recording }) => recording.nsPerCall);
    if (costs.length < 2) return [];
    const drift = (costs.at(-1) / costs[0] - 1) * 100;
    const verdict = Math.abs(drift) <= 20 ? 'met' : 'NOT MET';
    return [
      `${layout}: from the first run to the longest, the cost of a call changes by ${drift.toFixed(0)} % (at most 20 %): ${verdict}`,
    ];
  });
}
