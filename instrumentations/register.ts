import { isMainThread } from 'node:worker_threads';
import { interceptor } from '../src/default-interceptor.js';
import { PACKAGE } from '../src/model/package-info.js';
import { STACK_FLAG } from '../src/model/process-report.js';
import { say } from '../src/settings/say.js';
import { reportProcess } from './process-reporter.js';
import { TargetInterception } from './target-interception.js';

/**
 * `node --import callmonitor/register app.js`, or `--require`: intercepts what settings, environment or file name, in this thread and,
 * where the options are inherited, in workers and child processes.
 */
const REGISTERED = Symbol.for('callmonitor.registered');
const OWN = `${PACKAGE.version} at ${import.meta.dirname}`;

start();

function start(): void {
  const scope = globalThis as { [REGISTERED]?: string };
  if (isHooksThread()) return;
  if (scope[REGISTERED] !== undefined) return leaveTo(scope[REGISTERED]);
  Object.defineProperty(scope, REGISTERED, { value: OWN });
  if (takeStackFlag()) interceptor.state.nesting.most = Number.POSITIVE_INFINITY;
  let interception: TargetInterception | undefined;
  reportProcess(() => interception);
  try {
    interception = intercept();
  } catch (error) {
    say('error', 'nothing is intercepted:', error);
  }
}

/**
 * What `CallMonitorInstrumentation` does, without being one: the first instrumentation of a program hooks `require` for
 * all of them, and those that come later do not see what was loaded in between.
 */
function intercept(): TargetInterception | undefined {
  const { include, exclude } = interceptor.state.settingsWith({});
  if (include.length === 0) return undefined;
  const interception = new TargetInterception({ include, exclude }, interceptor);
  interception.install();
  return interception;
}

/** Imported twice, or by another copy of this package: one is enough, and its settings hold. */
function leaveTo(registered: string): void {
  if (registered === OWN) return;
  say('warn', `version ${registered} intercepts already; version ${OWN} leaves it to that, and its settings`);
}

/** Node 20 preloads what `--require` names on the thread of the loaders too, which runs no program; only the stack tells. */
function isHooksThread(): boolean {
  if (isMainThread) return false;
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  const { stack = '' } = new Error('preloaded by');
  Error.stackTraceLimit = stackTraceLimit;
  return stack.includes('node:internal/modules/esm/worker:');
}

/** Whether `callmonitor run` gave us a larger stack: the program does not see the option, nor hand it to a thread, which would refuse it. */
function takeStackFlag(): boolean {
  const at = process.execArgv.findIndex((word) => word.startsWith(STACK_FLAG));
  if (at >= 0) process.execArgv.splice(at, 1);
  return at >= 0 && isMainThread;
}
