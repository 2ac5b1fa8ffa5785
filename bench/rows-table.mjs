import { rows } from './rows.mjs';
import { BARE, BY_HAND } from './schedule.mjs';
import { countText, megabyteText, ratioText, table, timeText } from './table.mjs';
import { WORKLOADS } from './workloads.mjs';

const HEAD = ['', 'W1', '× by hand', 'W2', 'W3', 'W4', 'W5', 'calls/s', 'bytes', 'files', 'memory'];

/**
 * The rows that were measured: what a call costs the caller's thread beyond the bare function, and, of W1 (of W3 where
 * there is no W1), calls a second until all is on disk, bytes and files per call, and memory at most. Below
 * them what is to be known of some, and why others did not run.
 */
export function rowsTable(results) {
  const measured = rows.filter(({ name }) => WORKLOADS.some((w) => isKnown(results, name, w)));
  const notes = measured.flatMap(({ name, note }) => (note === undefined ? [] : `${name}: ${note}`));
  const failures = measured.flatMap(({ name }) => failuresOf(results, name));
  const lines = measured.map((row) => lineOf(results, row));
  return [table(HEAD, lines), '', ...notes, ...failures].join('\n').trimEnd();
}

function isKnown(results, name, workload) {
  return (
    results.median(name, workload, 'nsPerCall') !== undefined || results.error(name, workload) !== undefined
  );
}

function lineOf(results, { name }) {
  const cost = (workload) => {
    if (results.error(name, workload) !== undefined) return 'failed';
    return timeText(
      name === BARE ? results.median(name, workload, 'nsPerCall') : results.added(name, workload),
    );
  };
  const figure = (key, text) => text(results.median(name, 'w1', key) ?? results.median(name, 'w3', key));
  return [
    name,
    cost('w1'),
    ratioText(ratio(results.added(name, 'w1'), results.added(BY_HAND, 'w1'))),
    ...['w2', 'w3', 'w4', 'w5'].map(cost),
    figure('callsPerSecond', countText),
    figure('bytesPerCall', countText),
    figure('filesPerCall', countText),
    figure('peakBytes', megabyteText),
  ];
}

function ratio(own, other) {
  return own === undefined || other === undefined ? undefined : own / other;
}

function failuresOf(results, name) {
  const reasons = new Set(WORKLOADS.flatMap((workload) => results.error(name, workload) ?? []));
  return [...reasons].map((reason) => `${name} failed: ${reason}`);
}
