import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Handler, type HandlerClass } from '../../../src/handlers/handler.js';
import { HandlerSidecar } from '../../../src/handlers/handler-sidecar.js';
import { DestinationNotFreeError } from '../../../src/model/errors.js';
import { Matrix, MatrixHandler } from './matrix-handler.js';
import { temporaryFolder } from './temporary-folder.js';

/** Has what is staged in this test stand in a folder of its own, which is returned. */
function stageIn(t: TestContext): string {
  const before = process.env['TMPDIR'];
  const folder = temporaryFolder(t);
  process.env['TMPDIR'] = folder;
  t.after(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
  return folder;
}

function matrixSidecar(matrix = new Matrix([[1, 2]])): HandlerSidecar {
  return sidecarOf(new MatrixHandler(matrix, '1'), MatrixHandler);
}

const errors: unknown[] = [];

function sidecarOf(handler: Handler<unknown>, handlerClass: HandlerClass): HandlerSidecar {
  errors.length = 0;
  return new HandlerSidecar({
    handler,
    handlerClass,
    pointer: '/args/1',
    onError: (error) => errors.push(error),
  });
}

function assertGivenUp(sidecar: HandlerSidecar): void {
  assert.equal(sidecar.failure, '/args/1: handler');
  assert.equal(sidecar.descriptor(false), `{"$":"opaque","class":"${sidecar.handlerClass.name}"}`);
  assert.equal(errors.length, 1);
}

test('HandlerSidecar.descriptor() names the handler and the target', () => {
  const sidecar = sidecarOf(new MatrixHandler(new Matrix([]), 'a"b'), MatrixHandler);

  assert.equal(sidecar.descriptor(false), '{"$":"handler","handler":"MatrixHandler","target":"a\\"b"}');
  assert.equal(sidecar.descriptor(true), sidecar.descriptor(false));
  assert.equal(sidecar.byteLength, 0);
});

test('HandlerSidecar.save() has the handler write into the folder, whose files are private then', (t) => {
  const folder = temporaryFolder(t);

  matrixSidecar().save(folder);

  assert.equal(readFileSync(join(folder, 'arg_1.txt'), 'utf8'), '1 2');
  assert.equal(statSync(join(folder, 'arg_1.txt')).mode & 0o777, 0o600);
});

test('HandlerSidecar.hold() keeps the value as it was', (t) => {
  const folder = temporaryFolder(t);
  const staged = stageIn(t);
  const matrix = new Matrix([[1, 2]]);
  const sidecar = matrixSidecar(matrix);

  sidecar.hold();
  matrix.rows = [[3]];
  sidecar.hold();
  assert.equal(readdirSync(staged).length, 1);
  sidecar.save(folder);

  assert.equal(readFileSync(join(folder, 'arg_1.txt'), 'utf8'), '1 2');
  assert.equal(statSync(join(folder, 'arg_1.txt')).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(staged), []);
});

class FolderHandler extends MatrixHandler {
  override save(folder: string): void {
    mkdirSync(join(folder, 'parts'));
    super.save(join(folder, 'parts'));
  }
}

const otherDevice = '/dev/shm';
const hasOtherDevice = existsSync(otherDevice) && statSync(otherDevice).dev !== statSync('/tmp').dev;

test('HandlerSidecar.save() moves held files to another device', { skip: !hasOtherDevice }, (t) => {
  const folder = mkdtempSync(join(otherDevice, 'callmonitor-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const staged = stageIn(t);
  const sidecar = sidecarOf(new FolderHandler(new Matrix([[1, 2]]), '1'), FolderHandler);

  sidecar.hold();
  sidecar.save(folder);

  assert.equal(readFileSync(join(folder, 'parts', 'arg_1.txt'), 'utf8'), '1 2');
  assert.deepEqual(readdirSync(staged), []);
});

test('HandlerSidecar.save() overwrites nothing with held files', (t) => {
  const folder = temporaryFolder(t);
  stageIn(t);
  writeFileSync(join(folder, 'arg_1.txt'), 'mine');
  const sidecar = matrixSidecar();
  sidecar.hold();

  sidecar.save(folder);

  assertGivenUp(sidecar);
  assert.ok(errors[0] instanceof DestinationNotFreeError);
  assert.equal(readFileSync(join(folder, 'arg_1.txt'), 'utf8'), 'mine');
});

class BrokenHandler extends MatrixHandler {
  override save(folder: string): void {
    super.save(folder);
    throw new Error('broken');
  }
}

class AsyncHandler extends Handler<object> {
  async save(): Promise<void> {
    throw new Error('too late');
  }
  load(): void {}
}

test('HandlerSidecar.hold() leaves nothing of a handler that throws', (t) => {
  const staged = stageIn(t);
  const sidecar = sidecarOf(new BrokenHandler(new Matrix([]), '1'), BrokenHandler);

  sidecar.hold();

  assertGivenUp(sidecar);
  assert.deepEqual(readdirSync(staged), []);
});

test('HandlerSidecar.save() gives up the value of a handler that throws, and does not ask it again', (t) => {
  const sidecar = sidecarOf(new BrokenHandler(new Matrix([]), '1'), BrokenHandler);

  sidecar.save(temporaryFolder(t));
  sidecar.save(temporaryFolder(t));

  assertGivenUp(sidecar);
});

test('HandlerSidecar.save() refuses an asynchronous handler', (t) => {
  const sidecar = sidecarOf(new AsyncHandler({}, '1'), AsyncHandler);

  sidecar.save(temporaryFolder(t));

  assertGivenUp(sidecar);
  assert.match(String(errors[0]), /TypeError: .*AsyncHandler.save .* a promise/);
});

test('HandlerSidecar.hold() leaves nothing behind at exit, and no listener when all is moved', (t) => {
  const folder = temporaryFolder(t);
  const staged = stageIn(t);
  const script = `
    import { HandlerSidecar } from '${new URL('../../../src/handlers/handler-sidecar.js', import.meta.url)}';
    import { Matrix, MatrixHandler } from '${new URL('./matrix-handler.js', import.meta.url)}';
    const parts = { handlerClass: MatrixHandler, pointer: '/args/1', onError: console.error };
    const sidecar = () => new HandlerSidecar({ handler: new MatrixHandler(new Matrix([[1]]), '1'), ...parts });
    const before = process.listenerCount('exit');
    const moved = sidecar();
    moved.hold();
    moved.save(${JSON.stringify(folder)});
    const after = process.listenerCount('exit');
    const kept = [sidecar(), sidecar()];
    for (const one of kept) one.hold();
    console.log(after - before, process.listenerCount('exit') - before);
    process.exit(0);`;

  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });

  assert.equal(output, '0 1\n');
  assert.deepEqual(readdirSync(staged), []);
});
