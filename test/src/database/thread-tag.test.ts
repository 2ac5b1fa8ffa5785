import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { load } from 'callmonitor';
import { runProgram } from '../../run-program.js';
import { temporaryFolder } from '../handlers/temporary-folder.js';
import { assertViewShowsLog } from './recorded-files.js';

const LAUNCHED: ReadonlyArray<[env: Record<string, string>, name: string]> = [
  [{ OMPI_COMM_WORLD_RANK: '2', OMPI_COMM_WORLD_SIZE: '4' }, 'call-monitor-tid=2'],
  [{ OMPI_COMM_WORLD_RANK: '0', OMPI_COMM_WORLD_SIZE: '4' }, 'call-monitor-tid=0'],
  [{ OMPI_COMM_WORLD_RANK: '0', OMPI_COMM_WORLD_SIZE: '1' }, 'call-monitor'],
  [{ OMPI_COMM_WORLD_RANK: '0', OMPI_COMM_WORLD_SIZE: '1', PMIX_RANK: '0' }, 'call-monitor'],
  [{ PMI_RANK: '1', PMI_SIZE: '2' }, 'call-monitor-tid=1'],
  [{ PMIX_RANK: '3' }, 'call-monitor-tid=3'],
  [{ PMIX_RANK: '0', SLURM_PROCID: '0', SLURM_NTASKS: '1' }, 'call-monitor'],
  [{ SLURM_PROCID: '5', SLURM_NTASKS: '8' }, 'call-monitor-tid=5'],
  [{ SLURM_PROCID: '../x', SLURM_NTASKS: '8' }, 'call-monitor'],
];

describe('findThreadTag() finds the rank in', () => {
  for (const [env, name] of LAUNCHED) {
    test(JSON.stringify(env), async (t) => {
      const cwd = temporaryFolder(t);
      await runProgram('ending', { cwd, args: ['by itself'], env });
      assert.deepEqual(readdirSync(cwd), [name]);
    });
  }
});

const THREADS: ReadonlyArray<[way: string, databases: readonly string[], printed: string]> = [
  ['by itself', ['call-monitor', 'call-monitor-tid=1'], 'exit 0\n'],
  ['process.exit', ['call-monitor', 'call-monitor-tid=1'], 'exit 3\n'],
  ['an uncaught error', ['call-monitor', 'call-monitor-tid=1'], 'error in a worker\nexit 1\n'],
  ['a name of its own', ['call-monitor', 'call-monitor-tid=solver-a'], 'exit 0\n'],
  ['a worker of its own', ['call-monitor', 'call-monitor-tid=1', 'call-monitor-tid=2'], 'exit 0\nexit 0\n'],
];

describe('worker threads have databases of their own, which are closed when a worker ends by', () => {
  for (const [way, databases, printed] of THREADS) {
    test(way, async (t) => {
      const cwd = temporaryFolder(t);
      const env = { CALLMONITOR_DURABILITY: 'batch', CALLMONITOR_FLUSH_INTERVAL_MS: '60000' };
      const { stdout, stderr } = await runProgram('threads', { cwd, args: [way], env });
      assert.deepEqual([stdout, stderr], [printed, '']);
      for (const name of readdirSync(cwd)) assertClosed(join(cwd, name));
      // The thread that builds the view has an id, too: which the later ones get depends on when it starts.
      const packed = temporaryFolder(t);
      await runProgram('threads', { cwd: packed, args: [way], env: { CALLMONITOR_LAYOUT: 'packed' } });
      assert.deepEqual(readdirSync(packed), databases);
      assert.equal(readdirSync(cwd).length, databases.length);
    });
  }
});

test('cluster workers are told apart by their ids, and closed when they are killed', async (t) => {
  const cwd = temporaryFolder(t);
  const { stdout } = await runProgram('cluster', { cwd });
  assert.equal(stdout, 'exit null SIGTERM\n');
  const recorded = readdirSync(cwd).map((name) => [name, load(join(cwd, name)).get('solve', 1).args[0]]);
  assert.deepEqual(recorded, [
    ['call-monitor', 'primary'],
    ['call-monitor-tid=1', 'worker 1'],
    ['call-monitor-tid=2', 'worker 2'],
  ]);
  for (const name of readdirSync(cwd)) assertClosed(join(cwd, name));
});

function assertClosed(root: string): void {
  const db = load(root);
  assert.equal(db.closed, 'well');
  assert.equal(db.call('solve', 1).status, 'ok');
  assertViewShowsLog(root);
}
