import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isClass, nameOf } from '../../capture/own-data.js';
import type { KnownClass } from '../../capture/revive-context.js';
import type { ReplayedFunction } from '../../database/drive-call.js';
import { nearestNames } from '../../model/nearest-names.js';
import { originalOf } from '../../model/originals.js';
import { UsageError } from '../usage-error.js';

/** A module of today's code. */
export interface ModuleExports {
  readonly path: string;
  /** `solver` of `./src/solver.test.js`: what targets put before the names of its functions. */
  readonly base: string;
  readonly exports: object;
}

/** A function of a module, and what it is called on where that is no recorded value: the module, or the class of a static. */
export interface FoundFunction {
  readonly fn: ReplayedFunction;
  readonly holder?: object;
}

/** Loads a module by its path from the working directory. @throws UsageError where that fails */
export async function loadModule(path: string): Promise<ModuleExports> {
  const file = resolve(path);
  try {
    const exports: object = await import(pathToFileURL(file).href);
    return { path, base: basename(file).replace(/\..*$/, ''), exports };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Expected a module that Node can load at ${path}: ${reason}`);
  }
}

/** The classes that a module exports, so that recorded instances of them get their methods back. */
export function classesOf({ exports }: ModuleExports): KnownClass[] {
  const candidates = Object.values(exports).flatMap((value) =>
    typeof value === 'object' && value !== null ? [value, ...Object.values(value)] : [value],
  );
  return candidates
    .filter((value): value is { prototype: object } & object => typeof value === 'function')
    .filter((value) => typeof value.prototype === 'object' && value.prototype !== null)
    .map((value) => ({ name: nameOf(value), prototype: value.prototype }));
}

/**
 * The function that was recorded under a name: an export, `Class.method`, a static, `Class.property.get`, `default` or a
 * function of the default export; the module's own name before it and `~2` after it are not looked at.
 */
export function findFunction(module: ModuleExports, recorded: string): FoundFunction | undefined {
  const name = recorded.replace(/~\d+$/, '');
  const names = name.startsWith(`${module.base}.`) ? [name.slice(module.base.length + 1), name] : [name];
  const fromDefault = Reflect.get(module.exports, 'default');
  const roots = [module.exports, ...(isHolder(fromDefault) ? [fromDefault] : [])];
  for (const each of names) {
    for (const root of roots) {
      const found = follow(root, each.split('.')) ?? named(root, each);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Says which functions a module has, those most like the name that was asked for first. */
export function describeMissing({ path, exports }: ModuleExports, name: string): string {
  const names = Object.entries(exports).flatMap(([key, value]) => [key, ...methodsOf(key, value)]);
  return names.length === 0 ? `${path} exports nothing` : `${path} exports ${nearestNames(name, names)}`;
}

function methodsOf(key: string, value: unknown): string[] {
  if (typeof value !== 'function' || !isClass(originalOf(value) ?? value)) return [];
  const methods = Object.getOwnPropertyNames(value.prototype).filter((method) => method !== 'constructor');
  return methods.map((method) => `${key}.${method}`);
}

function follow(root: object, steps: readonly string[]): FoundFunction | undefined {
  const [step = '', ...rest] = steps;
  if (rest.length === 0) return functionAt(root, step, 'value', root);
  const value: unknown = Object.hasOwn(root, step) ? Reflect.get(root, step) : undefined;
  if (!isHolder(value)) return undefined;
  return memberOf(value, rest) ?? follow(value, rest);
}

/** A method or accessor of a class: on its prototype, then its own. */
function memberOf(owner: object, [member = '', kind]: readonly string[]): FoundFunction | undefined {
  if (kind !== undefined && kind !== 'get' && kind !== 'set') return undefined;
  const prototype: unknown = typeof owner === 'function' ? owner.prototype : undefined;
  const ofInstances = isHolder(prototype) ? functionAt(prototype, member, kind ?? 'value') : undefined;
  return ofInstances ?? functionAt(owner, member, kind ?? 'value', owner);
}

function functionAt(
  object: object,
  key: string,
  kind: 'value' | 'get' | 'set',
  holder?: object,
): FoundFunction | undefined {
  for (
    let at: object | null = object;
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    const descriptor = Object.getOwnPropertyDescriptor(at, key);
    if (descriptor === undefined) continue;
    const fn: unknown = descriptor[kind];
    return typeof fn === 'function'
      ? { fn: fn as ReplayedFunction, ...(holder !== undefined && { holder }) }
      : undefined;
  }
  return undefined;
}

/** An export under another name than the function's own. */
function named(root: object, name: string): FoundFunction | undefined {
  const fn = Object.values(root).find((value) => typeof value === 'function' && nameOf(value) === name);
  return fn === undefined ? undefined : { fn, holder: root };
}

function isHolder(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
