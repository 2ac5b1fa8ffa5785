import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonOf } from '../../../src/model/json-of.js';

const DEPTH = 20_000;

function nested(wrap: (inner: unknown) => unknown, innermost: unknown): unknown {
  let value = innermost;
  for (let depth = 0; depth < DEPTH; depth++) value = wrap(value);
  return value;
}

test('jsonOf writes objects and arrays that are nested twenty thousand deep', () => {
  const innermost = { a: [1, null, 'x"', true], b: undefined, c: {}, __proto__: null };
  const text = '{"a":[1,null,"x\\"",true],"c":{}}';
  assert.equal(
    jsonOf(nested((inner) => ({ n: inner, m: 1 }), innermost)),
    `${'{"n":'.repeat(DEPTH)}${text}${',"m":1}'.repeat(DEPTH)}`,
  );
  assert.equal(
    jsonOf(
      nested((inner) => [undefined, inner], innermost),
      undefined,
      2,
    ),
    `${'[null,'.repeat(DEPTH)}${text}${']'.repeat(DEPTH)}`,
  );
});

test('jsonOf replaces values at any depth', () => {
  const value = nested((inner) => ({ n: inner, stack: 'here' }), 1);
  const text = jsonOf(value, (key, each) => (key === 'stack' ? undefined : each));
  assert.equal(text, `${'{"n":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`);
});

test('jsonOf of what is not so deep is what JSON.stringify gives', () => {
  const value = { a: [1, { b: undefined }], c: 'd' };
  assert.equal(jsonOf(value, undefined, 2), JSON.stringify(value, null, 2));
});
