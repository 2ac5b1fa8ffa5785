import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { load } from '../../src/index.js';
import { needsNumpy, runNumpy } from '../numpy.js';
import { runExample, temporaryFolder } from './run-example.js';

/** Computed from the same files with NumPy. */
const FIGURES = [
  ['mean temperature', '12.34 °C'],
  ['warmest 30 days', '22.37 °C  from 2015-06-24 on'],
  ['first, last 365 days', '11.31 °C, 13.13 °C'],
  ['strongest cycle', '365.25 days  77.4 % of the variance'],
  ['MPG on weight', 'r² 0.6918  −7.677 MPG'],
  ['gal/100 mi on weight', 'r² 0.7836  1.734 gal'],
  ['mean magnitude', '1.535  strongest 6.4'],
  ['M below 1', '676'],
  ['M 6 to 7', '5'],
  ['b value, M ≥ 2.5', '0.34 ± 0.02  n = 309'],
  ['b value, M ≥ 4.5', '0.80 ± 0.09  n = 85'],
  ['b value, M ≥ 7', 'none'],
] as const;

const CALLS = {
  readDataset: 3,
  parseCsv: 1,
  cleanWeather: 1,
  movingAverage: 2,
  powerSpectrum: 1,
  describe: 2,
  monthlyMeans: 1,
  cleanCars: 1,
  linearRegression: 2,
  cleanEarthquakes: 1,
  'Earthquakes.histogram': 1,
  gutenbergRichter: 3,
};

describe('npm run demo', () => {
  const folder = temporaryFolder();
  let output = '';
  let root = '';
  before(() => {
    output = runExample('demo/main', folder);
    root = join(folder, 'call-monitor');
  });

  for (const [label, figure] of FIGURES) {
    test(`prints ${label}: ${figure}`, () => {
      const line = output.split('\n').find((each) => each.trimStart().startsWith(label));
      assert.ok(line?.includes(figure), line);
    });
  }

  test('prints lines of at most 80 columns, and no colours into a file', () => {
    assert.deepEqual(
      output.split('\n').filter((line) => [...line].length > 80),
      [],
    );
    assert.equal(output.includes('\u001b'), false);
  });

  test('prints the summary, the tree, a call with its trace and what to try next', () => {
    const call = load(root).call('movingAverage', 2);
    for (const expected of [
      'Locked: true',
      'arg_0.npy',
      call.traceId,
      'called again          the same result',
      'npx callmonitor ls',
      "load('call-monitor')",
    ]) {
      assert.ok(output.includes(expected), expected);
    }
  });

  test('leaves a closed database of every call, in one trace', () => {
    const db = load(root);
    assert.equal(db.closed, 'well');
    assert.deepEqual({ ...db.counts }, CALLS);
    assert.equal(new Set([...db].map((call) => call.traceId)).size, 1);
    assert.equal(new Set([...db].map((call) => call.parentSpanId)).size, 1);
  });

  test('leaves arguments, defaults, receivers, results and errors', () => {
    const db = load(root);
    const regression = db.call('linearRegression', 1).result as { slope: number; r2: number };
    assert.ok(Math.abs(regression.slope - -0.0076766100639264765) < 1e-15);
    assert.ok(Math.abs(regression.r2 - 0.6917929800341577) < 1e-12);
    assert.equal(db.getArgs('movingAverage', 1)['window'], 30);
    assert.deepEqual(db.get('movingAverage', 2).kwargs, { window: 365 });
    assert.equal(
      (db.call('Earthquakes.histogram', 1).this as { magnitudes: object }).magnitudes.constructor,
      Float64Array,
    );
    const failed = db.call('gutenbergRichter', 3);
    assert.equal(failed.status, 'error');
    assert.ok(failed.error instanceof RangeError);
  });

  test('writes a second run beside the first', () => {
    runExample('demo/main', folder);
    assert.deepEqual(readdirSync(folder).sort(), ['call-monitor', 'call-monitor-1']);
  });

  test('writes arrays from which NumPy computes the same', needsNumpy, () => {
    const db = load(root);
    const spectrum = db.call('powerSpectrum', 1);
    const script = [
      "values = np.load(given['path'])",
      'power = abs(np.fft.rfft(values - values.mean())) ** 2',
      "result = {'mean': values.mean(), 'share': (power / power.sum()).max(), 'cycles': int(power.argmax())}",
    ].join('\n');
    const computed = runNumpy(script, { path: join(spectrum.path, 'arg_0.npy') }) as Record<string, number>;
    const shares = spectrum.result as Float64Array;
    assert.equal(computed['cycles'], 4);
    assert.ok(Math.abs((shares[4] ?? 0) - (computed['share'] ?? 0)) < 1e-12);
    assert.ok(
      Math.abs((db.call('describe', 1).result as { mean: number }).mean - (computed['mean'] ?? 0)) < 1e-12,
    );
  });
});
