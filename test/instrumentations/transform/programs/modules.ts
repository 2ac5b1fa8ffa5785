import { COMMONJS, MODULE, type Program } from './program.js';

export const MODULES: readonly Program[] = [
  {
    title: 'CommonJS exports',
    code: `exports.solve = function (x) { return x; }; module.exports.cut = () => 2; exports.api = { run() { return 3; } };
log([exports.solve(1), module.exports.cut(), exports.api.run(), exports.solve.name]);
exports = module.exports = function () { return 4; }; log(module.exports()); module.exports = function create() { return 5; }; log(module.exports());
module.exports = { a() { return 6; }, b: () => 7 }; log(module.exports.a() + module.exports.b()); exports.Mesh = class { m() { return 8; } }; log(new exports.Mesh().m());`,
    calls: 'solve, cut, api.run, exports, create, a, b, Mesh.m',
    kinds: COMMONJS,
  },
  {
    title: 'CommonJS: hashbang, return, await as a name, this',
    code: `#!/usr/bin/env node
var await = function () { return 1; }; log(await()); log(this === exports); log(new.target === undefined);
if (true) { log((() => this === exports)()); return; }
log('never'); function f() {}`,
    calls: 'await, anonymous',
    kinds: COMMONJS,
  },
  {
    title: 'a default export without a name',
    code: `import * as self from '${''}data:text/javascript,export default 1'; log(self.default);
export default async function /* a ( comment */ (a, b) { return a; }
log('x');`,
    calls: '',
    kinds: MODULE,
  },
  {
    title: 'top-level await, import.meta and hashbang',
    code: `#!/usr/bin/env node
const f = async (x) => x + 1; log(await f(1)); log(typeof import.meta.url); export { f as g };
export function h() { return this; } log(h() === undefined); log((function () { return typeof this; })());`,
    calls: 'f, h, anonymous',
    kinds: MODULE,
  },
];
