import Module from 'node:module';
import { isAbsolute } from 'node:path';
import { apply } from '../../src/capture/intrinsics.js';
import type { EditSource } from './edit-source.js';

type Compile = (this: unknown, content: unknown, filename: unknown, ...rest: unknown[]) => unknown;

/** What Node's own loader and everything that compiles on `require` ends in; no part of the documented API. */
const { prototype } = Module as unknown as { readonly prototype: { _compile: Compile } };

/**
 * Edits what `require` compiles, after all that turns other languages into JavaScript.
 * @returns what ends it
 */
export function hookCompile(edit: EditSource): () => void {
  const original = prototype._compile;
  let isActive = true;
  const compile: Compile = function _compile(content, filename, ...rest) {
    const isSource = isActive && typeof content === 'string' && typeof filename === 'string';
    const edited = isSource && isAbsolute(filename) ? edit(sourceOf(content, filename, rest[0])) : undefined;
    return apply(original, this, [edited ?? content, filename, ...rest]);
  };
  prototype._compile = compile;
  return () => {
    isActive = false;
    if (prototype._compile === compile) prototype._compile = original;
  };
}

function sourceOf(text: string, path: string, format: unknown) {
  const kind = format === 'module' || format === 'commonjs' ? format : 'unknown';
  return { text, path, kind } as const;
}
