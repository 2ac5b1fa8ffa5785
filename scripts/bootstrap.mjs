// Sees to the dependencies, so that every command of the README works on a fresh clone: runs `npm ci` where
// `node_modules` is missing or older than the lock file. `node scripts/bootstrap.mjs [folder]`
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL(`../${process.argv[2] ?? '.'}/`, import.meta.url);

function modifiedAt(path) {
  return statSync(new URL(path, folder), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (modifiedAt('node_modules/.package-lock.json') < modifiedAt('package-lock.json')) {
  console.error(`Installing dependencies (npm ci${process.argv[2] ? ` in ${process.argv[2]}` : ''}) …`);
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: fileURLToPath(folder),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, npm_config_loglevel: 'error' },
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}
