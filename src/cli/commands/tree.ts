import type { Command } from 'commander';
import type { DB } from '../../database/db.js';
import { type Trace, tracesIn } from '../../database/trace.js';
import { jsonText, safeLine } from '../../model/safe-text.js';
import { chooseParts } from '../choose-parts.js';
import type { LoadedPart } from '../load-part.js';
import { wholeNumber } from '../option-values.js';
import { readEach } from '../read-each.js';
import type { Session } from '../session.js';
import { DATABASES_HELP, jsonOption } from '../shared-options.js';
import { describeTrace } from '../trace-json.js';
import { traceLink, URL_OPTION } from '../trace-link.js';
import { traceText } from '../trace-text.js';

const EXAMPLES = `
Examples:
  callmonitor tree
  callmonitor tree call-monitor-2 --max 1
  callmonitor tree --first --max 5
  callmonitor tree call-monitor/solve/3     the trace of one call
  callmonitor tree --json | jq '.databases[].traces[].traceId'`;

interface TreeOptions {
  readonly json?: boolean;
  readonly url?: string;
  readonly first?: boolean;
  readonly max: number;
  readonly calls: number;
}

/** The traces of one database that are shown, and how many it has. */
interface ShownTraces {
  readonly db: DB;
  readonly traces: readonly Trace[];
  readonly total: number;
}

/** `callmonitor tree [db…]`: every trace of a database. */
export function addTree(program: Command, session: Session): void {
  program
    .command('tree')
    .summary('draw the traces of a database as trees')
    .description('Draws the traces of a database as trees, the newest last.')
    .argument('[db...]', DATABASES_HELP)
    .option('--max <n>', 'show so many traces, the newest', wholeNumber, 10)
    .option('--first', 'the first ones in place of the newest')
    .option('--calls <n>', 'show so many calls and spans of each', wholeNumber, 100)
    .option(...URL_OPTION)
    .addOption(jsonOption())
    .addHelpText('after', EXAMPLES)
    .action((paths: string[], options: TreeOptions) => draw(session, paths, options));
}

async function draw(session: Session, paths: readonly string[], options: TreeOptions): Promise<void> {
  const { terminal } = session;
  const shown = await readEach(chooseParts(paths), session, (part) => chooseTraces(part, options));
  if (options.json) {
    const databases = shown.map((each) => describe(each, options, session));
    return terminal.write(jsonText({ databases }));
  }
  const blocks = shown.flatMap((each) => [...textsOf(each, options, session), restText(each, options)]);
  for (const block of blocks.filter((text) => text !== '')) terminal.write(block);
}

function chooseTraces(part: LoadedPart, { first = false, max }: TreeOptions): ShownTraces {
  const { db } = part;
  const ids = traceIdsOf(part);
  const chosen = first ? ids.slice(0, max) : ids.slice(-max);
  return { db, traces: tracesIn(db, chosen), total: ids.length };
}

function traceIdsOf({ db, function: name, invocation }: LoadedPart): string[] {
  if (name === undefined) return [...db.traceIds()];
  const calls = invocation === undefined ? db.calls(name) : [db.call(name, invocation)];
  return [...new Set(Array.from(calls, ({ traceId }) => traceId))];
}

function describe({ db, traces, total }: ShownTraces, options: TreeOptions, session: Session): object {
  const described = traces.map((trace) =>
    describeTrace(trace, linkOf(trace, options, session), options.calls),
  );
  return { path: db.root, total, traces: described };
}

function textsOf({ traces }: ShownTraces, options: TreeOptions, session: Session): string[] {
  return traces.map((trace) => {
    const link = linkOf(trace, options, session);
    const { lines, isDamaged } = traceText(trace, { most: options.calls, link }, session.terminal);
    session.hasFoundDamage ||= isDamaged;
    return `${lines.join('\n')}\n\n`;
  });
}

function linkOf({ traceId, roots: [root] }: Trace, { url }: TreeOptions, session: Session) {
  return root && traceLink({ traceId, spanId: root.spanId }, url, session.terminal);
}

function restText({ db, traces, total }: ShownTraces, { first = false }: TreeOptions): string {
  const rest = total - traces.length;
  if (total === 0) return `no calls in ${safeLine(db.path)}\n`;
  return rest === 0
    ? ''
    : `${rest} ${first ? 'later' : 'earlier'} traces more in ${safeLine(db.path)}: --max ${total} shows all\n`;
}
