import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { load } from '../../../src/database/load.js';
import { runProgram } from '../../run-program.js';
import { inputLine, outputLine, summaryOf } from '../database/reading-fixture.js';
import { temporaryFolder } from '../handlers/temporary-folder.js';
import { databaseOf, exported } from './exporting.js';

/** What stands in OTLP/JSON; of any shape, for that is what is looked at. */
type Json = Record<string, unknown> & { spans: Json[]; scopeSpans: Json[]; resourceSpans: Json[] };

test("otlp has the spans of a run as the SDK's own serializer has them", async (t) => {
  const cwd = temporaryFolder(t);
  const { stdout, stderr } = await runProgram('exported-spans', { cwd });
  assert.equal(stderr, '');
  const [expected] = JSON.parse(stdout).resourceSpans;
  const { text, summary } = await exported(load(join(cwd, 'call-monitor')), { to: 'otlp' });
  const [actual] = linesOf(text).flatMap(({ resourceSpans }) => resourceSpans);
  assert.equal(summary.calls, 13);
  assert.deepEqual(byKey(actual?.['resource']), byKey(expected.resource));
  assert.deepEqual(actual?.scopeSpans[0]?.['scope'], expected.scopeSpans[0].scope);
  const found = comparable(actual?.scopeSpans[0]?.spans ?? []);
  for (const [id, span] of comparable(expected.scopeSpans[0].spans)) assert.deepEqual(found.get(id), span);
});

test('otlp has lines that are short enough for those who read line by line', async () => {
  const lines = Array.from({ length: 600 }, (_, at) => inputLine('f', at + 1, { args: ['x'.repeat(3000)] }));
  const { text } = await exported(databaseOf(lines), { to: 'otlp' });
  const parsed = linesOf(text);
  assert.ok(parsed.length > 2);
  assert.ok(text.split('\n').every((line) => line.length < 2 ** 20));
  assert.equal(spansOf(parsed).length, 600);
});

test('otlp without lines is one object', async () => {
  const databases = [databaseOf([inputLine('f', 1)]), databaseOf([inputLine('g', 1)])];
  const { text } = await exported(databases, { to: 'otlp', lines: false });
  assert.deepEqual(
    spansOf([JSON.parse(text)]).map(({ name }) => name),
    ['f', 'g'],
  );
  assert.deepEqual(JSON.parse((await exported([], { to: 'otlp', lines: false })).text), {
    resourceSpans: [],
  });
});

test('otlp ends a call that never came back when it began, and says so', async () => {
  const { text } = await exported(databaseOf([inputLine('f', 1)]), { to: 'otlp' });
  const [span] = spansOf(linesOf(text));
  assert.equal(span?.['endTimeUnixNano'], span?.['startTimeUnixNano']);
  assert.equal(attributesOf(span)['callmonitor.unfinished'], true);
});

test('otlp cuts values at attributeBytes, and says so', async () => {
  const db = databaseOf([inputLine('f', 1, { args: ['é'.repeat(100)] })]);
  const { text } = await exported(db, { to: 'otlp', attributeBytes: 12 });
  const attributes = attributesOf(spansOf(linesOf(text))[0]);
  assert.deepEqual([attributes['callmonitor.args'], attributes['callmonitor.truncated']], ['["ééééé', true]);
});

test('otlp has the other spans of a log, in their own scope', async () => {
  const ids = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' };
  const span = {
    kind: 'span',
    name: 'GET /',
    ...ids,
    span_kind: 'server',
    start_time: '1795407846789000000',
    end_time: '1795407846789000900',
    status: { code: 'error', message: 'no' },
    attributes: {
      'http.response.status_code': 500,
      ratio: 0.5,
      tags: ['a', true],
      none: { $: 'number', value: 'NaN' },
    },
    events: [{ name: 'retry', time: '1795407846789000100', attributes: {} }],
    links: [{ ...ids, attributes: {} }],
    scope: { name: 'http', version: '1' },
  };
  const { text, summary } = await exported(databaseOf([span, inputLine('f', 1), outputLine('f', 1)]), {
    to: 'otlp',
  });
  const [{ resourceSpans: [{ scopeSpans = [] } = {}] = [] } = {}] = linesOf(text) as Json[];
  assert.equal(summary.spans, 1);
  assert.deepEqual(scopeSpans[1], {
    scope: { name: 'http', version: '1' },
    spans: [
      {
        traceId: ids.trace_id,
        spanId: ids.span_id,
        name: 'GET /',
        kind: 2,
        startTimeUnixNano: span.start_time,
        endTimeUnixNano: span.end_time,
        attributes: [
          { key: 'http.response.status_code', value: { intValue: '500' } },
          { key: 'ratio', value: { doubleValue: 0.5 } },
          { key: 'tags', value: { arrayValue: { values: [{ stringValue: 'a' }, { boolValue: true }] } } },
          { key: 'none', value: { doubleValue: 'NaN' } },
        ],
        events: [{ timeUnixNano: '1795407846789000100', name: 'retry', attributes: [] }],
        links: [{ traceId: ids.trace_id, spanId: ids.span_id, attributes: [] }],
        status: { code: 2, message: 'no' },
      },
    ],
  });
});

test('otlp of a hostile resource is JSON all the same', async () => {
  const resource = JSON.parse('{"__proto__":{"a":1},"n":null,"x":"\\ud800\\u0000"}');
  const { text } = await exported(databaseOf([inputLine('f', 1)], summaryOf({ resource })), { to: 'otlp' });
  assert.deepEqual(linesOf(text)[0]?.resourceSpans[0]?.['resource'], {
    attributes: [
      { key: '__proto__', value: { kvlistValue: { values: [{ key: 'a', value: { intValue: '1' } }] } } },
      { key: 'n', value: {} },
      { key: 'x', value: { stringValue: '\ud800\u0000' } },
    ],
  });
});

function linesOf(text: string): Json[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function spansOf(lines: readonly Json[]): Json[] {
  return lines.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap((each) => each.scopeSpans.flatMap(({ spans }) => spans)),
  );
}

function attributesOf(span: Json | undefined): Record<string, unknown> {
  const list = (span?.['attributes'] ?? []) as Array<{ key: string; value: object }>;
  return Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value)[0]]));
}

/** Attributes of resources have no order. */
function byKey(resource: unknown): unknown[] {
  const { attributes } = resource as { attributes: Array<{ key: string }> };
  return attributes.sort((a, b) => (a.key < b.key ? -1 : 1)).map(normal);
}

/**
 * Spans by id, without what protobuf's JSON leaves open: counts of 0, numbers or strings for 64 bits, empty lists;
 * without the flag for a known parent; and with the time of an exception only as it is in the log, that of the end.
 */
function comparable(spans: readonly Json[]): Map<unknown, unknown> {
  return new Map(
    spans.map((span) => {
      const { flags, events = [], status, ...rest } = span;
      const named = (events as Json[]).map(({ timeUnixNano: _time, ...event }) => normal(event));
      return [
        span['spanId'],
        { ...(normal(rest) as object), events: named, status, flags: Number(flags) & 0xff },
      ];
    }),
  );
}

function normal(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, each) => {
    if (/^dropped.*Count$|^links$/.test(key)) return undefined;
    return key === 'intValue' ? Number(each) : each;
  });
}
