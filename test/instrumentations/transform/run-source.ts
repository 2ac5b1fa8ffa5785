import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import type { Source } from '../../../instrumentations/transform/source.js';
import { transformSource } from '../../../instrumentations/transform/transform-source.js';
import { RecordingRuntime } from './recording-runtime.js';

/** What a program did: what it logged, the error that ended it, and the names of the functions that were recorded. */
export interface Run {
  readonly log: readonly unknown[];
  readonly error?: string;
  readonly calls: readonly string[];
}

/** Names of functions to select; all without it. */
export type Names = readonly string[] | undefined;

interface Globals {
  __callmonitor__?: unknown;
  log?: (value: unknown) => void;
}

const globals = globalThis as Globals;
const require = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'callmonitor-transform-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

/** Runs a program as it is. */
export function runBare(kind: Source['kind'], text: string): Promise<Run> {
  return run(kind, new RecordingRuntime(), { text, url: newUrl(kind) });
}

/** Runs a program transformed. */
export function runTransformed(kind: Source['kind'], text: string, names?: Names): Promise<Run> {
  const runtime = new RecordingRuntime();
  const url = newUrl(kind);
  const select = (name: string) => (names === undefined || names.includes(name) ? 1 : undefined);
  const transformed = transformSource({ text, url, kind }, { select });
  if (transformed !== undefined) runtime.add(transformed.file);
  return run(kind, runtime, { text: transformed?.code ?? text, url });
}

async function run(kind: Source['kind'], runtime: RecordingRuntime, file: ProgramFile): Promise<Run> {
  const log: unknown[] = [];
  globals.log = (value) => log.push(value);
  globals.__callmonitor__ = runtime.handleOf;
  try {
    await (kind === 'module' ? runModule(file) : runCommonJs(file));
    return { log, calls: runtime.calls };
  } catch (error) {
    return { log, error: String(error), calls: runtime.calls };
  } finally {
    delete globals.log;
    delete globals.__callmonitor__;
  }
}

interface ProgramFile {
  readonly text: string;
  readonly url: string;
}

async function runModule({ text, url }: ProgramFile): Promise<void> {
  writeFileSync(new URL(url), text);
  await import(url);
}

async function runCommonJs({ text }: ProgramFile): Promise<void> {
  const module: { exports: unknown } = { exports: {} };
  const program = compileFunction(text.replace(/^#!.*/, ''), ['exports', 'require', 'module']);
  await (program.call(module.exports, module.exports, require, module) as unknown);
}

function newUrl(kind: Source['kind']): string {
  return pathToFileURL(join(folder, `program-${++files}.${kind === 'module' ? 'mjs' : 'cjs'}`)).href;
}
