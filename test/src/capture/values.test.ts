import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Reviver } from '../../../src/capture/revive.js';
import { Registry } from '../../../src/handlers/registry.js';
import { assertRevived, CLASSES } from '../../assert-value.js';
import { VALUES } from '../../values.js';
import { capture, textOf } from './capturing.js';

for (const value of VALUES) {
  test(`CallCapture.input() writes down ${value.name}`, () => {
    const text = textOf(value.make());
    assert.equal(text.slice(0, value.text.length), value.text);
    if (!value.text.endsWith(',')) assert.equal(text.length, value.text.length);
    assert.equal(capture([value.make()]).notReplayable.length, value.kind === undefined ? 0 : 1);
  });

  test(`Reviver.revive() gives back what was captured of ${value.name}`, () => {
    const line = JSON.parse(`{"args":[${textOf(value.make())}]}`);
    const reviver = new Reviver(line, { folder: undefined, classes: CLASSES, registry: new Registry() });
    assertRevived((reviver.revive(line.args) as unknown[])[0], value);
  });

  test(`CallCapture.input() writes down ${value.name} deep inside of everything else as it does by itself`, () => {
    const inside = textOf({ list: [new Map([['key', new Set([{ value: value.make() }])]])] });
    const expected = `{"list":[{"$":"Map","entries":[["key",{"$":"Set","values":[{"value":${value.text}`;
    assert.equal(inside.slice(0, expected.length), expected);
  });
}
