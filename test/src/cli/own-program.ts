import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

const CALLMONITOR = new URL('../../../src/index.js', import.meta.url).href;

/** A folder with these files, gone when the tests are done. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'callmonitor-own-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

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
