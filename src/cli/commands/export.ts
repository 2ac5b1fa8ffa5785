import { type Command, InvalidArgumentError, Option } from 'commander';
import type { DB } from '../../database/db.js';
import { load } from '../../database/load.js';
import { type ExportOptions, type ExportSummary, exportCalls } from '../../export/export-calls.js';
import { type ExportedStatus, STATUSES } from '../../export/exported-call.js';
import { FORMAT_NAMES, type FormatName, formatEntry } from '../../export/formats.js';
import { jsonText, safeLine } from '../../model/safe-text.js';
import { chooseDatabases } from '../choose-databases.js';
import { countOption, timeOption } from '../option-values.js';
import type { Session } from '../session.js';
import { terminalStream } from '../terminal-stream.js';
import { UsageError } from '../usage-error.js';

const EXAMPLES = `
Formats:
  otlp          OTLP/JSON, a TracesData object a line: what Jaeger's upload, the
                collector and the OTLP file exporter take; --no-lines: one object
  chrome-trace  trace events for ui.perfetto.dev and chrome://tracing
  csv, parquet  a row a call; arguments and results in columns: arg.x,
                kwarg.options.n, result
  json          an array of calls, or one a line with --lines, for jq

Examples:
  callmonitor export --to parquet -o calls.parquet runs/
  duckdb -c "SELECT function, count(*) FROM 'calls.parquet' GROUP BY 1"
  callmonitor export --to otlp -o trace.jsonl --trace 0af7651916cd43dd8448eb211c80319c
  callmonitor export --to chrome-trace -o trace.json
  callmonitor export --to json --status error | jq '.[].error_message'
  callmonitor export --to csv --function solve call-monitor call-monitor-1`;

interface Options {
  readonly to: FormatName;
  readonly output?: string;
  readonly force?: boolean;
  readonly function?: string[];
  readonly trace?: string;
  readonly status?: ExportedStatus[];
  readonly since?: bigint;
  readonly until?: bigint;
  readonly lines?: boolean;
  readonly maxColumns?: number;
  readonly escapeFormulas: boolean;
  readonly attributeBytes?: number;
  readonly json?: boolean;
}

/** `callmonitor export [db…] --to FORMAT -o FILE`: calls for other programs. */
export function addExport(program: Command, session: Session): void {
  program
    .command('export')
    .summary('write calls for other programs')
    .description('Writes the calls of one or more databases into a file that other programs read.')
    .argument('[db...]', 'databases, or folders of several (default: the newest call-monitor* here)')
    .addOption(new Option('--to <format>', 'what to write').choices(FORMAT_NAMES).makeOptionMandatory())
    .option('-o, --output <file>', 'the file to write; - or none: the standard output, for text')
    .option('--force', 'replace a file that is there')
    .option('--function <name>', 'only calls of this function; may be repeated', inList)
    .option('--trace <id>', 'only calls of this trace')
    .option(
      '--status <status>',
      `only calls that ended ${STATUSES.join(', ')}; may be repeated`,
      statusInList,
    )
    .option('--since <time>', 'only calls that started then or later: 2026-11-23T10:00', timeOption)
    .option('--until <time>', 'only calls that started before', timeOption)
    .option('--lines', 'otlp, json: a JSON value a line')
    .option('--no-lines', 'otlp, json: one JSON value in all')
    .option('--max-columns <n>', 'csv, parquet: columns of arguments and results (default: 200)', countOption)
    .option(
      '--no-escape-formulas',
      "csv: write text as it is, without a ' before what a spreadsheet would compute",
    )
    .option(
      '--attribute-bytes <n>',
      'otlp: where values are cut, as attributeBytes (default: 4096)',
      countOption,
    )
    .option('--json', 'print the report as JSON')
    .addHelpText('after', EXAMPLES)
    .action((paths: string[], options: Options) => run(session, paths, options));
}

async function run(session: Session, paths: readonly string[], options: Options): Promise<void> {
  const databases = openAll(paths);
  checkFunctions(databases, options.function);
  const summary = await exportCalls(databases, exportOptions(session, options));
  const damaged = databases.reduce((sum, db) => sum + db.damaged, summary.damaged);
  session.hasFoundDamage ||= damaged > 0;
  const report = { ...summary, damaged, databases: databases.map(({ root }) => root) };
  tell(session, options, report);
}

function openAll(paths: readonly string[]): DB[] {
  const given = paths.length === 0 ? [undefined] : paths;
  const roots = given.flatMap((path) => chooseDatabases(path).roots);
  return [...new Set(roots)].map((root) => load(root));
}

/** A name that nobody recorded is rather misspelt than meant. */
function checkFunctions(databases: readonly DB[], names: readonly string[] = []): void {
  for (const name of names) if (!databases.some((db) => db.functions.has(name))) databases[0]?.function(name);
}

function exportOptions({ terminal }: Session, options: Options): ExportOptions {
  const { to, output = '-', function: functions, trace, status, ...rest } = options;
  if (output === '-' && !formatEntry(to).isText)
    throw new UsageError(`Expected a file for ${to}, which is no text: -o calls.${to}`);
  return {
    ...rest,
    to,
    functions,
    traceId: trace?.toLowerCase(),
    statuses: status,
    output: output === '-' ? terminalStream(terminal) : output,
  };
}

/** To the standard error where the calls went to the standard output. */
function tell({ terminal }: Session, { output = '-', to, json }: Options, report: Report): void {
  const text = json ? jsonText({ to, output, ...report }) : `${reportText(report, output, to)}\n`;
  if (output === '-') terminal.writeError(text);
  else terminal.write(text);
}

interface Report extends ExportSummary {
  readonly databases: readonly string[];
}

function reportText(report: Report, output: string, to: FormatName): string {
  const { calls, spans, damaged, columnsLeftOut, databases, bytes } = report;
  const where = output === '-' ? '' : ` to ${safeLine(output)}`;
  return [
    `${counted(calls, 'call')}${spans > 0 ? ` and ${counted(spans, 'other span')}` : ''} of ${counted(databases.length, 'database')}${where}: ${to}, ${counted(bytes, 'byte')}`,
    ...(damaged > 0 ? [`${counted(damaged, 'record')} damaged`] : []),
    ...(columnsLeftOut > 0 ? [`${counted(columnsLeftOut, 'column')} left out, see --max-columns`] : []),
  ].join('\n');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function statusInList(value: string, list: readonly ExportedStatus[] = []): ExportedStatus[] {
  const status = STATUSES.find((known) => known === value);
  if (status === undefined) throw new InvalidArgumentError(`Expected one of ${STATUSES.join(', ')}.`);
  return [...list, status];
}

function inList(value: string, list: readonly string[] = []): string[] {
  return [...list, value];
}
