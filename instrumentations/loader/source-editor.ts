import { pathToFileURL } from 'node:url';
import type { ModuleSelection, TargetList } from '../targets/target-list.js';
import type { FileReport } from '../transform/file-report.js';
import { isTransformed } from '../transform/markers.js';
import { type Transformed, transformSource } from '../transform/transform-source.js';
import type { LoadedSource } from './edit-source.js';

export type { FileReport } from '../transform/file-report.js';

/** What an editor needs. */
export interface SourceEditorParts {
  readonly targets: TargetList;
  /** Whether somebody reads source maps: they cost time on large files. */
  readonly hasSourceMaps: () => boolean;
  readonly report: (report: FileReport) => void;
  /** Whether the code asks a function behind it what it is; see `TransformOptions`. Default false. */
  readonly isSelfDescribing?: boolean;
}

/** So many names of functions are kept for messages, of each file. */
const MOST_NAMES = 200;

/** Has the functions that targets name intercepted in the sources that are loaded. */
export class SourceEditor {
  readonly #parts: SourceEditorParts;

  constructor(parts: SourceEditorParts) {
    this.#parts = parts;
  }

  /** The text with its functions intercepted; `undefined` if the source is to stay as it is. */
  edit(source: LoadedSource): string | undefined {
    return this.transform(source)?.code;
  }

  /** As `edit`, with what is known of the transformed source. */
  transform(source: LoadedSource): Transformed | undefined {
    const { targets, report } = this.#parts;
    const selection = targets.forFile(source.path);
    if (selection === undefined) return undefined;
    const names = new Set<string>();
    const { path } = source;
    const { baseName } = selection;
    const about = { path, baseName, targets: selection.targets };
    try {
      const transformed = this.#transform(source, selection, names);
      const isTaken = transformed === undefined && isTransformed(source.text);
      report({ ...about, file: transformed?.file, names: [...names], isTaken });
      return transformed;
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      report({ ...about, file: undefined, names: [], failure });
      return undefined;
    }
  }

  #transform({ text, path, kind }: LoadedSource, selection: ModuleSelection, names: Set<string>) {
    const url = pathToFileURL(path).href;
    const { targets } = this.#parts;
    const options = {
      sourceMap: this.#parts.hasSourceMaps(),
      isSelfDescribing: this.#parts.isSelfDescribing ?? false,
      select: (name: string, isGenerated = false) => {
        if (names.size < MOST_NAMES) names.add(name);
        const target = selection.select(name);
        const isMeant = !isGenerated || (target !== undefined && !targets.at(target).functions.isGlob);
        return isMeant ? target : undefined;
      },
    };
    if (kind !== 'unknown') return transformSource({ text, url, kind }, options);
    try {
      return transformSource({ text, url, kind: 'commonjs' }, options);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return transformSource({ text, url, kind: 'module' }, options);
    }
  }
}
