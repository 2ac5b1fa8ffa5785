// What recording costs, beside others that record: `npm run bench -- --help`.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { growthTable, measureGrowth } from './growth.mjs';
import { installPeers } from './install.mjs';
import { measureLarge } from './large.mjs';
import { compileLimits, measureDescriptors } from './limits.mjs';
import { readOptions } from './options.mjs';
import { rowsTable } from './rows-table.mjs';
import { runRounds } from './run-rounds.mjs';
import { schedule } from './schedule.mjs';
import { targetsTable } from './targets.mjs';

const MILLION = 1_000_000;

const options = readOptions();
installPeers();
const root = mkdtempSync(join(options.dir ?? tmpdir(), 'callmonitor-bench-'));
try {
  await (options.growth ? benchGrowth() : benchRows());
} finally {
  if (options.keep) console.error(`The files are in ${root}`);
  else rmSync(root, { recursive: true, force: true });
}

async function benchRows() {
  const tasks = schedule(options);
  const results = await runRounds(tasks, {
    root,
    limits: compileLimits(root),
    sizes: await measureDescriptors(root),
    maxMs: options.quick ? 200 : 1000,
    isQuick: options.quick,
    onProgress,
  });
  const large = options.only.length === 0 ? await benchLarge() : undefined;
  if (options.json) return console.log(JSON.stringify({ ...machine(), results, large }, null, 2));
  console.log(`${heading()}\n\n${rowsTable(results)}\n\n${targetsTable({ results, large })}`);
}

/** A million folders take minutes, which `--quick` has not. */
async function benchLarge() {
  onProgress('1 000 000 calls, packed');
  const packed = await measureLarge('packed', MILLION, { folder: join(root, 'large-packed'), readings: 5 });
  if (options.quick) return { packed };
  onProgress('1 000 000 calls, folders');
  return { packed, folders: await measureLarge('folders', MILLION, { folder: join(root, 'large-folders') }) };
}

async function benchGrowth() {
  const series = await measureGrowth({ calls: options.calls, root, onProgress });
  console.log(
    options.json
      ? JSON.stringify({ ...machine(), series }, null, 2)
      : `${heading()}\n\n${growthTable(series)}`,
  );
}

function machine() {
  const [cpu] = cpus();
  return {
    node: process.version,
    cpu: cpu?.model,
    cores: cpus().length,
    platform: `${process.platform} ${process.arch}`,
  };
}

function heading() {
  const { node, cpu, cores, platform } = machine();
  return `Node ${node}, ${platform}, ${cores} × ${cpu}, ${new Date().toISOString().slice(0, 10)}`;
}

function onProgress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
