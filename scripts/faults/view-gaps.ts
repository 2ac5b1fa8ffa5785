import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files that the view of a database should have by its log (FORMAT.md, "The view"), and does not hold as it says. */
export function viewGaps(root: string): string[] {
  const dirs = new Map<unknown, string>();
  const gaps: string[] = [];
  for (const text of logLines(root)) {
    const { kind, function: name, dir, invocation } = JSON.parse(text) as Record<string, unknown>;
    if (kind === 'function') dirs.set(name, String(dir));
    const folder = join(root, dirs.get(name) ?? '');
    const file =
      kind === 'function'
        ? join(folder, 'function.json')
        : join(folder, String(invocation), `${kind}_descriptor.json`);
    const isShown = kind === 'function' || kind === 'input' || kind === 'output';
    if (isShown && !holds(file, text)) gaps.push(file);
  }
  return gaps;
}

function logLines(root: string): string[] {
  const text = readFileSync(join(root, 'calls.ndjson'), 'utf8');
  return text.split('\n').slice(0, -1);
}

function holds(file: string, line: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8') === `${line}\n`;
}
