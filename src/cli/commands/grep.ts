import type { Command } from 'commander';
import { isWriting } from '../../database/is-writing.js';
import { jsonOf } from '../../model/json-of.js';
import { safeLine, safeText } from '../../model/safe-text.js';
import type { ListedCall } from '../call-line.js';
import { chooseParts } from '../choose-parts.js';
import { wholeNumber } from '../option-values.js';
import type { Progress } from '../progress.js';
import { CallMatcher, type MatchedCall } from '../query/call-matcher.js';
import type { Match } from '../query/find-matches.js';
import { matchLine } from '../query/match-line.js';
import { parseQuery } from '../query/parse-query.js';
import type { Query } from '../query/query.js';
import { type ScannedPart, scanParts } from '../scan-parts.js';
import type { Session } from '../session.js';
import { DATABASES_HELP, jsonOption, progressOption } from '../shared-options.js';

const HELP = `
Expressions:
  solve "too small"          words that stand anywhere in a call: in its name,
                             in strings, numbers, names of properties
  x=3   tol>1e-3   n!=5      arguments by name, defaults filled in
  args[0].id=42              by place; also kwargs, this, result, error,
  result.rows[*].name~^A     args_after, of a Map or an object by key, of an
  this["a b"].length>=2      array or a typed one by index; [*] is each
  function=solve*            * stands for any characters
  status=error               ok, error, yielded (a generator stopped early),
                             unfinished (it never came back, or has not yet)
  duration>10ms              ns, us, ms, s, min, h
  since=10m until=2026-11-23T12:00
  trace=4bf92f* span=…  invocation<100

  Comparisons are = != < <= > >= ~ (a regular expression: as it stands, quoted,
  or /…/i) and !~. One holds if some value at the path has it: x!=3 needs an x,
  not x=3 does not. Join with and (or nothing), or, not, ( ). Numbers, true,
  false, null, undefined and NaN mean themselves, in quotes they are text; 12
  is also the bigint. A Date compares with a date, an Error is 'name: message'.

Examples:
  callmonitor grep 'function=solve* and x=3'
  callmonitor grep 'status=error or duration>1s' 'runs/*'
  callmonitor grep 'args[0].id=42' call-monitor/solve -l
  callmonitor grep 'result.ok=false' --json | jq .input.args

Calls are listed in the order in which they ended, then those that never came
back. Exit code: 0 found, 1 nothing found or damage met, 2 wrong use.`;

interface GrepOptions {
  readonly count?: boolean;
  readonly locations?: boolean;
  readonly max?: number;
  readonly json?: boolean;
}

/** `callmonitor grep <expression> [db…]`: the calls that an expression is true of. */
export function addGrep(program: Command, session: Session): void {
  program
    .command('grep')
    .summary('find calls by their values, status, duration')
    .description('Finds calls by function, argument values, results, status, duration, time or trace.')
    .argument('<expression>', "what is looked for, in quotes for the shell: 'x=3 and status=error'")
    .argument('[db...]', DATABASES_HELP)
    .option('-c, --count', 'print only how many calls match')
    .option('-l, --locations', 'print only where they are: solve/3')
    .option('-m, --max <number>', 'stop after so many', wholeNumber)
    .addOption(jsonOption('print a JSON object a line'))
    .addOption(progressOption())
    .addHelpText('after', HELP)
    .action((expression: string, paths: string[], options: GrepOptions) =>
      grep(session, { query: parseQuery(expression), paths, options }),
    );
}

interface Search {
  readonly query: Query;
  readonly paths: readonly string[];
  readonly options: GrepOptions;
}

async function grep(session: Session, { query, paths, options }: Search): Promise<void> {
  const parts = chooseParts(paths);
  const printer = new MatchPrinter(session, options, new Set(parts.map(({ root }) => root)).size > 1);
  const open = (part: ScannedPart, progress: Progress) =>
    new CallMatcher(part, query, {
      found: (call) => printer.found(call, progress),
      damaged: () => {
        session.hasFoundDamage = true;
      },
    });
  await scanParts({ session, title: 'searching', parts, open });
  printer.finish();
  session.hasFoundNothing = printer.count === 0;
}

/** Prints matches as they are found. */
class MatchPrinter {
  count = 0;
  readonly #session: Session;
  readonly #options: GrepOptions;
  readonly #isOfSeveral: boolean;
  #locationWidth = 12;

  constructor(session: Session, options: GrepOptions, isOfSeveral: boolean) {
    this.#session = session;
    this.#options = options;
    this.#isOfSeveral = isOfSeveral;
  }

  /** Returns whether more are wanted. */
  found(call: MatchedCall, progress: Progress): boolean {
    const { count, max = Number.POSITIVE_INFINITY } = this.#options;
    this.count++;
    if (!count) progress.write(`${this.#textOf(call)}\n`);
    return this.count < max;
  }

  finish(): void {
    const { count, json } = this.#options;
    if (count) this.#session.terminal.write(json ? `{"count":${this.count}}\n` : `${this.count}\n`);
  }

  #textOf(call: MatchedCall): string {
    const { json, locations } = this.#options;
    if (json) return safeText(jsonOf(describe(call)));
    const location = this.#locationOf(call);
    if (locations) return safeLine(location);
    this.#locationWidth = Math.max(this.#locationWidth, Math.min(location.length, 40));
    const listed = listedCall(call, location);
    return matchLine(listed, call.matches, this.#session.terminal, this.#locationWidth);
  }

  /** What `show` takes: of several databases, the path of the call's folder. */
  #locationOf({ record: { input }, path }: MatchedCall): string {
    return this.#isOfSeveral ? path : `${input.function}/${input.invocation}`;
  }
}

function listedCall({ part, record }: MatchedCall, location: string): ListedCall {
  const { input, output } = record;
  const { locked, process } = part.metadata;
  const state = output?.status ?? (!locked && isWriting(process) ? 'running' : 'never');
  return { location, state, input, output };
}

function describe({ part, record, matches, path }: MatchedCall): object {
  const { input, output } = record;
  return {
    database: part.root,
    location: `${input.function}/${input.invocation}`,
    folder: path,
    matches: matches.map(describeMatch),
    input,
    output: output ?? null,
  };
}

function describeMatch(match: Match): object {
  if (match.kind === 'value') return { path: match.path, value: match.value.descriptor };
  return match.kind === 'word' ? { word: match.word, in: match.root } : { fact: match.fact };
}
