import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadAll, repair, verify } from 'callmonitor';
import { runProgram } from '../../../run-program.js';
import { temporaryFolder } from '../reading-fixture.js';

/** After how many lines of output a program with worker threads is killed. */
const MOMENTS = [1, 7, 40, 333, 1200];

for (const moment of MOMENTS) {
  for (const layout of ['folders', 'packed']) {
    test(`repair completes what a program left that was killed after ${moment} calls, ${layout}`, async () => {
      const cwd = temporaryFolder();
      let seen = '';
      await runProgram('killed-anywhere', {
        cwd,
        env: { CALLMONITOR_LAYOUT: layout },
        onOutput(text, child) {
          seen += text;
          if (seen.split('\n').length > moment) child.kill('SIGKILL');
        },
      });
      const started = seen.split('\n').filter((line) => /^\d+:\d+$/.test(line));
      const databases = loadAll(cwd);
      for (const { root } of databases) {
        repair(root);
        const { damage, findings } = verify(root);
        assert.equal(damage, 0, JSON.stringify(findings));
        assert.equal(repair(root).isChanged, false);
      }
      const recorded = new Set(
        loadAll(cwd).flatMap((db) => [...db.calls('solve')].map(({ args }) => `${args[0]}:${args[1]}`)),
      );
      assert.deepEqual(
        started.filter((call) => !recorded.has(call)),
        [],
      );
    });
  }
}
