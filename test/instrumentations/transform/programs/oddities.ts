import { COMMONJS, type Program } from './program.js';

export const ODDITIES: readonly Program[] = [
  {
    title: 'the name of the handle in the file',
    code: `function $cm() { return 1; } const $cm1 = () => '/*<$cm*/x/*$cm>*/'; log($cm() + $cm1()); log($cm1.toString());`,
    calls: '$cm, $cm1',
  },
  {
    title: 'a symbol as toString, and text in a template',
    code: `const f = () => \`\${(() => 'a')()}\${function () {}}\`; log(f()); log(f.toString());`,
    calls: 'f, anonymous',
  },
  {
    title: 'HTML comments and old octals',
    code: `var a = 1; <!-- a comment
--> another
log(function () { return 010; }()); var o = { 010: () => 1 }; log(o[8].name);`,
    calls: 'anonymous',
    kinds: COMMONJS,
  },
  {
    title: 'line ends of all kinds',
    code: `const f = () => 1;\r\nconst g = () => 2;\rconst h = () => 3;\u2028log([f(), g(), h(), (() => 4)()]);`,
    calls: 'f, g, h, anonymous',
  },
  {
    title: 'generators with functions inside, and what is yielded in keys',
    code: `function* g() { function inner() { return 1; } const o = { [yield 'k']() { return inner(); }, f: (yield 'v') || (() => 2) }; class C { [yield 'c']() { return 3; } } return [o.a(), o.f(), new C().m()]; }
const i = g(); log([i.next().value, i.next('a').value, i.next().value, i.next('m').value]);`,
    calls: "g, o.[yield 'k'], inner, anonymous, C.[yield 'c']",
  },
  {
    title: 'several insertions at one place',
    code: `{ x => x; function f() { return a => b => c => a + b + c; } log(f()(1)(2)(3)); }
switch (1) { case function h() { return h; }: function g() { return 2; } case 1: log(g()) }`,
    calls: 'f, anonymous, g',
  },
];
