import { isAbsolute, relative, resolve, sep } from 'node:path';
import { isGlob, matchPaths, type Pattern } from './pattern.js';

const TYPESCRIPT: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** The program's files, by absolute path: one, or those of a glob from `cwd`. Packages are entered by name only. */
export function matchFiles(text: string, cwd: string): Pattern {
  if (!isGlob(text)) {
    const path = resolve(cwd, text);
    return { text, isGlob: false, matches: (file) => isSameModule(file, path) };
  }
  const given = slashes(text);
  const glob = matchPaths(given.replace(/^(?:\.\/)+/, ''));
  const matches = (file: string) => {
    if (file.includes(`${sep}node_modules${sep}`)) return false;
    return glob.matches(slashes(isAbsolute(text) ? file : relative(cwd, file)));
  };
  return { text, isGlob: true, matches };
}

/** Files inside of a package, by the path that they have there. */
export function matchSubpath(text: string): Pattern {
  if (isGlob(text)) return matchPaths(text);
  return { text, isGlob: false, matches: (subpath) => isSameModule(subpath, text) };
}

/** Whether a file is what an import of `wanted` leads to: an extension, `index`, and TypeScript may be left unsaid. */
function isSameModule(file: string, wanted: string): boolean {
  if (file === wanted) return true;
  const [, stem = file, extension = ''] = /^(.+?)(\.[cm]?[jt]sx?)$/s.exec(file) ?? [];
  if (stem === wanted || stem === `${wanted}/index` || stem === `${wanted}${sep}index`) return true;
  return Object.entries(TYPESCRIPT).some(
    ([given, actual]) => wanted === stem + given && actual.includes(extension),
  );
}

function slashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
