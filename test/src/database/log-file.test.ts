import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { load } from 'callmonitor';
import { type ProgramEnd, runProgram } from '../../run-program.js';
import { temporaryFolder } from '../handlers/temporary-folder.js';

const ENDS: ReadonlyArray<[way: string, end: Pick<ProgramEnd, 'code' | 'signal'>]> = [
  ['terminate()', { code: 0, signal: null }],
  ['the process being killed', { code: null, signal: 'SIGTERM' }],
  ['the process exiting', { code: 4, signal: null }],
  ['an uncaught error of the main thread', { code: 1, signal: null }],
];

describe('LogFile has all calls of a worker thread with the system that is ended from outside, by', () => {
  for (const [way, end] of ENDS) {
    for (const durability of ['call', 'batch', 'fsync']) {
      test(`${way}, durability '${durability}'`, async (t) => {
        const cwd = temporaryFolder(t);
        const env = { CALLMONITOR_DURABILITY: durability, CALLMONITOR_FLUSH_INTERVAL_MS: '60000' };
        const { code, signal } = await runProgram('threads', { cwd, args: [way], env });
        assert.deepEqual({ code, signal }, end);
        const call = load(join(cwd, 'call-monitor-tid=1')).call('solve', 1);
        assert.deepEqual([call.args, call.status, call.result], [[1], 'ok', 1]);
        assert.equal(load(join(cwd, 'call-monitor')).closed, 'well');
      });
    }
  }
});
