import type { Command } from 'commander';
import { carryOut, prune } from '../../database/upkeep/prune.js';
import type { PruneCriteria, PrunedDatabase } from '../../database/upkeep/prune-plan.js';
import { jsonText, safeLine } from '../../model/safe-text.js';
import { bytesText } from '../bytes-text.js';
import { partAt } from '../choose-parts.js';
import { confirm } from '../confirm.js';
import { counted } from '../counted.js';
import { ageOption, countOption, sizeOption } from '../option-values.js';
import { withProgress } from '../progress.js';
import type { Session } from '../session.js';
import { jsonOption, progressOption } from '../shared-options.js';
import { type Column, tableLines } from '../table.js';
import type { Terminal } from '../terminal.js';
import { chooseForUpkeep } from '../upkeep-databases.js';
import { UsageError } from '../usage-error.js';

const EXAMPLES = `
Examples:
  callmonitor prune --older-than 30d --dry-run
  callmonitor prune --keep-last 10 --yes runs/
  callmonitor prune --max-size 2GB runs/ other-runs/
  callmonitor prune --keep-calls 1000 call-monitor

What stays in any case: the newest of the databases, those that are being
written, those that cannot be read, and whatever is none of a database. A
database with the only calls of some function stays, too, unless
--including-last is given. Calls that --keep-calls takes out leave gaps: the
others keep their numbers.`;

const COLUMNS: readonly Column[] = [
  { title: 'DATABASE', least: 16 },
  { title: 'CALLS', align: 'right' },
  { title: 'SIZE', align: 'right' },
  { title: 'PRUNE' },
  { title: 'WHY', least: 16 },
];

interface PruneWords {
  readonly olderThan?: number;
  readonly keepLast?: number;
  readonly maxSize?: number;
  readonly keepCalls?: number;
  readonly includingLast?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `callmonitor prune [db…]`: removes what is too old, too many, or too large. */
export function addPrune(program: Command, session: Session): void {
  program
    .command('prune')
    .summary('remove databases or calls by age, number or size')
    .description('Removes databases by age, number or size, and calls by number; asks before.')
    .argument('[db...]', 'databases, or folders of several (default: all in the working directory)')
    .option('--older-than <age>', 'databases that ended so long ago: 12h, 30d, 2w', ageOption)
    .option('--keep-last <n>', 'all but the newest n databases', countOption)
    .option('--max-size <size>', 'the oldest, until the rest is no larger: 500MB, 2GB', sizeOption)
    .option('--keep-calls <n>', 'in what stays, all but the latest n calls of each function', countOption)
    .option('--including-last', 'also the only recorded calls of a function')
    .option('--dry-run', 'only show what would go')
    .option('--yes', 'do not ask')
    .addOption(jsonOption('print JSON; needs --yes or --dry-run'))
    .addOption(progressOption())
    .addHelpText('after', EXAMPLES)
    .action((paths: string[], words: PruneWords) => pruneEach(session, paths, words));
}

async function pruneEach({ terminal }: Session, paths: readonly string[], words: PruneWords): Promise<void> {
  const { dryRun = false, yes = false, json = false } = words;
  const criteria = criteriaOf(words);
  checkPaths(paths);
  const roots = chooseForUpkeep(paths.length === 0 ? ['.'] : paths);
  const { databases } = prune(roots, { ...criteria, dryRun: true });
  if (!json) terminal.write(`${planLines(databases, terminal).join('\n')}\n`);
  const going = databases.filter(({ action }) => action !== 'keep');
  const isDone = !dryRun && going.length > 0 && (yes || (await confirm(questionOf(going))));
  const left = isDone
    ? await withProgress(terminal, 'pruning', going.length, (progress) =>
        carryOut(databases, { ...criteria, onDatabase: () => progress.advance(1) }),
      )
    : [];
  if (json) terminal.write(jsonText({ databases, left, isDone }));
  else terminal.write(`${[outcomeText(going, isDone, dryRun), ...left.map(leftText)].join('\n')}\n`);
}

/** What would be removed is a database, not what is named: better not to guess. */
function checkPaths(paths: readonly string[]): void {
  const inside = paths.map((path) => ({ path, part: partAt(path) })).find(({ part }) => part !== undefined);
  if (inside?.part === undefined) return;
  throw new UsageError(
    `Expected databases, got ${inside.path}, a folder in one: callmonitor prune ${inside.part.root} is about the database`,
  );
}

function criteriaOf({ olderThan, keepLast, maxSize, keepCalls, includingLast }: PruneWords): PruneCriteria {
  if ([olderThan, keepLast, maxSize, keepCalls].every((each) => each === undefined))
    throw new UsageError('Expected what is to go: --older-than, --keep-last, --max-size or --keep-calls');
  if (keepCalls === 0) throw new UsageError('Expected 1 or more for --keep-calls, got 0');
  return { olderThanMs: olderThan, keepLast, maxBytes: maxSize, keepCalls, includingLast };
}

function planLines(databases: readonly PrunedDatabase[], { paint, width }: Terminal): string[] {
  const rows = databases.map(({ path, calls, bytes, action, trimmedCalls, why }) => [
    safeLine(path),
    String(calls),
    bytesText(bytes),
    action === 'trim' ? `${trimmedCalls} calls` : action,
    safeLine(why),
  ]);
  const [titles = '', ...lines] = tableLines(COLUMNS, rows, width);
  return [
    paint.dim(titles),
    ...lines.map((line, at) => (databases[at]?.action === 'keep' ? line : paint.yellow(line))),
  ];
}

function questionOf(going: readonly PrunedDatabase[]): string {
  return `Remove ${whatOf(going)}?`;
}

function whatOf(going: readonly PrunedDatabase[]): string {
  const removed = going.filter(({ action }) => action === 'remove');
  const calls = going.reduce((sum, { trimmedCalls }) => sum + trimmedCalls, 0);
  const parts = [
    ...(removed.length > 0 ? [counted(removed.length, 'database')] : []),
    ...(calls > 0 ? [`${counted(calls, 'call')} of others`] : []),
  ];
  return parts.join(' and ');
}

function outcomeText(going: readonly PrunedDatabase[], isDone: boolean, dryRun: boolean): string {
  if (going.length === 0) return '\nnothing to remove';
  if (isDone) return `\nremoved ${whatOf(going)}`;
  return `\nnothing was removed${dryRun ? `: --dry-run; would be: ${whatOf(going)}` : ''}`;
}

function leftText(path: string): string {
  return `left where it is, for it is none of a database: ${safeLine(path)}`;
}
