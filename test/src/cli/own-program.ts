import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

const CALLMONITOR = new URL('../../../src/index.js', import.meta.url).href;

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder with these files, gone when all tests are done. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'callmonitor-own-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** What `prepare` makes of an empty folder, once for each key, in a folder of its own for each caller. */
export function prepared(key: string, prepare: (folder: string) => void): string {
  const known = preparations.get(key) ?? folderWith({});
  if (!preparations.has(key)) prepare(known);
  preparations.set(key, known);
  const folder = folderWith({});
  cpSync(known, folder, { recursive: true });
  for (const path of readdirSync(known, { recursive: true, encoding: 'utf8' })) {
    chmodSync(join(folder, path), statSync(join(known, path)).mode); // Node 22 and 24 do not copy those of folders
  }
  return folder;
}

const preparations = new Map<string, string>();

/** Runs an ES module in the folder, in whose text `intercept`, `settings` and `context` can be had; it records into `root`. */
export function recordProgram(folder: string, text: string, root = 'call-monitor'): void {
  const path = join(folder, 'program.mjs');
  writeFileSync(path, `import { context, intercept, settings } from '${CALLMONITOR}';\n${text}`);
  const { status, stderr } = spawnSync(process.execPath, [path], {
    cwd: folder,
    env: { PATH: process.env['PATH'], CALLMONITOR_ROOT: root },
    encoding: 'utf8',
  });
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
}
