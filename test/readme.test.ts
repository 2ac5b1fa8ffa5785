import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { commandsReference } from '../src/cli/commands-reference.js';
import { createProgram } from '../src/cli/program.js';
import { terminalOf } from '../src/cli/terminal.js';
import { settingsReference } from '../src/settings/settings-reference.js';

const project = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('README.md', project), 'utf8');

test('README.md lists every setting as the table in the code has it', () => {
  assert.ok(readme.includes(settingsReference()), 'run `node scripts/readme-settings.mjs` after a build');
});

test('README.md describes every command as the program does', async () => {
  const terminal = terminalOf(process);
  const program = await createProgram({ terminal, hasFoundDamage: false, hasFoundNothing: false });
  const reference = `<!-- commands -->\n${commandsReference(program)}<!-- /commands -->`;
  assert.ok(readme.includes(reference), 'run `node scripts/readme-commands.mjs` after a build');
});

test('README.md links to files that are there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path);
  assert.deepEqual(
    links.filter((path) => !existsSync(new URL(path, project))),
    [],
  );
});

test('README.md names commands that package.json has', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', project), 'utf8'));
  const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
  assert.deepEqual(
    named.filter((name) => !(name in scripts)),
    [],
  );
});
