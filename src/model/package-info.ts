import { readFileSync } from 'node:fs';

/** This package's own name and version: the instrumentation scope of its spans. */
export const PACKAGE = readPackage();

function readPackage(): { readonly name: string; readonly version: string } {
  const url = new URL('../../../package.json', import.meta.url);
  const { name, version } = JSON.parse(readFileSync(url, 'utf8'));
  return { name, version };
}
