import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FailureTeller } from '../../../src/database/failure-teller.js';

function tellerWithClock() {
  const clock = { ms: 0 };
  const told: string[] = [];
  const teller = new FailureTeller(
    (message) => told.push(message),
    () => clock.ms,
  );
  return { clock, told, teller };
}

test('FailureTeller tells a failure once, with what follows from it, however long it lasts', () => {
  const { clock, told, teller } = tellerWithClock();
  for (const message of ['the log', 'the view', 'the end']) {
    teller.failed(message, new Error('full'));
    clock.ms += 60_000;
  }
  assert.deepEqual(told, ['the log']);
});

test('FailureTeller takes a failure that comes and goes for one', () => {
  const { clock, told, teller } = tellerWithClock();
  for (let times = 0; times < 10; times++) {
    teller.failed('the log', new Error('full'));
    teller.worked();
    clock.ms += 9000;
  }
  assert.deepEqual(told, ['the log']);
});

test('FailureTeller tells a failure again that comes long after things worked', () => {
  const { clock, told, teller } = tellerWithClock();
  teller.failed('the first', new Error('full'));
  teller.worked();
  clock.ms += 10_001;
  teller.failed('the second', new Error('full'));
  assert.deepEqual(told, ['the first', 'the second']);
});
