import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { load } from 'callmonitor';
import { type ProgramEnd, runProgram } from '../../run-program.js';
import { temporaryFolder } from '../handlers/temporary-folder.js';
import { assertViewShowsLog, logLines } from './recorded-files.js';

/** Nothing but the process's end has the lines written. */
const HELD_BACK = { CALLMONITOR_DURABILITY: 'batch', CALLMONITOR_FLUSH_INTERVAL_MS: '60000' };

const ENDS: ReadonlyArray<[way: string, end: Pick<ProgramEnd, 'code' | 'signal'>]> = [
  ['by itself', { code: 0, signal: null }],
  ['process.exit', { code: 3, signal: null }],
  ['process.exitCode', { code: 4, signal: null }],
  ['an uncaught error', { code: 1, signal: null }],
  ['an unhandled rejection', { code: 1, signal: null }],
  ['a top-level await that never settles', { code: 13, signal: null }],
  ['SIGTERM', { code: null, signal: 'SIGTERM' }],
  ['SIGINT', { code: null, signal: 'SIGINT' }],
  ['SIGHUP', { code: null, signal: 'SIGHUP' }],
  ['SIGUSR2', { code: null, signal: 'SIGUSR2' }],
  ['a handler that exits', { code: 5, signal: null }],
  ['a handler that exits later', { code: 6, signal: null }],
  ['a handler that lets the program end', { code: 0, signal: null }],
  ['a second signal after a handler for one', { code: null, signal: 'SIGINT' }],
  ['an exit handler that sets the code', { code: 7, signal: null }],
  ['an uncaught error that is handled', { code: 0, signal: null }],
];

describe('whenProcessEnds() has a batch written, and lets the program end as it would, by', () => {
  for (const [way, end] of ENDS) {
    test(way, async (t) => {
      const cwd = temporaryFolder(t);
      const bare = await runProgram('ending', { cwd, args: [way, 'bare'] });
      assert.deepEqual({ code: bare.code, signal: bare.signal }, end);
      for (const order of ['early', 'late']) {
        const root = join(cwd, order);
        const env = { ...HELD_BACK, CALLMONITOR_ROOT: root };
        assert.deepEqual(await runProgram('ending', { cwd, args: [way, 'watched', order], env }), bare);
        assertHoldsAll(root);
      }
    });
  }
});

function assertHoldsAll(root: string): void {
  const db = load(root);
  assert.deepEqual(
    [...db.calls('solve')].map(({ args, result }) => [args, result]),
    [1, 2, 3].map((x) => [[x], x * 2]),
  );
  assert.equal(db.closed, 'well');
  assert.equal(db.metadata.locked, true);
  assert.equal(logLines(root).at(-1)?.kind, 'closed');
  assertViewShowsLog(root);
}

test("whenProcessEnds() leaves the process's other events alone, whatever the program has replaced", () => {
  const source = `
    import { whenProcessEnds } from '${new URL('../../../src/database/exit.js', import.meta.url)}';
    whenProcessEnds(() => console.log('the end'));
    const seen = [];
    process.on('own event', (...given) => { seen[0] = given; });
    const { call } = Function.prototype;
    Function.prototype.call = () => { throw new Error('call was called') };
    process.emit('own event', 1, 2);
    Function.prototype.call = call;
    console.log(...seen[0]);`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
    encoding: 'utf8',
  });
  assert.deepEqual([status, stdout, stderr], [0, '1 2\nthe end\n', '']);
});
