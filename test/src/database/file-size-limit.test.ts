import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { load } from 'callmonitor';
import { FileSizeLimit } from '../../../src/database/file-size-limit.js';
import { runProgram } from '../../run-program.js';
import { temporaryFolder } from '../handlers/temporary-folder.js';

const TOO_LARGE = { code: 'EFBIG', message: /may have 1000 bytes, not 1001/ };

test('FileSizeLimit refuses a file that would be larger, and reads the limit again after a second', () => {
  const clock = { ms: 0 };
  const system = { limit: 1000, reads: 0 };
  const limit = new FileSizeLimit(
    () => {
      system.reads++;
      return system.limit;
    },
    () => clock.ms,
  );
  limit.check(1000);
  assert.throws(() => limit.check(1001), TOO_LARGE);
  system.limit = 2000;
  assert.throws(() => limit.check(1001), TOO_LARGE);
  clock.ms += 1000;
  limit.check(1001);
  assert.equal(system.reads, 2);
});

test('FileSizeLimit refuses nothing while the limit cannot be read, and tries again', () => {
  const system: { limit?: number } = {};
  const limit = new FileSizeLimit(() => system.limit);
  limit.check(1001);
  system.limit = 1000;
  assert.throws(() => limit.check(1001), TOO_LARGE);
});

for (const blocks of [0, 64]) {
  test(`a program with 'ulimit -f ${blocks}' ends as it does without us`, {
    skip: process.platform !== 'linux',
  }, async (t) => {
    const cwd = temporaryFolder(t);
    const wrapper = ['sh', '-c', `ulimit -f ${blocks}; exec "$0" "$@"`];
    const { code, signal, stderr } = await runProgram('many-calls', { cwd, args: ['1000'], wrapper });
    assert.deepEqual([code, signal, stderr], [0, null, '']);
    if (blocks === 0) return;
    const root = join(cwd, 'call-monitor');
    assert.ok(statSync(join(root, 'calls.ndjson')).size <= blocks * 512);
    const db = load(root);
    const whole = [...db.calls()].filter(({ status }) => status === 'ok').length;
    assert.deepEqual([db.closed, db.damaged, whole + db.dropped], ['well', 0, 1000]);
    assert.match(readFileSync(join(root, 'calls.ndjson'), 'utf8'), /"reason":"EFBIG: /);
  });
}
