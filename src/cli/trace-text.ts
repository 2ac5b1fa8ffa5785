import type { Trace, TraceStep } from '../database/trace.js';
import { safeLine } from '../model/safe-text.js';
import { counted } from './counted.js';
import { type Column, tableLines } from './table.js';
import type { Paint, Terminal } from './terminal.js';
import { durationText, timeText } from './time-text.js';
import { factsOf, type NodeFacts, type NodeStatus, pathFromHere } from './trace-row.js';

/** Levels that are drawn as branches; what lies deeper says how deep. */
const MOST_BRANCHES = 24;

const COLUMNS: readonly Column[] = [
  { title: 'SPAN', least: 24 },
  { title: 'TOOK', align: 'right' },
  { title: 'STATUS' },
  { title: 'WHERE', least: 16, cutAt: 'start' },
];

const STATUS_TEXTS: Readonly<Record<NodeStatus, string>> = {
  ok: 'ok',
  unset: '',
  error: 'error',
  yielded: 'stopped early',
  unfinished: 'never came back',
  running: 'running',
  damaged: 'damaged end',
};

/** What stands before a root that has a parent. */
const MARKS = { 'parent not recorded': '⋯ ', cycle: '↻ ' } as const;

/** A trace for people, and whether some record of it is damaged. */
export interface TraceText {
  readonly lines: readonly string[];
  readonly isDamaged: boolean;
}

interface Row {
  readonly step: TraceStep;
  readonly facts: NodeFacts;
  readonly cells: readonly string[];
}

/** A trace as a tree: its head, then a line for each of its first `most` nodes. */
export function traceText(
  trace: Trace,
  { most, link }: { readonly most: number; readonly link: string | undefined },
  { paint, width }: Terminal,
): TraceText {
  const rows = rowsOf(trace, most);
  const [titles = '', ...lines] = tableLines(
    COLUMNS,
    rows.map(({ cells }) => cells),
    width,
  );
  const rest = trace.size - rows.length;
  return {
    lines: [
      ...headLines(trace, link, paint),
      '',
      paint.dim(titles),
      ...lines.map((line, at) => painted(line, rows[at], paint)),
      ...footLines(rows, paint),
      ...(rest > 0 ? [paint.dim(`… ${rest} more: --calls ${trace.size} shows all`)] : []),
    ],
    isDamaged: rows.some(({ facts }) => facts.status === 'damaged'),
  };
}

function headLines(trace: Trace, link: string | undefined, paint: Paint): string[] {
  const [first] = trace.roots;
  return [
    paint.bold(`trace ${trace.traceId}`),
    ...(first === undefined ? [] : [`${timeText(first.startTime)}, ${countText(trace)}`]),
    ...(link === undefined ? [] : [paint.cyan(safeLine(link))]),
  ];
}

function countText(trace: Trace): string {
  let calls = 0;
  const databases = new Set<string>();
  for (const { node } of trace) {
    if (node.kind === 'call') calls++;
    databases.add(node.db.root);
  }
  const spans = trace.size - calls;
  return [
    counted(calls, 'call'),
    ...(spans === 0 ? [] : [counted(spans, 'other span')]),
    ...(databases.size === 1 ? [] : [`${databases.size} databases`]),
    ...(trace.copies === 0 ? [] : [`${counted(trace.copies, 'record')} twice`]),
  ].join(', ');
}

/** The nodes' lines; `trunk` says of each level above a node whether its branch goes on below. */
function rowsOf(trace: Trace, most: number): Row[] {
  const rows: Row[] = [];
  const trunk: string[] = [];
  for (const step of trace) {
    if (rows.length === most) break;
    const branch = step.depth === 0 ? '' : branchOf(step, trunk);
    const facts = factsOf(step.node);
    rows.push({ step, facts, cells: cellsOf(step, facts, branch) });
  }
  return rows;
}

function branchOf({ depth, isLast }: TraceStep, trunk: string[]): string {
  trunk[depth] = isLast ? '   ' : '│  ';
  const own = isLast ? '└─ ' : '├─ ';
  if (depth > MOST_BRANCHES) return `${`… ${depth} deep `.padStart(MOST_BRANCHES * 3)}${own}`;
  return trunk.slice(1, depth).join('') + own;
}

function cellsOf({ node }: TraceStep, facts: NodeFacts, branch: string): string[] {
  const { name, status, durationNs, path } = facts;
  const kind = node.kind === 'span' ? ` (${safeLine(node.span.kind)})` : '';
  const mark = node.isolation === undefined ? '' : MARKS[node.isolation];
  return [
    `${branch}${mark}${safeLine(name)}${kind}`,
    durationNs === undefined ? '' : durationText(durationNs),
    STATUS_TEXTS[status],
    safeLine(pathFromHere(path)),
  ];
}

/** What the marks at roots mean. */
function footLines(rows: readonly Row[], paint: Paint): string[] {
  const met = new Set(rows.map(({ step }) => step.node.isolation));
  return [
    ...(met.has('parent not recorded')
      ? ['⋯ its parent was not recorded here (spans: all keeps other spans)']
      : []),
    ...(met.has('cycle') ? ['↻ its parent is one of its own descendants: the ids are damaged'] : []),
  ].map((line) => paint.dim(line));
}

function painted(line: string, row: Row | undefined, paint: Paint): string {
  if (row === undefined) return line;
  const { status } = row.facts;
  if (status === 'error' || status === 'damaged') return paint.red(line);
  if (status === 'unfinished' || status === 'yielded') return paint.yellow(line);
  if (status === 'running') return paint.cyan(line);
  return row.step.node.kind === 'span' ? paint.dim(line) : line;
}
