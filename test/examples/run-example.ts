import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

/** A folder to run a program in, which is gone when the tests of the file are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'callmonitor-example-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs an example in a folder, where it must end well and say nothing on stderr; returns what it printed. */
export function runExample(name: string, cwd: string): string {
  const program = fileURLToPath(new URL(`../../examples/${name}.js`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
    cwd,
    env: { PATH: process.env['PATH'] },
    encoding: 'utf8',
  });
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  return stdout;
}
