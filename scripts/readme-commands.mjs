// Writes the README's reference of the commands from the program itself: `node scripts/readme-commands.mjs`, after a build.
import { readFileSync, writeFileSync } from 'node:fs';
import { commandsReference } from '../dist/src/cli/commands-reference.js';
import { createProgram } from '../dist/src/cli/program.js';
import { terminalOf } from '../dist/src/cli/terminal.js';

const path = new URL('../README.md', import.meta.url);
const readme = readFileSync(path, 'utf8');
const program = await createProgram({
  terminal: terminalOf(process),
  hasFoundDamage: false,
  hasFoundNothing: false,
});
writeFileSync(
  path,
  readme.replace(
    /(<!-- commands -->\n)[\s\S]*?(<!-- \/commands -->)/,
    (_, start, end) => start + commandsReference(program) + end,
  ),
);
