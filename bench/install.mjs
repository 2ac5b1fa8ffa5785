import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Installs the peers, once. Their scripts are left out: the parts that are measured need no binaries. */
export function installPeers() {
  if (existsSync(`${folder}node_modules/.package-lock.json`)) return;
  console.error('Installing the peers (npm ci in bench/) …');
  const words = [
    'ci',
    '--ignore-scripts',
    '--legacy-peer-deps',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const { status } = spawnSync('npm', words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) console.error('Some could not be installed: their rows say so.');
}
