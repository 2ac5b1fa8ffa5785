import type { Framework } from './frameworks.js';
import type { HelperName } from './helper-texts.js';
import { Names } from './names.js';
import type { ExportedClass } from './subject.js';

/** How the file is to be written. */
export interface FileStyle {
  readonly framework: Framework;
  readonly format: 'esm' | 'cjs';
  readonly isTyped: boolean;
  /** Values whose literal is not longer stand in the test. */
  readonly inlineBytes: number;
  /** How much numbers may differ; `undefined` for not at all. */
  readonly tolerance?: { readonly rtol: number; readonly atol: number } | undefined;
}

/** Something of the module under test, and what it is called in the file. */
interface Binding {
  readonly exportName: string;
  readonly local: string;
}

/** What the tests of a file need in common, gathered while they are written. */
export class FileContext {
  readonly style: FileStyle;
  readonly names = new Names();
  readonly helpers = new Set<HelperName>();
  /** Functions of callmonitor that read the recording. */
  readonly readers = new Set<'load' | 'loadCall'>();
  readonly #bindings = new Map<string, Binding>();

  constructor(style: FileStyle) {
    this.style = style;
  }

  /** What an export is called here; `wanted` for one that has no name of its own. */
  reference(exportName: string, wanted = exportName): string {
    const known = this.#bindings.get(exportName);
    if (known !== undefined) return known.local;
    const local = this.names.claim(wanted);
    this.#bindings.set(exportName, { exportName, local });
    return local;
  }

  referenceTo({ exportName, name }: ExportedClass): string {
    return this.reference(exportName, exportName === 'default' ? name : exportName);
  }

  get bindings(): readonly Binding[] {
    return [...this.#bindings.values()];
  }

  helper(name: HelperName): HelperName {
    this.helpers.add(name);
    return name;
  }
}
