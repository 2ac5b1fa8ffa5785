import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createProgram } from '../../../src/cli/program.js';
import { PLAIN_TERMINAL } from './plain-terminal.js';
import { CLI, recordedFolder, runCli, runHere } from './run-cli.js';

/** All but those that record. */
const COMMANDS = (await namesIn()).filter((name) => name !== 'run' && name !== 'init');
const folder = recordedFolder();

test('callmonitor --version prints the version of the package', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'));
  assert.deepEqual(pick(runCli(folder, ['--version'])), { status: 0, stdout: `${version}\n`, stderr: '' });
});

for (const words of [['--help'], ['help', 'show'], ...COMMANDS.flatMap((name) => [[name, '--help']])]) {
  test(`callmonitor ${words.join(' ')} prints usage with examples, in 80 columns`, async () => {
    const { status, stdout, stderr } = await runHere(words);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    assert.match(stdout, /^Usage: callmonitor.*\nExamples:\n {2}(source <\()?callmonitor /s);
    assert.deepEqual(
      stdout.split('\n').filter((line) => line.length > 80),
      [],
    );
  });
}

test('callmonitor suggests the command or option that was meant', () => {
  const command = runCli(folder, ['sho']);
  assert.deepEqual([command.status, command.stdout], [2, '']);
  assert.match(command.stderr, /unknown command 'sho'\n\(Did you mean show\?\)/);
  assert.match(
    runCli(folder, ['stats', '--jsno']).stderr,
    /unknown option '--jsno'\n\(Did you mean --json\?\)/,
  );
});

for (const words of [
  ['stats', 'no-such'],
  ['stats', '/proc/self/mem'],
  ['stats', '--sort', 'x'],
  ['tail', 'no*such'],
  ['grep'],
  ['grep', 'x=1', 'no-such'],
  ['grep', 'x=1', '-m', '0'],
]) {
  test(`callmonitor ${words.join(' ')} ends with 2 and a message without a stack`, () => {
    const { status, stdout, stderr } = runCli(folder, words);
    assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
    assert.match(stderr, /^error: /);
    assert.doesNotMatch(stderr, /\n {4}at /);
  });
}

test('callmonitor ends quietly when its reader goes away', { skip: process.platform === 'win32' }, () => {
  const pipeline = `"${process.execPath}" "${CLI}" show smooth 1 --json | true; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', pipeline], { cwd: folder, encoding: 'utf8' });
  assert.deepEqual({ stdout, stderr }, { stdout: '0\n', stderr: '' });
});

test('callmonitor loads the command that is meant without the others, unless it is to tell of them', async () => {
  for (const name of COMMANDS.filter((each) => each !== 'complete'))
    assert.deepEqual(await namesIn(name), [name]);
  for (const word of ['complete', 'help', 'sho', '--help'])
    assert.deepEqual(await namesIn(word), await namesIn());
});

async function namesIn(word?: string): Promise<string[]> {
  const session = { terminal: PLAIN_TERMINAL, hasFoundDamage: false, hasFoundNothing: false };
  return (await createProgram(session, word)).commands.map((command) => command.name());
}

function pick({ status, stdout, stderr }: ReturnType<typeof runCli>): object {
  return { status, stdout, stderr };
}
