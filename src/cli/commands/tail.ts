import { type Command, Option } from 'commander';
import { FOUND_STATUSES } from '../../database/call-search.js';
import { textLiteral } from '../query/literal.js';
import { valueTest } from '../query/value-test.js';
import type { Session } from '../session.js';
import { DATABASES_HELP, jsonOption } from '../shared-options.js';
import { followCalls, type TailOptions } from '../tail/follow-calls.js';
import { UsageError } from '../usage-error.js';

const HELP = `
Examples:
  callmonitor tail
  callmonitor tail -f                       until the database is closed
  callmonitor tail -F --function 'solve*'   and on, with the next ones
  callmonitor tail -f --status error --json | jq -r .location

A call is shown when it has ended; one that never did, where it began. With -f
a database may be named, or be none yet: its first call is waited for.`;

interface Options {
  readonly follow?: boolean;
  readonly retry?: boolean;
  readonly lines: number;
  readonly function?: string;
  readonly status?: string;
  readonly started?: boolean;
  readonly json?: boolean;
}

/** `callmonitor tail [db…]`: the last calls, and those that come. */
export function addTail(program: Command, session: Session): void {
  program
    .command('tail')
    .summary('show the last calls, and calls as they come')
    .description('Shows the last calls of a database, and with -f calls as they come.')
    .argument('[db...]', DATABASES_HELP)
    .option('-f, --follow', 'go on with calls as they come, until the database is closed')
    .option('-F, --retry', 'the same, and go on with the next database')
    .addOption(
      new Option('-n, --lines <number>', 'how many of the last calls').default(10).argParser(parseLines),
    )
    .option('--function <name>', "only this function's calls; * stands for any characters")
    .addOption(new Option('--status <status>', 'only calls that ended so').choices(FOUND_STATUSES))
    .option('--started', 'with -f: show calls when they start, too')
    .addOption(jsonOption('print a JSON object a line'))
    .addHelpText('after', HELP)
    .action((paths: string[], options: Options) =>
      followCalls(session.terminal, paths, tailOptions(options)),
    );
}

function tailOptions(options: Options): TailOptions {
  const { follow = false, retry = false, lines, status, started = false, json = false } = options;
  return {
    isFollowing: follow || retry,
    isRetrying: retry,
    most: lines,
    function: options.function === undefined ? undefined : valueTest('=', textLiteral(options.function)),
    status,
    isStartShown: started,
    isJson: json,
  };
}

function parseLines(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`Expected a number of calls for --lines, got '${text}'`);
}
