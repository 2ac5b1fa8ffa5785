import { SourceMap } from 'node:module';
import { findMapComment, type MapComment, readExistingMap } from './existing-source-map.js';
import type { LineTable } from './line-table.js';
import type { Place } from './transformed-file.js';

/** Where the parts of a source stand in the file that its author wrote. A source's map is read when the first is asked for. */
export class OriginalPlaces {
  readonly comment: MapComment | undefined;
  readonly #lines: LineTable;
  readonly #url: string;
  #decoded: SourceMap | 'none' | undefined;

  constructor(source: { text: string; url: string; endOfCode: number; lines: LineTable }) {
    this.comment = findMapComment(source.text, source.endOfCode);
    this.#lines = source.lines;
    this.#url = source.url;
  }

  at(offset: number): { readonly place: Place; readonly isGenerated: boolean } {
    const place = this.#lines.at(offset);
    if (this.comment === undefined) return { place, isGenerated: false };
    this.#decoded ??= this.#decode(this.comment);
    if (this.#decoded === 'none') return { place, isGenerated: false };
    const original = findOriginal(this.#decoded, place);
    return { place: original ?? place, isGenerated: original === undefined };
  }

  #decode(comment: MapComment): SourceMap | 'none' {
    const map = readExistingMap(comment, this.#url);
    if (map === undefined || map.mappings === '') return 'none';
    try {
      const { version, mappings, names, sources } = map;
      const texts = { file: '', sourceRoot: '', sourcesContent: [] };
      return new SourceMap({ ...texts, version, mappings, names, sources: sources.map(String) });
    } catch {
      return 'none';
    }
  }
}

/** `undefined` for what the map leaves out: what the tool that made it has put there, as helpers. */
function findOriginal(map: SourceMap, { line, column }: Place): Place | undefined {
  const entry = map.findEntry(line - 1, column - 1);
  if (!('originalSource' in entry) || entry.generatedLine !== line - 1 || !entry.originalSource)
    return undefined;
  const { originalLine, originalColumn, originalSource } = entry;
  return { line: originalLine + 1, column: originalColumn + 1, file: originalSource };
}
