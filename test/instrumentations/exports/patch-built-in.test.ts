import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runPatched } from './patched-program.js';

describe('patchBuiltIn()', () => {
  it('has calls recorded by default import, named import, require and getBuiltinModule, before and after', () => {
    const { printed, recorded } = runPatched(
      `import fs, { existsSync } from 'node:fs'; import { createRequire } from 'node:module'; const later = await import('fs');
existsSync('a'); fs.existsSync('b'); createRequire(import.meta.url)('fs').existsSync('c'); later.existsSync('d'); process.getBuiltinModule('fs').existsSync('e');
console.log(JSON.stringify([fs.existsSync === existsSync, later.existsSync === existsSync, existsSync.name, existsSync.length]));`,
      { include: ['node:fs#existsSync'] },
    );
    assert.deepEqual(printed, [[true, true, 'existsSync', 1]]);
    assert.deepEqual(recorded, { 'fs.existsSync': 5 });
  });

  it('reaches fs.promises by node:fs/promises', () => {
    const { recorded } = runPatched(
      `import { readFile } from 'node:fs/promises'; import fs, { promises } from 'node:fs';
await readFile('program.mjs'); await fs.promises.readFile('program.mjs'); await promises.stat('program.mjs'); console.log('1');`,
      { include: ['node:fs/promises#*'] },
    );
    assert.deepEqual(recorded, { 'promises.readFile': 2, 'promises.stat': 1 });
  });

  it('records no calls of Node itself, nor ours, and does not recurse', () => {
    const { printed, recorded } = runPatched(
      `const fs = require('node:fs'), path = require('node:path'), util = require('node:util'); require('./other.cjs'); const fd = fs.openSync('out', 'w'); fs.writeSync(fd, 'text'); fs.closeSync(fd);
fs.writeFileSync('out', 'more'); path.join('a', 'b'); util.inspect({}); console.log(JSON.stringify([fs.readFileSync('out', 'utf8'), ['/'].map((each) => path.posix.isAbsolute(each)).length]));`,
      {
        extension: 'cjs',
        files: { 'other.cjs': 'exports.one = 1;' },
        include: ['node:fs#*', 'node:path#*', 'node:util#*', 'node:url#*', 'node:crypto#*'],
      },
    );
    assert.deepEqual(printed, [['more', 1]]);
    assert.deepEqual(recorded, {
      'fs.openSync': 1,
      'fs.writeSync': 1,
      'fs.closeSync': 1,
      'fs.writeFileSync': 1,
      'fs.readFileSync': 1,
      'path.isAbsolute': 1,
      'path.join': 1,
      'util.inspect': 1,
    });
  });

  it('records what the program has Node call: promisified functions and callbacks', () => {
    const { printed, recorded } = runPatched(
      `import { promisify } from 'node:util'; import fs from 'node:fs'; import { exec } from 'node:child_process';
const text = await promisify(fs.readFile)('program.mjs', 'utf8'); const { stdout } = await promisify(exec)('echo hello');
await new Promise((resolve) => setTimeout(fs.access, 1, 'program.mjs', resolve)); const exists = await promisify(fs.exists)('program.mjs');
console.log(JSON.stringify([text.length > 9, stdout, exists]));`,
      { include: ['node:fs#readFile', 'node:fs#access', 'node:child_process#exec'] },
    );
    assert.deepEqual(printed, [[true, 'hello\n', true]]);
    assert.deepEqual(recorded, { 'fs.readFile': 1, 'fs.access': 1 });
  });

  it('reaches methods of classes, and leaves identities as they are', () => {
    const { printed, recorded } = runPatched(
      `import EventEmitter, { EventEmitter as Named } from 'node:events'; import events from 'node:events';
const emitter = new Named(); emitter.on('x', () => {}); emitter.emit('x', 1);
class Own extends EventEmitter {} new Own().emit('y'); console.log(JSON.stringify([emitter instanceof EventEmitter, emitter.constructor === Named, new Own() instanceof Named, Named.name]));`,
      { include: ['node:events#EventEmitter', 'node:events#EventEmitter.emit'] },
    );
    assert.deepEqual(printed, [[true, true, true, 'EventEmitter']]);
    assert.deepEqual(recorded, { 'events.EventEmitter': 1, 'events.EventEmitter.emit': 2 });
  });

  it('takes everything back with undo(), and again with apply(), and leaves what another has put there', () => {
    const { printed, recorded } = runPatched(
      `import fs, { existsSync, statSync } from 'node:fs'; const ours = fs.existsSync; const seen = [];
instrumentation.disable(); existsSync('a'); seen.push(fs.existsSync === ours, fs.existsSync === existsSync);
instrumentation.enable(); existsSync('a'); seen.push(fs.existsSync === ours);
const others = () => 'another'; fs.existsSync = others; instrumentation.disable(); seen.push(fs.existsSync === others); statSync('.');
console.log(JSON.stringify(seen));`,
      { include: ['node:fs#existsSync', 'node:fs#statSync'] },
    );
    assert.deepEqual(printed, [[false, true, true, true]]);
    assert.deepEqual(recorded, { 'fs.existsSync': 1 });
  });

  it('warns of nothing whatever is patched', () => {
    const names = [
      'assert',
      'buffer',
      'child_process',
      'crypto',
      'dns',
      'http',
      'https',
      'module',
      'net',
      'os',
      'process',
      'stream',
      'timers',
      'tls',
      'tty',
      'url',
      'util',
      'vm',
      'zlib',
      'worker_threads',
      'async_hooks',
      'perf_hooks',
      'querystring',
      'string_decoder',
      'v8',
      'readline',
      'dgram',
      'inspector',
    ];
    const include = names.map((name) => `node:${name}#*`);
    const { printed, recorded } = runPatched(
      `import { createHash } from 'node:crypto'; console.log(JSON.stringify(createHash('md5').update('x').digest('hex')));`,
      { include },
    );
    assert.deepEqual(printed, ['9dd4e461268c8034f5c8564e155c67a6']);
    const { 'crypto.createHash': made, 'crypto.Hash.update': updated } = recorded;
    assert.deepEqual([made, updated], [1, 1]);
  });

  it('works together with an instrumentation of the same module', () => {
    const register = new URL(import.meta.resolve('@opentelemetry/instrumentation-http')).href;
    const before = `data:text/javascript,${encodeURIComponent(
      `import { HttpInstrumentation } from ${JSON.stringify(register)}; import { registerInstrumentations } from ${JSON.stringify(import.meta.resolve('@opentelemetry/instrumentation'))};
globalThis.http = new HttpInstrumentation(); registerInstrumentations({ instrumentations: [globalThis.http] });`,
    )}`;
    const source = `import { createRequire } from 'node:module'; const http = createRequire(import.meta.url)('node:http');
const server = http.createServer((_, response) => response.end('hello')).listen(0); await new Promise((resolve) => server.once('listening', resolve));
const get = () => new Promise((resolve) => http.request({ port: server.address().port, agent: false }, (response) => response.setEncoding('utf8').on('data', resolve)).end());
const seen = [await get()]; globalThis.http?.disable(); seen.push(await get()); instrumentation.disable(); seen.push(await get()); server.close(); console.log(JSON.stringify(seen));`;
    const { printed, recorded } = runPatched(source, { include: ['node:http#request'], before });
    assert.deepEqual(printed, [['hello', 'hello', 'hello']]);
    assert.deepEqual(recorded, { 'http.request': 2 });
  });
});
