import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import MagicString from 'magic-string';
import { transformSource } from '../../../instrumentations/transform/transform-source.js';

const folder = mkdtempSync(join(tmpdir(), 'callmonitor-map-'));
after(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, 'dist/maps'), { recursive: true });
const at = (name: string) => pathToFileURL(join(folder, name)).href;

const TYPESCRIPT = `interface Options {
  tol: number;
}

export const solve = (x: number, options: Options) => [x].map((y): number => {
  return fail(y * options.tol);
});

function fail(y: number): never { const text: string = 'no solution for ' + y; throw new Error(text); }
solve(1, { tol: 2 });
`;

/** TypeScript without its types, and the map that leads back. */
function compiled(comment: (map: string) => string): string {
  const text = new MagicString(TYPESCRIPT);
  for (const types of TYPESCRIPT.matchAll(/^interface[^}]*\}\n+|: (number|Options|never|string)/g)) {
    text.remove(types.index, types.index + types[0].length);
  }
  for (const { index, 0: type } of TYPESCRIPT.matchAll(/: (?:Options|never|string|number)(?=[),]| =| \{)/g)) {
    text.remove(index, index + type.length);
  }
  const { sources, sourcesContent, names, mappings } = text.generateMap({
    source: 'solve.ts',
    hires: true,
    includeContent: true,
  });
  const map = { version: 3, sourceRoot: '../src/', sources, sourcesContent, names, mappings };
  return `${text.toString()}${comment(JSON.stringify(map))}\n`;
}

const inline = (map: string) =>
  `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;

const external = (map: string) => {
  writeFileSync(new URL(at('dist/maps/solve.map')), map.replace('../src/', '../../src/'));
  return '//# sourceMappingURL=maps/solve.map';
};

const lastOfTwo = (map: string) => `//# sourceMappingURL=missing.map\n${inline(map)}`;

function transform(text: string, sourceMap = false) {
  const source = { text, url: at('dist/solve.mjs'), kind: 'module' } as const;
  return transformSource(source, { select: () => 0, sourceMap }) ?? assert.fail();
}

/** The places in its own files of the stack with which a program ends. */
function stackOf(code: string): string[] {
  const file = at('dist/solve.mjs');
  writeFileSync(new URL(file), code);
  const runtime = 'globalThis.__callmonitor__ = () => (n, value) => value';
  const { stderr } = spawnSync(
    process.execPath,
    [
      '--enable-source-maps',
      '--import',
      `data:text/javascript,${encodeURIComponent(runtime)}`,
      new URL(file).pathname,
    ],
    { encoding: 'utf8' },
  );
  return [...stderr.matchAll(/^\s+at .*?(\/\S+solve\.m?[jt]s:\d+:\d+)/gm)].map(([, place = '']) =>
    place.replace(/^\/+/, '/'),
  );
}

describe('transformSource(): where a function stands', () => {
  for (const [title, comment] of [
    ['in the source itself', inline],
    ['in another file', external],
    ['that stands last', lastOfTwo],
  ] as const) {
    it(`is said by a source map ${title}`, () => {
      const { file } = transform(compiled(comment));
      const places = file.sites.map(
        (site) => 'name' in site && [site.name, site.line, site.column, site.file],
      );
      assert.deepEqual(places, [
        ['anonymous-5-63', 5, 63, at('src/solve.ts')],
        ['solve', 5, 22, at('src/solve.ts')],
        ['fail', 9, 1, at('src/solve.ts')],
      ]);
    });
  }

  it('is the transformed file where its map says nothing', () => {
    const { file } = transform(compiled((map) => `function extra() {}\n${inline(map)}`));
    const site = file.sites.find((site) => 'name' in site && site.name === 'extra');
    assert.deepEqual(site, {
      kind: 'function',
      name: 'extra',
      line: 7,
      column: 1,
      target: 0,
      knownAs: 'intercepted',
    });
  });

  it('is the transformed file if its map cannot be had', () => {
    for (const url of [
      'missing.map',
      'https://example.org/a.map',
      'data:application/json,{}',
      'data:,{"version":3',
    ]) {
      const { file } = transform(compiled(() => `//# sourceMappingURL=${url}`));
      const [site] = file.sites.slice(-1);
      assert.deepEqual(site, {
        kind: 'function',
        name: 'fail',
        line: 5,
        column: 1,
        target: 0,
        knownAs: 'intercepted',
      });
    }
  });
});

describe('appendSourceMap()', () => {
  it('leads a stack trace to the original through the map that the source has', () => {
    for (const comment of [inline, external]) {
      const text = compiled(comment);
      const bare = stackOf(text);
      assert.match(bare[0] ?? '', /src\/solve\.ts:9:86$/);
      assert.deepEqual(stackOf(transform(text, true).code), bare);
    }
  });

  it('leads a stack trace to the source where it has no map', () => {
    const text = compiled(() => '');
    assert.deepEqual(stackOf(transform(text, true).code), stackOf(text));
  });

  it('replaces the comment, and keeps what stands beside it', () => {
    const text = compiled((map) => `//# sourceURL=kept.js\n${inline(map)}\n// the end`);
    const { code } = transform(text, true);
    assert.equal(code.match(/sourceMappingURL=/g)?.length, 1);
    assert.match(code, /\n\/\/# sourceURL=kept\.js\n\/\/# sourceMappingURL=data:\S+\n\/\/ the end\n$/);
    assert.equal(code.split('\n').length, text.split('\n').length);
  });

  it('is appended on demand alone', () => {
    const text = compiled(external);
    assert.ok(transform(text).code.endsWith('//# sourceMappingURL=maps/solve.map\n'));
    assert.ok(!transform('function f() {}').code.includes('sourceMappingURL'));
  });

  it('is not taken for a comment that is a string of the code', () => {
    const text = 'function f() { return "//# sourceMappingURL=a.map"; }';
    const { code } = transform(text, true);
    assert.ok(code.includes('return "//# sourceMappingURL=a.map"; }\n//# sourceMappingURL=data:'));
  });
});
