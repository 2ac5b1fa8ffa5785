import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { measure } from './measure.mjs';
import { median } from './results.mjs';
import { rowNamed } from './rows.mjs';

const readChild = fileURLToPath(new URL('./read-child.mjs', import.meta.url));

/**
 * Records so many calls of W1 in one process, one burst after another, and reads the database `readings` times, each
 * time in a process of its own. `growth`: by how many bytes the memory has grown in the second half of the calls.
 */
export async function measureLarge(layout, calls, { folder, readings = 0 }) {
  const row = rowNamed(`callmonitor call ${layout}`);
  const recording = await measure(row, 'w1', { folder, calls, maxMs: Number.MAX_SAFE_INTEGER });
  if (recording.error !== undefined) throw new Error(recording.error);
  const { rss } = recording;
  const growth = rss.at(-1) - rss[Math.floor(rss.length / 2)];
  return {
    recording: { ...recording, growth },
    reading: await readOften(join(folder, 'call-monitor'), readings),
  };
}

async function readOften(root, readings) {
  if (readings === 0) return undefined;
  const runs = [];
  for (let n = 0; n < readings; n++) runs.push(await readOnce(root));
  return Object.fromEntries(Object.keys(runs[0]).map((key) => [key, median(runs.map((run) => run[key]))]));
}

async function readOnce(root) {
  const program = spawn(process.execPath, [readChild, root], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  return JSON.parse(await text(program.stdio[3]));
}
