import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readStack } from '../../../src/capture/error-data.js';

describe('readStack()', () => {
  it('leaves it to the program when its text is made', () => {
    const error = new Error('first');
    assert.match(String(readStack(error)), /^Error: first\n +at /);
    error.message = 'then';
    assert.match(String(readStack(error)), /^Error: then\n +at /);
    error.message = 'at last';
    assert.match(String(error.stack), /^Error: at last\n +at /);
    error.message = 'too late';
    assert.match(String(readStack(error)), /^Error: at last\n +at /);
  });

  it('leaves Error.prepareStackTrace as it was, whatever stands for Object.defineProperty', (t) => {
    const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
    const { defineProperty } = Object;
    let called = 0;
    t.after(() => defineProperty(Object, 'defineProperty', { value: defineProperty }));
    Object.defineProperty = (...given) => {
      called += String(new Error('a stack of the program').stack).length;
      return defineProperty(...given);
    };
    assert.match(String(readStack(new Error('x'))), /^Error: x\n +at /);
    assert.equal(called, 0);
    assert.deepEqual(Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace'), before);
  });

  it('leaves Error.prepareStackTrace as it was, and formats, whatever descriptors inherit', (t) => {
    const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
    t.after(() => Reflect.deleteProperty(Object.prototype, 'get'));
    Object.defineProperty(Object.prototype, 'get', { value: () => 'inherited', configurable: true });
    const text = String(readStack(new Error('x')));
    Reflect.deleteProperty(Object.prototype, 'get');
    assert.match(text, /^Error: x\n +at /);
    assert.deepEqual(Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace'), before);
  });

  it('leaves Error.prepareStackTrace as it was', () => {
    const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
    readStack(new Error('x'));
    assert.deepEqual(Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace'), before);
  });
});
