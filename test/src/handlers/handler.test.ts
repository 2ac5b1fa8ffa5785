import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Handler, loadHandled } from '../../../src/handlers/handler.js';
import { Matrix, MatrixHandler } from './matrix-handler.js';
import { temporaryFolder } from './temporary-folder.js';

test('Handler has data that may be replaced, a target, and nothing to do at the end', () => {
  const handler = new MatrixHandler(new Matrix([[1]]), 'n');

  handler.data = new Matrix([[2]]);

  assert.deepEqual(handler.data.rows, [[2]]);
  assert.equal(handler.target, 'n');
  assert.equal(MatrixHandler.accumulatorDone(), undefined);
  assert.equal(Handler.accumulatorDone(), undefined);
});

test('loadHandled() gives what the handler loads', (t) => {
  const folder = temporaryFolder(t);
  const matrix = new Matrix([
    [1, 2],
    [3, 4],
  ]);
  new MatrixHandler(matrix, '0.mesh').save(folder);

  assert.deepEqual(loadHandled(MatrixHandler, '0.mesh', folder), matrix);
});
