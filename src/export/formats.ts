import type { Format } from './format.js';

/** What calls can be exported to. */
export type FormatName = 'otlp' | 'chrome-trace' | 'csv' | 'parquet' | 'json';

interface FormatEntry {
  readonly isText: boolean;
  /** Loads the format and the library that it needs, which nobody else has to wait for. */
  load(): Promise<Format>;
}

const FORMATS: Readonly<Record<FormatName, FormatEntry>> = {
  otlp: { isText: true, load: async () => (await import('./otlp.js')).otlp },
  'chrome-trace': { isText: true, load: async () => (await import('./chrome-trace.js')).chromeTrace },
  csv: { isText: true, load: async () => (await import('./csv.js')).csv },
  parquet: { isText: false, load: async () => (await import('./parquet.js')).parquet },
  json: { isText: true, load: async () => (await import('./json.js')).json },
};

/** The names of all formats. */
export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[]; // the table has no others

/** @throws TypeError for a format that there is not */
export function formatEntry(name: string): FormatEntry {
  const found = FORMAT_NAMES.find((known) => known === name);
  if (found !== undefined) return FORMATS[found];
  throw new TypeError(`Expected one of ${FORMAT_NAMES.join(', ')} to export to, got '${name}'`);
}
