import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { loadAll } from 'callmonitor';
import { programFolder, recordedTexts } from '../../../instrumentations/intercepted-program.js';
import { CLI, runCli, runIn } from '../run-cli.js';

const SOLVER = `export function solve(x) { return refine(x) + 1; }
export const refine = (x) => x * 2;
`;
const INCLUDE = ['--include', './solver.mjs#*'];

describe('callmonitor run', () => {
  test('gives the command its streams and its exit code, and says on stderr what was recorded', () => {
    const folder = folderWith({
      'app.mjs': `import { solve } from './solver.mjs';
import { readFileSync } from 'node:fs';
console.log('in:', readFileSync(0, 'utf8'), solve(1));
console.error('to stderr');
process.exitCode = 3;`,
    });
    const { status, stdout, stderr } = run(folder, [...INCLUDE, '--', 'node', 'app.mjs'], 'from stdin');
    assert.deepEqual(
      { status, stdout, stderr },
      {
        status: 3,
        stdout: 'in: from stdin 3\n',
        stderr: 'to stderr\ncallmonitor: recorded 2 of 2 calls in call-monitor; no limit cut any\n',
      },
    );
    assert.deepEqual(recordedTexts(folder), ['solver.solve(1)', 'solver.refine(1)']);
  });

  test('says nothing with --quiet', () => {
    const folder = folderWith({ 'app.mjs': "import { solve } from './solver.mjs'; solve(1);" });
    assert.equal(run(folder, ['--quiet', ...INCLUDE, '--', 'node', 'app.mjs']).stderr, '');
    assert.equal(recordedTexts(folder).length, 2);
  });

  test('says with --json what was recorded', () => {
    const folder = folderWith({ 'app.mjs': "import { solve } from './solver.mjs'; solve(1);" });
    const { stderr } = run(folder, ['--json', ...INCLUDE, '--', 'node', 'app.mjs']);
    assert.deepEqual(JSON.parse(stderr), {
      calls: 2,
      functions: 2,
      databases: [{ root: join(folder, 'call-monitor'), recorded: 2, cut: 0 }],
      messages: [],
    });
  });

  test('includes and excludes more than one target, and records where it is told', () => {
    const folder = folderWith({
      'other.mjs': 'export const other = () => 1; export const left = () => 2;',
      'app.mjs': `import { solve } from './solver.mjs'; import { left, other } from './other.mjs';
solve(1); other(); left();`,
    });
    const options = ['-i', './solver.mjs#*', '-i', './other.mjs#*', '-x', '**#left', '-x', '**#refine'];
    const { stderr } = run(folder, [...options, '--root', 'out/db', '--', 'node', 'app.mjs']);
    assert.match(stderr, /recorded 2 of 2 calls in out\/db;/);
    assert.deepEqual(recordedTexts(join(folder, 'out')), ['solver.solve(1)', 'other.other()']);
  });

  test('cuts the calls of wildcards by the limits of a preview, unless they are to be full', () => {
    const folder = folderWith({
      'app.mjs': `import { solve } from './solver.mjs'; solve(1); solve('x'.repeat(5000)); solve(2); solve(3);`,
    });
    const cut = run(folder, ['-i', '**#solve', '--', 'node', 'app.mjs']);
    assert.match(cut.stderr, /recorded 4 of 4 calls in call-monitor; a limit cut 25 % of them\n$/);
    const full = run(folder, ['-i', '**#solve', '--limits', 'full', '--', 'node', 'app.mjs']);
    assert.match(full.stderr, /recorded 4 of 4 calls in call-monitor-1; no limit cut any\n$/);
    const preview = run(folder, ['-i', './solver.mjs#solve', '--limits=preview', '--', 'node', 'app.mjs']);
    assert.match(preview.stderr, /a limit cut 25 % of them\n$/);
  });

  test('thins the calls of wildcards as it is told', () => {
    const folder = folderWith({
      'app.mjs': "import { refine } from './solver.mjs'; for (let i = 0; i < 40; i++) refine(i);",
    });
    const thinned = run(folder, [...INCLUDE, '--thin', '10', '--', 'node', 'app.mjs']);
    assert.match(thinned.stderr, /recorded 13 of 40 calls/);
    const all = run(folder, [...INCLUDE, '--thin', 'off', '--', 'node', 'app.mjs'], '', {
      CALLMONITOR_THIN: '10',
    });
    assert.match(all.stderr, /recorded 40 of 40 calls/);
  });

  test('takes the file of settings that it is told, and that which it finds', () => {
    const folder = folderWith({
      'app.mjs': "import { solve } from './solver.mjs'; solve(1);",
      'package.json': '{ "callmonitor": { "include": ["./solver.mjs#solve"] } }',
      'other.json': '{ "include": ["./solver.mjs#refine"] }',
    });
    assert.match(run(folder, ['--', 'node', 'app.mjs']).stderr, /recorded 1 of 1 calls in call-monitor;/);
    run(folder, ['--config', 'other.json', '--', 'node', 'app.mjs']);
    assert.deepEqual(recordedTexts(folder), ['solver.solve(1)', 'solver.refine(1)']);
  });

  test('says which targets matched nothing in any of its processes', () => {
    const folder = folderWith({
      'child.mjs': "import { solve } from './solver.mjs'; solve(1);",
      'app.mjs': "import { execFileSync } from 'node:child_process'; execFileSync('node', ['child.mjs']);",
    });
    const options = ['-i', './solver.mjs#solve', '-i', './solver.mjs#rifine', '-i', './gone.mjs#f'];
    assert.deepEqual(run(folder, [...options, '--', 'node', 'app.mjs']).stderr.split('\n'), [
      'callmonitor: the target ./solver.mjs#rifine matched no function of the modules that it names (refine, solve)',
      'callmonitor: the target ./gone.mjs#f matched nothing: no such module was loaded',
      'callmonitor: recorded 1 of 1 calls in call-monitor; no limit cut any',
      '',
    ]);
  });

  test('ends as a shell would where the command cannot be started', () => {
    const folder = folderWith({ 'not-executable': '' });
    chmodSync(join(folder, 'not-executable'), 0o644);
    const missing = run(folder, [...INCLUDE, '--', 'no-such-command-here']);
    assert.equal(missing.status, 127);
    assert.match(missing.stderr, /no-such-command-here could not be run/);
    assert.equal(run(folder, [...INCLUDE, '--', './not-executable']).status, 126);
  });

  const WRONG_USES = [
    { words: ['--', 'node', 'app.mjs'], says: /Expected a target, got none: --include/ },
    { words: INCLUDE, says: /missing required argument 'command'/ },
    { words: [...INCLUDE, '--thin', 'some', '--', 'node'], says: /--thin/ },
    { words: [...INCLUDE, '--limits', 'none', '--', 'node'], says: /Expected 'full', 'preview'/ },
    { words: [...INCLUDE, '--durability', 'x', '--', 'node'], says: /--durability/ },
    { words: ['--include', 'solver', '--', 'node', 'app.mjs'], says: /Expected <module>#<function>/ },
    { words: ['--unknown', '--', 'node'], says: /unknown option '--unknown'/ },
    {
      words: ['--config', 'no.json', ...INCLUDE, '--', 'node'],
      says: /for --config, found none at .*no\.json/,
    },
  ];
  for (const { words, says } of WRONG_USES) {
    test(`run ${words.join(' ')} is wrong use`, async () => {
      const { status, stdout, stderr } = await runIn(folderWith({}), ['run', ...words]);
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(stderr, says);
    });
  }

  const COMMANDS = [
    ['sh', '-c', 'node app.mjs && node app.mjs'],
    ['npm', 'run', '--silent', 'twice'],
    ['npm', 'exec', '--offline', '--', 'node', 'app.mjs', 'twice'],
    ['./twice'],
  ];
  for (const command of COMMANDS) {
    test(`records in what ${command[0]} ${command[1] ?? ''} starts`, () => {
      const folder = folderWith({
        'app.mjs': `import { solve } from './solver.mjs';
solve(1); if (process.argv[2]) solve(2);`,
        'package.json': '{ "scripts": { "twice": "node app.mjs && node app.mjs" } }',
        twice: '#!/usr/bin/env node\nimport("./app.mjs").then(() => import("./app.mjs?2"));\n',
      });
      chmodSync(join(folder, 'twice'), 0o755);
      const { status, stderr } = run(folder, [...INCLUDE, '--', ...command]);
      assert.equal(status, 0, stderr);
      assert.match(
        stderr,
        /^(?:npm warn .*\n)?callmonitor: recorded 4 of 4 calls in call-monitor(?: and 1 more)?; no limit cut any\n$/,
      );
    });
  }

  test('records each of several processes and threads into a database of its own', () => {
    const folder = folderWith({
      'part.mjs':
        "import { solve } from './solver.mjs'; solve(Number(process.argv[2] ?? 0)); process.disconnect?.();",
      'app.mjs': `import { execFileSync, fork } from 'node:child_process';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { solve } from './solver.mjs';
solve(1);
await once(new Worker('./part.mjs', { argv: ['2'] }), 'exit');
await once(fork('./part.mjs', ['3']), 'exit');
execFileSync('node', ['part.mjs', '4']);
cluster.setupPrimary({ exec: 'part.mjs', args: ['5'] });
await once(cluster.fork(), 'exit');`,
    });
    const { status, stderr } = run(folder, ['-i', './solver.mjs#solve', '--', 'node', 'app.mjs']);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /recorded 5 of 5 calls in \S+ and 4 more; no limit cut any\n$/);
    const arguments_ = loadAll(folder).map((db) => db.get('solver.solve', 1).args[0]);
    assert.deepEqual(arguments_.sort(), [1, 2, 3, 4, 5]);
  });

  test('leaves a recursion all of its depth', () => {
    const folder = folderWith({
      'app.cjs': `function depth(n) { try { return depth(n + 1); } catch { return n; } }
console.log(depth(0));`,
    });
    const bare = Number(run(folder, ['-i', './none.cjs#f', '-q', '--', 'sh', '-c', 'node app.cjs']).stdout);
    const options = ['-i', './app.cjs#depth', '--layout', 'packed', '-q'];
    const { stdout } = run(folder, [...options, '--', 'node', 'app.cjs']);
    assert.ok(Number(stdout) >= bare, `${stdout.trim()} of ${bare} levels`);
  });

  test('gives back all that it needed for itself', () => {
    const folder = folderWith({ 'app.mjs': "process.kill(process.pid, 'SIGKILL')" });
    const env = { TMPDIR: folder };
    run(folder, [...INCLUDE, '--', 'node', 'app.mjs'], '', env);
    run(folder, [...INCLUDE, '--', 'no-such-command-here'], '', env);
    assert.deepEqual(readdirSync(folder).sort(), ['app.mjs', 'solver.mjs']);
  });
});

const WAITING = `import { solve } from './solver.mjs';
solve(1);
const how = process.argv[2];
if (how === 'handles') for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(7));
console.log('ready');
setInterval(() => {}, 1000);`;

describe('callmonitor run, on signals', () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    test(`hands ${signal} on to the command, and ends as it does`, async () => {
      const folder = folderWith({ 'app.mjs': WAITING });
      const ended = await signalled(folder, 'dies', (child) => child.kill(signal));
      assert.deepEqual([ended.code, ended.signal], [null, signal]);
      assert.match(ended.stderr, /recorded 2 of 2 calls in call-monitor/);
    });
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`leaves it to the command what ${signal} to the whole group does`, async () => {
      const folder = folderWith({ 'app.mjs': WAITING });
      const toGroup = (child: ChildProcess) => process.kill(-(child.pid ?? Number.NaN), signal);
      const ended = await signalled(folder, 'handles', toGroup);
      assert.deepEqual([ended.code, ended.signal], [7, null]);
      assert.match(ended.stderr, /recorded 2 of 2 calls in call-monitor/);
    });
  }

  test('tells what a command had recorded that was killed', () => {
    const folder = folderWith({
      'app.mjs': "import { solve } from './solver.mjs'; solve(1); process.kill(process.pid, 'SIGKILL');",
    });
    const { status, stderr } = run(folder, [...INCLUDE, '--', 'node', 'app.mjs']);
    assert.equal(status, null);
    assert.match(stderr, /recorded 2 of 2 calls in call-monitor/);
  });
});

function folderWith(files: Record<string, string>): string {
  return programFolder({ 'solver.mjs': SOLVER, ...files });
}

function run(folder: string, words: readonly string[], input = '', env: Record<string, string> = {}) {
  return runCli(folder, ['run', ...words], env, input);
}

/** Runs a program that waits, and once it is ready has it sent something. */
function signalled(folder: string, how: string, send: (child: ChildProcess) => void) {
  const words = [CLI, 'run', ...INCLUDE, '--', 'node', 'app.mjs', how];
  const child = spawn(process.execPath, words, {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  child.stdout.once('data', () => send(child));
  return new Promise<{ code: number | null; signal: string | null; stderr: string }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, stderr })),
  );
}
