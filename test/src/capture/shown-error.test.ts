import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RedactInfo, Redaction, type RedactOption } from '../../../src/capture/redaction.js';
import { shownError } from '../../../src/capture/shown-error.js';

const FRAMES = '\n    at a (b.js:1:2)';

function shown(message: string, redact: RedactOption = []) {
  const error = Object.assign(new Error(message), { stack: `Error: ${message}${FRAMES}` });
  return shownError(error, Redaction.from(redact));
}

test('shownError() masks the secrets of message and stack', () => {
  const text = 'no answer of https://(redacted)@h';
  assert.deepEqual(shown('no answer of https://u:p@h'), { message: text, stack: `Error: ${text}${FRAMES}` });
  assert.equal(shown('https://u:p@h', false).message, 'https://u:p@h');
});

test('shownError() leaves out what a rule takes out, and the stack with it', () => {
  const rules: RedactOption[] = [
    ['error.message'],
    [/hunter\d/],
    [({ path }: RedactInfo) => path === 'error.message'],
    [({ path }: RedactInfo) => path === 'error'],
  ];
  for (const redact of rules)
    assert.deepEqual(shown('hunter2', redact), { message: undefined, stack: undefined });
  assert.equal(shown('hunter2', ['error.stack']).message, 'hunter2');
  assert.equal(shown('hunter2', ['error.stack']).stack, undefined);
});

test('shownError() shows what was thrown instead of an error', () => {
  const redaction = Redaction.from([]);
  assert.equal(shownError('password=hunter2', redaction).message, 'password=(redacted)');
  assert.equal(shownError(7, redaction).message, '7');
  assert.equal(shownError(Symbol('s'), redaction).message, 'symbol');
  assert.equal(shownError({ message: 'm' }, redaction).message, 'm');
  assert.equal(shownError(undefined, redaction).message, 'undefined');
});
