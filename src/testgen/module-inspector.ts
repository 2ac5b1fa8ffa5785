// Run in a process of its own: imports the module that it is given, and writes down what it exports.
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ExportedFunction, InspectedModule } from './inspect-module.js';

/** The module's description goes where the module itself does not print. */
const CHANNEL = 3;
const MOST_DEEP = 2;

const [specifier = '', from = ''] = process.argv.slice(2);
const url = specifier.startsWith('file:')
  ? specifier
  : pathToFileURL(createRequire(from).resolve(specifier)).href;
const namespace: Record<string, unknown> = await import(url);
const functions = Object.keys(namespace).flatMap((key) => describe(namespace[key], [key], MOST_DEEP));
const isCommonJs = url.startsWith('file:') && createRequire(from).cache[fileURLToPath(url)] !== undefined;
const description: InspectedModule = { functions, isCommonJs };
writeSync(CHANNEL, JSON.stringify(description));
process.exit();

function describe(value: unknown, path: readonly string[], depth: number): ExportedFunction[] {
  if (typeof value === 'function') return describeFunction(value, path, depth);
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  return membersOf(value).flatMap(([key, member]) =>
    typeof member === 'function'
      ? [{ ...textOf(member), path: [...path, key], kind: 'member' as const }]
      : [],
  );
}

function describeFunction(fn: object, path: readonly string[], depth: number): ExportedFunction[] {
  const prototype: unknown = Object.getOwnPropertyDescriptor(fn, 'prototype')?.value;
  const methods = typeof prototype === 'object' && prototype !== null ? membersOf(prototype) : [];
  const own = textOf(fn);
  const isClass = own.source.startsWith('class') || methods.length > 0;
  const isError = prototype instanceof Error;
  const itself = { ...own, path, kind: isClass ? ('class' as const) : ('function' as const), isError };
  if (depth < MOST_DEEP) return [itself];
  const owner = { className: own.name, ownerSource: own.source };
  return [
    itself,
    ...membersOf(fn).map(([key, member]) => ({
      ...textOf(member),
      path: [...path, key],
      kind: 'member' as const,
    })),
    ...methods.map(([key, member]) => ({
      ...textOf(member),
      ...owner,
      path: [...path, key],
      kind: 'method' as const,
    })),
  ];
}

/** The functions among an object's own properties; no getter is called. */
function membersOf(value: object): Array<[string, object]> {
  return Object.entries(Object.getOwnPropertyDescriptors(value)).flatMap(([key, { value: member }]) =>
    typeof member === 'function' && key !== 'constructor' && key !== 'prototype'
      ? [[key, member] as [string, object]]
      : [],
  );
}

/** An intercepted function gives the text of the one behind it. */
function textOf(fn: object): { name: string; source: string } {
  const { name } = fn as { name: unknown };
  return { name: typeof name === 'string' ? name : '', source: String(fn) };
}
