import type { Finding, FindingCount, FindingKind } from '../database/upkeep/finding.js';
import { safeLine } from '../model/safe-text.js';
import { tableLines } from './table.js';
import type { Terminal } from './terminal.js';

const MOST_OF_KIND = 10;
const COLUMNS = [
  { title: 'FINDING' },
  { title: 'PLACE', least: 24 },
  { title: 'CALL', least: 8 },
  { title: 'EXPECTED', least: 16 },
  { title: 'FOUND', least: 16 },
  { title: 'REPAIR' },
] as const;

/** Findings as a table, the first of each kind, and how many more there are. */
export function findingLines(
  findings: readonly Finding[],
  counts: ReadonlyMap<FindingKind, FindingCount>,
  { paint, width }: Terminal,
): string[] {
  const shown = [...counts.keys()].flatMap((kind) =>
    findings.filter((each) => each.kind === kind).slice(0, MOST_OF_KIND),
  );
  if (shown.length === 0) return [];
  const [titles = '', ...rows] = tableLines(COLUMNS, shown.map(cellsOf), width);
  const lines = rows.map((row, at) =>
    shown[at]?.severity === 'damage' ? paint.red(row) : paint.yellow(row),
  );
  const rest = [...counts].flatMap(([kind, count]) => {
    const more = count.damage + count.warning - MOST_OF_KIND;
    return more > 0 ? [paint.dim(`… and ${more} more of ${kind}`)] : [];
  });
  return ['', paint.dim(titles), ...lines, ...rest];
}

function cellsOf(finding: Finding): string[] {
  const { kind, file, line, pointer, expected, found, repair } = finding;
  const place = `${file}${line === undefined ? '' : `:${line}`}${pointer ? ` ${pointer}` : ''}`;
  return [kind, place, callText(finding), expected, found, repair].map(safeLine);
}

function callText({ function: name, invocation }: Finding): string {
  if (name === undefined) return '';
  return invocation === undefined ? name : `${name}/${invocation}`;
}
