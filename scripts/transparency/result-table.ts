import { type Column, tableLines } from '../../src/cli/table.js';
import { isProven, type TrialResult } from './trial-result.js';

const COLUMNS: readonly Column[] = [
  { title: 'program' },
  { title: 'recording' },
  { title: 'functions', align: 'right' },
  { title: 'calls', align: 'right' },
  { title: 'recorded', align: 'right' },
  { title: 'log', align: 'right' },
  { title: 'bare', align: 'right' },
  { title: 'time', align: 'right' },
  { title: 'same' },
];

/** A row for each trial. */
export function resultLines(results: readonly TrialResult[], width: number): string[] {
  return tableLines(COLUMNS, results.map(cells), width);
}

/** Of how many bytes, bare seconds and times as long a run was; `yes, 153 tests pass`. */
function cells(result: TrialResult): string[] {
  const { functions, calls, recorded, logBytes, bareMs, interceptedMs } = result;
  return [
    result.program,
    result.recording,
    ...[functions, calls, recorded].map((count) => count.toLocaleString('en-GB').replaceAll(',', ' ')),
    `${(logBytes / 2 ** 20).toFixed(1)} MiB`,
    `${(bareMs / 1000).toFixed(2)} s`,
    `× ${(interceptedMs / bareMs).toFixed(1)}`,
    verdict(result),
  ];
}

function verdict(result: TrialResult): string {
  if (!isProven(result)) return 'NO';
  const { passes, counts } = result;
  const tests = passes === undefined ? '' : `, ${passes} tests pass`;
  return `yes${tests}${counts === undefined ? '' : `, counts of ${counts.agreeing} lines`}`;
}

/** What differs first, and where the outputs are. */
export function differenceLines(result: TrialResult): string[] {
  const { program, recording, difference, keptAt, counts } = result;
  const wrong = counts?.wrong.map((line) => `${program}, ${recording}: ${line}`) ?? [];
  if (difference === undefined) return wrong;
  const { what, line, bare, intercepted } = difference;
  return [
    ...wrong,
    `${program}, ${recording}: ${what} differs in line ${line} (all of it is in ${keptAt})`,
    `  bare         ${shown(bare)}`,
    `  intercepted  ${shown(intercepted)}`,
  ];
}

function shown(line: string | undefined): string {
  return line === undefined
    ? '(nothing)'
    : JSON.stringify(line.length > 1000 ? `${line.slice(0, 1000)}…` : line);
}
