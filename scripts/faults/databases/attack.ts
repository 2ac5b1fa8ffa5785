import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './mutations.js';

/** A database as somebody would make it who means harm. */
export interface Attack {
  readonly name: string;
  damage(place: Place): void;
  /** Whether it takes gigabytes, if sparse ones: then it is only read. */
  readonly isHuge?: boolean;
}

/** A parsed line or summary. */
export type Json = Record<string, unknown>;

/** Changes a file as text, which is put anew in its place. */
export function rewrite(path: string, change: (text: string) => string | Buffer): void {
  const changed = change(readFileSync(path, 'utf8'));
  rmSync(path);
  writeFileSync(path, changed, { mode: 0o600 });
}

/** Changes the lines of the log. */
export function rewriteLog({ root }: Place, change: (lines: string[]) => string[]): void {
  rewrite(join(root, 'calls.ndjson'), (text) => `${change(text.trimEnd().split('\n')).join('\n')}\n`);
}

/** Changes each line of a kind, of one function if it is named; what is given back as a text stands as it is. */
export function rewriteLines(
  place: Place,
  kind: string,
  change: (line: Json) => Json | string,
  name?: string,
): void {
  rewriteLog(place, (lines) =>
    lines.map((text) => {
      const line = JSON.parse(text) as Json;
      if (line['kind'] !== kind || (name !== undefined && line['function'] !== name)) return text;
      const changed = change(line);
      return typeof changed === 'string' ? changed : JSON.stringify(changed);
    }),
  );
}

/** Has the first call of `store` be called with something else: JSON text. */
export function rewriteArgs(place: Place, args: string, kwargs = '{}'): void {
  rewriteLines(
    place,
    'input',
    (line) => (line['invocation'] === 1 ? spliceIn({ ...line, args: 0, kwargs: 1 }, args, kwargs) : line),
    'store',
  );
}

/** Deep JSON cannot be stringified, so it is put in as text. */
function spliceIn(line: Json, args: string, kwargs: string): string {
  return JSON.stringify(line).replace(/"args":0,"kwargs":1/, () => `"args":${args},"kwargs":${kwargs}`);
}
