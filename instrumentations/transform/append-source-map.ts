import remapping, { type EncodedSourceMap } from '@jridgewell/remapping';
import MagicString from 'magic-string';
import type { Edits } from './edits.js';
import { type MapComment, readExistingMap } from './existing-source-map.js';
import type { Source } from './source.js';

/** What is needed of a transform to make its source map. */
export interface MappedTransform {
  readonly source: Source;
  readonly code: string;
  readonly edits: Edits;
  /** The comment of the map that the source has. */
  readonly comment: MapComment | undefined;
}

/** The code with an inline source map in place of the comment that it has, or behind it; a `sourceURL` comment stays. */
export function appendSourceMap({ source, code, edits, comment }: MappedTransform): string {
  const existing = comment && readExistingMap(comment, source.url);
  const own = mapOf(source, edits);
  const map = existing ? remapping([own, existing], () => null) : own;
  const line = inlineMap(JSON.stringify(map));
  if (comment === undefined) return /[\r\n]$/.test(code) ? code + line : `${code}\n${line}`;
  const tail = source.text.length - comment.start;
  const start = code.length - tail;
  return code.slice(0, start) + line + code.slice(start + comment.end - comment.start);
}

/** The comment that carries a source map. */
export function inlineMap(json: string): string {
  return INLINE + Buffer.from(json).toString('base64');
}

const INLINE = '//# sourceMappingURL=data:application/json;charset=utf-8;base64,';

/** The way from an edited text to the text that was given. */
export function mapOf({ text, url }: Source, edits: Edits): EncodedSourceMap {
  const magic = new MagicString(text);
  edits.applyTo(magic);
  const { sources, names, mappings } = magic.generateMap({ source: url, hires: 'boundary' });
  return { version: 3, sources, sourcesContent: [text], names, mappings };
}
