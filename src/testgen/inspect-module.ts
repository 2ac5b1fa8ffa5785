import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CallMonitorError } from '../model/errors.js';

/** A function that a module exports, by itself or as a member of a class or object. */
export interface ExportedFunction {
  /** How it is reached: `['solve']`, `['Mesh', 'refine']`, `['default', 'solve']`. */
  readonly path: readonly string[];
  /** A `method` is one of a class's objects, a `member` of the exported class or object itself. */
  readonly kind: 'function' | 'class' | 'member' | 'method';
  readonly name: string;
  readonly source: string;
  /** Of a class: whether its objects are errors. */
  readonly isError?: boolean;
  /** Of a method: its class. */
  readonly className?: string;
  readonly ownerSource?: string;
}

/** What is known of a module by importing it once. */
export interface InspectedModule {
  readonly functions: readonly ExportedFunction[];
  readonly isCommonJs: boolean;
}

/** The module could not be imported, so that nobody knows what it exports. */
export class ModuleImportError extends CallMonitorError {
  override readonly name = 'ModuleImportError';
}

const TIMEOUT_MS = 30_000;
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Imports a module in a process of its own, in which nothing is recorded, and describes its exports; none of its
 * functions is called. `NODE_OPTIONS` holds there too, so that `--import tsx` makes TypeScript of any kind work.
 * @param specifier a `file:` URL, or a package's name that is looked up from the file `from`
 * @throws ModuleImportError
 */
export function inspectModule(specifier: string, from: string): InspectedModule {
  const inspector = fileURLToPath(new URL('module-inspector.js', import.meta.url));
  const { output, status, stderr, error } = spawnSync(process.execPath, [inspector, specifier, from], {
    env: { ...process.env, CALLMONITOR_ENABLED: 'false' },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    maxBuffer: MOST_BYTES,
  });
  const description = output?.[3] ?? '';
  if (description !== '') return JSON.parse(description) as InspectedModule; // written by module-inspector.ts
  const reason = error?.message ?? reasonIn(stderr) ?? `its process ended with ${status}`;
  throw new ModuleImportError(
    `Expected a module that can be imported, got ${specifier}: ${reason}; with TypeScript that this Node does not run, set NODE_OPTIONS='--import tsx'`,
    { path: specifier },
  );
}

/** The line of an uncaught error that says what it is. */
function reasonIn(stderr: string): string | undefined {
  return stderr.split('\n').find((text) => /^(\w*Error|\w+ \[\w+\])\b.*:/.test(text));
}
