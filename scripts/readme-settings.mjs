// Writes the README's table of settings from the table in the code: `node scripts/readme-settings.mjs`, after a build.
import { readFileSync, writeFileSync } from 'node:fs';
import { settingsReference } from '../dist/src/settings/settings-reference.js';

const path = new URL('../README.md', import.meta.url);
const readme = readFileSync(path, 'utf8');
writeFileSync(
  path,
  readme.replace(/(<!-- settings -->\n)[\s\S]*?(<!-- \/settings -->)/, `$1${settingsReference()}$2`),
);
