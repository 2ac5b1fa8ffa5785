import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SDKS } from './combinations.mjs';

const project = fileURLToPath(new URL('../../', import.meta.url));
const INSTALLED_SDK = 2;
/** What tests and programs import the SDK from, and what stands for it under 3.x. */
const TESTED_SDK = "'@opentelemetry/sdk-trace-base'";
const STAND_IN = '@opentelemetry/test-sdk'; // beside the others, for programs that are given the whole scope

/** A copy of the checkout, as it is, with an SDK line of its own, built. */
export function makeCheckout(sdk) {
  const folder = mkdtempSync(join(tmpdir(), `callmonitor-sdk-${sdk}-`));
  copyFiles(folder);
  copyPackages(folder);
  if (sdk !== INSTALLED_SDK) installOtherSdk(folder, SDKS[sdk].packages);
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: folder, stdio: 'inherit' });
  return folder;
}

/** What git knows or would take; a file that is deleted and not committed is in its list still. */
function copyFiles(folder) {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: project,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0')) {
    if (file !== '' && existsSync(join(project, file))) cpSync(join(project, file), join(folder, file));
  }
}

/** Most of them every SDK line has in common. */
function copyPackages(folder) {
  execFileSync(process.execPath, [join(project, 'scripts/bootstrap.mjs')], { stdio: 'inherit' });
  execFileSync('cp', ['-R', join(project, 'node_modules'), folder]);
  const now = new Date(); // not older than the lock file beside it
  utimesSync(join(folder, 'node_modules/.package-lock.json'), now, now);
}

/** The lock file stays, so that all other packages have the versions that they have here. */
function installOtherSdk(folder, packages) {
  const path = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  delete manifest.devDependencies['@opentelemetry/sdk-trace-base'];
  Object.assign(manifest.devDependencies, packages);
  writeFileSync(path, JSON.stringify(manifest, null, 2));
  npm(folder, ['install', '--legacy-peer-deps']);
  cpSync(new URL('./sdk-3', import.meta.url), join(folder, 'node_modules', STAND_IN), { recursive: true });
  for (const sources of ['test', 'scripts/faults']) haveImport(STAND_IN, join(folder, sources));
}

function haveImport(name, sources) {
  for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const source = readFileSync(join(sources, file), 'utf8');
    writeFileSync(join(sources, file), source.replaceAll(TESTED_SDK, `'${name}'`));
  }
}

function npm(folder, args) {
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` },
  });
}
