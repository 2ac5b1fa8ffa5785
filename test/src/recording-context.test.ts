import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { load } from 'callmonitor';
import { runProgram } from '../run-program.js';
import { temporaryFolder } from './handlers/temporary-folder.js';

test('context.new() and snapshot() end databases, and the next calls begin new ones with the settings then', async (t) => {
  const cwd = temporaryFolder(t);
  const { stdout } = await runProgram('contexts', { cwd });
  assert.deepEqual(stdout, "[]\n[ 'call-monitor' ]\n[ 'call-monitor-1' ]\n");
  const recorded = ['call-monitor', 'call-monitor-1', 'elsewhere'].map((name) => {
    const db = load(join(cwd, name));
    const calls = [...db].map(({ location, args, status }) => [location, args[0], status]);
    return { calls, closed: db.closed, layout: db.metadata.layout };
  });
  assert.deepEqual(recorded, [
    {
      calls: [
        ['solve/1', 'in the first', 'ok'],
        ['renew/1', undefined, 'ok'],
      ],
      closed: 'well',
      layout: 'folders',
    },
    { calls: [['solve/1', 'in the second', 'ok']], closed: 'well', layout: 'folders' },
    { calls: [['solve/1', 'in the third', 'ok']], closed: 'well', layout: 'packed' },
  ]);
});
