import type { Command } from 'commander';
import { StandInClasses } from '../../capture/stand-in-classes.js';
import { compareRuns, type DifferingCall, type RunComparison } from '../../database/compare-runs.js';
import { RecordedRun } from '../../database/recorded-run.js';
import { jsonText, safeLine } from '../../model/safe-text.js';
import { partAt } from '../choose-parts.js';
import { reportDifference } from '../difference-report.js';
import { type IgnoreRules, ignoreRules } from '../ignore-rules.js';
import { loadPart } from '../load-part.js';
import { inList } from '../option-values.js';
import { type DatabasePair, pairDatabases } from '../pair-databases.js';
import { type Progress, withProgress } from '../progress.js';
import { runComparisonLines } from '../run-comparison-lines.js';
import type { Session } from '../session.js';
import { jsonOption, progressOption } from '../shared-options.js';
import { addTolerance, type ToleranceOptions, toleranceOf } from '../tolerance-options.js';
import { diff } from './diff.js';

const EXAMPLES = `
Examples:
  callmonitor compare call-monitor call-monitor-1
  callmonitor compare tuesday/ today/ --rtol 1e-9
  callmonitor compare a b --ignore 'log*' --ignore .at --ignore save:args[0]

Calls are matched by function and number. --ignore takes a function or a glob of
functions, a path in every call (result.rows[*].at), a property wherever it is
(.id), and either for one function (solve:result.time). Of two calls' folders
the calls are compared, as diff does.
Exit code: 0 no difference, 1 differences, 2 wrong use. Another order of the
same calls is told, and is a difference with --order only.`;

interface CompareOptions extends ToleranceOptions {
  readonly ignore?: readonly string[];
  readonly order?: boolean;
  readonly json?: boolean;
}

interface ComparedPair {
  readonly pair: DatabasePair;
  /** `undefined` where one of the runs has no such database. */
  readonly comparison: RunComparison | undefined;
}

/** `callmonitor compare <db1> <db2>`: where two recordings of the same program part. */
export function addCompare(program: Command, session: Session): void {
  const command = program
    .command('compare')
    .summary('compare two runs of a program')
    .description(
      'Finds the first call at which two recordings of the same program differ, and all functions that do.',
    )
    .argument('<db1>', "a database, a folder of several, or a function's folder")
    .argument('<db2>', 'another recording of the same program')
    .option('--ignore <what>', 'leave out functions or paths; may be given again', inList)
    .option('--order', 'count another order of the calls as a difference')
    .addOption(jsonOption())
    .addOption(progressOption());
  addTolerance(command)
    .addHelpText('after', EXAMPLES)
    .action((first: string, second: string, options: CompareOptions) =>
      compare(session, [first, second], options),
    );
}

async function compare(
  session: Session,
  paths: readonly [string, string],
  options: CompareOptions,
): Promise<void> {
  const { terminal } = session;
  if (paths.every((path) => partAt(path)?.invocation !== undefined)) return diff(session, paths, options);
  const rules = rulesOf(paths, options);
  const roots = paths.map((path) => partAt(path)?.root ?? path) as [string, string];
  const compared = await withProgress(terminal, 'comparing', 0, (progress) =>
    pairDatabases(...roots).map((pair) => comparePair(pair, { rules, options, progress })),
  );
  session.hasFoundDamage ||= compared.some(({ comparison }) => isDifferent(comparison, options));
  if (options.json === true) return terminal.write(jsonText({ databases: compared.map(describe) }));
  const lines = compared.flatMap((each) => pairLines(each, session));
  terminal.write(`${lines.join('\n').trimEnd()}\n`);
}

function isDifferent(comparison: RunComparison | undefined, { order = false }: CompareOptions): boolean {
  if (comparison === undefined || !comparison.same) return true;
  return order && comparison.order !== undefined;
}

/** Of a function's folder, the other functions are left out, too. */
function rulesOf(paths: readonly string[], { ignore = [] }: CompareOptions): IgnoreRules {
  const rules = ignoreRules(ignore);
  const parts = paths.map(partAt).filter((part) => part !== undefined);
  const names = new Set(parts.map((part) => loadPart(part).function));
  if (names.size === 0) return rules;
  return { ...rules, ignoresFunction: (name) => !names.has(name) || rules.ignoresFunction(name) };
}

function comparePair(
  pair: DatabasePair,
  { rules, options, progress }: { rules: IgnoreRules; options: CompareOptions; progress: Progress },
): ComparedPair {
  const { first, second } = pair;
  if (first === undefined || second === undefined) return { pair, comparison: undefined };
  const revive = { classes: [], registry: { byName: () => undefined }, standIns: new StandInClasses() };
  const runs = [new RecordedRun(first, revive), new RecordedRun(second, revive)] as const;
  const total = runs.reduce((sum, { recorded }) => sum + recorded, 0);
  progress.reach(0, total, pair.tag);
  const advance = (calls: number) => progress.advance(calls);
  const limits = { ...toleranceOf(options), maxDifferences: 20 };
  return { pair, comparison: compareRuns(...runs, { ...rules, ...limits, advance }) };
}

function pairLines({ pair, comparison }: ComparedPair, { terminal }: Session): string[] {
  const { paint } = terminal;
  const { first = 'nothing', second = 'nothing', tag } = pair;
  const header = [paint.red(safeLine(`A ${first}`)), paint.green(safeLine(`B ${second}`)), ''];
  if (comparison !== undefined) return [...header, ...runComparisonLines(comparison, terminal), ''];
  return [...header, paint.yellow(`only one of the runs has a database ${safeLine(tag)}`), ''];
}

function describe({ pair, comparison }: ComparedPair): object {
  const { tag, first = null, second = null } = pair;
  if (comparison === undefined) return { tag, a: first, b: second, same: false };
  const { same, order = null, functions } = comparison;
  return {
    tag,
    a: first,
    b: second,
    same,
    first: describeCall(comparison.first),
    functions: functions.map((each) => ({ ...each, first: describeCall(each.first) })),
    order,
  };
}

function describeCall(call: DifferingCall | undefined): object | null {
  return call === undefined ? null : { ...call, differences: call.differences.map(reportDifference) };
}
