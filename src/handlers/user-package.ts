import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The only modules that are ever loaded to give a value back, by the names under which they are published. */
const MODULES = {
  ndarray: ['ndarray'],
  stdlibNdarray: ['@stdlib/ndarray/ctor', '@stdlib/ndarray-ctor'],
  stdlibBoolean: ['@stdlib/array/bool', '@stdlib/array-bool'],
  stdlibComplex64: ['@stdlib/array/complex64', '@stdlib/array-complex64'],
  stdlibComplex128: ['@stdlib/array/complex128', '@stdlib/array-complex128'],
} as const;

/** The export of a package that the user installed: found from the working directory, else from callmonitor's own. */
export function userPackage(name: keyof typeof MODULES): unknown {
  for (const base of searchBases()) {
    const require = createRequire(base);
    const path = MODULES[name].map((id) => resolve(require, id)).find((found) => found !== undefined);
    if (path !== undefined) return defaultExport(require(path));
  }
  return undefined;
}

/** Reading a database runs no code of it: from inside of one, nothing is looked up in the working directory. */
function searchBases(): string[] {
  const folder = process.cwd();
  return isInDatabase(folder) ? [import.meta.url] : [join(folder, 'index.js'), import.meta.url];
}

function isInDatabase(folder: string): boolean {
  if (existsSync(join(folder, 'calls.ndjson')) || existsSync(join(folder, 'db.json'))) return true;
  const parent = dirname(folder);
  return parent !== folder && isInDatabase(parent);
}

function resolve(require: NodeJS.Require, id: string): string | undefined {
  try {
    return require.resolve(id);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return undefined;
    throw error;
  }
}

function defaultExport(exported: unknown): unknown {
  return typeof exported === 'object' && exported !== null && 'default' in exported
    ? exported.default
    : exported;
}
