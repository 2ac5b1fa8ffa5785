import { createRequire } from 'node:module';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isOwnCode } from '../../src/model/own-code.js';
import { SafeMap } from '../../src/model/safe-collections.js';
import { stripInsertions } from '../transform/markers.js';
import { originalColumn } from '../transform/original-column.js';
import { INFERRED } from '../transform/own-name.js';
import type { TransformedFile } from '../transform/transformed-file.js';
import { FunctionText } from './function-text.js';
import { FunctionTypes } from './function-types.js';
import { InspectedFunctions } from './inspected-functions.js';
import type { SourceView } from './program-stack.js';
import { StackTraces } from './stack-traces.js';

/** Finds a transformed file by its URL. */
export type FindFile = (url: string) => TransformedFile | undefined;

const finders = new Set<FindFile>();

const requireHook = findRequireHook();

const view: SourceView = {
  isOurs: (file) => isOwnCode(file) || file === requireHook,
  originalColumn(fileName, line, column) {
    const file = findFile(fileName);
    return file === undefined ? column : originalColumn(file, line, column);
  },
  originalName(fileName, name) {
    const handle = findFile(fileName)?.handle;
    if (handle === undefined) return name;
    const suffix = [handle, `.${handle}${INFERRED}`].find((each) => name.endsWith(each));
    return suffix === undefined ? name : name.slice(0, -suffix.length);
  },
};

const parts = [
  new StackTraces(view),
  new FunctionText(stripInsertions),
  new FunctionTypes(),
  new InspectedFunctions(),
];

/**
 * Has the programs of this thread see stacks, texts of functions, `util.types` and `util.inspect` as they would without
 * us, as long as one of those who ask for it needs it.
 * @returns what ends it for this one
 */
export function installDisguise(find: FindFile): () => void {
  finders.add(find);
  for (const part of parts) part.install();
  return () => {
    finders.delete(find);
    if (finders.size === 0) for (const part of parts) part.uninstall();
  };
}

/** What instrumentations put in the place of `Module.prototype.require`, and ours do. */
function findRequireHook(): string {
  const find = createRequire(createRequire(import.meta.url).resolve('@opentelemetry/instrumentation'));
  return find.resolve('require-in-the-middle');
}

/** @param fileName a path or a URL */
function findFile(fileName: string): TransformedFile | undefined {
  const url = urlOf(fileName);
  if (url === undefined) return undefined;
  for (const find of finders) {
    const file = find(url);
    if (file !== undefined) return file;
  }
  return undefined;
}

const urls = new SafeMap<string, string | undefined>();

/** The URL by which transformed files are known, which has no query. */
function urlOf(fileName: string): string | undefined {
  if (urls.has(fileName)) return urls.get(fileName);
  const path = isAbsolute(fileName) ? pathToFileURL(fileName).href : undefined;
  const url = fileName.startsWith('file:') ? /^[^?#]*/.exec(fileName)?.[0] : path;
  urls.set(fileName, url);
  return url;
}
