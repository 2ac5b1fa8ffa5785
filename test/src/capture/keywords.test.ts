import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signatureOf } from '../../../src/capture/argspec.js';
import { CallCapture } from '../../../src/capture/capture.js';
import { ValueCapture } from '../../../src/capture/value-capture.js';
import { Registry } from '../../../src/handlers/registry.js';
import { MatrixHandler } from '../handlers/matrix-handler.js';
import { captureCall, optionsOf, revived } from './capturing.js';

type AnyFunction = (...args: never[]) => unknown;

const solve: AnyFunction = (_x: unknown, { tol = 1 }: { tol?: number } = {}) => tol;
const options: Record<string, unknown> = { tol: 1, 'a/b': [2] };
const itself: Record<string, unknown> = { tol: 1 };
itself['self'] = itself;
const withAccessor = {
  tol: 1,
  get lazy() {
    return assert.fail('a getter was called');
  },
};

/** Function, arguments, what stands in `args` and in `kwargs`. */
const CALLS: ReadonlyArray<
  readonly [name: string, fn: AnyFunction, args: unknown[], texts: [string, string]]
> = [
  ['the options of the pattern', solve, [1, options], ['[1]', '{"tol":1,"a/b":[2]}']],
  ['no options', solve, [1], ['[1]', '{}']],
  ['undefined for options', solve, [1, undefined], ['[1,{"$":"undefined"}]', '{}']],
  ['empty options, where they are', solve, [1, {}], ['[1,{}]', '{}']],
  ['options before another argument', solve, [1, options, 3], ['[1,{"tol":1,"a/b":[2]},3]', '{}']],
  [
    'options for a parameter that is no pattern',
    (_x: unknown) => 0,
    [options],
    ['[{"tol":1,"a/b":[2]}]', '{}'],
  ],
  ['an instance', solve, [1, new Date(0)], ['[1,{"$":"Date","value":"1970-01-01T00:00:00.000Z"}]', '{}']],
  ['an array', solve, [1, [2]], ['[1,[2]]', '{}']],
  ['a null prototype', solve, [1, Object.create(null)], ['[1,{"$":"object","proto":null,"props":{}}]', '{}']],
  [
    'an accessor',
    solve,
    [1, withAccessor],
    ['[1,{"$":"object","props":{"tol":1,"lazy":{"$":"accessor"}}}]', '{}'],
  ],
  ['a name that starts with $', solve, [1, { $: 1 }], ['[1,{"$":"object","props":{"$":1}}]', '{}']],
  [
    'options that contain themselves',
    solve,
    [1, itself],
    ['[1]', '{"tol":1,"self":{"$":"ref","path":"/kwargs"}}'],
  ],
  [
    'the options as another argument',
    solve,
    [options, options],
    ['[{"$":"ref","path":"/kwargs"}]', '{"tol":1,"a/b":[2]}'],
  ],
  [
    'what is in the options as another argument',
    solve,
    [options['a/b'], options],
    ['[[2]]', '{"tol":1,"a/b":{"$":"ref","path":"/args/0"}}'],
  ],
  [
    'secret options',
    solve,
    [1, { token: 't', 'Api-Key': 1, tol: { password: 1 } }],
    [
      '[1]',
      '{"token":{"$":"redacted","reason":"key"},"Api-Key":{"$":"redacted","reason":"key"},"tol":{"password":{"$":"redacted","reason":"key"}}}',
    ],
  ],
  [
    'secret parameters',
    (_user: unknown, _password: unknown) => 0,
    ['u', { p: 1 }, 'extra'],
    ['["u",{"$":"redacted","reason":"key"},"extra"]', '{}'],
  ],
  [
    'secret rest parameters',
    (_user: unknown, ..._secrets: unknown[]) => 0,
    ['u', 's', 's'],
    ['["u",{"$":"redacted","reason":"key"},{"$":"redacted","reason":"key"}]', '{}'],
  ],
];

for (const [name, fn, args, [positional, keywords]] of CALLS) {
  test(`CallCapture.input() writes down ${name}`, () => {
    const { args: actual, kwargs } = captureCall(fn, args);
    const isUnordered = name === 'what is in the options as another argument';
    if (!isUnordered) return assert.deepEqual([actual, kwargs], [positional, keywords]);
    const back = revived(captureCall(fn, args));
    assert.equal(back.args[0], back.kwargs['a/b']);
  });
}

test('CallCapture.input() points into keyword arguments that a limit cut', () => {
  const shared = {};
  const input = captureCall(solve, [[shared], { shared, b: 1 }], { limits: { maxItems: 1 } });
  assert.equal(input.kwargs, '{"$":"truncated","reason":"items","length":2,"head":{"shared":{}}}');
  assert.equal(input.args, '[[{"$":"ref","path":"/kwargs/head/shared"}]]');
  assert.deepEqual(input.notReplayable, ['/kwargs: truncated (items)']);
});

test('CallCapture.input() leaves options to the handler that keeps them', () => {
  const registry = new Registry();
  registry.add((value) => Object.hasOwn(value, 'tol'), MatrixHandler as never);
  const { kwargs, sidecars } = captureCall(solve, [1, options], { registry });
  assert.equal(kwargs, '{}');
  assert.equal(sidecars.length, 1);
});

test('CallCapture.input() writes down the receiver with the arguments', () => {
  const receiver = { args: [options], password: 'x' };
  const capture = new CallCapture(optionsOf(), signatureOf(solve));
  const { this: self, args, notReplayable } = capture.input([receiver], receiver);
  assert.equal(args, '[{"args":[{"tol":1,"a/b":[2]}],"password":{"$":"redacted","reason":"key"}}]');
  assert.equal(self, '{"$":"ref","path":"/args/0"}');
  assert.deepEqual(notReplayable, ['/args/0/password: redacted']);
});

test('CallCapture.argsAfter() keeps out what is kept out of the arguments', () => {
  const args = ['u', 'p', { card: { number: 1 } }];
  const signature = signatureOf((_user: unknown, _password: unknown) => 0);
  const capture = new CallCapture(optionsOf({ redact: ['args[2].card.number'] }), signature);
  const after = capture.argsAfter(args);
  assert.equal(
    after.text,
    '["u",{"$":"redacted","reason":"key"},{"card":{"number":{"$":"redacted","reason":"path"}}}]',
  );
});

const rules: ReadonlyArray<readonly [rule: string, root: 'result' | 'error']> = [
  ['result.list[1].a', 'result'],
  ['error.list[*].a', 'error'],
];

for (const [rule, root] of rules) {
  test(`ValueCapture.value() keeps out what the rule ${rule} names`, () => {
    const value = { list: [0, { a: 1, b: 2 }] };
    const { text } = new ValueCapture(optionsOf({ redact: [rule] })).value(root, value);
    assert.equal(text, '{"list":[0,{"a":{"$":"redacted","reason":"path"},"b":2}]}');
  });
}

test('CallCapture.input() searches strings for patterns, in maps and errors too, and shows no head of a long one', () => {
  const values = [
    'card 1',
    new Map([['k', 'card 2']]),
    Object.assign(new Error('card 3'), { stack: 'card 4' }),
    'x card',
  ];
  const { args } = captureCall(() => 0, [values], { redact: [/card \d/], limits: { maxStringLength: 6 } });
  const mark = '{"$":"redacted","reason":"value"}';
  assert.equal(
    args,
    `[[${mark},{"$":"Map","entries":[["k",${mark}]]},{"$":"Error","name":"Error","message":${mark},"stack":${mark}},"x card"]]`,
  );
  const long = captureCall(() => 0, ['card 1 '], { redact: [/card \d/], limits: { maxStringLength: 6 } });
  assert.equal(long.args, '[{"$":"truncated","reason":"string","length":7}]');
});

test('CallCapture.input() keeps out the value of a map whose key is the name of a secret', () => {
  const map = new Map<unknown, unknown>([
    ['password', 'x'],
    [{ token: 1 }, 'y'],
  ]);
  const { args } = captureCall(() => 0, [map]);
  assert.equal(
    args,
    '[{"$":"Map","entries":[["password",{"$":"redacted","reason":"key"}],[{"token":{"$":"redacted","reason":"key"}},"y"]]}]',
  );
});
