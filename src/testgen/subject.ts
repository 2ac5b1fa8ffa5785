import type { ExportedFunction, InspectedModule } from './inspect-module.js';
import { hasPrivateParts, type Settling, settlingOf, usesReceiver } from './settling.js';
import type { TestableOptions } from './testable.js';

/** The function under test. */
export interface Subject {
  /** As recorded. */
  readonly name: string;
  readonly exported: ExportedFunction;
  readonly settling: Settling;
  readonly testable: TestableOptions;
}

/** A class that the module exports by itself, of which tests make objects. */
export interface ExportedClass {
  readonly name: string;
  readonly exportName: string;
  readonly isError: boolean;
}

/** What the tests of a recorded function need to know of it. */
export function createSubject(name: string, exported: ExportedFunction, module: InspectedModule): Subject {
  return {
    name,
    exported,
    settling: settlingOf(exported.source),
    testable: {
      kind: exported.kind,
      usesReceiver: usesReceiver(exported.source),
      isMember: exported.kind === 'member',
      hasPrivateParts: hasPrivateParts(exported.ownerSource ?? ''),
      classes: new Set(exportedClasses(module).map((each) => each.name)),
    },
  };
}

/** The classes that a module exports, by the names that their objects were recorded under. */
export function exportedClasses({ functions }: InspectedModule): ExportedClass[] {
  return functions.flatMap(({ kind, path, name, isError = false }) => {
    const [exportName = ''] = path;
    return kind === 'class' && path.length === 1 ? [{ name, exportName, isError }] : [];
  });
}
