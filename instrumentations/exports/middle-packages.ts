import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * `import-in-the-middle` and `require-in-the-middle`, in the copies that `@opentelemetry/instrumentation` has: with
 * others, a module would go through one more wrapper.
 */
const require = createRequire(createRequire(import.meta.url).resolve('@opentelemetry/instrumentation'));

/** A file of theirs, by its specifier. */
export function loadMiddlePackage(specifier: string): unknown {
  return require(specifier);
}

/** The URL of a file of theirs. */
export function urlOfMiddlePackage(specifier: string): string {
  return pathToFileURL(require.resolve(specifier)).href;
}
