import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

const PRELOAD = new URL('../../fixtures/disguise.js', import.meta.url).href;
const BEFORE = '__callmonitor__(/*c*/';
const AFTER = '/*c*/)';

const folder = mkdtempSync(join(tmpdir(), 'callmonitor-disguise-'));
after(() => rmSync(folder, { recursive: true, force: true }));

export interface DisguiseOptions {
  /** Default: a module. */
  readonly extension?: 'mjs' | 'cjs';
  readonly nodeArgs?: readonly string[];
  /** Files beside the program. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface SeenByProgram {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program as it is, and with what stands between `⟪` and `⟫` intercepted, by edits that move columns, under the
 * disguise; asserts that it prints the same.
 */
export function seesTheSame(source: string, options: DisguiseOptions = {}): SeenByProgram {
  const bare = run(source.replaceAll(/[⟪⟫]/g, ''), 'data:text/javascript,', [], options);
  const edited = source.replaceAll('⟪', BEFORE).replaceAll('⟫', AFTER);
  assert.notEqual(edited, source, 'something is intercepted');
  const disguised = run(edited, PRELOAD, editsOf(edited), options);
  assert.deepEqual(disguised, bare);
  return bare;
}

function editsOf(edited: string) {
  return edited
    .split('\n')
    .flatMap((text, index) =>
      [BEFORE, AFTER].flatMap((edit) =>
        placesOf(edit, text).map((at) => ({ line: index + 1, column: at + 1, text: edit })),
      ),
    );
}

function placesOf(part: string, text: string): number[] {
  const places = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) places.push(at);
  return places;
}

function run(source: string, preload: string, edits: object[], options: DisguiseOptions): SeenByProgram {
  const { extension = 'mjs', nodeArgs = [], files = {} } = options;
  const file = `program.${extension}`;
  for (const [name, text] of Object.entries({ ...files, [file]: source }))
    writeFileSync(join(folder, name), text);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', preload, ...nodeArgs, join(folder, file)],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], DISGUISE_EDITS: JSON.stringify({ file, edits }) },
    },
  );
  return { status, stdout, stderr };
}
