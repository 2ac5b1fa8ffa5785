import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { NotCaptured } from '../../../src/model/not-captured.js';

test('NotCaptured reads the same alone and nested', () => {
  const cut = new NotCaptured('truncated', 'items', { length: 9, head: [1] });
  assert.equal(String(cut), '<not captured: truncated items>');
  assert.equal(inspect(cut), '<not captured: truncated items>');
  assert.equal(inspect({ list: [cut] }), '{ list: [ <not captured: truncated items> ] }');
});

test('NotCaptured prints no commands for a terminal', () => {
  const hostile = new NotCaptured('opaque', 'Evil\u001b[31m\n\u009b2J');
  assert.equal(inspect(hostile), '<not captured: opaque Evil\\u001b[31m\\n\\u009b2J>');
});
