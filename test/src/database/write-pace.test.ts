import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WritePace } from '../../../src/database/write-pace.js';

function paceWithClock() {
  const clock = { ms: 1000 };
  const pace = new WritePace(100, () => clock.ms);
  const write = (tookMs: number) =>
    pace.time(100, () => {
      clock.ms += tookMs;
    });
  return { clock, pace, write };
}

test('WritePace is not behind after a write that was quick', () => {
  const { pace, write } = paceWithClock();
  assert.equal(pace.isBehind, false);
  write(100);
  assert.equal(pace.isBehind, false);
});

test('WritePace is behind for as long as a slow write took', () => {
  const { clock, pace, write } = paceWithClock();
  write(300);
  assert.equal(pace.isBehind, true);
  clock.ms += 299;
  assert.equal(pace.isBehind, true);
  clock.ms += 1;
  assert.equal(pace.isBehind, false);
});

test('WritePace forgets a slow write after a quick one', () => {
  const { pace, write } = paceWithClock();
  write(300);
  write(1);
  assert.equal(pace.isBehind, false);
});
