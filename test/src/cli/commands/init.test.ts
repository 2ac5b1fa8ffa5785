import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { SETTING_KEYS } from '../../../../src/settings/settings-table.js';
import { programFolder } from '../../../instrumentations/intercepted-program.js';
import { runCli, runIn } from '../run-cli.js';

const NAME = 'callmonitor.config.mjs';

test('callmonitor init writes a file of settings that can be used as it is, with all that can be set', async () => {
  const folder = programFolder({});
  const { status, stdout, stderr } = await runIn(folder, ['init', '-i', './app.mjs#*', '-i', "./it's.mjs#f"]);
  assert.deepEqual(
    { status, stdout, stderr },
    { status: 0, stdout: `wrote ${NAME}; now: npx callmonitor run -- node app.js\n`, stderr: '' },
  );
  const path = join(folder, NAME);
  assert.deepEqual((await import(pathToFileURL(path).href)).default, {
    include: ['./app.mjs#*', "./it's.mjs#f"],
  });
  const text = readFileSync(path, 'utf8');
  assert.deepEqual(
    SETTING_KEYS.filter((key) => !new RegExp(`^ {2}(// )?${key}: .*,$`, 'm').test(text)),
    [],
  );

  writeFileSync(path, text.replaceAll(/^ {2}\/\/ (\w+: .*,)$/gm, '  $1'));
  writeFileSync(join(folder, 'app.mjs'), 'export const f = (x) => x; f(1);');
  const run = runCli(folder, ['run', '--', 'node', 'app.mjs']);
  assert.match(run.stderr, /recorded 1 of 1 calls in call-monitor; no limit cut any\n$/);
});

test('callmonitor init overwrites nothing, unless it is told to', async () => {
  const folder = programFolder({ [NAME]: 'export default {};\n' });
  const { status, stderr } = await runIn(folder, ['init']);
  assert.equal(status, 2);
  assert.match(stderr, /callmonitor\.config\.mjs is here already: --force overwrites it/);
  assert.equal(readFileSync(join(folder, NAME), 'utf8'), 'export default {};\n');

  const forced = await runIn(folder, ['init', '--force', '--json']);
  assert.deepEqual(JSON.parse(forced.stdout), { path: join(folder, NAME) });
  assert.match(readFileSync(join(folder, NAME), 'utf8'), /include: \['src\/\*\*#\*'\],/);
});

test('callmonitor init says that it could not write', async () => {
  const folder = programFolder({});
  mkdirSync(join(folder, NAME));
  const { status, stderr } = await runIn(folder, ['init', '--force']);
  assert.equal(status, 2);
  assert.match(stderr, /EISDIR/);
});
