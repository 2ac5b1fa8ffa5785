import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ndarray from 'ndarray';
import { binaryOf } from '../../../src/handlers/binary.js';
import { loadNpy } from '../../../src/handlers/npy.js';
import { NpySidecar } from '../../../src/handlers/npy-sidecar.js';
import { temporaryFolder } from './temporary-folder.js';

function sidecarOf(value: object, fileName = 'arg_1.npy'): NpySidecar {
  const array = binaryOf(value);
  assert.ok(array);
  return new NpySidecar(fileName, array);
}

test('NpySidecar.descriptor() names the file', () => {
  const sidecar = sidecarOf(new Float64Array(1000));

  const text = '{"$":"ndarray","class":"Float64Array","dtype":"<f8","shape":[1000],"file":"arg_1.npy"}';
  assert.equal(sidecar.descriptor(false), text);
  assert.equal(sidecar.byteLength, 8000);
});

test('NpySidecar.descriptor() carries the bytes in line', () => {
  const text = '{"$":"ndarray","class":"Buffer","dtype":"|u1","shape":[5],"base64":"Ynl0ZXM="}';

  assert.equal(sidecarOf(Buffer.from('bytes')).descriptor(true), text);
});

test('NpySidecar.descriptor() reads no property that the program gave to its buffer', () => {
  const elements = Uint8Array.of(1, 2, 3);
  Object.defineProperty(elements.buffer, 'byteLength', { get: () => assert.fail('was read') });

  const text = '{"$":"ndarray","class":"Uint8Array","dtype":"|u1","shape":[3],"base64":"AQID"}';
  assert.equal(sidecarOf(elements).descriptor(true), text);
});

test('NpySidecar.descriptor() carries a Fortran array in C order, held or not', () => {
  const sidecar = sidecarOf(ndarray(Uint8Array.of(1, 2, 3, 4, 5, 6), [3, 2]).transpose(1, 0));
  const base64 = Buffer.from([1, 3, 5, 2, 4, 6]).toString('base64');
  const text = `{"$":"ndarray","class":"ndarray","dtype":"|u1","shape":[2,3],"base64":"${base64}"}`;

  assert.equal(sidecar.descriptor(true), text);
  sidecar.hold();
  assert.equal(sidecar.descriptor(true), text);
});

test('NpySidecar.save() writes the present elements', (t) => {
  const folder = temporaryFolder(t);
  const elements = Int16Array.of(1, 2, 3);
  const sidecar = sidecarOf(elements.subarray(1));

  elements[2] = 4;
  sidecar.save(folder);

  assert.deepEqual(loadNpy(join(folder, 'arg_1.npy')).data, Int16Array.of(2, 4));
});

const HELD: [title: string, make: (elements: Int16Array) => object][] = [
  ['a typed array', (elements) => elements],
  ['a part of one', (elements) => elements.subarray(2)],
  ['an ndarray', (elements) => ndarray(elements, [2, 3])],
  ['a transposed ndarray', (elements) => ndarray(elements, [2, 3]).transpose(1, 0)],
  ['an ndarray with gaps', (elements) => ndarray(elements, [2, 3]).step(1, 2)],
];

for (const [title, make] of HELD) {
  test(`NpySidecar.hold() keeps ${title} as it was`, (t) => {
    const folder = temporaryFolder(t);
    const elements = Int16Array.of(1, 2, 3, 4, 5, 6);
    sidecarOf(make(elements), 'before.npy').save(folder);
    const sidecar = sidecarOf(make(elements));

    sidecar.hold();
    elements.fill(0);
    sidecar.hold();
    sidecar.save(folder);

    assert.deepEqual(loadNpy(join(folder, 'arg_1.npy')), loadNpy(join(folder, 'before.npy')));
  });
}

test('NpySidecar.save() overwrites nothing', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'arg_1.npy'), 'mine');

  assert.throws(() => sidecarOf(new Uint8Array(1)).save(folder), { code: 'EEXIST' });
  assert.deepEqual(readdirSync(folder), ['arg_1.npy']);
});
