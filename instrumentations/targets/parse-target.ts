import { statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expected } from '../../src/capture/limits.js';
import { checkOptions, type InterceptOptions } from '../../src/intercept/options.js';
import type { TargetEntry } from '../../src/settings/settings.js';
import { matchFiles, matchSubpath } from './path-pattern.js';
import { matchFunctions, type Pattern } from './pattern.js';

/** The modules of a target: a built-in, a package's exports, a package's own files, or the program's files. */
export type TargetModule =
  | { readonly kind: 'built-in'; readonly name: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'package-files'; readonly name: string; readonly subpath: Pattern }
  | { readonly kind: 'files'; readonly path: Pattern };

/** Names functions to intercept. */
export interface Target {
  /** As it was given. */
  readonly text: string;
  readonly module: TargetModule;
  readonly functions: Pattern;
  /** Whether it names many functions, with a `*` or its like in either part. */
  readonly isWildcard: boolean;
  readonly options: InterceptOptions;
}

const FORM = "<module>#<function>, such as 'lodash#chunk', 'src/**#*' or 'node:fs#readFileSync'";

/**
 * Reads `<module>#<function>`; paths are taken from `cwd`.
 * @throws TypeError for what is no target, or has an option that is none
 */
export function parseTarget(entry: TargetEntry, cwd: string): Target {
  const { target: text, ...options } = typeof entry === 'string' ? { target: entry } : entry;
  const at = text.indexOf('#');
  const [moduleText, functionText] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || functionText === '') throw new TypeError(expected(FORM, 'a target', text));
  checkOptions(options);
  const module = parseModule(moduleText, cwd);
  const functions = matchFunctions(functionText);
  const isWildcard = functions.isGlob || isGlob(module);
  if (isWildcard && options.name !== undefined) {
    throw new TypeError(
      `Expected no name for the functions of a wildcard, got '${options.name}' for ${text}`,
    );
  }
  return { text, module, functions, isWildcard, options };
}

function isGlob(module: TargetModule): boolean {
  if (module.kind === 'files') return module.path.isGlob;
  return module.kind === 'package-files' && module.subpath.isGlob;
}

function parseModule(text: string, cwd: string): TargetModule {
  if (text.startsWith('file:')) return { kind: 'files', path: matchFiles(fileURLToPath(text), cwd) };
  if (isBuiltin(text)) return { kind: 'built-in', name: text.replace(/^node:/, '') };
  if (isPath(text, cwd)) return { kind: 'files', path: matchFiles(text, cwd) };
  const [, name = text, subpath] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/s.exec(text) ?? [];
  if (subpath === undefined) return { kind: 'package', name };
  return { kind: 'package-files', name, subpath: matchSubpath(subpath) };
}

/** `src/**` is the program's when there is such a folder, and a package's own files otherwise. */
function isPath(text: string, cwd: string): boolean {
  if (/^(?:\.{1,2}[\\/]|[\\/]|[A-Za-z]:[\\/])/.test(text)) return true;
  const [first = '', ...rest] = text.split('/');
  if (/[*?{[(]/.test(first)) return true;
  const found = statSync(join(cwd, first), { throwIfNoEntry: false });
  return rest.length === 0 ? found?.isFile() === true : found?.isDirectory() === true;
}
