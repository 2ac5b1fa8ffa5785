import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

type Line = { readonly kind: string; readonly [key: string]: unknown };

/** The lines of a database's log, each with its text. */
export function logLines(root: string): Array<Line & { readonly text: string }> {
  const text = readFileSync(join(root, 'calls.ndjson'), 'utf8');
  assert.ok(text.endsWith('\n'), 'the last line of the log is torn');
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => ({ ...(JSON.parse(line) as Line), text: `${line}\n` }));
}

/** Asserts that the folders hold exactly the lines of the log (FORMAT.md, "The view"). */
export function assertViewShowsLog(root: string): void {
  const dirs = new Map<unknown, string>();
  for (const line of logLines(root)) {
    if (line.kind === 'function') dirs.set(line['function'], String(line['dir']));
    const dir = join(root, dirs.get(line['function']) ?? '');
    if (line.kind === 'function') assert.equal(readText(dir, 'function.json'), line.text);
    if (line.kind === 'input' || line.kind === 'output') {
      const folder = join(dir, String(line['invocation']));
      assert.equal(readText(folder, `${line.kind}_descriptor.json`), line.text);
    }
  }
}

/** What `db.json` says. */
export function readSummary(root: string): Record<string, unknown> {
  return JSON.parse(readText(root, 'db.json'));
}

/** The permissions of everything in a database, itself included: `0700` of directories, `0600` of files. */
export function modesIn(root: string): Set<string> {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return new Set(['.', ...names].map((name) => modeOf(join(root, name))));
}

function modeOf(path: string): string {
  const stats = statSync(path);
  return `${stats.isDirectory() ? 'directory' : 'file'} ${(stats.mode & 0o777).toString(8)}`;
}

function readText(folder: string, name: string): string {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : `nothing at ${path}`;
}
