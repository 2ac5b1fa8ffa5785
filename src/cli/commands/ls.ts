import type { Command } from 'commander';
import type { DB } from '../../database/db.js';
import type { FunctionSummary } from '../../database/function-summary.js';
import { jsonText, safeLine } from '../../model/safe-text.js';
import { chooseDatabases } from '../choose-databases.js';
import { chooseParts } from '../choose-parts.js';
import type { LoadedPart } from '../load-part.js';
import { readEach } from '../read-each.js';
import type { Session } from '../session.js';
import { DATABASES_HELP, jsonOption } from '../shared-options.js';
import { signatureText } from '../signature-text.js';
import { type Column, tableLines } from '../table.js';
import type { Paint } from '../terminal.js';
import { timeTextOf } from '../time-text.js';

const EXAMPLES = `
Examples:
  callmonitor ls
  callmonitor ls call-monitor-2
  callmonitor ls 'runs/*'
  callmonitor ls call-monitor/solve         one function
  callmonitor ls . --json | jq '.databases[].functions[].name'`;

/** A column, and what it says of a function. */
interface FunctionColumn extends Column {
  cellOf(summary: FunctionSummary): string;
  /** Whether it has something to say of some function; default: always. */
  isWanted?(functions: readonly FunctionSummary[]): boolean;
}

const COLUMNS: readonly FunctionColumn[] = [
  { title: 'FUNCTION', least: 12, cellOf: ({ name }) => safeLine(name) },
  { title: 'CALLS', align: 'right', cellOf: ({ calls }) => String(calls) },
  { title: 'RECORDED', align: 'right', cellOf: ({ recorded }) => String(recorded) },
  {
    title: 'UNFINISHED',
    align: 'right',
    cellOf: ({ unfinished }) => (unfinished === 0 ? '' : String(unfinished)),
    isWanted: (functions) => functions.some(({ unfinished }) => unfinished > 0),
  },
  { title: 'SIGNATURE', least: 9, cellOf: ({ argspec }) => signatureText(argspec) },
];

/** `callmonitor ls [db…]`: what was recorded, function by function. */
export function addLs(program: Command, session: Session): void {
  program
    .command('ls')
    .summary('list the functions of a database')
    .description('Lists the functions of a database, and how often each was called and recorded.')
    .argument('[db...]', DATABASES_HELP)
    .addOption(jsonOption())
    .addHelpText('after', EXAMPLES)
    .action((paths: string[], options: { json?: boolean }) => list(session, paths, options));
}

async function list(session: Session, paths: readonly string[], { json = false }): Promise<void> {
  const { terminal } = session;
  const parts = chooseParts(paths);
  if (json) {
    terminal.write(jsonText({ databases: await readEach(parts, session, describe) }));
    return;
  }
  const blocks = await readEach(parts, session, (part) => `${databaseLines(part, terminal).join('\n')}\n`);
  terminal.write(blocks.join('\n'));
  const others = paths.length === 0 ? chooseDatabases(undefined).others : 0;
  if (others > 0)
    terminal.write(terminal.paint.dim(`\nthe newest of ${others + 1} here: callmonitor ls . lists all\n`));
}

function functionsOf({ db, function: name }: LoadedPart): readonly FunctionSummary[] {
  return name === undefined ? [...db.functions.values()] : [db.function(name)];
}

function describe(part: LoadedPart): object {
  const { root, version, metadata, closed, dropped, damaged } = part.db;
  return {
    path: root,
    version,
    created: metadata.created ?? null,
    closed: metadata.closed ?? null,
    state: closed,
    layout: metadata.layout,
    process: metadata.process,
    dropped,
    damaged,
    functions: functionsOf(part),
  };
}

function databaseLines(part: LoadedPart, { paint, width }: { paint: Paint; width: number }): string[] {
  const { db } = part;
  const functions = functionsOf(part);
  const [titles = '', ...rows] = functionLines(functions, width);
  const table = functions.length === 0 ? [paint.dim('no calls')] : [paint.dim(titles), ...rows];
  return [paint.bold(safeLine(db.path)), ...headerLines(db, paint), '', ...table];
}

function functionLines(functions: readonly FunctionSummary[], width: number): string[] {
  const columns = COLUMNS.filter(({ isWanted }) => isWanted?.(functions) ?? true);
  const rows = functions.map((summary) => columns.map(({ cellOf }) => cellOf(summary)));
  return tableLines(columns, rows, width);
}

function headerLines(db: DB, paint: Paint): string[] {
  const { metadata, dropped, damaged } = db;
  const facts = [
    ['created', safeLine(metadata.created === undefined ? 'unknown' : timeTextOf(metadata.created))],
    ['process', processText(db)],
    ['closed', closedText(db, paint)],
    ['dropped', dropped === 0 ? 'none' : paint.yellow(`${dropped} records were given up`)],
    ...(damaged === 0 ? [] : [['damaged', paint.red(`${damaged} lines of the log, skipped`)]]),
  ];
  return facts.map(([label = '', text = '']) => `${paint.dim(label.padEnd(9))}${text}`);
}

function processText({ metadata }: DB): string {
  const { pid, tid, host, node } = metadata.process;
  const thread = tid === undefined ? '' : `, thread ${tid}`;
  const where = [host && `on ${host}`, node && `Node ${node}`].filter(Boolean).join(', ');
  return safeLine(`${pid ?? 'unknown'}${thread} ${where}`);
}

function closedText({ closed, metadata }: DB, paint: Paint): string {
  if (closed === 'open') return paint.cyan('still open: the process is writing it');
  if (closed === 'badly') return paint.yellow('badly: the process is gone; what it had recorded is here');
  return `${paint.green('well')}${metadata.closed === undefined ? '' : `, ${safeLine(timeTextOf(metadata.closed))}`}`;
}
