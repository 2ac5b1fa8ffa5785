import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LimitOverrides } from '../../../src/capture/limits.js';
import { renderText } from '../../../src/capture/text.js';
import { ValueCapture } from '../../../src/capture/value-capture.js';
import { NotCaptured } from '../../../src/model/not-captured.js';
import { capture, optionsOf, revived, textOf } from './capturing.js';

const cut = (reason: string, rest = '') => `{"$":"truncated","reason":"${reason}"${rest}}`;
const tree = { a: { b: { c: 1 } }, d: [2] };
const ten = Uint8Array.from({ length: 10 }, (_, index) => index);
const tenText = '{"$":"ndarray","class":"Uint8Array","dtype":"|u1","shape":[10],"base64":"AAECAwQFBgcICQ=="}';

const lazy = { get: () => 1, enumerable: true };
const named = (name: string) => Object.defineProperty(() => {}, 'name', { value: name });
const longNamed = () =>
  Object.defineProperties(new Error('x'), { name: { value: 'n'.repeat(501) }, stack: { value: '' } });

/** Limit, value, what is written of it. */
const CUTS: ReadonlyArray<readonly [limits: LimitOverrides, value: unknown, text: string]> = [
  [{ maxDepth: 0 }, tree, cut('depth')],
  [{ maxDepth: 0 }, 'text', '"text"'],
  [{ maxDepth: 1 }, tree, `{"a":${cut('depth')},"d":${cut('depth')}}`],
  [{ maxDepth: 2 }, tree, `{"a":{"b":${cut('depth')}},"d":[2]}`],
  [{ maxDepth: 3 }, tree, JSON.stringify(tree)],
  [{ maxDepth: 1 }, new Map([[{}, new Set()]]), `{"$":"Map","entries":[[${cut('depth')},${cut('depth')}]]}`],
  [{ maxItems: 0 }, [1, 2], cut('items', ',"length":2,"head":[]')],
  [{ maxItems: 0 }, [], '[]'],
  [{ maxItems: 1 }, { a: 1, b: 2 }, cut('items', ',"length":2,"head":{"a":1}')],
  [{ maxItems: 1 }, { a: 1, $b: 2 }, cut('items', ',"length":2,"head":{"a":1}')],
  [{ maxItems: 2 }, [1, 2], '[1,2]'],
  [{ maxItems: 1 }, [1, 2], cut('items', ',"length":2,"head":[1]')],
  [{ maxItems: 1 }, new Set([1, 2]), cut('items', ',"length":2,"head":{"$":"Set","values":[1]}')],
  [
    { maxItems: 1 },
    new Map([
      [1, 2],
      [3, 4],
    ]),
    cut('items', ',"length":2,"head":{"$":"Map","entries":[[1,2]]}'),
  ],
  [
    { maxItems: 1 },
    Object.assign(new Array(9), { 3: 1, 5: 2 }),
    cut('items', ',"length":2,"head":{"$":"array","length":9,"items":[[3,1]]}'),
  ],
  [
    { maxItems: 1 },
    Object.assign(new Error('x'), { stack: '', a: 1, b: 2 }),
    cut('items', ',"length":2,"head":{"$":"Error","name":"Error","message":"x","stack":"","props":{"a":1}}'),
  ],
  [
    { maxItems: 1 },
    { [Symbol.for('s')]: 1, [Symbol.for('t')]: 2 },
    cut(
      'items',
      ',"length":2,"head":{"$":"object","entries":[[{"$":"symbol","description":"s","registered":true},1]]}',
    ),
  ],
  [{ maxStringLength: 0 }, 'ab', cut('string', ',"length":2,"head":""')],
  [{ maxStringLength: 0 }, '', '""'],
  [{ maxStringLength: 1 }, 'ab', cut('string', ',"length":2,"head":"a"')],
  [{ maxStringLength: 2 }, 'ab', '"ab"'],
  [{ maxStringLength: 1 }, '😀', cut('string', ',"length":2,"head":""')],
  [{ maxStringLength: 3 }, 'a😀b', cut('string', ',"length":4,"head":"a😀"')],
  [{ maxStringLength: 1 }, { ab: 1 }, '{"ab":1}'],
  [{ maxNodes: 1 }, [1], cut('nodes')],
  [{ maxNodes: 2 }, [1], '[1]'],
  [{ maxNodes: 2 }, [1, 2], cut('nodes', ',"length":2,"head":[1]')],
  [{ maxNodes: 3 }, [[1], [2]], `[${cut('nodes')},${cut('nodes')}]`],
  [{ maxNodes: 4 }, [[1], [2]], `[[1],${cut('nodes')}]`],
  [{ maxBytes: 1 }, 'abc', cut('bytes', ',"length":3,"head":"a"')],
  [{ maxBytes: 1 }, [1], cut('bytes', ',"length":1,"head":[]')],
  [{ maxBytes: 3 }, [[], 1], cut('bytes', `,"length":2,"head":[${cut('bytes')}]`)],
  [{ maxBytes: 10 }, 'ü'.repeat(9), cut('bytes', `,"length":9,"head":"${'ü'.repeat(5)}"`)],
  [{ maxBytes: 20 }, '\0'.repeat(9), cut('bytes', `,"length":9,"head":"${'\\u0000'.repeat(3)}"`)],
  [{ maxBytes: 60 }, { ['k'.repeat(99)]: 1, b: 2 }, cut('bytes', ',"length":2,"head":{}')],
  [{ maxBytes: 200 }, Symbol('s'.repeat(300)), cut('bytes')],
  [{ maxStringLength: 9 }, Symbol('s'.repeat(300)), cut('string')],
  [{ maxStringLength: 9 }, named('f'.repeat(200)), cut('string')],
  [
    { maxBytes: 60 },
    { ['k'.repeat(99)]: 1, [Symbol.for('s')]: 2 },
    cut('bytes', ',"length":2,"head":{"$":"object","entries":[]}'),
  ],
  [
    {},
    longNamed(),
    cut(
      'string',
      `,"length":501,"head":{"$":"Error","name":"${'n'.repeat(500)}","message":"x","stack":"","class":"Error"}`,
    ),
  ],
  [
    { maxNodes: 2 },
    Object.defineProperties({}, { a: lazy, b: lazy }),
    cut('nodes', ',"length":2,"head":{"$":"object","props":{"a":{"$":"accessor"}}}'),
  ],
  [{ maxSidecarBytes: 9 }, ten, cut('bytes', ',"length":10')],
  [{ maxSidecarBytes: 10 }, ten, tenText],
];

for (const [limits, value, text] of CUTS) {
  test(`CallCapture.input() with ${JSON.stringify(limits)} writes ${text.slice(0, 70)}`, () => {
    const captured = new ValueCapture(optionsOf({ limits })).value('result', value);
    assert.equal(renderText(captured.text, 99), text);
    const { notReplayable } = capture([value], { limits });
    assert.ok(notReplayable.length > 0 || !text.includes('truncated'));
    for (const reason of notReplayable) assert.match(reason, /^\/args.*: (truncated \(\w+\)|accessor)$/);
    assert.equal(new Set(notReplayable.map((reason) => reason.split(':')[0])).size, notReplayable.length);
  });
}

test('CallCapture.input() gives each limit to the call as a whole, or to each container', () => {
  const args = ['a', [1, 2], ten, ten.slice()];
  assert.equal(
    renderText(capture(args, { limits: { maxItems: 2 } }).args, 99),
    '["a",[1,2],{"$":"truncated","reason":"items","length":4}]',
  );
  const { args: text, sidecars } = capture(args, { limits: { maxSidecarBytes: 15 } });
  assert.equal(sidecars.length, 1);
  assert.equal(renderText(text, 99), `["a",[1,2],${tenText},${cut('bytes', ',"length":10')}]`);
});

test('CallCapture.input() cuts what lies deepest: shallow arguments after a huge one are kept', () => {
  let huge: object = {};
  for (let depth = 0; depth < 1000; depth++) huge = { huge, more: [1, 2, 3] };
  const limits = { maxNodes: 50, maxDepth: 1e6 };
  const { args, kwargs } = revived(capture([huge, { x: { y: 1 } }, 'last', [[7]]], { limits }));
  assert.deepEqual([args.slice(1), kwargs], [[{ x: { y: 1 } }, 'last', [[7]]], {}]);
});

test('CallCapture.input() stays within maxBytes of UTF-8, but for the marks', () => {
  const many = Array.from({ length: 2000 }, (_, index) => ({
    name: `ü${index}€`,
    list: [[], [index], new Date(index)],
    '😀': '\n',
  }));
  for (const maxBytes of [1, 100, 1000, 10_000, 100_000]) {
    const size = Buffer.byteLength(renderText(capture([many, 'x', many], { limits: { maxBytes } }).args, 0));
    assert.ok(size <= maxBytes + 300, `${size} bytes of ${maxBytes}`);
    assert.ok(size >= maxBytes * 0.9, `${size} bytes of ${maxBytes}`);
  }
});

test('CallCapture.input() stays within maxBytes however long the paths of references are', () => {
  const node: Record<string, unknown> = {};
  let deep = node;
  for (let depth = 0; depth < 40; depth++) deep = deep['k'.repeat(100)] = {} as typeof node;
  let mentions: unknown = Array.from({ length: 1000 }, () => deep);
  for (let depth = 0; depth < 45; depth++) mentions = [mentions];
  const args = [node, mentions];
  const size = renderText(capture(args, { limits: { maxBytes: 50_000 } }).args, 0).length;
  assert.ok(size <= 50_300, `${size}`);
});

test('CallCapture.input() keeps all of 100 000 levels above the limit, and overflows nothing', () => {
  const levels = 100_000;
  const root: { next?: object } = {};
  let last: { next?: object } = root;
  for (let level = 1; level < levels; level++) {
    const next: { next?: object; last: object; level: number } = { last, level };
    last.next = next;
    last = next;
  }
  const limited = revived(capture([root])).args[0];
  assert.equal(depthOf(limited), 64);
  const limits = { maxDepth: Number.POSITIVE_INFINITY, maxBytes: Number.POSITIVE_INFINITY };
  const lists = Array.from({ length: levels }).reduce<unknown[]>((inner) => [inner], []);
  const mapped = Array.from({ length: 1000 }).reduce<unknown>(
    (inner) => new Map([[new Set([inner]), [inner]]]),
    1,
  );
  assert.equal(textOf(lists, { limits }), '['.repeat(levels + 1) + ']'.repeat(levels + 1));
  assert.equal(depthOf(revived(capture([{ next: lists }], { limits })).args[0]), levels + 2);
  assert.equal(capture([mapped], { limits }).notReplayable.length, 0);
});

function depthOf(value: unknown): number {
  let depth = 0;
  let at = value;
  for (; typeof at === 'object' && at !== null && !(at instanceof NotCaptured); depth++) {
    at = Array.isArray(at) ? at[0] : (at as { next?: unknown }).next;
  }
  return depth;
}

test('CallCapture.input() points into what a limit cut', () => {
  const inner = { x: 1 };
  const wide = { first: inner, second: { inner, third: inner }, fourth: 1, fifth: 1 };
  const input = capture([wide, [[[inner]]]], { limits: { maxItems: 3 } });
  assert.ok((input.args as string).includes('"path":"/args/0/head/first"'));
  const { args } = revived(input);
  const [{ head }, [[[again]]]] = args as [{ head: typeof wide }, [[[object]]]];
  assert.equal(head.first, again);
  assert.equal(head.second.third, again);
});

test('CallCapture.input() names the first 20 values that cannot come back', () => {
  const why = capture([{ 'a/b': [() => {}], m: new Map([['k', () => {}]]) }, Symbol.iterator]).notReplayable;
  assert.deepEqual(why, ['/args/0/a~1b/0: function', '/args/0/m/entries/0/1: function']);
  const many = capture([Array.from({ length: 50 }, () => () => {})]).notReplayable;
  assert.equal(many.length, 20);
  assert.equal(many[19], '/args/0/19: function');
});

test('CallCapture.input() reads no more of a large object than the limits keep', () => {
  const value = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`k${index}`, index]));
  const head = '{"k0":0,"k1":1}';
  assert.equal(textOf(value, { limits: { maxItems: 2 } }), cut('items', `,"length":1000,"head":${head}`));
  const list = Array.from({ length: 1000 }, Number);
  list.length = 2 ** 31;
  assert.equal(
    textOf(list, { limits: { maxItems: 2 } }),
    cut(
      'items',
      `,"length":${2 ** 31},"head":[null,null]`.replaceAll('null', '{"$":"number","value":"NaN"}'),
    ),
  );
});
