import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a program left behind. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const PACKAGES = [
  '@jest',
  '@opentelemetry',
  '@types',
  'jest',
  'picocolors',
  'tsx',
  'vega-datasets',
  'vitest',
];

/** A user's project in a temporary folder, with callmonitor and the test frameworks installed. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'callmonitor-testgen-'));

  constructor(type: 'module' | 'commonjs') {
    this.write('package.json', JSON.stringify({ type }));
    mkdirSync(this.path('node_modules'));
    symlinkSync(repository, this.path('node_modules/callmonitor'));
    for (const name of PACKAGES)
      symlinkSync(join(repository, 'node_modules', name), this.path(`node_modules/${name}`));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  /** Runs Node in the project, with nothing of this environment but the path. */
  node(words: readonly string[], env: Readonly<Record<string, string>> = {}, timeout = 300_000): Ended {
    return spawnSync(process.execPath, words, {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], NO_COLOR: '1', ...env },
      encoding: 'utf8',
      timeout,
      maxBuffer: 2 ** 26,
    });
  }

  callmonitor(words: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
    return this.node([join(repository, 'dist/src/cli/main.js'), ...words], env);
  }

  /** A program of a package that is installed there. */
  bin(file: string): string {
    return join(repository, 'node_modules', file);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
