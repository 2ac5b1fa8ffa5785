import type { Command } from 'commander';
import type { DB } from '../../database/db.js';
import { type Trace, tracesIn } from '../../database/trace.js';
import { jsonText, safeLine } from '../../model/safe-text.js';
import { chooseDatabases } from '../choose-databases.js';
import { readEach } from '../read-each.js';
import type { Session } from '../session.js';
import { describeTrace } from '../trace-json.js';
import { traceLink, URL_OPTION } from '../trace-link.js';
import { traceText } from '../trace-text.js';
import { wholeNumber } from '../whole-number.js';

const EXAMPLES = `
Examples:
  callmonitor tree
  callmonitor tree call-monitor-2 --max 1
  callmonitor tree --first --max 5
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

/** `callmonitor tree [db]`: every trace of a database. */
export function addTree(program: Command, session: Session): void {
  program
    .command('tree')
    .summary('draw the traces of a database as trees')
    .description('Draws the traces of a database as trees, the newest last.')
    .argument('[db]', 'a database, or a folder of several (default: the newest call-monitor* here)')
    .option('--max <n>', 'show so many traces, the newest', wholeNumber, 10)
    .option('--first', 'the first ones in place of the newest')
    .option('--calls <n>', 'show so many calls and spans of each', wholeNumber, 100)
    .option(...URL_OPTION)
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action((path: string | undefined, options: TreeOptions) => draw(session, path, options));
}

function draw(session: Session, path: string | undefined, options: TreeOptions): void {
  const { terminal } = session;
  const shown = readEach(chooseDatabases(path).roots, session, (db) => chooseTraces(db, options));
  if (options.json) {
    const databases = shown.map((each) => describe(each, options, session));
    return terminal.write(jsonText({ databases }));
  }
  const blocks = shown.flatMap((each) => [...textsOf(each, options, session), restText(each, options)]);
  for (const block of blocks.filter((text) => text !== '')) terminal.write(block);
}

function chooseTraces(db: DB, { first = false, max }: TreeOptions): ShownTraces {
  const ids = [...db.traceIds()];
  const chosen = first ? ids.slice(0, max) : ids.slice(-max);
  return { db, traces: tracesIn(db, chosen), total: ids.length };
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
