import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeNewFile } from '../../../src/database/files.js';
import { temporaryFolder } from '../handlers/temporary-folder.js';
import { fillDisk, skipUnlessMountable, smallDisk } from './small-disk.js';

test('writeNewFile() writes a private file, and leaves alone one that is there', (t) => {
  const path = join(temporaryFolder(t), 'file');
  writeNewFile(path, 'first');
  writeNewFile(path, 'second');
  assert.equal(readFileSync(path, 'utf8'), 'first');
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('writeNewFile() leaves nothing of a file that does not fit', { skip: skipUnlessMountable() }, (t) => {
  const disk = smallDisk(t);
  const path = join(disk, 'file');
  fillDisk(disk);
  assert.throws(() => writeNewFile(path, Buffer.alloc(10_000)), { code: 'ENOSPC' });
  assert.equal(existsSync(path), false);
  rmSync(join(disk, 'ballast'));
  writeFileSync(join(disk, 'ballast'), Buffer.alloc(192 * 1024));
  assert.throws(() => writeNewFile(path, Buffer.alloc(100_000)), { code: 'ENOSPC' });
  assert.equal(existsSync(path), false);
  rmSync(join(disk, 'ballast'));
  writeNewFile(path, 'fits');
  assert.equal(readFileSync(path, 'utf8'), 'fits');
});
