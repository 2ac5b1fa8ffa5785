import assert from 'node:assert/strict';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { load, loadAll, loadCall } from '../../../src/database/load.js';
import { saveNpy } from '../../../src/handlers/npy.js';
import {
  DatabaseNotFoundError,
  IncompatibleVersionError,
  RecordNotFoundError,
} from '../../../src/model/errors.js';
import { NotCaptured } from '../../../src/model/not-captured.js';
import {
  functionLine,
  inputLine,
  outputLine,
  summaryOf,
  temporaryFolder,
  writeDatabase,
} from './reading-fixture.js';

const folder = temporaryFolder();

describe('load() opens', () => {
  const root = writeDatabase(join(folder, 'good'), [functionLine('solve'), inputLine('solve', 1)]);

  it('a path or a file: URL', () => {
    for (const path of [root, pathToFileURL(root)]) assert.deepEqual(load(path).get('solve', 1).args, [1]);
  });

  it('a root that is a link', () => {
    symlinkSync(root, join(folder, 'linked'));
    assert.deepEqual(load(join(folder, 'linked')).get('solve', 1).args, [1]);
  });

  it('a minor version that it does not know', () => {
    const newer = writeDatabase(
      join(folder, 'newer'),
      [{ kind: 'hologram', x: 1 }, inputLine('solve', 1)],
      summaryOf({ version: '1.7' }),
    );
    const db = load(newer);
    assert.equal(db.version, '1.7');
    assert.deepEqual(db.get('solve', 1).args, [1]);
    assert.equal(db.damaged, 0);
  });

  it('a database whose log is not there yet', () => {
    const early = join(folder, 'early');
    mkdirSync(early);
    writeFileSync(join(early, 'db.json'), JSON.stringify(summaryOf({ locked: false })));
    assert.equal(load(early).functions.size, 0);
  });

  it('db.json without reading the log', () => {
    const unread = writeDatabase(join(folder, 'unread'), []);
    mkdirSync(join(folder, 'elsewhere'));
    cpSync(join(unread, 'db.json'), join(folder, 'elsewhere', 'db.json'));
    symlinkSync('/dev/zero', join(folder, 'elsewhere', 'calls.ndjson'));
    const db = load(join(folder, 'elsewhere'));
    assert.equal(db.metadata.layout, 'folders');
    assert.throws(() => db.functions, RecordNotFoundError);
  });
});

describe('load() refuses', () => {
  it('a place without database, and says what is there', () => {
    writeDatabase(join(folder, 'around', 'call-monitor-2'), []);
    mkdirSync(join(folder, 'around', 'empty'));
    const cases: ReadonlyArray<readonly [string, RegExp]> = [
      ['nowhere', /Expected .*db\.json at .*nowhere, but there is nothing; there is .*call-monitor-2/],
      ['empty', /it is empty; there is .*call-monitor-2/],
      ['call-monitor-2/db.json', /it is a file/],
    ];
    for (const [name, message] of cases) {
      assert.throws(
        () => load(join(folder, 'around', name)),
        (error: Error) => {
          assert.ok(error instanceof DatabaseNotFoundError);
          assert.match(error.message, message);
          return true;
        },
      );
    }
  });

  it('another major version, and what is none', () => {
    for (const version of ['2.0', '0.9', '1', 'x', '1.0\n', 1, undefined, null, ['1.0']]) {
      const root = writeDatabase(join(folder, 'version'), [], summaryOf({ version }));
      assert.throws(() => load(root), IncompatibleVersionError, String(version));
    }
  });

  it('a db.json that is damaged, another format, or a link', () => {
    const root = writeDatabase(join(folder, 'broken'), []);
    for (const text of ['', '{"format":', '[]', 'null', '{"format":"other","version":"1.0"}']) {
      writeFileSync(join(root, 'db.json'), text);
      assert.throws(() => load(root), DatabaseNotFoundError, text);
    }
    mkdirSync(join(folder, 'trap'));
    symlinkSync(join(folder, 'good', 'db.json'), join(folder, 'trap', 'db.json'));
    assert.throws(() => load(join(folder, 'trap')), /found a link/);
  });

  it('a link that leads to itself, and a name that is too long', () => {
    mkdirSync(join(folder, 'circle'));
    symlinkSync('db.json', join(folder, 'circle', 'db.json'));
    symlinkSync('folder', join(folder, 'circle', 'folder'));
    for (const name of ['', 'folder', 'folder/1', 'x'.repeat(5000)]) {
      const path = join(folder, 'circle', name);
      assert.throws(() => load(path), DatabaseNotFoundError, name);
      assert.throws(() => loadAll(path), DatabaseNotFoundError, name);
      assert.throws(() => loadCall(path), RecordNotFoundError, name);
    }
  });

  it('what is no path', () => {
    for (const path of [undefined, '', 7]) assert.throws(() => load(path as unknown as string), TypeError);
  });
});

describe('loadAll() opens', () => {
  const parent = join(folder, 'several');
  for (const name of [
    'call-monitor',
    'call-monitor-2',
    'call-monitor-10',
    'call-monitor-tid=3',
    'call-monitor-tid=3-1',
    'call-monitor-old',
    'other',
  ]) {
    writeDatabase(join(parent, name), []);
  }
  const names = (databases: ReadonlyArray<{ root: string }>) =>
    databases.map(({ root }) => root.slice(parent.length + 1));
  const sisters = [
    'call-monitor',
    'call-monitor-2',
    'call-monitor-10',
    'call-monitor-tid=3',
    'call-monitor-tid=3-1',
  ];

  it('a base and its sisters in natural order', () => {
    assert.deepEqual(names(loadAll(join(parent, 'call-monitor'))), sisters);
  });

  it('the sisters of a base that is gone', () => {
    writeDatabase(join(parent, 'run-1'), []);
    assert.deepEqual(names(loadAll(join(parent, 'run'))), ['run-1']);
  });

  it('all in a directory', () => {
    assert.deepEqual(names(loadAll(pathToFileURL(parent))).slice(-3), [
      'call-monitor-tid=3-1',
      'other',
      'run-1',
    ]);
  });

  it('the paths of an array, each database once', () => {
    const paths = [join(parent, 'other'), join(parent, 'call-monitor'), join(parent, 'other')];
    assert.deepEqual(names(loadAll(paths)), ['other', ...sisters]);
  });

  it('nothing where there is nothing', () => {
    assert.throws(() => loadAll([join(parent, 'other'), join(parent, 'none')]), DatabaseNotFoundError);
  });
});

describe('loadCall() opens', () => {
  it('a folder that was copied out of its database, with its sidecars', () => {
    const call = join(folder, 'copied');
    mkdirSync(call);
    const array = { $: 'ndarray', class: 'Int32Array', dtype: '<i4', shape: [3], file: 'arg_0.npy' };
    writeFileSync(
      join(call, 'input_descriptor.json'),
      `${JSON.stringify(inputLine('solve', 9, { args: [array], kwargs: { n: 1 } }))}\n`,
    );
    writeFileSync(join(call, 'output_descriptor.json'), JSON.stringify(outputLine('solve', 9)));
    saveNpy(join(call, 'arg_0.npy'), new Int32Array([1, 2, 3]));
    const { args, arguments: all, result, location, path } = loadCall(call);
    assert.deepEqual(args, [new Int32Array([1, 2, 3])]);
    assert.deepEqual(all, [...args, { n: 1 }]);
    assert.deepEqual([result, location, path], [90, 'solve/9', call]);
    const { argspec, outputLine: line } = loadCall(call);
    assert.deepEqual([argspec.args, line], [[], outputLine('solve', 9)]);
  });

  it('a folder in its database, with the names of the parameters', () => {
    const call = join(folder, 'view', 'solve', '1');
    mkdirSync(call, { recursive: true });
    writeFileSync(join(call, '..', 'function.json'), JSON.stringify(functionLine('solve')));
    writeFileSync(join(call, 'input_descriptor.json'), JSON.stringify(inputLine('solve', 1)));
    assert.deepEqual({ ...loadCall(call).namedArguments }, { x: 1, y: 2 });
    assert.equal(loadCall(call).status, undefined);
  });

  it('no folder without a descriptor, with a damaged one, or with a link to one', () => {
    const call = join(folder, 'spoilt');
    mkdirSync(call);
    assert.throws(() => loadCall(call), /there is none/);
    writeFileSync(join(call, 'input_descriptor.json'), '{"kind":"input"}');
    assert.throws(() => loadCall(call), /it is damaged/);
    const linked = join(folder, 'linked-call');
    mkdirSync(linked);
    symlinkSync(join(folder, 'copied', 'input_descriptor.json'), join(linked, 'input_descriptor.json'));
    assert.throws(() => loadCall(linked), RecordNotFoundError);
  });
});

it('load() gives classes their prototype and leaves folders that are links alone', () => {
  class Order {}
  const order = { $: 'object', class: 'Order', props: { id: 1 } };
  const array = { $: 'ndarray', class: 'Int8Array', dtype: '|i1', shape: [1], file: 'arg_1.npy' };
  const root = writeDatabase(join(folder, 'linked-folder'), [
    functionLine('solve'),
    inputLine('solve', 1, { args: [order, array] }),
  ]);
  mkdirSync(join(folder, 'outside', '1'), { recursive: true });
  saveNpy(join(folder, 'outside', '1', 'arg_1.npy'), new Int8Array([7]));
  symlinkSync(join(folder, 'outside'), join(root, 'solve'));
  const { args } = load(root, { classes: [Order] }).get('solve', 1);
  assert.ok(args[0] instanceof Order);
  assert.ok(args[1] instanceof NotCaptured);
});
