import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WritePace } from '../../../src/database/write-pace.js';

function paceWithClock() {
  const clock = { ms: 1000 };
  const pace = new WritePace(100, () => clock.ms);
  const write = (tookMs: number, bytes = 100) =>
    pace.time(bytes, () => {
      clock.ms += tookMs;
    });
  return { clock, pace, write };
}

test('WritePace is not behind while it has not waited for more than what the program does not mind', () => {
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

test('WritePace is behind after many writes that were a little slow, for as long as all of them took', () => {
  const { clock, pace, write } = paceWithClock();
  for (let writes = 0; writes < 5; writes++) write(20);
  assert.equal(pace.isBehind, false);
  write(20);
  assert.equal(pace.isBehind, true);
  clock.ms += 119;
  assert.equal(pace.isBehind, true);
  clock.ms += 1;
  assert.equal(pace.isBehind, false);
});

test('WritePace minds no waiting that is less than half of the time', () => {
  const { clock, pace, write } = paceWithClock();
  for (let writes = 0; writes < 1000; writes++) {
    write(20);
    clock.ms += 20;
    assert.equal(pace.isBehind, false);
  }
});

test('WritePace has a program wait for half of its time at most', () => {
  const { clock, pace, write } = paceWithClock();
  let waitedMs = 0;
  while (clock.ms < 100_000) {
    if (!pace.isBehind) {
      write(7);
      waitedMs += 7;
    }
    clock.ms += 0.1;
  }
  assert.ok(waitedMs <= 50_100 && waitedMs > 45_000, `${waitedMs} ms of 99 000`);
});

test('WritePace takes no writes for waiting that are as quick as memory', () => {
  const { pace, write } = paceWithClock();
  for (let writes = 0; writes < 10_000; writes++) write(0.4);
  for (let writes = 0; writes < 100; writes++) write(8, 8 * 2 ** 20);
  assert.equal(pace.isBehind, false);
});

test('WritePace takes the time of writes that fail', () => {
  const { clock, pace } = paceWithClock();
  const fail = () => {
    clock.ms += 300;
    throw new Error('EIO');
  };
  assert.throws(() => pace.time(1, fail), /EIO/);
  assert.equal(pace.isBehind, true);
});
