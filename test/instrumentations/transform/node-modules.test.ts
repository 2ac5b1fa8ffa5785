import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'acorn';
import { stripInsertions } from '../../../instrumentations/transform/markers.js';
import { originalColumn } from '../../../instrumentations/transform/original-column.js';
import type { Source } from '../../../instrumentations/transform/source.js';
import { type Transformed, transformSource } from '../../../instrumentations/transform/transform-source.js';

const nodeModules = fileURLToPath(new URL('../../../../node_modules', import.meta.url));
/** Direct dependencies, so that they are there. */
const PACKAGES = [
  ...['acorn', 'ajv', 'cli-progress', 'commander', 'csv-stringify', 'hyparquet', 'magic-string', 'ndarray'],
  ...['picomatch', 'pino', 'signal-exit', 'vitest', 'winston', '@opentelemetry/sdk-trace-base'],
];
const MAX_LENGTH = 150_000;
const LINE_END = /\r\n|[\r\n\u2028\u2029]/;

/** Real code of many styles: generated, minified, hand-written, old and new. */
function sources(): Source[] {
  return PACKAGES.flatMap((name) =>
    readdirSync(join(nodeModules, name), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.[cm]?js$/.test(file))
      .map((file) => join(nodeModules, name, file)),
  ).flatMap((file) => sourceOf(file) ?? []);
}

function sourceOf(file: string): Source | undefined {
  const text = readFileSync(file, 'utf8');
  if (text.length > MAX_LENGTH) return undefined;
  return { text, url: pathToFileURL(file).href, kind: kindOf(file, text) };
}

function kindOf(file: string, text: string): Source['kind'] {
  if (file.endsWith('.mjs')) return 'module';
  return !file.endsWith('.cjs') && /^(import|export)\s/m.test(text) ? 'module' : 'commonjs';
}

/** The columns of a transformed line that hold the source's own text, a few of each stretch. */
function ownColumns(line: string): number[] {
  const inserted = [...line.matchAll(/\/\*<(\$cm\d*)\*\/.*?\/\*\1>\*\//g)];
  const starts = [0, ...inserted.map(({ index, 0: text }) => index + text.length)];
  return starts.filter((column, index) => column < (inserted[index]?.index ?? line.length));
}

const all = { select: () => 0 };

/** Nothing for the few files that are templates, and for those without a function. */
function resultOf(source: Source): { source: Source; result: Transformed } | undefined {
  try {
    const result = transformSource(source, all);
    return result && { source, result };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

describe('transformSource(): the files of packages', () => {
  const done = sources().flatMap((source) => resultOf(source) ?? []);

  it('are transformed', () => {
    assert.ok(done.length > 250, `${done.length} files`);
    assert.ok(done.reduce((sum, { result }) => sum + result.file.sites.length, 0) > 2000);
  });

  it('still parse, and are not transformed again', () => {
    for (const { source, result } of done) {
      const { code: text } = result;
      parse(text, { ecmaVersion: 'latest', sourceType: source.kind, allowHashBang: true });
      assert.equal(transformSource({ ...source, text }, all), undefined, source.url);
    }
  });

  it('can be taken back, with as many lines', () => {
    for (const { source, result } of done) {
      assert.ok(stripInsertions(result.code) === source.text, source.url);
      assert.equal(result.code.split(LINE_END).length, source.text.split(LINE_END).length, source.url);
    }
  });

  it('have the columns that they had', () => {
    for (const { source, result } of done) {
      const lines = source.text.split(LINE_END);
      for (const [index, line] of result.code.split(LINE_END).entries()) {
        if (line === lines[index] || line.includes('$cm:') || line.includes('/*-')) continue;
        for (const column of ownColumns(line)) {
          const original = originalColumn(result.file, index + 1, column + 1);
          assert.equal(
            lines[index]?.[original - 1],
            line[column],
            `${source.url}:${index + 1}:${column + 1}`,
          );
        }
      }
    }
  });
});
