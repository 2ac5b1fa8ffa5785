import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { say } from '../../../src/settings/say.js';

test('say() hands errors over as they are, and without secrets if they tell any', (t) => {
  const said: unknown[][] = [];
  const log = (...words: unknown[]) => void said.push(words);
  diag.setLogger({ error: log, warn: log, info: log, debug: log, verbose: log }, DiagLogLevel.ALL);
  t.after(() => diag.disable());
  said.length = 0;
  const plain = new Error('it failed');
  say('error', 'a call could not be recorded:', plain);
  say('error', 'for https://u:hunter2@h:', new Error('a', { cause: new Error('password=hunter2') }));
  assert.deepEqual(said[0], ['callmonitor: a call could not be recorded:', plain]);
  assert.equal(said[0]?.[1], plain);
  assert.match(
    String(said[1]?.join(' ')),
    /^callmonitor: for https:\/\/\(redacted\)@h: Error: a.*password=\(redacted\)/s,
  );
  assert.equal(String(said[1]).includes('hunter2'), false);
});
