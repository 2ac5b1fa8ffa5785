import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** Where a file stands in its package. */
export interface PackagePath {
  /** `lodash`, `@scope/pkg`. */
  readonly name: string;
  /** With `/`, without a leading one: `lib/model.js`. */
  readonly subpath: string;
}

const NODE_MODULES = `${sep}node_modules${sep}`;

/** Folders whose package.json was looked for: its folder and name, or nothing. */
const packages = new Map<string, { readonly folder: string; readonly name: string } | undefined>();

/** The package of a file: by its path in `node_modules`, or, for one that is linked, by the nearest package.json. */
export function packagePathOf(file: string): PackagePath | undefined {
  const at = file.lastIndexOf(NODE_MODULES);
  if (at < 0) return ofLinked(file);
  const [first = '', second = '', ...rest] = file.slice(at + NODE_MODULES.length).split(sep);
  if (first.startsWith('@')) return { name: `${first}/${second}`, subpath: rest.join('/') };
  return { name: first, subpath: [second, ...rest].join('/') };
}

function ofLinked(file: string): PackagePath | undefined {
  const found = nearestPackage(dirname(file));
  return found && { name: found.name, subpath: relative(found.folder, file).replaceAll(sep, '/') };
}

function nearestPackage(folder: string): { readonly folder: string; readonly name: string } | undefined {
  if (packages.has(folder)) return packages.get(folder);
  const name = nameIn(join(folder, 'package.json'));
  const parent = dirname(folder);
  const found =
    name !== undefined ? { folder, name } : parent === folder ? undefined : nearestPackage(parent);
  packages.set(folder, found);
  return found;
}

function nameIn(path: string): string | undefined {
  try {
    const { name }: { name?: unknown } = JSON.parse(readFileSync(path, 'utf8'));
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined; // none there, or none that says its name
  }
}
