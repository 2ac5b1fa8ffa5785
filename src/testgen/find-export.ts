import { basename } from 'node:path';
import { CallMonitorError } from '../model/errors.js';
import { nearestNames } from '../model/nearest-names.js';
import type { ExportedFunction, InspectedModule } from './inspect-module.js';

/** A recorded function that the module does not export under any name that it might have there. */
export class ExportNotFoundError extends CallMonitorError {
  override readonly name = 'ExportNotFoundError';
}

/**
 * What a module exports for a recorded function: `solve` by its name, `Mesh.refine` as a method, `solver.solve` of
 * a target as `solve`, the default export by its own name.
 * @param modulePath for the name that a target puts before the function's
 * @throws ExportNotFoundError with the names that are most like it
 */
export function findExport(
  name: string,
  { functions }: InspectedModule,
  modulePath: string,
): ExportedFunction {
  const wanted = candidateNames(name, modulePath);
  const found = wanted
    .flatMap((candidate) => [byPath(functions, candidate), byDefault(functions, candidate)])
    .find((each) => each !== undefined);
  if (found !== undefined) return found;
  const names = functions.map(pathText);
  const others = names.length === 0 ? 'it exports no function' : `it exports ${nearestNames(name, names)}`;
  throw new ExportNotFoundError(
    `Expected ${modulePath} to export ${name}, but ${others}; --export says under which name it does`,
    { path: modulePath },
  );
}

/** As a message and a person write it: `Mesh.refine`. */
export function pathText({ path }: ExportedFunction): string {
  return path.join('.');
}

function candidateNames(name: string, modulePath: string): string[] {
  const bare = name.replace(/~\d+$/, '');
  const base = basename(modulePath).replace(/\.[^.]+$/, '');
  const withoutBase = bare.startsWith(`${base}.`) ? [bare.slice(base.length + 1)] : [];
  return [bare, ...withoutBase];
}

function byPath(functions: readonly ExportedFunction[], wanted: string): ExportedFunction | undefined {
  return (
    functions.find((each) => pathText(each) === wanted) ??
    functions.find(({ className, name }) => className !== undefined && `${className}.${name}` === wanted)
  );
}

/** The default export by its own name, or a member of it. */
function byDefault(functions: readonly ExportedFunction[], wanted: string): ExportedFunction | undefined {
  return functions.find(
    (each) => each.path[0] === 'default' && (each.path.length === 1 ? each.name : each.path[1]) === wanted,
  );
}
