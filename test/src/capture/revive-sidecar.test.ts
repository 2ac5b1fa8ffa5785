import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Reviver } from '../../../src/capture/revive.js';
import { Handler } from '../../../src/handlers/handler.js';
import { saveNpy } from '../../../src/handlers/npy.js';
import { Registry } from '../../../src/handlers/registry.js';
import { NotCaptured } from '../../../src/model/not-captured.js';

class Matrix {
  text = '';
}

class MatrixHandler extends Handler<Matrix> {
  save(): void {}

  load(folder: string): void {
    this.data = Object.assign(new Matrix(), {
      text: readFileSync(join(folder, `arg_${this.target}.txt`), 'utf8'),
    });
  }
}

const registry = new Registry();
registry.add(Matrix, MatrixHandler);

let root: string;
let folder: string;

before(() => {
  root = mkdtempSync(join(tmpdir(), 'callmonitor-revive-'));
  folder = join(root, 'call');
  mkdirSync(folder);
  writeFileSync(join(folder, 'arg_0.txt'), 'kept');
  saveNpy(join(folder, 'arg_0.npy'), new Float64Array([1, 2]));
  saveNpy(join(root, 'secret.npy'), new Float64Array([1, 2]));
});

after(() => rmSync(root, { recursive: true }));

function revive(descriptor: unknown, from: string = folder): unknown {
  const line = { args: [descriptor] };
  return new Reviver(line, { folder: from, classes: [], registry }).revive(descriptor);
}

function sidecar(file: unknown, shape = [2], dtype = '<f8'): object {
  return { $: 'ndarray', class: 'Float64Array', dtype, shape, file };
}

describe('Reviver reads sidecars', () => {
  it('from the folder of the call', () => {
    assert.deepStrictEqual(revive(sidecar('arg_0.npy')), new Float64Array([1, 2]));
  });

  it('with the handler that wrote them', () => {
    const value = revive({ $: 'handler', handler: 'MatrixHandler', target: '0' });
    assert.ok(value instanceof Matrix);
    assert.equal(value.text, 'kept');
  });
});

describe('Reviver refuses a sidecar', () => {
  it('that a link stands for', () => {
    const linked = mkdtempSync(join(root, 'linked-'));
    symlinkSync(join(root, 'secret.npy'), join(linked, 'arg_0.npy'));
    assertDamaged(revive(sidecar('arg_0.npy'), linked));
    symlinkSync(join(root, 'secret.npy'), join(linked, 'arg_0.txt'));
    assert.equal(
      (revive({ $: 'handler', handler: 'MatrixHandler', target: '0' }, linked) as NotCaptured).kind,
      'handler',
    );
  });

  it('of a handler, in a folder with a pipe, or with a link further in', () => {
    const handled = { $: 'handler', handler: 'MatrixHandler', target: '0' };
    const piped = mkdtempSync(join(root, 'piped-'));
    assert.equal(spawnSync('mkfifo', [join(piped, 'arg_0.txt')]).status, 0);
    const nested = mkdtempSync(join(root, 'nested-'));
    writeFileSync(join(nested, 'arg_0.txt'), 'kept');
    mkdirSync(join(nested, 'parts'));
    assert.ok(revive(handled, nested) instanceof Matrix);
    symlinkSync(join(root, 'secret.npy'), join(nested, 'parts', 'link'));
    for (const from of [piped, nested]) {
      const value = revive(handled, from);
      assert.ok(value instanceof NotCaptured);
      assert.match(value.reason, /is (a link|neither file nor folder)/);
    }
  });

  const names = [
    '../secret.npy',
    '..',
    '.',
    '',
    'a/../arg_0.npy',
    'a\\b',
    'C:x',
    'arg_0.npy\0',
    '/etc/passwd',
    7,
    null,
  ];
  for (const name of names) {
    it(`that is called ${JSON.stringify(name)}`, () => {
      assertDamaged(revive(sidecar(name)));
      const value = revive({ $: 'handler', handler: 'MatrixHandler', target: name });
      assert.ok(value instanceof NotCaptured);
      assert.match(value.reason, /expected a (file's name|string)/);
    });
  }

  it('that is missing, a folder, or no NPY file', () => {
    mkdirSync(join(folder, 'arg_1.npy'));
    writeFileSync(join(folder, 'arg_2.npy'), 'text');
    for (const name of ['arg_9.npy', 'arg_1.npy', 'arg_2.npy']) assertDamaged(revive(sidecar(name)));
  });

  it('that holds another array than the descriptor says', () => {
    assertDamaged(revive(sidecar('arg_0.npy', [1])));
    assertDamaged(revive(sidecar('arg_0.npy', [2], '<i8')));
  });

  it('whose handler throws', () => {
    const value = revive({ $: 'handler', handler: 'MatrixHandler', target: '9' });
    assert.ok(value instanceof NotCaptured);
    assert.match(value.reason, /MatrixHandler.*ENOENT/);
  });
});

function assertDamaged(value: unknown): void {
  assert.ok(value instanceof NotCaptured, String(value));
  assert.equal(value.kind, 'damaged');
}
