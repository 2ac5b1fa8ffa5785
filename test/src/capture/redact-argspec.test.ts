import assert from 'node:assert/strict';
import { test } from 'node:test';
import { argspecOf } from '../../../src/capture/argspec.js';
import { redactArgSpec } from '../../../src/capture/redact-argspec.js';
import { type RedactInfo, Redaction, type RedactOption } from '../../../src/capture/redaction.js';

const TAKEN_OUT = { $: 'source', value: '(redacted)' };

function defaultsOf(fn: (...args: never[]) => unknown, redact: RedactOption = []): Record<string, unknown> {
  return { ...redactArgSpec(argspecOf(fn), Redaction.from(redact)).defaults };
}

test('redactArgSpec() takes out the defaults of parameters and keywords that are secrets', () => {
  const fn = (user = 'app', password = 'hunter2', { apiKey = 'x', tol = 1 } = {}) => [
    user,
    password,
    apiKey,
    tol,
  ];
  assert.deepEqual(defaultsOf(fn), { user: 'app', password: TAKEN_OUT, apiKey: TAKEN_OUT, tol: 1 });
  assert.equal(defaultsOf(fn, false)['password'], 'hunter2');
});

test('redactArgSpec() takes out source texts that tell a secret', () => {
  const fn = (
    url = 'postgres://app:hunter2@db',
    options = { user: 'app', password: 'hunter2' },
    client = { token: undefined },
    build = () => ['hunter2'],
  ) => [url, options, client, build];
  assert.deepEqual(defaultsOf(fn), {
    url: TAKEN_OUT,
    options: TAKEN_OUT,
    client: { $: 'source', value: '{ token: undefined }' },
    build: { $: 'source', value: "() => ['hunter2']" },
  });
});

test('redactArgSpec() leaves what is no secret: nothing, or whether there is one', () => {
  const fn = (password = '', token = null, secret = false) => [password, token, secret];
  assert.deepEqual(defaultsOf(fn), { password: '', token: null, secret: false });
});

test('redactArgSpec() goes by paths, patterns and functions, too', () => {
  const fn = (pin = 1234, { card = '4111-1111', cvv = 7 } = {}) => [pin, card, cvv];
  const isCvv = ({ path, value }: RedactInfo) => path === 'kwargs.cvv' && value === 7;
  assert.deepEqual(defaultsOf(fn, ['args[0]', /\d{4}-\d{4}/, isCvv]), {
    pin: TAKEN_OUT,
    card: TAKEN_OUT,
    cvv: TAKEN_OUT,
  });
});

test('redactArgSpec() gives back the same argspec where there is nothing to take out', () => {
  const argspec = argspecOf((a = 1) => a);
  assert.equal(redactArgSpec(argspec, Redaction.from([])), argspec);
});
