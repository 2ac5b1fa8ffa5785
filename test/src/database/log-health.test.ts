import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LogHealth } from '../../../src/database/log-health.js';

const failure = (code: string) => Object.assign(new Error(code), { code });

test('LogHealth gives a log up that could not be written for a second', () => {
  const clock = { ms: 0 };
  const health = new LogHealth(() => clock.ms);
  health.failed(failure('EROFS'));
  clock.ms += 999;
  health.failed(failure('EROFS'));
  assert.equal(health.isHopeless, false);
  clock.ms += 1;
  assert.equal(health.isHopeless, true);
});

test('LogHealth has hope as long as something can be written', () => {
  const clock = { ms: 0 };
  const health = new LogHealth(() => clock.ms);
  for (let times = 0; times < 5; times++) {
    health.failed(failure('EIO'));
    clock.ms += 900;
    health.written();
  }
  assert.equal(health.isHopeless, false);
});

for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG', 'EMFILE', 'EACCES']) {
  test(`LogHealth waits for the end of ${code}`, () => {
    const clock = { ms: 0 };
    const health = new LogHealth(() => clock.ms);
    health.failed(failure(code));
    clock.ms += 60_000;
    assert.equal(health.isHopeless, false);
  });
}
