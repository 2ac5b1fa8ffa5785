import { createHash } from 'node:crypto';
import type { EncodedSourceMap } from '@jridgewell/remapping';
import { PACKAGE } from '../../src/model/package-info.js';
import { say } from '../../src/settings/say.js';
import type { Settings } from '../../src/settings/settings.js';
import type { LoadedSource } from '../loader/edit-source.js';
import { SourceEditor } from '../loader/source-editor.js';
import { TargetList } from '../targets/target-list.js';
import type { FileReport } from '../transform/file-report.js';
import { descriptionName } from '../transform/markers.js';

/** An edited source. */
export interface EditedSource {
  readonly code: string;
  /** The way from the code to the text that was given. */
  readonly makeMap: () => EncodedSourceMap;
}

/**
 * Edits sources for test runners, which compile modules by themselves, in another process or out of a cache: the code
 * brings along what the runtime is to know of it.
 */
export class SelfDescribingEditor {
  /** Changes with all that an edited source depends on beside its text and path. */
  readonly fingerprint: string;
  readonly #targets: TargetList;

  /** @throws TypeError for what is no target */
  constructor({ include, exclude }: Pick<Settings, 'include' | 'exclude'>) {
    this.#targets = new TargetList(include, { exclude });
    const parts = [PACKAGE.version, process.cwd(), exclude, this.#targets.targets.map(({ text }) => text)];
    this.fingerprint = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  }

  /** Whether targets name a file. */
  wants(path: string): boolean {
    return this.#targets.forFile(path) !== undefined;
  }

  /**
   * The source with its functions intercepted; `undefined` if it is to stay as it is.
   * @param hasSourceMap whether the code is to carry an inline source map
   */
  edit(source: LoadedSource, hasSourceMap: boolean): EditedSource | undefined {
    let description: FileReport | undefined;
    const editor = new SourceEditor({
      targets: this.#targets,
      hasSourceMaps: () => hasSourceMap,
      isSelfDescribing: true,
      report: (report) => {
        description = report;
      },
    });
    const transformed = editor.transform(source);
    if (description?.failure !== undefined) warnOf(description);
    if (transformed === undefined) return undefined;
    const name = descriptionName(transformed.file.handle);
    const code = `${transformed.code}\nfunction ${name}(){return${JSON.stringify(description)}}`;
    return { code, makeMap: transformed.makeMap };
  }
}

function warnOf({ path, failure }: FileReport): void {
  say('warn', `${path} could not be parsed and is left alone: ${failure}`);
}
