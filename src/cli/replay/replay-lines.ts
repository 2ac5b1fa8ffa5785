import { safeLine } from '../../model/safe-text.js';
import { counted } from '../counted.js';
import { differenceLines } from '../difference-lines.js';
import { type Column, tableLines } from '../table.js';
import type { Terminal } from '../terminal.js';
import { type CallReport, NOT_IN_MODULE } from './call-report.js';

const MOST_CALLS = 5;
const MOST_DIFFERENCES = 3;
const MOST_REASONS = 3;
const MOST_NAMES = 10;
const OUTCOMES = ['same', 'different', 'impossible', 'failed'] as const;

/** How often each outcome was had of one function. */
export interface FunctionTally {
  readonly name: string;
  readonly counts: Record<CallReport['outcome'], number>;
  /** Why calls were impossible or failed, each reason once. */
  readonly why: Set<string>;
  /** What its calls changed in their arguments, each path once. */
  readonly mutated: Set<string>;
  notCompared: number;
}

interface TallyColumn extends Column {
  cellOf(tally: FunctionTally): string;
}

const COLUMNS: readonly TallyColumn[] = [
  { title: 'FUNCTION', least: 12, cellOf: ({ name }) => safeLine(name) },
  { title: 'REPLAYED', align: 'right', cellOf: ({ counts }) => String(counts.same + counts.different) },
  { title: 'SAME', align: 'right', cellOf: ({ counts }) => String(counts.same) },
  { title: 'DIFFERENT', align: 'right', cellOf: ({ counts }) => String(counts.different) },
  { title: 'IMPOSSIBLE', align: 'right', cellOf: ({ counts }) => String(counts.impossible || '') },
  { title: 'FAILED', align: 'right', cellOf: ({ counts }) => String(counts.failed || '') },
  { title: 'NOTES', least: 20, cellOf: notesOf },
];

/** Adds a report to what is known of its function. */
export function addToTally(tallies: Map<string, FunctionTally>, report: CallReport): void {
  const { function: name, outcome, why, mutated, notCompared } = report;
  const known = tallies.get(name);
  const tally = known ?? { name, counts: zeroCounts(), why: new Set(), mutated: new Set(), notCompared: 0 };
  if (known === undefined) tallies.set(name, tally);
  tally.counts[outcome]++;
  tally.notCompared += notCompared;
  if (why !== undefined && tally.why.size < MOST_REASONS) tally.why.add(why);
  for (const path of mutated) if (tally.mutated.size < MOST_REASONS) tally.mutated.add(path);
}

/** The first calls that were not the same, then a row for each function. */
export function replayLines(
  notable: readonly CallReport[],
  tallies: ReadonlyMap<string, FunctionTally>,
  terminal: Terminal,
): string[] {
  const shown = notable.slice(0, MOST_CALLS);
  const absent = [...tallies.values()].filter(({ why }) => why.has(NOT_IN_MODULE));
  return [
    ...shown.flatMap((report) => [...callLines(report, terminal), '']),
    ...tableOf(
      [...tallies.values()].filter((tally) => !absent.includes(tally)),
      terminal,
    ),
    ...(absent.length === 0 ? [] : [terminal.paint.dim(absentText(absent))]),
  ];
}

function tableOf(tallies: readonly FunctionTally[], { paint, width }: Terminal): string[] {
  if (tallies.length === 0) return [];
  const cells = tallies.map((tally) => COLUMNS.map(({ cellOf }) => cellOf(tally)));
  const [titles = '', ...rows] = tableLines(COLUMNS, cells, width);
  return [paint.dim(titles), ...rows];
}

function absentText(absent: readonly FunctionTally[]): string {
  const names = absent.slice(0, MOST_NAMES).map(({ name }) => name);
  const rest = absent.length - names.length;
  return safeLine(`${NOT_IN_MODULE}: ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`);
}

/** How many calls had each outcome. */
export function totalsOf(tallies: ReadonlyMap<string, FunctionTally>): FunctionTally['counts'] {
  const totals = zeroCounts();
  for (const { counts } of tallies.values()) for (const each of OUTCOMES) totals[each] += counts[each];
  return totals;
}

function callLines(
  { function: name, invocation, outcome, why, differences, differing }: CallReport,
  { paint }: Terminal,
): string[] {
  const location = paint.bold(safeLine(`${name}/${invocation}`));
  if (outcome !== 'different') return [`${location}  ${paint.red(outcome)}: ${safeLine(why ?? '')}`];
  const shown = differences.slice(0, MOST_DIFFERENCES);
  const rest = differing - shown.length;
  return [
    `${location}  ${paint.red('different')}`,
    ...differenceLines(shown, paint).map((line) => `  ${line}`),
    ...(rest > 0 ? [paint.dim(`  … ${rest} more`)] : []),
  ];
}

function notesOf({ why, mutated, notCompared }: FunctionTally): string {
  return safeLine(
    [
      ...why,
      ...(mutated.size > 0 ? [`changes ${[...mutated].join(', ')}`] : []),
      ...(notCompared > 0 ? [`${counted(notCompared, 'value')} not compared`] : []),
    ].join('; '),
  );
}

function zeroCounts(): FunctionTally['counts'] {
  return { same: 0, different: 0, impossible: 0, failed: 0 };
}
