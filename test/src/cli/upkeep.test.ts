import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesOf } from '../database/upkeep/upkeep-fixture.js';
import { damageLog, record, recordedFolder, runCli, runIn } from './run-cli.js';

test('verify says that all is well, with exit code 0', async () => {
  const { status, stdout, stderr } = await runIn(recordedFolder(), ['verify']);
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  assert.match(
    stdout,
    /^call-monitor\nstate +closed\nholds +8 calls of 7 functions, 1 unfinished\ndamage +none\n$/,
  );
});

test('verify lists what a killed program left, repair mends it, and verify is content', async () => {
  const folder = recordedFolder();
  rmSync(join(folder, 'call-monitor'), { recursive: true });
  await runIn(folder, ['ls']);
  recordKilled(folder);
  const found = await runIn(folder, ['verify']);
  assert.equal(found.status, 1);
  assert.match(found.stdout, /^view-missing +solve\/1\/input_descriptor.json +solve\/1 .*mends$/m);
  assert.match(found.stdout, /its writer is gone; 'callmonitor repair' closes it/);
  assert.equal((await runIn(folder, ['repair', '--dry-run'])).status, 0);
  assert.match((await runIn(folder, ['repair'])).stdout, /^view +\d+ files written from the log$/m);
  assert.match((await runIn(folder, ['repair'])).stdout, /^repair +nothing to do$/m);
  assert.equal((await runIn(folder, ['verify'])).status, 0);
});

function recordKilled(folder: string): void {
  try {
    record(folder, {}, ['--kill']);
  } catch {
    assert.fail('the program said something');
  }
}

test('verify --json has every finding with its place', async () => {
  const folder = recordedFolder();
  damageLog(join(folder, 'call-monitor'), '"args":[20]', '"args":[20');
  const { status, stdout } = await runIn(folder, ['verify', '--json']);
  const [{ damage, findings }] = JSON.parse(stdout).databases;
  const [{ kind, file, line, repair }] = findings;
  assert.deepEqual(
    { status, damage, kind, file, line, repair },
    { status: 1, damage: 1, kind: 'line', file: 'calls.ndjson', line: 2, repair: 'mends' },
  );
});

test('verify takes the folder of a call', async () => {
  const folder = recordedFolder();
  assert.equal((await runIn(folder, ['verify', 'call-monitor/smooth/1'])).status, 0);
  writeFileSync(join(folder, 'call-monitor/smooth/1/arg_0.npy'), 'no array');
  const { status, stdout } = await runIn(folder, ['verify', 'call-monitor/smooth/1']);
  assert.equal(status, 1);
  assert.match(stdout, /^sidecar +arg_0.npy/m);
});

test('verify and repair refuse what is no database, with exit code 2', async () => {
  const folder = recordedFolder();
  for (const command of ['verify', 'repair', 'pack', 'unpack']) {
    const { status, stderr } = await runIn(folder, [command, 'nothing']);
    assert.equal(status, 2);
    assert.match(stderr, /^error: Expected a call-monitor database/);
  }
});

test('pack and unpack take the view away and build it again', async () => {
  const folder = recordedFolder();
  const root = join(folder, 'call-monitor');
  const before = filesOf(root);
  assert.match((await runIn(folder, ['pack'])).stdout, /^call-monitor {2}8 calls, 22 files removed$/m);
  assert.equal(existsSync(join(root, 'solve')), false);
  assert.match((await runIn(folder, ['unpack'])).stdout, /^call-monitor {2}8 calls, 22 files written$/m);
  assert.deepEqual(filesOf(root), before);
});

test('prune shows what would go, asks for --yes where there is no terminal, and removes', async () => {
  const folder = recordedFolder();
  record(folder);
  const shown = await runIn(folder, ['prune', '--keep-last', '1', '--dry-run']);
  assert.match(shown.stdout, /call-monitor +8 .* remove +1 are newer$/m);
  const refused = runCli(folder, ['prune', '--keep-last', '1']);
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /Expected --yes/);
  assert.ok(existsSync(join(folder, 'call-monitor')));
  const done = await runIn(folder, ['prune', '--keep-last', '1', '--yes']);
  assert.deepEqual([done.status, done.stderr], [0, '']);
  assert.match(done.stdout, /^removed 1 database$/m);
  assert.deepEqual(
    ['call-monitor', 'call-monitor-1'].map((name) => existsSync(join(folder, name))),
    [false, true],
  );
});

test('prune wants to be told what is to go, in quantities that it knows', async () => {
  const folder = recordedFolder();
  assert.match(
    (await runIn(folder, ['prune'])).stderr,
    /--older-than, --keep-last, --max-size or --keep-calls/,
  );
  for (const words of [
    ['--older-than', 'soon'],
    ['--max-size', '2 apples'],
    ['--keep-last', '-1'],
    ['--keep-calls', '0'],
  ]) {
    assert.equal((await runIn(folder, ['prune', ...words])).status, 2, words.join(' '));
  }
});
