import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { checkRecorded } from '../../../scripts/faults/check-recorded.js';
import { recorded, runProgram } from '../../../scripts/faults/run-program.js';
import { CALL_NAMES, readTold, type ToldCall } from '../../../scripts/faults/told-calls.js';
import { edit } from '../../src/database/upkeep/upkeep-fixture.js';
import { temporaryFolder } from '../../src/handlers/temporary-folder.js';

/** What a program told, and the database that it left. */
interface Left {
  readonly told: readonly ToldCall[];
  readonly root: string;
}

async function leave(t: TestContext): Promise<Left> {
  const cwd = temporaryFolder(t);
  const toldPath = join(cwd, 'told');
  await runProgram('endings', {
    cwd,
    args: ['process.exit() in a call', toldPath],
    ...recorded('told-functions', CALL_NAMES, { CALLMONITOR_LAYOUT: 'packed' }),
  });
  return { told: readTold(toldPath), root: join(cwd, 'call-monitor') };
}

/** Changes the log, and returns what was told. */
function editLog({ told, root }: Left, change: (log: string) => string): readonly ToldCall[] {
  edit(join(root, 'calls.ndjson'), change);
  return told;
}

const ANOTHER: ToldCall = { thread: 0, name: 'fail', step: 101, hasEnded: true };

const DIFFERENT: ReadonlyArray<[what: string, change: (left: Left) => readonly ToldCall[], broken: RegExp]> =
  [
    ['a call that is not there', ({ told }) => [...told, ANOTHER], /1 of 102 calls .* are not there/],
    ['calls that nobody made', ({ told }) => told.slice(0, -2), /101 calls, and 99 had started/],
    [
      'another order',
      ({ told }) => told.with(0, { ...ANOTHER }),
      /call 1 is measure 1 of thread 0, and was fail 101/,
    ],
    [
      'other arguments',
      (left) => editLog(left, (log) => log.replace('"n7"', '"n8"')),
      /inner\/7: other arguments/,
    ],
    [
      'another result',
      (left) => editLog(left, (log) => log.replace('"result":14', '"result":15')),
      /another result, 15/,
    ],
    [
      'ends that are not there',
      (left) => editLog(left, (log) => log.replace(/^.*"output".*"told-functions.fail".*\n/gm, '')),
      /the ends of 20 calls/,
    ],
    [
      'a damaged line',
      (left) => editLog(left, (log) => log.replace('{"kind":"output"', '{"kind:"output"')),
      /1 lines are damaged/,
    ],
  ];

describe('checkRecorded() finds', () => {
  test('nothing where all that was told is there', async (t) => {
    const { told, root } = await leave(t);
    assert.deepEqual(checkRecorded([root], told), { told: 101, lost: 0, broken: [] });
  });

  for (const [what, change, expected] of DIFFERENT) {
    test(what, async (t) => {
      const left = await leave(t);
      assert.match(checkRecorded([left.root], change(left)).broken.join('\n'), expected);
    });
  }

  test('a database that is not there at all', async (t) => {
    const { told } = await leave(t);
    assert.equal(checkRecorded([], told).lost, 101);
  });
});

test('checkRecorded() allows a batch to be lost, and counts it', async (t) => {
  const { told, root } = await leave(t);
  assert.deepEqual(checkRecorded([root], [...told, ANOTHER], { lastCalls: true }), {
    told: 102,
    lost: 1,
    broken: [],
  });
});
