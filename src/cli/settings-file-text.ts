import { SETTING_KEYS, SETTINGS_TABLE } from '../settings/settings-table.js';

/** A file of settings: `include` is set, all others stand there as comments with their defaults. */
export function settingsFileText(include: readonly string[]): string {
  const rows = SETTING_KEYS.filter((key) => key !== 'include').flatMap((key) => {
    const { description, default: value } = SETTINGS_TABLE[key];
    return ['', `  // ${description.replaceAll('`', "'")}`, `  // ${key}: ${literal(value)},`];
  });
  return `${[
    '// Settings of callmonitor: what is recorded, and how. CALLMONITOR_* variables and code go before this file.',
    "/** @type {import('callmonitor').SettingsInput} */",
    'export default {',
    "  // Functions to record without touching the code: '<module>#<function>', for example",
    "  //   'src/**#*'                all functions of your files",
    "  //   './src/solver.js#solve'   one function; 'Mesh.refine' is a method, 'Mesh.*' all of a class",
    "  //   'lodash#chunk'            an export of a package; 'lodash/**#*' all functions in its files",
    "  //   'node:fs#readFileSync'    a function of a built-in module",
    '  // or with options: { target, name, limits, redact, result, this, sample, when }; a leading ! excludes.',
    `  include: [${include.map(literal).join(', ')}],`,
    ...rows,
    '};',
  ].join('\n')}\n`;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&')}'` : JSON.stringify(value);
}
