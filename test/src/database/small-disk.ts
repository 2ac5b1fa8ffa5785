import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** A disk of 256 KiB, for one test. */
export function smallDisk(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'callmonitor-disk-'));
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]);
  assert.equal(status, 0, String(stderr));
  t.after(() => {
    spawnSync('umount', ['--lazy', folder]);
    rmdirSync(folder);
  });
  return folder;
}

/** Changes what a disk has room for. */
export function mountAgain(folder: string, options: string): void {
  const { status, stderr } = spawnSync('mount', ['-o', `remount,${options}`, folder]);
  assert.equal(status, 0, String(stderr));
}

/** Leaves no byte free: `ballast` takes them. */
export function fillDisk(folder: string): void {
  const ballast = join(folder, 'ballast');
  writeFileSync(ballast, '');
  assert.throws(
    () => {
      for (;;) writeFileSync(ballast, Buffer.alloc(4096), { flag: 'a' });
    },
    { code: 'ENOSPC' },
  );
}

/** Why a test that needs a disk of its own is left out, if it is. */
export function skipUnlessMountable(): string | false {
  if (
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    /tmpfs/.test(readFileSync('/proc/filesystems', 'utf8'))
  )
    return false;
  return 'only root on Linux can mount a small disk';
}
