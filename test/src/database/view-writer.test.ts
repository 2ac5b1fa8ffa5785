import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { OwnDirectory } from '../../../src/database/own-directory.js';
import type { ViewFile } from '../../../src/database/view-builder.js';
import { missingFilesOf } from '../../../src/database/view-writer.js';
import { temporaryFolder } from '../handlers/temporary-folder.js';

const INPUT: ViewFile = {
  dir: 'solve',
  invocation: 1,
  name: 'input_descriptor.json',
  line: Buffer.from('{"kind":"input"}\n'),
};
const OUTPUT: ViewFile = {
  ...INPUT,
  name: 'output_descriptor.json',
  line: Buffer.from('{"kind":"output"}\n'),
};
const FUNCTION: ViewFile = { ...INPUT, invocation: undefined, name: 'function.json' };

for (const [order, files] of [
  ['in the order of the log', [FUNCTION, INPUT, OUTPUT]],
  ['an input first', [INPUT, OUTPUT, FUNCTION]],
  ['an output alone', [OUTPUT]],
] as const) {
  test(`missingFilesOf() makes folders as they are needed: ${order}`, (t) => {
    const { root, put } = writerInto(t);
    for (const file of files) put(file);
    for (const { invocation, name, line } of files) {
      const folder = invocation === undefined ? join(root, 'solve') : join(root, 'solve', String(invocation));
      assert.deepEqual(readFileSync(join(folder, name)), line);
    }
  });
}

for (const [how, asksFirst] of [
  ['having looked', true],
  ['having been told', false],
] as const) {
  test(`missingFilesOf() leaves what is there, and goes into a folder that has files, ${how}`, (t) => {
    const { root, put } = writerInto(t, asksFirst);
    mkdirSync(join(root, 'solve', '1'), { recursive: true });
    writeFileSync(join(root, 'solve', '1', 'output_descriptor.json'), 'there');
    put(INPUT);
    put(OUTPUT);
    assert.equal(readFileSync(join(root, 'solve', '1', 'output_descriptor.json'), 'utf8'), 'there');
  });
}

test('missingFilesOf() makes nothing where the database was removed', (t) => {
  const { root, put } = writerInto(t);
  rmSync(root, { recursive: true });
  for (const file of [FUNCTION, INPUT, OUTPUT]) assert.throws(() => put(file), { code: 'ENOENT' });
  assert.equal(existsSync(root), false);
});

test('missingFilesOf() writes nothing into a folder that a link leads to in its place', (t) => {
  const { root, put } = writerInto(t);
  const other = `${root}.other`;
  mkdirSync(other);
  renameSync(root, `${root}.old`);
  symlinkSync(other, root);
  for (const file of [FUNCTION, INPUT, OUTPUT]) {
    try {
      put(file);
    } catch {} // where what was moved cannot be followed
  }
  assert.deepEqual(readdirSync(other), []);
});

function writerInto(t: TestContext, asksFirst?: boolean) {
  const root = join(temporaryFolder(t), 'call-monitor');
  mkdirSync(root);
  const directory = new OwnDirectory(root);
  t.after(() => directory.close());
  return { root, put: missingFilesOf(directory, asksFirst) };
}
