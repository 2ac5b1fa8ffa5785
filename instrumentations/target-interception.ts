import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { Described, TextOf } from '../src/capture/argspec.js';
import { nativeText } from '../src/capture/argspec.js';
import type { FunctionInterception } from '../src/intercept/intercepted-function.js';
import type { Interceptor } from '../src/intercept/interceptor.js';
import type { AnyFunction } from '../src/intercept/options.js';
import type { TargetEntry } from '../src/settings/settings.js';
import { installDisguise } from './disguise/disguise.js';
import { ExportsInterception } from './exports/exports-interception.js';
import { hookCompile } from './loader/compile-hook.js';
import { hookImports } from './loader/import-hooks.js';
import { type FileReport, SourceEditor } from './loader/source-editor.js';
import type { ThreadHookData } from './loader/thread-hooks.js';
import type { SelectedFunction } from './runtime/file-runtime.js';
import { FileRuntimes } from './runtime/file-runtimes.js';
import { installGlobalHandle } from './runtime/global-handle.js';
import { TargetList } from './targets/target-list.js';
import { TargetMatches } from './targets/target-matches.js';
import { stripInsertions } from './transform/markers.js';

/** What is to be intercepted. */
export interface TargetSettings {
  readonly include: readonly TargetEntry[];
  readonly exclude: readonly string[];
}

/** Intercepts the functions that targets name, in modules that are loaded while it is installed. */
export class TargetInterception {
  readonly #matches: TargetMatches;
  readonly #settings: TargetSettings;
  readonly #interceptor: Interceptor;
  readonly #targets: TargetList;
  readonly #runtimes: FileRuntimes;
  readonly #exports: ExportsInterception;
  readonly #ports = new Set<MessagePort>();
  readonly #findFile = (url: string) => this.#runtimes.find(url)?.file;
  #undo: (() => void)[] = [];

  /** @throws TypeError for what is no target */
  constructor(settings: TargetSettings, interceptor: Interceptor) {
    this.#settings = settings;
    this.#interceptor = interceptor;
    this.#targets = new TargetList(settings.include, { exclude: settings.exclude });
    this.#matches = new TargetMatches(this.#targets.targets);
    this.#runtimes = new FileRuntimes({
      make: (first, selected) => this.#interceptSelected(first, selected),
      guard: interceptor.state.guard,
      catchUp: () => this.#catchUp(),
      take: (report) => this.#take(report),
    });
    const [targets, matches] = [this.#targets, this.#matches];
    this.#exports = new ExportsInterception({ targets, matches, interceptor });
  }

  /** How many functions targets have selected so far. */
  get functions(): number {
    this.#catchUp();
    return this.#runtimes.functions + this.#exports.functions;
  }

  /** A line for each target that has matched nothing so far, by its text. */
  unmatched(): ReadonlyMap<string, string> {
    this.#catchUp();
    this.#exports.reportNames();
    return this.#matches.unmatched();
  }

  /** Does nothing when it is installed already. */
  install(): void {
    if (this.#undo.length > 0) return;
    this.#undo = [...this.#installFiles(), this.#disguise(), this.#installExports()];
  }

  /** Exports are the originals again; what was loaded of files keeps its interceptions. */
  uninstall(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo();
  }

  #installFiles(): (() => void)[] {
    if (!this.#targets.hasFiles) return [];
    const editor = new SourceEditor({
      targets: this.#targets,
      hasSourceMaps: readsSourceMaps,
      report: (report) => this.#take(report),
    });
    const edit = editor.edit.bind(editor);
    return [
      installGlobalHandle(this.#runtimes.findHandle),
      hookCompile(edit),
      hookImports({ edit, threadData: () => this.#threadData() }),
    ];
  }

  #installExports(): () => void {
    this.#exports.install();
    return () => this.#exports.uninstall();
  }

  /** Files that were edited stay so: their columns are told as they were, as long as anybody may ask. */
  #disguise(): () => void {
    const end = installDisguise(this.#findFile);
    return () => {
      if (this.#runtimes.functions === 0) end();
    };
  }

  #interceptSelected(first: AnyFunction, selected: SelectedFunction): FunctionInterception {
    const { name, path, line, column, target } = selected;
    const { options, isWildcard } = this.#targets.at(target);
    return this.#interceptor.interception(first, options, {
      name,
      site: { file: path, line, column },
      knownAs: selected.knownAs ?? 'intercepted',
      textOf: originalText,
      isWildcard,
    });
  }

  #threadData(): ThreadHookData {
    const { port1, port2 } = new MessageChannel();
    port1.unref();
    this.#ports.add(port1);
    const { include, exclude } = this.#settings;
    const texts = include.map((entry) => (typeof entry === 'string' ? entry : entry.target));
    return { port: port2, include: texts, exclude, cwd: process.cwd(), hasSourceMaps: readsSourceMaps() };
  }

  /** Takes in what hooks on their own thread have said: before a file runs, they have. */
  #catchUp(): void {
    for (const port of this.#ports) {
      for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
        this.#take(next.message as FileReport);
      }
    }
  }

  #take({ path, baseName, targets, file, names, isTaken, failure }: FileReport): void {
    if (failure !== undefined) {
      this.#interceptor.state.guard.warn(`${path} could not be parsed and is left alone: ${failure}`);
    }
    this.#matches.addModule(targets, names);
    if (isTaken) for (const target of targets) this.#matches.add(target); // whose functions there is no telling
    if (file === undefined) return;
    this.#runtimes.add(file, baseName);
    for (const site of file.sites) {
      for (const { target } of 'methods' in site ? site.methods : [site]) this.#matches.add(target);
    }
  }
}

/** Whether somebody asked for source maps: Node itself, or a debugger. */
function readsSourceMaps(): boolean {
  const { sourceMapsEnabled } = process as { sourceMapsEnabled?: boolean };
  if (sourceMapsEnabled !== undefined) return sourceMapsEnabled;
  const given = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''];
  return given.some((each) => each.includes('--enable-source-maps'));
}

const originalText: TextOf = (fn: Described) => stripInsertions(nativeText(fn));
