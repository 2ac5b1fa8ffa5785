import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { durationText } from '../time-text.js';
import { UsageError } from '../usage-error.js';
import {
  type CallReport,
  type ReplayedName,
  type Replayer,
  type ReplaySetup,
  withoutOutcome,
} from './call-report.js';
import type { Answer, Request } from './replay-messages.js';

const PROGRAM = fileURLToPath(new URL('./replay-process.js', import.meta.url));
/** Loading the module may take longer than a call. */
const OPEN_MS = 60_000;
/** The process itself stops an asynchronous call that takes too long; it is given so much more to say so. */
const GRACE_MS = 1_000;

/** What a request came to where the process did not answer it. */
type Ended = { readonly kind: 'ended'; readonly why: string };

/** Makes calls again in a process of their own, and in a new one after each that ended it. */
export class IsolatedReplayer implements Replayer {
  readonly #setup: ReplaySetup;
  #child: ChildProcess | undefined;

  private constructor(setup: ReplaySetup) {
    this.#setup = setup;
  }

  /** @throws UsageError where the module cannot be loaded */
  static async open(setup: ReplaySetup): Promise<IsolatedReplayer> {
    const replayer = new IsolatedReplayer(setup);
    await replayer.#start();
    return replayer;
  }

  async obstacle(name: ReplayedName): Promise<string | undefined> {
    const answer = await this.#ask({ kind: 'obstacle', name }, OPEN_MS);
    return answer.kind === 'obstacle' ? answer.obstacle : reasonOf(answer);
  }

  async replay(name: ReplayedName, invocation: number): Promise<CallReport> {
    const answer = await this.#ask({ kind: 'replay', name, invocation }, this.#setup.timeoutMs + GRACE_MS);
    return answer.kind === 'replayed'
      ? answer.report
      : withoutOutcome(name.function, invocation, 'failed', reasonOf(answer));
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  async #ask(request: Request, withinMs: number): Promise<Answer | Ended> {
    return exchange(await this.#start(), request, withinMs);
  }

  /** The process at hand, or a new one with the module loaded. */
  async #start(): Promise<ChildProcess> {
    const known = this.#child;
    if (known?.connected === true && known.exitCode === null && known.signalCode === null) return known;
    // What is printed there goes to the standard error: the standard output has the report.
    const child = fork(PROGRAM, [], { stdio: ['ignore', 2, 2, 'ipc'] });
    const answer = await exchange(child, { kind: 'open', setup: this.#setup }, OPEN_MS);
    if (answer.kind !== 'opened') throw new UsageError(reasonOf(answer));
    this.#child = child;
    return child;
  }
}

/** Sends a request, and waits for the answer, the end of the process, or the end of patience, which is its end too. */
function exchange(child: ChildProcess, request: Request, withinMs: number): Promise<Answer | Ended> {
  return new Promise((resolve) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, withinMs);
    const finish = (answer: Answer | Ended) => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(answer);
    };
    child.once('message', (answer: Answer) => finish(answer));
    child.once('exit', (code, signal) => {
      const late = `took longer than ${durationText((withinMs - GRACE_MS) * 1e6)}`;
      finish({ kind: 'ended', why: isLate ? late : endText(code, signal) });
    });
    child.once('error', (error) => finish({ kind: 'ended', why: error.message }));
    child.send(request);
  });
}

function endText(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `ended the process with code ${code}` : `ended the process by ${signal}`;
}

function reasonOf(answer: Answer | Ended): string {
  if (answer.kind === 'ended') return answer.why;
  return answer.kind === 'refused' ? answer.message : `an answer of another kind: ${answer.kind}`;
}
