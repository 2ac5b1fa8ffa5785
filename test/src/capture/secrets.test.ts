import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signatureOf } from '../../../src/capture/argspec.js';
import { CallCapture } from '../../../src/capture/capture.js';
import type { RedactInfo, RedactOption } from '../../../src/capture/redaction.js';
import { ValueCapture } from '../../../src/capture/value-capture.js';
import { Registry } from '../../../src/handlers/registry.js';
import { Matrix, MatrixHandler } from '../handlers/matrix-handler.js';
import { capture, captureCall, optionsOf, textOf } from './capturing.js';

const KEY = '{"$":"redacted","reason":"key"}';
const VALUE = '{"$":"redacted","reason":"value"}';
const PATH = '{"$":"redacted","reason":"path"}';
const URL_TEXT = 'https://app:hunter2@h/';

/** Values, and what is written of them. */
const WRITTEN: ReadonlyArray<readonly [name: string, value: unknown, text: string]> = [
  ['a text', URL_TEXT, VALUE],
  ['a short text', 'ws://hunter2@h', VALUE],
  ['a text in an array', [URL_TEXT, 1], `[${VALUE},1]`],
  ['a URL', new URL(URL_TEXT), VALUE],
  ['a URL without a secret', new URL('https://h/'), '{"$":"URL","value":"https://h/"}'],
  ['parameters', new URLSearchParams({ a: '1', access_token: 'hunter2' }), VALUE],
  ['the first of parameters', new URLSearchParams({ sig: 'hunter2' }), VALUE],
  ['a boxed text', Object(URL_TEXT), VALUE],
  ['a regular expression', new RegExp(URL_TEXT), VALUE],
  ['the name of a property', { a: 1, [URL_TEXT]: 2 }, `{"a":1,"(redacted 1)":${KEY}}`],
  [
    'a name beside a symbol',
    { [URL_TEXT]: 2, [Symbol('s')]: 1 },
    `{"$":"object","entries":[["(redacted 0)",${KEY}],[{"$":"symbol","description":"s","registered":false},1]]}`,
  ],
  ['a symbol', Symbol(URL_TEXT), VALUE],
  [
    'the description of a symbol',
    { [Symbol(URL_TEXT)]: 1 },
    `{"$":"object","entries":[["(redacted 0)",${KEY}]]}`,
  ],
  [
    'the name of an error',
    Object.assign(new Error(), { name: URL_TEXT, stack: '' }),
    `{"$":"Error","name":"(redacted)","message":"","stack":"","props":{"name":${VALUE}},"class":"Error"}`,
  ],
  ['the key of a map', new Map([[URL_TEXT, 2]]), `{"$":"Map","entries":[[${VALUE},${KEY}]]}`],
  [
    'a symbol that is the name of a secret, as the key of a map',
    new Map([[Symbol.for('token'), 'x']]),
    `{"$":"Map","entries":[[{"$":"symbol","description":"token","registered":true},${KEY}]]}`,
  ],
  [
    'a header in a pair',
    [
      ['Set-Cookie', ['a']],
      ['Host', 'h'],
    ],
    `[["Set-Cookie",${KEY}],["Host","h"]]`,
  ],
  ['raw headers', ['Host', 'h', 'Cookie', 'a=b'], `["Host","h","Cookie",${KEY}]`],
  ['the words of a command', ['app', '--password', 'x'], `["app","--password",${KEY}]`],
  ['a list of names', ['password', 'email', 'name'], '["password","email","name"]'],
  ['a secret where it is a text', { auth: 'u:p', pass: 'p' }, `{"auth":${KEY},"pass":${KEY}}`],
  ['none where it is not', { auth: { user: 'u' }, pass: true }, '{"auth":{"user":"u"},"pass":true}'],
];

for (const [name, value, text] of WRITTEN) {
  test(`CallCapture.input() keeps the secret out of ${name}`, () => {
    assert.equal(textOf(value), text);
  });
}

test('CallCapture.input() keeps all of that with redact: false', () => {
  const values = WRITTEN.map(([, value]) => value);
  assert.equal(textOf(values, { redact: false }).includes('redacted'), false);
});

test('CallCapture.input() keeps the value out that a call names', () => {
  const set = (_name: string, _value: unknown) => 0;
  assert.equal(captureCall(set, ['Cookie', 'a=b']).args, `["Cookie",${KEY}]`);
  assert.equal(captureCall(set, ['set-cookie', ['a=b']]).args, `["set-cookie",${KEY}]`);
  assert.equal(captureCall(set, ['password', { min: 8 }]).args, '["password",{"min":8}]');
  assert.equal(capture(['password', 'a', 'b']).args, '["password","a","b"]');
});

test('CallCapture.input() looks for secrets in what is kept of a long text, and a little beyond', () => {
  const limits = { maxStringLength: 100 };
  const cutAfter = (length: number) =>
    textOf(`${' '.repeat(100 - length)}${URL_TEXT}${' '.repeat(99)}`, { limits });
  assert.deepEqual([cutAfter(22), cutAfter(16), cutAfter(12)], [VALUE, VALUE, VALUE]);
  assert.match(
    textOf('x'.repeat(101), { limits }),
    /^\{"\$":"truncated","reason":"string","length":101,"head":"x{100}"\}$/,
  );
});

test('ValueCapture.value() keeps secrets out of a message and of the stack, of which the rest stays', () => {
  const error = Object.assign(new Error(`refused: ${URL_TEXT}`), {
    stack: `Error: refused: ${URL_TEXT}\n    at a (b.js:1:2)`,
  });
  assert.equal(
    new ValueCapture(optionsOf()).value('error', error).text,
    `{"$":"Error","name":"Error","message":${VALUE},"stack":"Error: refused: https://(redacted)@h/\\n    at a (b.js:1:2)"}`,
  );
  assert.equal(new ValueCapture(optionsOf()).value('error', URL_TEXT).text, VALUE);
});

test('ValueCapture.value() keeps a message that a rule takes out out of the stack, too', () => {
  const error = Object.assign(new Error('plain'), { stack: 'Error: plain\n    at a (b.js:1:2)' });
  const text = (redact: RedactOption) => new ValueCapture(optionsOf({ redact })).value('error', error).text;
  const withStack = (stack: string) => `{"$":"Error","name":"Error","message":${PATH},"stack":${stack}}`;
  assert.equal(text(['error.message']), withStack(VALUE));
  assert.equal(text([({ path }: RedactInfo) => path === 'error.message']), withStack(VALUE));
});

const RULES: ReadonlyArray<readonly [rule: string, redact: RedactOption]> = [
  ['a path of the argument', ['args[1].card.number']],
  ['a path of the keyword', ['kwargs.card.number']],
  ['a function of the argument', [({ path }: RedactInfo) => path === 'args[1].card.number']],
  ['a function of the keyword', [({ path }: RedactInfo) => path === 'kwargs.card.number']],
];

for (const [rule, redact] of RULES) {
  test(`CallCapture.input() goes by ${rule}, wherever the options stand`, () => {
    const pay = (_to: string, { card }: { card?: object } = {}) => card;
    const card = { number: 4111, month: 1 };
    const written = `{"card":{"number":${PATH},"month":1}}`;
    assert.equal(captureCall(pay, ['shop', { card }], { redact }).kwargs, written);
    const irregular = { card, $: 1 };
    assert.equal(
      captureCall(pay, ['shop', irregular], { redact }).args,
      `["shop",{"$":"object","props":${written.slice(0, -1)},"$":1}}]`,
    );
    const after = new CallCapture(optionsOf({ redact }), signatureOf(pay)).argsAfter(['shop', { card }]);
    assert.equal(after.text, `["shop",${written}]`);
  });
}

test('CallCapture.input() leaves options that a rule takes out whole where they were passed', () => {
  const f = ({ a }: { a?: number } = {}) => a;
  const { args, kwargs } = captureCall(f, [{ a: 1 }], { redact: ['args[0]'] });
  assert.deepEqual([args, kwargs], [`[${PATH}]`, '{}']);
});

test('CallCapture.input() makes no file of what is a secret, and names none after one', () => {
  const registry = new Registry();
  registry.add(Matrix, MatrixHandler);
  const values = () => [new Float64Array(9), new Matrix([[1]])];
  const secrets = values().flatMap((value) => [
    { password: value },
    { [URL_TEXT]: value },
    new Map([['token', value]]),
    new Map([[URL_TEXT, value]]),
    [['secret', value]],
  ]);
  assert.deepEqual(capture(secrets, { registry }).sidecars, []);
  assert.equal(capture([{ a: values() }], { registry }).sidecars.length, 2);
});
