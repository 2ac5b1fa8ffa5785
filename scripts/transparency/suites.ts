import type { Program } from './program.js';

interface SuiteOptions {
  /** Which of its test files, where some need what is not published. */
  readonly tests?: string;
  readonly isQuick?: boolean;
  readonly countsCalls?: boolean;
}

/** The tests that a package was published with, run by `tape` in its folder. */
function suite(
  name: string,
  { tests = 'test/*.js', isQuick = false, countsCalls = true }: SuiteOptions = {},
): Program {
  const command = ['../tape/bin/tape', tests];
  const trial = {
    recording: 'every call',
    command,
    folder: { installed: name },
    isQuick,
    countsCalls,
  } as const;
  return { name, kind: 'suite', packages: [name, 'tape'], trials: [trial] };
}

/** Packages that are published with their tests, which are intercepted like all else in them. */
export const SUITES: readonly Program[] = [
  suite('qs'),
  // Its tests take `Object.prototype.hasOwnProperty` away for a while, without which OpenTelemetry's SDK starts no span.
  suite('object-inspect', { isQuick: true, countsCalls: false }),
  suite('deep-equal', { isQuick: true }),
  suite('resolve', {
    tests: 'test/!(node_path|pathfilter|pathfilter_sync|resolver|resolver_sync|subdirs|symlinks).js',
    isQuick: true,
  }),
  suite('minimist', { isQuick: true }),
  suite('json-stable-stringify', { isQuick: true }),
];
