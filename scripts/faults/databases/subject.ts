import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Call, load } from 'callmonitor';
import { encodeFileName } from '../../../src/model/folder-name.js';
import { callText, namedText } from './call-text.js';

/** A call of the sound database, and what it needs to be read again. */
export interface SubjectCall {
  readonly function: string;
  readonly invocation: number;
  /** Its lines in the log, and that of its function, byte for byte. */
  readonly input: string;
  readonly output: string | undefined;
  readonly functionLine: string;
  /** Its folder, from the database's root. */
  readonly folder: string;
  /** Files in that folder that hold values. */
  readonly sidecars: readonly string[];
  /** Whether a custom handler keeps some of it, which is let into no folder with a link. */
  readonly isHandled: boolean;
  /** Whether its folder is the one that its function's name says. */
  readonly isPlainlyPlaced: boolean;
  readonly text: string;
  readonly named: string;
}

/** A sound database that is to be damaged: its files, and its calls with all that they say. */
export interface Subject {
  readonly root: string;
  readonly layout: string;
  /** Every file by its path from the database's root. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** Every folder, the outer ones first. */
  readonly folders: readonly string[];
  readonly calls: readonly SubjectCall[];
}

const DESCRIPTORS = ['input_descriptor.json', 'output_descriptor.json'];

/** Reads a sound database. */
export function readSubject(root: string): Subject {
  const db = load(root);
  const files = new Map(filesIn(root).map((name) => [name, readFileSync(join(root, name))]));
  const lines = String(files.get('calls.ndjson')?.toString('latin1')).split('\n');
  const calls = Array.from(db, (call) => describe(call, root, lines));
  const folders = [...new Set([...files.keys()].flatMap(parentsOf))].sort();
  return { root, layout: db.metadata.layout, files, folders, calls };
}

/** Writes it anew, with the rights that it has. */
export function writeSubject({ files, folders }: Subject, root: string): void {
  for (const folder of ['', ...folders]) mkdirSync(join(root, folder), { mode: 0o700 });
  for (const [name, bytes] of files) writeFileSync(join(root, name), bytes, { mode: 0o600 });
}

/** `a` and `a/b` of `a/b/c`. */
function parentsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === '.' ? [] : [...parentsOf(parent), parent];
}

function describe(call: Call, root: string, lines: readonly string[]): SubjectCall {
  const head = (kind: string) => `{"kind":"${kind}","function":${JSON.stringify(call.function)},`;
  const lineOf = (start: string) => lines.find((line) => line.startsWith(start));
  const own = `"invocation":${call.invocation},`;
  const folder = relative(root, call.path);
  return {
    function: call.function,
    invocation: call.invocation,
    input: lineOf(head('input') + own) ?? '',
    output: lineOf(head('output') + own),
    functionLine: lineOf(head('function')) ?? '',
    folder,
    sidecars: filesIn(call.path).filter((name) => !DESCRIPTORS.includes(name)),
    isHandled: lineOf(head('input') + own)?.includes('{"$":"handler"') ?? false,
    isPlainlyPlaced: folder === join(encodeFileName(call.function), String(call.invocation)),
    text: callText(call),
    named: namedText(call),
  };
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
