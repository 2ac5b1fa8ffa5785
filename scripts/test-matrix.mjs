// Runs the whole suite on each Node with each SDK line that it takes, in copies of the checkout, and prints a table.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeCheckout } from './matrix/checkout.mjs';
import { chooseCombinations, NODES, SDKS } from './matrix/combinations.mjs';
import { installNode } from './matrix/node-binary.mjs';

const HELP = `Usage: npm run test:matrix -- [options] [word of a test's path…]

  --node <major>   only this Node: ${NODES.join(', ')} (may be repeated)
  --sdk <major>    only this OpenTelemetry SDK: ${Object.keys(SDKS).join(', ')} (may be repeated)
  --keep           leave the copies of the checkout in the temporary folder

Exits with 1 when a test fails. What each run printed is in .cache/matrix/.

Examples:
  npm run test:matrix -- --node 24 --sdk 3
  npm run test:matrix -- --node 20 --node 26 exporters`;

const cache = fileURLToPath(new URL('../.cache/', import.meta.url));
const logs = join(cache, 'matrix');

main();

function main() {
  const { nodes, sdks, keep, words } = readOptions();
  mkdirSync(logs, { recursive: true });
  const results = [];
  for (const sdk of sdks) {
    const combinations = chooseCombinations(nodes, sdks).filter((each) => each.sdk === sdk);
    if (combinations.length === 0) continue;
    console.log(`SDK ${sdk}.x: copying, installing, building …`);
    const checkout = makeCheckout(sdk);
    for (const { node } of combinations) results.push(runSuite({ node, sdk, checkout, words }));
    if (!keep) rmSync(checkout, { recursive: true, force: true });
  }
  printTable(results);
  if (results.some(({ status }) => status !== 0)) process.exitCode = 1;
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        node: { type: 'string', multiple: true, default: NODES.map(String) },
        sdk: { type: 'string', multiple: true, default: Object.keys(SDKS) },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      console.log(HELP);
      process.exit(0);
    }
    const [nodes, sdks] = [values.node.map(Number), values.sdk.map(Number)];
    chooseCombinations(nodes, sdks); // to refuse what cannot be before anything is installed
    return { nodes, sdks, keep: values.keep, words: positionals };
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

/** `node`, `npm` and `npx` are, for the tests, those of the Node that is tried. */
function runSuite({ node, sdk, checkout, words }) {
  const bin = installNode(node, cache);
  const version = spawnSync(join(bin, 'node'), ['--version'], { encoding: 'utf8' }).stdout.trim();
  console.log(`Node ${version}, SDK ${sdk}.x …`);
  const log = join(logs, `node-${node}-sdk-${sdk}.log`);
  const output = openSync(log, 'w');
  const start = Date.now();
  const { status, signal } = spawnSync(join(bin, 'node'), ['scripts/test.mjs', ...words], {
    cwd: checkout,
    stdio: ['ignore', output, output],
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
  });
  closeSync(output);
  const text = readFileSync(log, 'utf8');
  return { version, sdk, status, signal, seconds: (Date.now() - start) / 1000, log, ...readCounts(text) };
}

/** The last lines of the runner's report, and the names of what failed. */
function readCounts(text) {
  const count = (name) => Number(text.match(new RegExp(`^ℹ ${name} (\\d+)$`, 'm'))?.[1] ?? 0);
  const [, failures = ''] = text.split('failing tests:\n');
  const failed = [...failures.matchAll(/^\s*✖ (.*) \([\d.]+ms\)$/gm)].map(([, name]) => name);
  return { passed: count('pass'), failures: count('fail'), skipped: count('skipped'), failed };
}

function printTable(results) {
  console.log(
    '\n| Node | SDK | passed | failed | skipped | seconds |\n| --- | --- | --- | --- | --- | --- |',
  );
  for (const { version, sdk, passed, failures, skipped, seconds } of results) {
    console.log(
      `| ${version} | ${SDKS[sdk].packages['@opentelemetry/sdk-node']} (${sdk}.x) | ${passed} | ${failures} | ${skipped} | ${seconds.toFixed(0)} |`,
    );
  }
  for (const { version, sdk, failed, log, status, signal } of results) {
    if (status === 0) continue;
    const end = signal === null ? '' : ` was ended by ${signal} before its report`;
    console.log(`\nNode ${version}, SDK ${sdk}.x${end}, in ${relative('.', log)}:`);
    for (const name of failed) console.log(`  ${name}`);
  }
}
