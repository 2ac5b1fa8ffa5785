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

  it('leaves Error.prepareStackTrace as it was', () => {
    const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
    readStack(new Error('x'));
    assert.deepEqual(Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace'), before);
  });
});
