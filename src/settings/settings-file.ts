import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';
import { lilconfigSync } from 'lilconfig';
import { CallMonitorError } from '../model/errors.js';

/** The file that settings were read from, and what it holds: not checked yet. */
export interface SettingsFile {
  /** Absolute. */
  readonly path: string;
  readonly values: unknown;
}

type Loader = (path: string, content: string) => unknown;

const NAME = 'callmonitor';
const EXTENSIONS = ['json', 'js', 'mjs', 'ts'];
const require = createRequire(import.meta.url);
const found = new Map<string, SettingsFile | undefined>();

const OPTIONS = {
  cache: false,
  searchPlaces: [...EXTENSIONS.map((extension) => `${NAME}.config.${extension}`), 'package.json'],
  loaders: {
    '.json': named(loadJson),
    '.js': named(loadModule),
    '.mjs': named(loadModule),
    '.ts': named(loadTypeScript),
  },
};

/**
 * The nearest `callmonitor.config.{json,js,mjs,ts}`, or package.json with a `callmonitor` key, from `cwd` upward
 * to the home folder or the root. Each `cwd` is searched once in a process.
 * @throws CallMonitorError with the file's path if it cannot be read or run
 */
export function findSettingsFile(cwd: string): SettingsFile | undefined {
  const folder = resolve(cwd);
  if (!found.has(folder)) {
    const result = lilconfigSync(NAME, OPTIONS).search(folder);
    found.set(folder, result === null ? undefined : { path: result.filepath, values: result.config });
  }
  return found.get(folder);
}

/**
 * The settings in the file at `path` (absolute), of the same kinds; read once in a process.
 * @throws CallMonitorError with the file's path if there is none or it cannot be read or run
 */
export function loadSettingsFile(path: string): SettingsFile {
  const file = found.get(path) ?? { path, values: loadValues(path) };
  found.set(path, file);
  return file;
}

function loadValues(path: string): unknown {
  try {
    const result = lilconfigSync(NAME, OPTIONS).load(path);
    return result === null || result.isEmpty ? {} : result.config;
  } catch (error) {
    throw error instanceof CallMonitorError ? error : unreadable(path, error);
  }
}

function named(load: Loader): Loader {
  return (path, content) => {
    try {
      return load(path, content);
    } catch (error) {
      throw unreadable(path, error);
    }
  };
}

function unreadable(path: string, cause: unknown): CallMonitorError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const advice =
    path.endsWith('.ts') && !loadsTypeScript()
      ? ` (Node ${process.versions.node} does not load TypeScript: install tsx, or write ${NAME}.config.mjs instead)`
      : '';
  return new CallMonitorError(`Expected settings in ${path}, got: ${reason}${advice}`, { path, cause });
}

/** A package.json that says nothing of us may be as broken as it likes. */
function loadJson(path: string, content: string): unknown {
  if (basename(path) === 'package.json' && !content.includes(`"${NAME}"`)) return {};
  return JSON.parse(content.replace(/^\uFEFF/, ''));
}

/** By Node from 22.18, and before by the project's own `tsx`. */
function loadTypeScript(path: string): unknown {
  const tsx = loadsTypeScript() ? undefined : findTsx(path);
  return tsx === undefined ? loadModule(path) : defaultOf(tsx.require(path, path));
}

function loadsTypeScript(): boolean {
  return 'typescript' in process.features && Boolean(process.features.typescript);
}

function findTsx(path: string): { require(path: string, parent: string): unknown } | undefined {
  try {
    return createRequire(path)('tsx/cjs/api');
  } catch {
    return undefined; // none there
  }
}

/** By `require`, for it is synchronous and takes ES modules (without top-level await) on every Node that we support. */
function loadModule(path: string): unknown {
  return defaultOf(require(path));
}

function defaultOf(loaded: unknown): unknown {
  const hasDefault = typeof loaded === 'object' && loaded !== null && 'default' in loaded;
  return hasDefault ? loaded.default : loaded;
}
