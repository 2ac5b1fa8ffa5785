import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripInsertions } from '../../../instrumentations/transform/markers.js';
import type { Source } from '../../../instrumentations/transform/source.js';
import { transformSource } from '../../../instrumentations/transform/transform-source.js';
import { runBare, runTransformed } from './run-source.js';

const source = (text: string, kind: Source['kind'] = 'commonjs'): Source => ({
  text,
  url: 'file:///app/solver.js',
  kind,
});
const all = { select: () => 7 };

describe('transformSource()', () => {
  it('changes nothing where nothing is selected', () => {
    assert.equal(transformSource(source('function f() {}'), { select: () => undefined }), undefined);
    assert.equal(transformSource(source('const a = 1;'), all), undefined);
    assert.equal(transformSource(source(''), all), undefined);
  });

  it('changes nothing that has been transformed', () => {
    const code = transformSource(source('function f() {}'), all)?.code ?? '';
    assert.equal(transformSource(source(code), all), undefined);
  });

  it('throws with the position for what cannot be parsed', () => {
    const expected = { name: 'SyntaxError', message: /\(2:8\)/ };
    assert.throws(() => transformSource(source('\nconst a b'), all), expected);
    assert.throws(() => transformSource(source('with (a) {}', 'module'), all), { name: 'SyntaxError' });
    assert.throws(() => transformSource(source('export {}', 'commonjs'), all), { name: 'SyntaxError' });
  });

  it('inserts as little as it can, and says what it means', () => {
    const text = '#!/usr/bin/env node\n"use strict";\nfunction solve() {}\n';
    const { code, file } = transformSource(source(text), all) ?? assert.fail();
    const own =
      'function $cm(n,v,k){$cm.f=0;return($cm.h||($cm.h=typeof __callmonitor__=="function"?__callmonitor__("file:///app/solver.js"):(n,v)=>v))(n,v,k)}';
    assert.equal(
      code,
      `#!/usr/bin/env node\n"use strict";\n/*<$cm*/solve=$cm(0,solve);/*$cm>*//*<$cm*/${own}/*$cm>*/function solve() {}\n`,
    );
    assert.deepEqual(file, {
      url: 'file:///app/solver.js',
      handle: '$cm',
      sites: [{ kind: 'function', name: 'solve', line: 3, column: 1, target: 7, knownAs: 'intercepted' }],
      shifts: [3, 1, code.length - text.length],
    });
  });

  it('says what the runtime is to do with classes, literals and renamed functions', () => {
    const text = `class Mesh { refine() {} static get [k]() {} #m() {} }
export default function () {} const o = { a() { super.b(); }, [k]: () => {} };`;
    const { file } = transformSource(source(text, 'module'), all) ?? assert.fail();
    const place = (line: number, column: number, name: string) => ({ name, line, column, target: 7 });
    assert.deepEqual(file.sites, [
      { kind: 'function', ...place(1, 46, 'Mesh.#m'), knownAs: 'intercepted', ownName: '#m' },
      {
        kind: 'class',
        methods: [
          { ...place(1, 14, 'Mesh.refine'), key: 'refine', isStatic: false, kind: 'method' },
          { ...place(1, 26, 'Mesh.[k].get'), key: 0, isStatic: true, kind: 'get' },
        ],
      },
      { kind: 'property', ...place(2, 68, 'o.[k]') },
      { kind: 'function', ...place(2, 16, 'default'), knownAs: 'intercepted', ownName: 'default' },
    ]);
    assert.deepEqual(JSON.parse(JSON.stringify(file)), file);
  });

  it('says when a function still knows itself as the original', () => {
    const text = 'const a = function f() { f = 1; }, b = function g() { g(); }, c = function h() {};';
    const sites = transformSource(source(text), all)?.file.sites ?? [];
    assert.deepEqual(
      sites.map((site) => site.kind === 'function' && site.knownAs),
      ['original', 'intercepted', 'intercepted'],
    );
  });

  it('intercepts what is selected alone', async () => {
    const text = `function f() { return g() + (() => 1)(); } function g() { return new Mesh().a() + new Mesh().b(); }
class Mesh { a() { return 1; } b() { return o.c(); } } const o = { c() { return 2; }, d: () => 3 }; log(f() + o.d());`;
    const names = ['g', 'Mesh.b', 'o.d'];
    const { log, calls } = await runTransformed('module', text, names);
    assert.deepEqual({ log, calls }, { log: [7], calls: names });
  });

  it('leaves a program that works where there is no runtime', async () => {
    const text = `function f() { return [1].map((x) => x + new Mesh().m()); } class Mesh { m() { return this.#p(); } #p() { return 2; } } log(f());`;
    const { code } = transformSource(source(text), all) ?? assert.fail();
    const { log, error } = await runBare('commonjs', `var __callmonitor__;${code}`);
    assert.deepEqual({ log, error }, { log: [[3]], error: undefined });
  });

  it('moves no line and can be taken back', () => {
    const text = `const a = () => {\r\n  b(function c() {\n c() })}\rclass D { m() {} #p() {} [\n'k']() {} }\u2028switch (1) { case\n0: function e() {} } f = { 'q\\\nr': () => {}, 's\\\nt'() {} };`;
    const { code } = transformSource(source(text), all) ?? assert.fail();
    const ends = (lines: string) => lines.match(/\r\n|[\r\n\u2028]/g);
    assert.deepEqual(ends(code), ends(text));
    assert.equal(stripInsertions(code), text);
  });
});
