import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The module under test: a file, or a package by its name. */
export interface ModulePlace {
  /** What names it in messages, and a target's functions after. */
  readonly path: string;
  /** For `inspectModule`. */
  readonly specifier: string;
  readonly isFile: boolean;
}

/** What `--module` means: a file, unless there is none and it looks like a package. */
export function placeModule(given: string): ModulePlace {
  const path = resolve(given);
  const isPackage = !/^\.{0,2}[/\\]|^[A-Za-z]:/.test(given) && !existsSync(path);
  return isPackage
    ? { path: given, specifier: given, isFile: false }
    : { path, specifier: pathToFileURL(path).href, isFile: true };
}

/** How a file in `folder` imports the module. */
export function importSpecifier(module: ModulePlace, folder: string, isTyped: boolean): string {
  if (!module.isFile) return module.path;
  const path = portablePath(folder, module.path);
  return isTyped && !importsTypeScript(folder) ? path.replace(/\.([cm]?)tsx?$/, '.$1js') : path;
}

/** The way from a folder to a file, as imports are written: `../src/solver.js`. */
export function portablePath(folder: string, path: string): string {
  const way = relative(folder, resolve(path)).split(sep).join('/');
  return /^\.\.?\//.test(way) ? way : `./${way}`;
}

/** `esm` or `cjs`, as Node takes a file: by its extension, else by the nearest package.json. */
export function formatOf(file: string): 'esm' | 'cjs' {
  if (/\.m[jt]s$/.test(file)) return 'esm';
  if (/\.c[jt]s$/.test(file)) return 'cjs';
  const text = nearestFile(dirname(resolve(file)), 'package.json');
  return text !== undefined && /"type"\s*:\s*"module"/.test(text) ? 'esm' : 'cjs';
}

/** Without a tsconfig Node runs the file itself, and wants the true extension. */
function importsTypeScript(folder: string): boolean {
  const text = nearestFile(folder, 'tsconfig.json');
  return (
    text === undefined ||
    /"(allowImportingTsExtensions|rewriteRelativeImportExtensions)"\s*:\s*true/.test(text)
  );
}

function nearestFile(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  return dirname(folder) === folder || basename(folder) === ''
    ? undefined
    : nearestFile(dirname(folder), name);
}
