import type { Command } from 'commander';
import type { Call } from '../../database/call.js';
import type { FunctionSummary } from '../../database/function-summary.js';
import { RecordNotFoundError } from '../../model/errors.js';
import { jsonText } from '../../model/safe-text.js';
import { callText, type Outcome } from '../call-text.js';
import { type FoundCall, findCall } from '../find-call.js';
import type { Session } from '../session.js';
import { traceLink, URL_OPTION } from '../trace-link.js';

const EXAMPLES = `
Examples:
  callmonitor show solve 3
  callmonitor show solve/3
  callmonitor show solve 3 call-monitor-2
  callmonitor show call-monitor/solve/3 --json | jq .input.args`;

interface ShowOptions {
  readonly json?: boolean;
  readonly url?: string;
}

/** `callmonitor show <function> <n> [db]`: one call, with its arguments and what came of it. */
export function addShow(program: Command, session: Session): void {
  program
    .command('show')
    .summary('show one call')
    .description('Shows one call: when and how it ran, its arguments by name, its result or error.')
    .argument('<function>', "the function's name; or a call as solve/3, or the path of a call's folder")
    .argument('[n]', 'the number of the call, from 1')
    .argument('[db]', 'a database, or a folder of several (default: the newest call-monitor* here)')
    .option(...URL_OPTION)
    .option('--json', "print the call's own lines as JSON: descriptors, not values")
    .addHelpText('after', EXAMPLES)
    .action((...[name, n, db, options]: [string, string | undefined, string | undefined, ShowOptions]) => {
      const words = [n, db].filter((word) => word !== undefined);
      const found = findCall([name, ...words]);
      show(session, { ...found, link: traceLink(found.call, options.url, session.terminal) }, options);
    });
}

function show(session: Session, found: FoundCall, { json = false }: ShowOptions): void {
  const { terminal } = session;
  const outcome = outcomeOf(found.call);
  session.hasFoundDamage ||= outcome instanceof RecordNotFoundError;
  if (json) {
    terminal.write(jsonText(describe(found, outcome)));
    return;
  }
  const { lines, isDamaged } = callText(found, outcome, terminal);
  terminal.write(`${lines.join('\n')}\n`);
  session.hasFoundDamage ||= isDamaged;
}

/** A damaged output leaves the input to be shown. */
function outcomeOf(call: Call): Outcome {
  try {
    return call.outputLine;
  } catch (error) {
    if (error instanceof RecordNotFoundError) return error;
    throw error;
  }
}

function describe({ call, db, link }: FoundCall, outcome: Outcome): object {
  return {
    location: call.location,
    database: db?.root ?? null,
    folder: call.path,
    url: link ?? null,
    function: describeFunction(db?.functions.get(call.function)),
    input: call.inputLine,
    output: outcome === undefined || outcome instanceof RecordNotFoundError ? null : outcome,
  };
}

/** What the database knows of the function, in the form of its line of the log. */
function describeFunction(summary: FunctionSummary | undefined): object | null {
  if (summary === undefined) return null;
  const { name, dir, argspec, file, line } = summary;
  return { kind: 'function', function: name, dir, argspec, file, line };
}
