import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How the program is wrapped and what is registered, before its own first line. */
export type Setup = 'bare' | 'sdk' | 'embedded';

const url = (specifier: string) => JSON.stringify(import.meta.resolve(specifier));

const SETUPS: Record<Setup, string> = {
  bare: 'const wrap = (fn) => fn;',
  embedded: `import { intercept as wrap } from ${url('callmonitor')};`,
  sdk: `import { intercept as wrap } from ${url('callmonitor')};
import { CallMonitorSpanProcessor } from ${url('callmonitor/exporters')};
import { context as _context, trace as _trace } from ${url('@opentelemetry/api')};
import { BasicTracerProvider } from ${url('@opentelemetry/sdk-trace-base')};
import { AsyncLocalStorageContextManager } from ${url('@opentelemetry/context-async-hooks')};
_context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
_trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new CallMonitorSpanProcessor()] }));`,
};

export interface ProgramOptions {
  readonly folder: string;
  readonly setup: Setup;
  readonly nodeOptions?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface ProgramEnd {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Where its database is. */
  readonly root: string;
}

/** Runs a program of its own; it calls `wrap` on the functions that are intercepted. */
export function runProgram(source: string, options: ProgramOptions): ProgramEnd {
  const { folder, setup, nodeOptions = [], environment } = options;
  const cwd = mkdtempSync(join(folder, `${setup}-`));
  const file = join(cwd, 'program.mjs');
  const head = SETUPS[setup].replaceAll('\n', ' ');
  writeFileSync(file, `${head}\n${source}`);
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...nodeOptions, file], {
    cwd,
    env: { ...process.env, NODE_OPTIONS: '', CALLMONITOR_ROOT: join(cwd, 'call-monitor'), ...environment },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, signal, stdout, stderr: withoutOurFrames(stderr, cwd), root: join(cwd, 'call-monitor') };
}

/** What a program says on stderr, but for where it is and for our frames in its stack traces. */
function withoutOurFrames(stderr: string, cwd: string): string {
  return stderr
    .replaceAll(cwd, '')
    .replaceAll(/\(node:\d+\)/g, '(node)')
    .split('\n')
    .filter((line) => !/^ +at .*\/dist\/src\//.test(line) && !/^ +at .*<anonymous>\)?$/.test(line))
    .join('\n');
}
