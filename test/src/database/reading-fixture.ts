import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

/** The trace of every line, unless a test says otherwise. */
export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

/** A folder for the databases of one test file, which is gone when its tests are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'callmonitor-read-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What `db.json` holds of a database that ended well; a test says what is different. */
export function summaryOf(changes: object = {}): object {
  return {
    format: 'call-monitor',
    version: '1.0',
    created: '1795395723004000000',
    closed: '1795395724004000000',
    locked: true,
    layout: 'folders',
    process: { pid: 42, host: hostname(), node: 'v20.20.2' },
    resource: { 'service.name': 'test' },
    scope: { name: 'callmonitor', version: '0.1.0' },
    ...changes,
  };
}

/** Writes a database by hand: its `db.json`, and a log of the given lines. */
export function writeDatabase(
  root: string,
  lines: ReadonlyArray<object | string>,
  summary = summaryOf(),
): string {
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'db.json'), JSON.stringify(summary));
  writeFileSync(join(root, 'calls.ndjson'), logText(lines));
  return root;
}

/** The text of a log; a string is a line, too, just as it is. */
export function logText(lines: ReadonlyArray<object | string>): string {
  return lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
}

/** The line before the first call of a function `(x, y = 2)`. */
export function functionLine(name: string, changes: object = {}): object {
  const argspec = { args: ['x', 'y'], varargs: null, kwonlyargs: [], defaults: { y: 2 } };
  return { kind: 'function', function: name, dir: name, argspec, ...changes };
}

/** The line of a call that starts; its keys in the order of FORMAT.md. */
export function inputLine(name: string, invocation: number, changes: object = {}): object {
  const { parent_span_id } = changes as { parent_span_id?: unknown };
  return {
    kind: 'input',
    function: name,
    invocation,
    trace_id: TRACE_ID,
    span_id: invocation.toString(16).padStart(16, '0'),
    ...(parent_span_id === undefined ? {} : { parent_span_id }),
    trace_flags: 1,
    start_time: '1795407846789000000',
    args: [invocation],
    kwargs: {},
    ...changes,
  };
}

/** The line of a span that is of no call. */
export function spanLine(name: string, changes: object = {}): object {
  const { parent_span_id } = changes as { parent_span_id?: unknown };
  return {
    kind: 'span',
    name,
    trace_id: TRACE_ID,
    span_id: 'b7ad6b7169203331',
    ...(parent_span_id === undefined ? {} : { parent_span_id }),
    span_kind: 'server',
    start_time: '1795407846789000000',
    end_time: '1795407846799000000',
    status: { code: 'unset' },
    attributes: {},
    events: [],
    links: [],
    scope: { name: 'test' },
    ...changes,
  };
}

/** The line of a call that comes back. */
export function outputLine(name: string, invocation: number, changes: object = {}): object {
  const end = { status: 'ok', end_time: '1795407846789001500', duration_ns: 1500 };
  return { kind: 'output', function: name, invocation, ...end, result: invocation * 10, ...changes };
}

/** The last line of a database that ended well. */
export function closedLine(calls: Record<string, number>, dropped = 0): object {
  return { kind: 'closed', end_time: '1795407847000000000', calls, dropped };
}
