import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs, { readdirSync, readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { writeFully } from '../../../src/handlers/write-fully.js';
import { temporaryFolder } from './temporary-folder.js';

/** A disk that takes no more than so many bytes at once, which no real one does on demand. */
function limitWrites(t: TestContext, mostBytes: number): void {
  const writeSome = (file: number, [first]: readonly Uint8Array[]) =>
    first === undefined ? 0 : fs.writeSync(file, first, 0, Math.min(mostBytes, first.byteLength));
  t.mock.method(fs, 'writevSync', writeSome);
  syncBuiltinESMExports();
  t.after(() => {
    t.mock.restoreAll();
    syncBuiltinESMExports();
  });
}

for (const mostBytes of [1, 3, 5, 100]) {
  test(`writeFully() goes on after ${mostBytes} bytes were taken`, (t) => {
    const path = join(temporaryFolder(t), 'file');
    const file = fs.openSync(path, 'wx');
    t.after(() => fs.closeSync(file));
    limitWrites(t, mostBytes);

    writeFully(file, [
      Buffer.from('head'),
      Buffer.alloc(0),
      Buffer.from('a view').subarray(2),
      Buffer.from('tail'),
    ]);

    assert.equal(readFileSync(path, 'utf8'), 'headviewtail');
  });
}

test('saveNpy() takes away a file that the disk had no room for', {
  skip: process.platform === 'win32',
}, (t) => {
  const folder = temporaryFolder(t);
  const script = `
    import { saveNpy } from '${new URL('../../../src/handlers/npy.js', import.meta.url)}';
    try {
      saveNpy(${JSON.stringify(join(folder, 'a.npy'))}, new Uint8Array(100_000));
    } catch (error) {
      console.log(error.code);
    }`;

  const limited = 'ulimit -f 8; exec "$0" --input-type=module -e "$1"';
  const { stdout } = spawnSync('sh', ['-c', limited, process.execPath, script], { encoding: 'utf8' });

  assert.equal(stdout, 'EFBIG\n');
  assert.deepEqual(readdirSync(folder), []);
});
