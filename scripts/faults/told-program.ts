import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** How a program is started. */
export interface ToldOptions {
  readonly cwd: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A command that runs the command which follows it. */
  readonly wrapper?: readonly string[];
  /** The user and group that it runs as. */
  readonly uid?: number;
}

/** How a program ended, and what it printed. */
export interface ToldEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One that takes longer hangs. */
const MOST_MS = 180_000;

/** A compiled program of `programs/` that does what it is told, word by word, until it has ended. */
export class ToldProgram {
  readonly end: Promise<ToldEnd>;
  /** Each line that it wrote to the file with the descriptor 3. */
  readonly said: string[] = [];
  readonly #child: ChildProcess;

  /** Starts it, with nothing of this environment but the path. */
  constructor(name: string, { cwd, args = [], env = {}, wrapper = [], uid }: ToldOptions) {
    const path = fileURLToPath(new URL(`./programs/${name}.js`, import.meta.url));
    const [command = '', ...rest] = [...wrapper, process.execPath, path, ...args];
    this.#child = spawn(command, rest, {
      cwd,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'ipc'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    this.end = this.#gather();
    this.end.catch(() => {}); // whoever awaits it later is told
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Tells it a word; resolves with the number that it answers. */
  async tell(word: string): Promise<number> {
    this.#child.send(word);
    const [answer] = await Promise.race([once(this.#child, 'message'), this.#failed()]);
    return Number(answer);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async #failed(): Promise<never> {
    const { code, signal, stderr } = await this.end;
    throw new Error(`The program ended too early, with ${signal ?? code}: ${stderr}`);
  }

  #gather(): Promise<ToldEnd> {
    const printed = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      this.#child[name]?.on('data', (bytes: Buffer) => {
        printed[name] += bytes.toString('latin1');
      });
    }
    const said = this.#child.stdio[3] as Readable; // a pipe, as asked for
    createInterface(said).on('line', (line) => this.said.push(line));
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), MOST_MS);
    return new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', (code, signal) => {
        clearTimeout(timer);
        resolve({ code, signal, ...printed });
      });
    });
  }
}
