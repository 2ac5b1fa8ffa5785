import type { Command } from 'commander';
import { StandInClasses } from '../../capture/stand-in-classes.js';
import { compareRuns, type DifferingCall, type RunComparison } from '../../database/compare-runs.js';
import { RecordedRun } from '../../database/recorded-run.js';
import { jsonText, safeLine } from '../../model/safe-text.js';
import { reportDifference } from '../difference-report.js';
import { type IgnoreRules, ignoreRules } from '../ignore-rules.js';
import { type DatabasePair, pairDatabases } from '../pair-databases.js';
import { runComparisonLines } from '../run-comparison-lines.js';
import type { Session } from '../session.js';
import { addTolerance, type ToleranceOptions, toleranceOf } from '../tolerance-options.js';

const EXAMPLES = `
Examples:
  callmonitor compare call-monitor call-monitor-1
  callmonitor compare tuesday/ today/ --rtol 1e-9
  callmonitor compare a b --ignore 'log*' --ignore .timestamp --ignore 'save:args[0].id'

Calls are matched by function and number. --ignore takes a function or a glob of
functions, a path in every call (result.rows[*].at), a property wherever it is
(.id), and either for one function (solve:result.time).
Exit code: 0 no difference, 1 differences, 2 wrong use. Another order of the same
calls is told, and is a difference with --order only.`;

interface CompareOptions extends ToleranceOptions {
  readonly ignore: readonly string[];
  readonly order?: boolean;
  readonly json?: boolean;
}

interface ComparedPair {
  readonly pair: DatabasePair;
  /** `undefined` where one of the runs has no such database. */
  readonly comparison: RunComparison | undefined;
}

/** `callmonitor compare <db> <db>`: where two recordings of the same program part. */
export function addCompare(program: Command, session: Session): void {
  const command = program
    .command('compare')
    .summary('compare two runs of a program')
    .description(
      'Finds the first call at which two recordings of the same program differ, and all functions that do.',
    )
    .argument('<a>', 'a database, or a folder of several')
    .argument('<b>', 'another recording of the same program')
    .option('--ignore <what>', 'leave out functions or paths; may be given again', collect, [])
    .option('--order', 'count another order of the calls as a difference')
    .option('--json', 'print JSON');
  addTolerance(command)
    .addHelpText('after', EXAMPLES)
    .action((first: string, second: string, options: CompareOptions) =>
      compare(session, [first, second], options),
    );
}

function compare(
  session: Session,
  [first, second]: readonly [string, string],
  options: CompareOptions,
): void {
  const { terminal } = session;
  const rules = ignoreRules(options.ignore);
  const compared = pairDatabases(first, second).map((pair) => comparePair(pair, rules, options));
  session.hasFoundDamage ||= compared.some(({ comparison }) => isDifferent(comparison, options));
  if (options.json === true) terminal.write(jsonText({ databases: compared.map(describe) }));
  else
    terminal.write(
      `${compared
        .flatMap((each) => pairLines(each, session))
        .join('\n')
        .trimEnd()}\n`,
    );
}

function isDifferent(comparison: RunComparison | undefined, { order = false }: CompareOptions): boolean {
  if (comparison === undefined || !comparison.same) return true;
  return order && comparison.order !== undefined;
}

function comparePair(pair: DatabasePair, rules: IgnoreRules, options: CompareOptions): ComparedPair {
  const { first, second } = pair;
  if (first === undefined || second === undefined) return { pair, comparison: undefined };
  const revive = { classes: [], registry: { byName: () => undefined }, standIns: new StandInClasses() };
  const runs = [new RecordedRun(first, revive), new RecordedRun(second, revive)] as const;
  return {
    pair,
    comparison: compareRuns(...runs, { ...rules, ...toleranceOf(options), maxDifferences: 20 }),
  };
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

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}
