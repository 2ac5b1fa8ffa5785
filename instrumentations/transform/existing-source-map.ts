import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EncodedSourceMap } from '@jridgewell/remapping';

/** A `//# sourceMappingURL=` comment of a text. */
export interface MapComment {
  readonly start: number;
  readonly end: number;
  readonly url: string;
}

/** The last such comment behind the code. */
export function findMapComment(text: string, endOfCode: number): MapComment | undefined {
  const tail = text.slice(endOfCode);
  if (!tail.includes('sourceMappingURL=')) return undefined;
  const [match] = [...tail.matchAll(/\/\/[#@]\s*sourceMappingURL=(\S+)[^\S\r\n]*$/gm)].slice(-1);
  if (match?.[1] === undefined) return undefined;
  const start = endOfCode + match.index;
  return { start, end: start + match[0].length, url: match[1] };
}

/**
 * The map that a source has, its sources as absolute URLs; undefined: it has none that could be read, which is as good
 * as none: maps are often named and not published.
 */
export function readExistingMap(comment: MapComment, sourceUrl: string): EncodedSourceMap | undefined {
  try {
    const url = new URL(comment.url, sourceUrl);
    const isInline = url.protocol === 'data:';
    const map: unknown = JSON.parse(
      isInline ? dataOf(comment.url) : readFileSync(fileURLToPath(url), 'utf8'),
    );
    return isMap(map) ? withAbsoluteSources(map, isInline ? sourceUrl : url.href) : undefined;
  } catch {
    return undefined;
  }
}

function dataOf(url: string): string {
  const comma = url.indexOf(',');
  const data = url.slice(comma + 1);
  return url.slice(0, comma).endsWith(';base64')
    ? Buffer.from(data, 'base64').toString()
    : decodeURIComponent(data);
}

function isMap(map: unknown): map is EncodedSourceMap {
  if (typeof map !== 'object' || map === null) return false;
  const { version, mappings, sources } = map as Partial<EncodedSourceMap>;
  return version === 3 && typeof mappings === 'string' && Array.isArray(sources);
}

function withAbsoluteSources(map: EncodedSourceMap, mapUrl: string): EncodedSourceMap {
  const root = map.sourceRoot ? new URL(map.sourceRoot.replace(/\/?$/, '/'), mapUrl) : mapUrl;
  const sources = map.sources.map((source) => source && new URL(source, root).href);
  return { ...map, names: map.names ?? [], sourceRoot: '', sources };
}
