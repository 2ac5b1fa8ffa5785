import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import pc from 'picocolors';
import { withProgress } from '../../../src/cli/progress.js';
import type { Terminal } from '../../../src/cli/terminal.js';

/** A terminal that keeps what is shown on it, in order. */
function keepingTerminal(hasStream: boolean): { terminal: Terminal; shown: string[] } {
  const shown: string[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  stream.write = (text: string) => {
    shown.push(text);
    return true;
  };
  const plain = pc.createColors(false);
  const write = (text: string) => void shown.push(text);
  const progressStream = hasStream ? stream : undefined;
  const common = { width: 80, paint: plain, paintError: plain, progressStream };
  return { terminal: { ...common, write, writeError: write }, shown };
}

/** Work that takes longer than anyone is patient, by a clock of its own. */
async function workFor(terminal: Terminal, ms: number): Promise<string> {
  const { now } = performance;
  let time = 0;
  performance.now = () => time;
  try {
    return await withProgress(terminal, 'reading\u001b', 100, (progress) => {
      time = ms;
      progress.advance(40);
      progress.write('found\n');
      progress.advance(60);
      return 'result';
    });
  } finally {
    performance.now = now;
  }
}

test('withProgress shows a bar for what takes longer than a second, and takes it away', async () => {
  const { terminal, shown } = keepingTerminal(true);
  assert.equal(await workFor(terminal, 1500), 'result');
  const text = shown.join('');
  assert.match(text, /reading\\u001b █+░+ 40 %/);
  assert.match(text, /reading\\u001b █+ 100 %/);
  assert.ok(shown.indexOf('found\n') > 0);
  assert.ok(shown[shown.indexOf('found\n') - 1]?.startsWith('\u001b[')); // cleared before the line
});

test('withProgress shows each phase that work reaches with a bar of its own', async (t) => {
  let time = 0;
  t.mock.method(performance, 'now', () => time);
  const { terminal, shown } = keepingTerminal(true);
  await withProgress(terminal, 'verifying the', 0, (progress) => {
    time = 1500;
    progress.reach(1, 4, 'log');
    progress.reach(10, 20, 'view');
  });
  assert.match(shown.join(''), /verifying the log █+░+ 25 %.*verifying the view █+░+ 50 %/s);
});

test('withProgress shows nothing of what is done sooner, or where no progress is wanted', async () => {
  for (const [hasStream, ms] of [
    [true, 500],
    [false, 5000],
  ] as const) {
    const { terminal, shown } = keepingTerminal(hasStream);
    assert.equal(await workFor(terminal, ms), 'result');
    assert.deepEqual(shown, ['found\n']);
  }
});

test('withProgress takes the bar away when the work fails', async () => {
  const { terminal } = keepingTerminal(true);
  const work = withProgress(terminal, 'reading', 1, () => Promise.reject(new Error('no')));
  await assert.rejects(work, /no/);
});
