import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { load } from 'callmonitor';

const PRELOAD = new URL('../../fixtures/exports.js', import.meta.url).href;
const NODE_MODULES = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'callmonitor-exports-'));
after(() => rmSync(folder, { recursive: true, force: true }));

export interface PatchedProgram {
  /** Files by path, beside the program's own. */
  readonly files?: Readonly<Record<string, string>>;
  /** Default: a module. */
  readonly extension?: 'mjs' | 'cjs';
  /** Targets: `tools#chunk`. */
  readonly include: readonly string[];
  /** Preloaded before ours. */
  readonly before?: string;
}

export interface ProgramSeen {
  /** What it printed, a JSON value a line. */
  readonly printed: unknown[];
  /** How many calls of each function were recorded. */
  readonly recorded: Record<string, number>;
}

/** Runs a program with exports patched, in a folder of its own. */
export function runPatched(source: string, program: PatchedProgram): ProgramSeen {
  const { files = {}, extension = 'mjs', include, before } = program;
  const cwd = mkdtempSync(join(folder, 'program-'));
  const file = `program.${extension}`;
  for (const [path, text] of Object.entries({ ...files, [file]: source })) write(join(cwd, path), text);
  mkdirSync(join(cwd, 'node_modules'), { recursive: true });
  symlinkSync(join(NODE_MODULES, '@opentelemetry'), join(cwd, 'node_modules', '@opentelemetry'));
  const preloads = [...(before === undefined ? [] : [before]), PRELOAD].flatMap((url) => ['--import', url]);
  const root = join(cwd, 'call-monitor');
  const { status, stdout, stderr } = spawnSync(process.execPath, [...preloads, file], {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      WANTED: JSON.stringify(include),
      CALLMONITOR_ROOT: root,
    },
  });
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' }, stdout);
  return {
    printed: stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
    recorded: recordedIn(root),
  };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Empty where nothing was recorded. */
function recordedIn(root: string): Record<string, number> {
  if (!existsSync(root)) return {};
  const recorded: Record<string, number> = {};
  for (const { function: name } of load(root).calls()) recorded[name] = (recorded[name] ?? 0) + 1;
  return recorded;
}
