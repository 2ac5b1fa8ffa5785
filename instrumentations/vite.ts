import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FIRST_VARIABLE } from '../src/settings/environment.js';
import { settings } from '../src/settings/settings-store.js';
import { SelfDescribingEditor } from './runners/self-describing-editor.js';
import { inlineMap } from './transform/append-source-map.js';

/** As far as we need it: Vite itself is none of our dependencies. */
interface TransformContext {
  /** From the code to the file that its author wrote, whose path it has. */
  getCombinedSourcemap(): { readonly sources: readonly (string | null)[] };
}

/** A plugin of Vite, in our own words: the shape is the same in all its versions that Vitest 3 and 4 take. */
export interface VitestPlugin {
  readonly name: string;
  readonly enforce: 'post';
  apply(): boolean;
  config(): object;
  transform(this: TransformContext, code: string, id: string): { code: string; map: string } | undefined;
}

const REGISTER = new URL('./register.js', import.meta.url).href;

/**
 * A plugin for Vitest, whose modules no loader hook sees: `plugins: [callmonitor()]` in `vitest.config.ts`. The functions
 * that targets name are recorded, in each of Vitest's workers into a database of its own. It is inactive in builds.
 * @throws TypeError for bad settings
 */
export function callmonitor(): VitestPlugin {
  const editor = new SelfDescribingEditor(settings.resolve());
  return {
    name: 'callmonitor',
    enforce: 'post', // TypeScript is JavaScript by then
    apply: () => process.env['VITEST'] !== undefined,
    config: () => {
      process.env[FIRST_VARIABLE] ??= String(process.pid); // one worker of several knows nothing of what matched in others
      return { test: { execArgv: ['--import', REGISTER] } };
    },
    transform(code, id) {
      const path = pathOf(id);
      if (!editor.wants(path)) return undefined;
      const mapComment = inlineMap(JSON.stringify(withUrls(this.getCombinedSourcemap())));
      const edited = editor.edit({ text: `${code}\n${mapComment}`, path, kind: 'module' }, false);
      return edited && { code: edited.code.replace(mapComment, ''), map: JSON.stringify(edited.makeMap()) };
    },
  };
}

function withUrls<M extends { readonly sources: readonly (string | null)[] }>(map: M): M {
  const sources = map.sources.map((path) => (path && isAbsolute(path) ? pathToFileURL(path).href : path));
  return { ...map, sources };
}

/** An id may carry a query. */
function pathOf(id: string): string {
  return id.split('?', 1)[0] ?? id;
}

export default callmonitor;
