import type { MessagePort } from 'node:worker_threads';
import { TargetList } from '../targets/target-list.js';
import { editLoaded, type Loaded } from './edit-loaded.js';
import { type FileReport, SourceEditor } from './source-editor.js';

/** What the program's thread sends along: functions in options stay there. */
export interface ThreadHookData {
  readonly port: MessagePort;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly cwd: string;
  readonly hasSourceMaps: boolean;
}

/** The hook that was registered last; those before it let everything pass. */
const latest = globalThis as { callmonitorHook?: unknown };
const self = {};
let editor: SourceEditor | undefined;

/** Called by Node on its thread for hooks. */
export function initialize({ port, include, exclude, cwd, hasSourceMaps }: ThreadHookData): void {
  latest.callmonitorHook = self;
  editor = new SourceEditor({
    targets: new TargetList(include, { exclude, cwd }),
    hasSourceMaps: () => hasSourceMaps,
    report: (report: FileReport) => port.postMessage(report),
  });
}

type NextLoad = (url: string, context?: object) => Promise<Loaded>;

/** Called by Node for every module that is imported. */
export async function load(url: string, context: object, nextLoad: NextLoad): Promise<Loaded> {
  const loaded = await nextLoad(url, context);
  const current = editor;
  if (current === undefined || latest.callmonitorHook !== self) return loaded;
  return editLoaded(url, loaded, (source) => current.edit(source));
}
