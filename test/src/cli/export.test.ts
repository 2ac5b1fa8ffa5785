import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { damageLog, record, recordedFolder, runCli, runIn } from './run-cli.js';

const folder = recordedFolder();

test('export writes text formats to the standard output, and the report elsewhere', () => {
  const { status, stdout, stderr } = runCli(folder, ['export', '--to', 'json', '--function', 'solve']);
  assert.equal(status, 0);
  assert.deepEqual(
    JSON.parse(stdout).map((call: { arguments: object }) => call.arguments),
    [
      { x: 20, y: 2, n: 1, tol: { $: 'source', value: '1e-6 * 2' } },
      { x: 3, y: 4, n: 5, tol: { $: 'source', value: '1e-6 * 2' } },
    ],
  );
  assert.match(stderr, /^2 calls of 1 database: json, \d+ bytes$/m);
});

test('export takes several databases, or a folder of them, into one file', async () => {
  const several = recordedFolder();
  record(several);
  for (const [file, databases] of [
    ['named.csv', ['call-monitor', 'call-monitor-1']],
    ['folder.csv', ['.']],
  ] as const) {
    const { status, stdout } = await runIn(several, ['export', ...databases, '--to', 'csv', '-o', file]);
    assert.equal(status, 0);
    assert.match(stdout, /^16 calls of 2 databases to .*\.csv: csv, \d+ bytes$/m);
    const text = readFileSync(join(several, file), 'utf8');
    assert.ok(text.includes('call-monitor,solve,1,') && text.includes('call-monitor-1,solve,1,'));
  }
});

test('export --json reports for programs', async () => {
  const { stdout } = await runIn(folder, ['export', '--to', 'parquet', '-o', 'calls.parquet', '--json']);
  const { to, output, calls, damaged, databases, columns } = JSON.parse(stdout);
  assert.deepEqual(
    { to, output, calls, damaged, databases: databases.length, columns: columns > 5 },
    { to: 'parquet', output: 'calls.parquet', calls: 8, damaged: 0, databases: 1, columns: true },
  );
});

const REFUSED: ReadonlyArray<[words: readonly string[], expected: RegExp]> = [
  [[], /required option '--to <format>' not specified/],
  [['--to', 'xml'], /'xml' is invalid\. Allowed choices are otlp, chrome-trace, csv, parquet, json/],
  [['--to', 'parquet'], /Expected a file for parquet, which is no text: -o calls\.parquet/],
  [['--to', 'parquet', '-o', '-'], /Expected a file for parquet/],
  [['--to', 'json', '--function', 'slove'], /'slove' was not recorded; recorded: solve/],
  [['--to', 'json', '--status', 'good'], /Expected one of ok, error, yielded, unfinished\./],
  [['--to', 'json', '--since', 'yesterday'], /Expected a time such as/],
  [['--to', 'csv', '--max-columns', 'many'], /Expected a whole number/],
  [['--to', 'json', '--trace', '12'], /No call of a trace 12 is in/],
  [['--to', 'json', '--trace', 'x'], /Expected a trace id or its beginning/],
  [['--to', 'json', 'nowhere'], /Expected a call-monitor database/],
];

for (const [words, expected] of REFUSED) {
  test(`export ${words.join(' ')} ends with 2`, async () => {
    const { status, stdout, stderr } = await runIn(folder, ['export', ...words]);
    assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
    assert.match(stderr, expected);
  });
}

test('export replaces a file only where it is forced', async () => {
  const words = ['export', '--to', 'json', '-o', 'twice.json'];
  assert.equal((await runIn(folder, words)).status, 0);
  const { status, stderr } = await runIn(folder, words);
  assert.equal(status, 2);
  assert.match(stderr, /Expected nothing at twice\.json, but something is there/);
  assert.equal((await runIn(folder, [...words, '--force'])).status, 0);
});

test('export ends with 1 where something is damaged, and has written the rest', async () => {
  const damaged = recordedFolder();
  damageLog(join(damaged, 'call-monitor'), '"args":[20]', '"args":{20]');
  const { status, stdout } = await runIn(damaged, ['export', '--to', 'csv', '-o', 'calls.csv']);
  assert.equal(status, 1);
  assert.match(stdout, /^1 record damaged$/m);
  assert.ok(existsSync(join(damaged, 'calls.csv')));
});

test('export filters by time and status', () => {
  const locations = (...words: string[]) =>
    JSON.parse(runCli(folder, ['export', '--to', 'json', ...words]).stdout).map(
      ({ location }: { location: string }) => location,
    );
  assert.deepEqual(locations('--status', 'error', '--status', 'unfinished'), ['fail/1', 'wait/1']);
  assert.deepEqual(locations('--until', '2020-01-01'), []);
  assert.equal(locations('--since', '2020-01-01T00:00Z').length, 8);
});

test('export --help shows the formats and examples', async () => {
  const { status, stdout } = await runIn(folder, ['export', '--help']);
  assert.equal(status, 0);
  assert.match(stdout, /Formats:\n {2}otlp .*\n/);
  assert.match(stdout, /callmonitor export --to parquet -o calls\.parquet runs\//);
});
