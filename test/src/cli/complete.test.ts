import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { load } from '../../../src/index.js';
import { temporaryFolder } from '../database/reading-fixture.js';
import { CLI, recordedFolder, runHere, runIn } from './run-cli.js';

const folder = recordedFolder();

/** What completes words, and the values, without their meanings; some of them where `…` ends the list. */
const WORDS: ReadonlyArray<readonly [words: readonly string[], values: readonly string[]]> = [
  [[''], ['run', 'init', 'ls', 'show', 'tree', '…']],
  [['sho'], ['show']],
  [['help', 'ta'], ['tail']],
  [
    ['show', 's'],
    ['solve', 'smooth'],
  ],
  [
    ['show', 'solve', ''],
    ['1', '2'],
  ],
  [
    ['show', 'solve/'],
    ['solve/1', 'solve/2'],
  ],
  [['show', 'solve', '1', ''], ['call-monitor']],
  [
    ['ls', '--'],
    ['--json', '--help'],
  ],
  [
    ['stats', '--sort', 'p'],
    ['p50', 'p95'],
  ],
  [
    ['stats', '--sort=p'],
    ['--sort=p50', '--sort=p95'],
  ],
  [
    ['stats', '--sort', '=', 'p'],
    ['p50', 'p95'],
  ],
  [['stats', '--sort', 'p50', 'call'], ['call-monitor']],
  [['tail', '--function', 'so'], ['solve']],
  [['grep', 'dur'], ['duration=']],
  [['grep', 'x=3', 'call-monitor', 'call'], ['call-monitor']],
  [['complete', 'z'], ['zsh']],
  [['compare', 'call-monitor', 'c'], ['call-monitor']],
  [
    ['diff', 'solve/1', 'solve/'],
    ['solve/1', 'solve/2'],
  ],
  [['nothing', ''], []],
  [['ls', 'no-such'], []],
];

process.chdir(folder); // what is completed is what stands there

for (const [words, values] of WORDS) {
  test(`complete --words -- ${words.join(' ')} gives ${values.join(' ')}`, async () => {
    const { status, stdout, stderr } = await runHere(['complete', '--words', '--', ...words]);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    const given = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t')[0]);
    if (values.at(-1) === '…') assert.deepEqual(given.slice(0, values.length - 1), values.slice(0, -1));
    else
      assert.deepEqual(
        given.filter((value) => value !== '-h'),
        values,
      );
  });
}

test('complete gives the ids of traces', async () => {
  const ids = [...load('call-monitor').traceIds()];
  for (const words of [
    ['trace', ''],
    ['export', '--trace', ''],
  ]) {
    const { stdout } = await runHere(['complete', '--words', '--', ...words]);
    assert.deepEqual(stdout.match(/^\w{32}(?=\t|$)/gm), ids);
  }
});

test('complete finds functions in the log of a database that was not closed', async () => {
  const killed = recordedFolder({}, ['--kill']);
  assert.match(
    (await runIn(killed, ['complete', '--words', '--', 'show', 'sol'])).stdout,
    /^solve\t2 calls$/m,
  );
});

test('complete gives nothing where there is no database', async () => {
  const { status, stdout, stderr } = await runIn(temporaryFolder(), [
    'complete',
    '--words',
    '--',
    'show',
    '',
  ]);
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: '', stderr: '' });
});

test('complete prints a script for each shell, and refuses another', async () => {
  for (const shell of ['bash', 'zsh', 'fish', 'powershell'])
    assert.match((await runIn(folder, ['complete', shell])).stdout, /callmonitor complete --words /);
  for (const words of [['complete'], ['completion', 'tcsh']]) {
    const { status, stderr } = await runIn(folder, words);
    assert.equal(status, 2);
    assert.match(stderr, /^error: Expected one shell of bash, zsh, fish, powershell, got /);
  }
});

test('the script for bash completes words, and may be read twice', {
  skip: process.platform === 'win32',
}, () => {
  const bin = mkdtempSync(join(tmpdir(), 'callmonitor-bin-'));
  after(() => rmSync(bin, { recursive: true, force: true }));
  writeFileSync(join(bin, 'callmonitor'), `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`);
  chmodSync(join(bin, 'callmonitor'), 0o755);
  const script = `
    source <(callmonitor complete bash); source <(callmonitor complete bash)
    COMP_WORDS=(callmonitor show so); COMP_CWORD=2; _callmonitor; echo "\${COMPREPLY[*]}"
    COMP_WORDS=(callmonitor stats ""); COMP_CWORD=2; _callmonitor; echo "\${COMPREPLY[*]}"
    COMP_WORDS=(callmonitor ls no-such); COMP_CWORD=2; _callmonitor; echo "\${#COMPREPLY[@]}"`;
  const env = { PATH: `${bin}${delimiter}${process.env['PATH']}` };
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  assert.deepEqual({ stdout, stderr }, { stdout: 'solve\ncall-monitor\n0\n', stderr: '' });
});
