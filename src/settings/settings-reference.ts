import { SETTING_KEYS, SETTINGS_TABLE } from './settings-table.js';

/** The settings as a table in Markdown: what README.md shows. */
export function settingsReference(): string {
  const rows = SETTING_KEYS.map((key) => {
    const { default: value, description } = SETTINGS_TABLE[key];
    return `| \`${key}\` | \`${JSON.stringify(value)}\` | ${description} |\n`;
  });
  return `| key | default | |\n| --- | --- | --- |\n${rows.join('')}`;
}
