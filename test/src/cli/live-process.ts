import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CLI } from './run-cli.js';

/** A program that runs beside the test, which reads what it prints as it comes. */
export class LiveProcess {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  stdout = '';
  stderr = '';
  readonly #ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;

  constructor(words: readonly string[], cwd: string) {
    const env = { PATH: process.env['PATH'], TZ: 'Asia/Kolkata' };
    this.child = spawn(process.execPath, words, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.#ended = once(this.child as ChildProcess, 'close').then(([code, signal]) => ({ code, signal }));
    after(() => this.child.kill('SIGKILL'));
  }

  /** Until it has printed what a pattern finds; where it ends before, what it did print is told. */
  async printed(pattern: RegExp, stream: 'stdout' | 'stderr' = 'stdout'): Promise<string> {
    while (!pattern.test(this[stream])) {
      const ended = await Promise.race([once(this.child[stream], 'data').then(() => undefined), this.#ended]);
      if (ended !== undefined && !pattern.test(this[stream]))
        throw new Error(`Expected ${pattern}, got the end: ${this.stdout}${this.stderr}`);
    }
    return this[stream];
  }

  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    return this.#ended;
  }
}

/** `callmonitor` with these words. */
export function startCli(words: readonly string[], cwd: string): LiveProcess {
  return new LiveProcess([CLI, ...words], cwd);
}

/** A program that records as it is told. */
export class LiveWriter {
  readonly process: LiveProcess;
  #commands = 0;

  constructor(cwd: string) {
    this.process = new LiveProcess([fileURLToPath(new URL('writing-program.js', import.meta.url))], cwd);
  }

  /** Has it do something, and waits until that is recorded. */
  async do(command: string): Promise<void> {
    this.process.child.stdin.write(`${command}\n`);
    this.#commands++;
    await this.process.printed(new RegExp(`(done\\n){${this.#commands}}`));
  }

  /** Has it end well. */
  async end(): Promise<void> {
    this.process.child.stdin.end();
    await this.process.ended();
  }

  /** Has it die at once. */
  async kill(): Promise<void> {
    this.process.child.stdin.write('kill\n');
    await this.process.ended();
  }
}
