import { sep } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Call } from '../../database/call.js';
import type { FoundStatus } from '../../database/call-conditions.js';
import { FOUND_STATUSES } from '../../database/call-search.js';
import type { DB } from '../../database/db.js';
import { type ExportOptions, type ExportSummary, exportCalls } from '../../export/export-calls.js';
import { FORMAT_NAMES, type FormatName, formatEntry } from '../../export/formats.js';
import { jsonText, safeLine } from '../../model/safe-text.js';
import { chooseParts } from '../choose-parts.js';
import { counted } from '../counted.js';
import { isGlob } from '../find-by-glob.js';
import { findTrace } from '../find-trace.js';
import { type LoadedPart, loadPart } from '../load-part.js';
import { countOption, inList, timeOption } from '../option-values.js';
import { type Progress, withProgress } from '../progress.js';
import type { Session } from '../session.js';
import { DATABASES_HELP, jsonOption, progressOption } from '../shared-options.js';
import { terminalStream } from '../terminal-stream.js';
import { UsageError } from '../usage-error.js';

const EXAMPLES = `
Formats:
  otlp          OTLP/JSON, a TracesData object a line: what Jaeger's upload, the
                collector and the OTLP file exporter take; --no-lines: in one
  chrome-trace  trace events for ui.perfetto.dev and chrome://tracing
  csv, parquet  a row a call; arguments and results in columns: arg.x,
                kwarg.options.n, result
  json          an array of calls, or one a line with --lines, for jq

Examples:
  callmonitor export --to parquet -o calls.parquet runs/
  duckdb -c "SELECT function, count(*) FROM 'calls.parquet' GROUP BY 1"
  callmonitor export --to otlp -o trace.jsonl --trace 0af7651916cd
  callmonitor export --to chrome-trace -o trace.json
  callmonitor export --to json --status error | jq '.[].error_message'
  callmonitor export --to csv --function 'Mesh.*' call-monitor call-monitor-1
  callmonitor export --to json call-monitor/solve/3`;

interface Options {
  readonly to: FormatName;
  readonly output?: string;
  readonly force?: boolean;
  readonly function?: readonly string[];
  readonly trace?: string;
  readonly status?: readonly FoundStatus[];
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
    .argument('[db...]', DATABASES_HELP)
    .addOption(new Option('--to <format>', 'what to write').choices(FORMAT_NAMES).makeOptionMandatory())
    .option('-o, --output <file>', 'the file to write; - or none: the standard output, for text')
    .option('--force', 'replace a file that is there')
    .option(
      '--function <name>',
      'only calls of this function, or of those a glob matches; may be given again',
      inList,
    )
    .option('--trace <id>', 'only calls of this trace: its id, the beginning of that, or a call of it')
    .option(
      '--status <status>',
      `only calls that ended ${FOUND_STATUSES.join(', ')}; may be given again`,
      statusInList,
    )
    .option('--since <time>', 'only calls that started then or later: 2026-11-23T10:00, 10m', timeOption)
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
    .addOption(jsonOption('print the report as JSON'))
    .addOption(progressOption())
    .addHelpText('after', EXAMPLES)
    .action((paths: string[], options: Options) => run(session, paths, options));
}

async function run(session: Session, paths: readonly string[], options: Options): Promise<void> {
  const parts = chooseParts(paths).map(loadPart);
  const databases = [...new Map(parts.map(({ db }) => [db.root, db])).values()];
  checkFunctions(databases, options.function);
  const where = restrictionOf(parts);
  const traceId = options.trace === undefined ? undefined : findTrace(options.trace).idIn(databases);
  const summary = await withProgress(session.terminal, 'exporting', 0, (progress) =>
    exportCalls(databases, { ...exportOptions(session, options, progress), traceId, where }),
  );
  const damaged = databases.reduce((sum, db) => sum + db.damaged, summary.damaged);
  session.hasFoundDamage ||= damaged > 0;
  const report = { ...summary, damaged, databases: databases.map(({ root }) => root) };
  tell(session, options, report);
}

/** A name that nobody recorded is rather misspelt than meant. */
function checkFunctions(databases: readonly DB[], names: readonly string[] = []): void {
  for (const name of names.filter((each) => !isGlob(each)))
    if (!databases.some((db) => db.functions.has(name))) databases[0]?.function(name);
}

/** What keeps to the folders of functions and calls that were named; `undefined` where whole databases were. */
function restrictionOf(parts: readonly LoadedPart[]): ((call: Call) => boolean) | undefined {
  if (parts.every((part) => part.function === undefined)) return undefined;
  return ({ function: name, invocation, path }) =>
    parts.some(
      (part) =>
        path.startsWith(`${part.db.root}${sep}`) &&
        (part.function ?? name) === name &&
        (part.invocation ?? invocation) === invocation,
    );
}

function exportOptions({ terminal }: Session, options: Options, progress: Progress): ExportOptions {
  const { to, output = '-', function: functions, trace: _, ...rest } = options;
  if (output === '-' && !formatEntry(to).isText)
    throw new UsageError(`Expected a file for ${to}, which is no text: -o calls.${to}`);
  return {
    ...rest,
    to,
    function: functions,
    output: output === '-' ? terminalStream(terminal) : output,
    onProgress: (done, total) => progress.reach(done, total),
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

function statusInList(value: string, list: readonly FoundStatus[] = []): readonly FoundStatus[] {
  const status = FOUND_STATUSES.find((known) => known === value);
  if (status === undefined) throw new InvalidArgumentError(`Expected one of ${FOUND_STATUSES.join(', ')}.`);
  return [...list, status];
}
