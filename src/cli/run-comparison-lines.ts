import type { DifferingCall, FunctionComparison, RunComparison } from '../database/compare-runs.js';
import { safeLine } from '../model/safe-text.js';
import { counted } from './counted.js';
import { differenceLines } from './difference-lines.js';
import { differenceLine, reportDifference } from './difference-report.js';
import { type Column, tableLines } from './table.js';
import type { Terminal } from './terminal.js';

const MOST_OF_FIRST = 5;

/** A column, and what it says of a function. */
interface FunctionColumn extends Column {
  cellOf(summary: FunctionComparison): string;
  isWanted?(functions: readonly FunctionComparison[]): boolean;
}

const COLUMNS: readonly FunctionColumn[] = [
  { title: 'FUNCTION', least: 12, cellOf: ({ name }) => safeLine(name) },
  { title: 'IN A', align: 'right', cellOf: ({ calls }) => String(calls[0]) },
  { title: 'IN B', align: 'right', cellOf: ({ calls }) => String(calls[1]) },
  { title: 'DIFFERING', align: 'right', cellOf: ({ differing }) => String(differing) },
  countColumn('ONLY A', ({ only }) => only[0]),
  countColumn('ONLY B', ({ only }) => only[1]),
  countColumn('DAMAGED', ({ damaged }) => damaged),
  { title: 'FIRST', least: 20, cellOf: ({ first }) => (first === undefined ? '' : firstText(first)) },
];

/** What is told of two runs: the first call that differs, then the functions that have some. */
export function runComparisonLines(comparison: RunComparison, terminal: Terminal): string[] {
  const { paint } = terminal;
  const { first, order, functions } = comparison;
  const same = functions.length - differingOf(functions).length;
  return [
    ...(first === undefined ? [paint.green('no difference')] : firstLines(first, terminal)),
    ...tableOf(functions, terminal),
    ...(order === undefined ? [] : [paint.yellow(orderText(order))]),
    ...(first !== undefined && same > 0
      ? [paint.dim(`${counted(same, 'other function')}: no difference`)]
      : []),
  ];
}

function firstLines(first: DifferingCall, { paint }: Terminal): string[] {
  const { position, differences, differing } = first;
  const shown = differences.slice(0, MOST_OF_FIRST).map(reportDifference);
  return [
    `${paint.bold('first difference')}  ${safeLine(locationOf(first))}, call ${position + 1} of the run${whichText(first)}`,
    ...differenceLines(shown, paint).map((line) => `  ${line}`),
    ...(differing > shown.length ? [paint.dim(`  … ${differing - shown.length} more in this call`)] : []),
    '',
  ];
}

function tableOf(functions: readonly FunctionComparison[], { paint, width }: Terminal): string[] {
  const differing = differingOf(functions);
  if (differing.length === 0) return [];
  const columns = COLUMNS.filter(({ isWanted }) => isWanted?.(differing) ?? true);
  const [titles = '', ...rows] = tableLines(
    columns,
    differing.map((summary) => columns.map(({ cellOf }) => cellOf(summary))),
    width,
  );
  return [paint.dim(titles), ...rows, ''];
}

function differingOf(functions: readonly FunctionComparison[]): FunctionComparison[] {
  return functions.filter(({ first }) => first !== undefined);
}

function countColumn(title: string, count: (summary: FunctionComparison) => number): FunctionColumn {
  return {
    title,
    align: 'right',
    cellOf: (summary) => (count(summary) === 0 ? '' : String(count(summary))),
    isWanted: (functions) => functions.some((summary) => count(summary) > 0),
  };
}

function firstText(first: DifferingCall): string {
  const [difference] = first.differences;
  const what =
    difference === undefined ? whichText(first).slice(2) : differenceLine(reportDifference(difference));
  return safeLine(`${locationOf(first)} ${what}`);
}

function whichText({ in: which }: DifferingCall): string {
  return { both: '', first: ', only in A', second: ', only in B', damaged: ', its record is damaged' }[which];
}

function locationOf({ function: name, invocation }: DifferingCall): string {
  return `${name}/${invocation}`;
}

function orderText({ position, first, second, count }: NonNullable<RunComparison['order']>): string {
  return safeLine(
    `another order: ${counted(count, 'place')}, first where call ${position + 1} that both have is ${first} in A, ${second} in B`,
  );
}
