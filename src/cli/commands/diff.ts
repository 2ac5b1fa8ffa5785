import type { Command } from 'commander';
import { StandInClasses } from '../../capture/stand-in-classes.js';
import { Comparison } from '../../comparison/compare-values.js';
import type { Call } from '../../database/call.js';
import { compareCalls } from '../../database/compare-calls.js';
import { jsonText, safeLine } from '../../model/safe-text.js';
import { countLines, differenceLines } from '../difference-lines.js';
import { reportDifference } from '../difference-report.js';
import type { FoundCall } from '../find-call.js';
import { findTwoCalls } from '../find-two-calls.js';
import type { Session } from '../session.js';
import { jsonOption } from '../shared-options.js';
import { durationText } from '../time-text.js';
import { addTolerance, type ToleranceOptions, toleranceOf } from '../tolerance-options.js';

const EXAMPLES = `
Examples:
  callmonitor diff solve/1 solve/2
  callmonitor diff solve/3 call-monitor call-monitor-1
  callmonitor diff monday/solve/3 tuesday/solve/5 --rtol 1e-9
  callmonitor diff solve/1 solve/2 --json | jq '.differences[].path'

Exit code: 0 no difference, 1 differences, 2 wrong use.`;

const MOST_SHOWN = 20;

interface DiffOptions extends ToleranceOptions {
  readonly json?: boolean;
}

/** `callmonitor diff <call> <call>`: in what two calls differ. */
export function addDiff(program: Command, session: Session): void {
  const command = program
    .command('diff')
    .summary('compare two calls')
    .description('Compares the arguments and the outcome of two calls, value by value.')
    .argument('<call...>', "two calls, as solve/3 or a call's folder, each with its database after it")
    .addOption(jsonOption());
  addTolerance(command)
    .addHelpText('after', EXAMPLES)
    .action((words: string[], options: DiffOptions) => diff(session, words, options));
}

/** Tells in what the two calls that the words name differ. */
export function diff(session: Session, words: readonly string[], options: DiffOptions): void {
  const { terminal } = session;
  const standIns = new StandInClasses();
  const found = findTwoCalls(words);
  const [before, after] = found.map(({ call }) => call.anew({ standIns })) as [Call, Call];
  const comparison = new Comparison({ ...toleranceOf(options), maxDifferences: MOST_SHOWN });
  compareCalls(comparison, before, after);
  session.hasFoundDamage ||= !comparison.same;
  const reports = comparison.differences.map(reportDifference);
  const { differing, notCompared, notComparedAt, same } = comparison;
  if (options.json === true) {
    const calls = found.map(({ call, db }) => ({
      location: call.location,
      database: db?.root ?? null,
      folder: call.path,
    }));
    terminal.write(jsonText({ calls, same, differing, notCompared, notComparedAt, differences: reports }));
    return;
  }
  const { paint } = terminal;
  const [one, other] = found.map(headerOf);
  const lines = [
    paint.red(`- ${one}`),
    paint.green(`+ ${other}`),
    '',
    ...differenceLines(reports, paint),
    ...(same ? [] : ['']),
    ...countLines(comparison, reports.length, paint),
  ];
  terminal.write(`${lines.join('\n')}\n`);
}

function headerOf({ call, db }: FoundCall): string {
  const { status, durationNs } = call;
  const took = durationNs === undefined ? '' : `  ${durationText(durationNs)}`;
  return safeLine(`${call.location}  ${status ?? 'never came back'}${took}  ${db?.path ?? call.path}`);
}
