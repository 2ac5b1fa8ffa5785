import { join } from 'node:path';
import { type Attack, type Json, rewrite, rewriteLines, rewriteLog } from './attack.js';
import { INHERITED, PATHS, WRONG } from './hostile-names.js';

const KEYS: Readonly<Record<string, readonly string[]>> = {
  function: ['function', 'dir', 'argspec', 'file', 'line'],
  input: [
    'invocation',
    'trace_id',
    'span_id',
    'parent_span_id',
    'trace_flags',
    'start_time',
    'args',
    'kwargs',
    'replayable',
  ],
  output: ['invocation', 'status', 'end_time', 'duration_ns', 'args_after'],
  span: ['name', 'trace_id', 'start_time', 'span_kind', 'status', 'attributes', 'events', 'links', 'scope'],
  dropped: ['count', 'reason'],
  closed: ['calls', 'dropped', 'end_time'],
};

const NUMBERS = [
  '0',
  '-1',
  '1.5',
  '1e3',
  '1e308',
  '-0',
  '9007199254740991',
  '9007199254740993',
  '4294967296',
  '1e999',
  '"1"',
];
const NAMES = [
  ...INHERITED,
  '..',
  '.',
  '',
  '/',
  'a/../b',
  'nul\0',
  '\n',
  '\u001b[2J',
  '\ud800',
  'x'.repeat(100_000),
  'SOLVE',
  'db.json',
];
const VERSIONS = ['2.0', '1.99', '1', '0.9', '', '1.0.0', ' 1.0', '1e0', '01.0', '1.0\0'];
const TRACES = [
  '',
  '0',
  'g'.repeat(32),
  '0'.repeat(32),
  'A'.repeat(32),
  'a'.repeat(1_000_000),
  'ä'.repeat(16),
];
const TIMES = ['', '-1', '1e9', '9'.repeat(20), '9'.repeat(21), '0x10', ' 1', '1'.repeat(100_000)];

/** Lies in the log's lines and in the summary. */
export const LINE_ATTACKS: readonly Attack[] = [
  ...PATHS.map(
    (path, index): Attack => ({
      name: `dir ${index}`,
      damage: (place) => rewriteLines(place, 'function', (line) => ({ ...line, dir: path(place.outside) })),
    }),
  ),
  ...Object.entries(KEYS).flatMap(([kind, keys]) =>
    keys.flatMap((key) => WRONG.map((wrong) => set(`${kind}.${key}`, kind, () => ({ [key]: wrong })))),
  ),
  ...NUMBERS.map((number) => raw(`invocation ${number}`, /"invocation":\d+/g, `"invocation":${number}`)),
  ...NAMES.map((name) => raw('function', /"function":"store"/g, `"function":${JSON.stringify(name)}`)),
  ...INHERITED.map((name) => raw('kind', /"kind":"input"/g, `"kind":"${name}"`)),
  ...TRACES.map((id) => set('ids', 'input', () => ({ trace_id: id, span_id: id, parent_span_id: id }))),
  ...TIMES.flatMap((time) => [
    set('start', 'input', () => ({ start_time: time })),
    set('end', 'output', () => ({ end_time: time })),
    set('span times', 'span', () => ({ start_time: time, end_time: time })),
  ]),
  ...INHERITED.flatMap((name) => [
    set('argspec', 'function', () => ({ argspec: hostileSpec(name) })),
    set('closed', 'closed', () => ({
      calls: json(`{"${name}":{"a":1},"solve":${name === 'length' ? 1e300 : -5}}`),
    })),
    set('attributes', 'span', () => ({
      attributes: json(`{"${name}":{"$":"${name}"}}`),
      scope: json(`{"${name}":1}`),
    })),
    summary('functions', { functions: json(`{"${name}":{"calls":3,"argspec":{}}}`) }),
    summary('resource', { resource: json(`{"${name}":{"polluted":1}}`) }),
  ]),
  set('own parent', 'input', ({ span_id }) => ({ parent_span_id: span_id })),
  set('one span', 'input', () => ({ span_id: '0'.repeat(16), parent_span_id: '0'.repeat(16) })),
  { name: 'all lines twice', damage: (place) => rewriteLog(place, (lines) => [...lines, ...lines]) },
  {
    name: 'each line twice',
    damage: (place) => rewriteLog(place, (lines) => lines.flatMap((line) => [line, line])),
  },
  { name: 'lines backwards', damage: (place) => rewriteLog(place, (lines) => lines.reverse()) },
  {
    name: 'only ends',
    damage: (place) => rewriteLog(place, (lines) => lines.filter((line) => !line.includes('"input"'))),
  },
  {
    name: 'other calls first',
    damage: (place) => rewriteLog(place, (lines) => [...lines.map(otherArgs), ...lines]),
  },
  {
    name: 'no functions',
    damage: (place) => rewriteLog(place, (lines) => lines.filter((line) => !line.includes('"argspec"'))),
  },
  {
    name: 'a hundred thousand functions',
    damage: (place) => rewriteLog(place, (lines) => [...lines, ...manyFunctions()]),
  },
  { name: 'numbers far apart', damage: (place) => rewriteLog(place, (lines) => [...lines, ...farApart()]) },
  ...VERSIONS.map((version) => summary(`version ${version}`, { version })),
  ...WRONG.flatMap((wrong) =>
    [
      'format',
      'version',
      'layout',
      'locked',
      'process',
      'resource',
      'scope',
      'functions',
      'dropped',
      'created',
      'closed',
    ].map((key) => summary(key, { [key]: wrong })),
  ),
  summary('our own process', { locked: false, closed: undefined, process: { pid: process.pid } }),
  summary('the first process', { locked: false, closed: undefined, process: { pid: 1 } }),
  summary('a process below zero', { locked: false, closed: undefined, process: { pid: -1 } }),
  ...[
    '',
    '[]',
    'null',
    '"x"',
    '{',
    '\0',
    '{"format":"call-monitor"}',
    '{"format":"call-monitor","version":"1.0"}',
  ].map(
    (text): Attack => ({
      name: `db.json ${text}`,
      damage: ({ root }) => rewrite(join(root, 'db.json'), () => text),
    }),
  ),
];

function set(name: string, kind: string, change: (line: Json) => Json): Attack {
  return { name, damage: (place) => rewriteLines(place, kind, (line) => ({ ...line, ...change(line) })) };
}

function raw(name: string, found: RegExp, text: string): Attack {
  const damage: Attack['damage'] = (place) =>
    rewriteLog(place, (lines) => lines.map((line) => line.replace(found, () => text)));
  return { name: `${name} ${text.slice(0, 40)}`, damage };
}

function summary(name: string, changes: Json): Attack {
  const damage: Attack['damage'] = ({ root }) =>
    rewrite(join(root, 'db.json'), (text) => JSON.stringify({ ...(JSON.parse(text) as Json), ...changes }));
  return { name: `db.json ${name}`, damage };
}

/** Parsed, `__proto__` is an ordinary key. */
function json(text: string): unknown {
  return JSON.parse(text);
}

function hostileSpec(name: string): unknown {
  return json(
    `{"args":["${name}","x","x"],"varargs":"${name}","kwonlyargs":["${name}"],"defaults":{"${name}":{"$":"source","value":"process.exit(9)"},"x":{"$":"${name}"}}}`,
  );
}

function otherArgs(line: string): string {
  return line.replace(/"args":.*"kwargs":\{\}/, '"args":["other"],"kwargs":{}');
}

function* manyFunctions(): Generator<string> {
  for (let at = 0; at < 100_000; at++)
    yield `{"kind":"function","function":"f${at}","dir":"store","argspec":{}}`;
}

function* farApart(): Generator<string> {
  const ids = `"trace_id":"${'a'.repeat(32)}","span_id":"${'b'.repeat(16)}","trace_flags":1,"start_time":"1"`;
  for (let at = 0; at < 100_000; at++)
    yield `{"kind":"input","function":"far","invocation":${(at * 7919 * 90_071) % (2 ** 53 - 1) || 1},${ids},"args":[],"kwargs":{}}`;
}
