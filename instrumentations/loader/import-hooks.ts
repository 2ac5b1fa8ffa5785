import Module, * as nodeModule from 'node:module';
import type { MessagePort, Transferable } from 'node:worker_threads';
import { apply } from '../../src/capture/intrinsics.js';
import { editLoaded, type Loaded } from './edit-loaded.js';
import type { EditSource } from './edit-source.js';

/** What the hooks of a thread of their own are given, where Node has hooks only there. */
export interface ThreadData {
  readonly port: MessagePort;
}

/** What import hooks need: to edit here, or what to send to the thread that edits. */
export interface ImportHookParts {
  readonly edit: EditSource;
  readonly threadData: () => ThreadData;
}

type NextLoad = (url: string, context?: object) => Loaded;
type RegisterHooks = (hooks: { load(url: string, context: object, nextLoad: NextLoad): Loaded }) => {
  deregister(): void;
};

const api = Module as unknown as { register: AnyRegister; registerHooks?: RegisterHooks & AnyRegister };
type AnyRegister = (...args: never[]) => unknown;

/**
 * Edits what `import` loads. The hook that is registered last sees the JavaScript that the others make: so it is
 * registered again after each of them.
 * @returns what ends it
 */
export function hookImports(parts: ImportHookParts): () => void {
  const hook =
    api.registerHooks === undefined ? new ThreadHook(parts) : new InThreadHook(parts, api.registerHooks);
  hook.placeLast();
  const restore = (['register', 'registerHooks'] as const).map((key) =>
    callAfter(key, () => hook.placeLast()),
  );
  nodeModule.syncBuiltinESMExports();
  return () => {
    hook.end();
    for (const undo of restore) undo();
    nodeModule.syncBuiltinESMExports();
  };
}

/** Has `then` called after each call of a function of `node:module`. */
function callAfter(key: 'register' | 'registerHooks', then: () => void): () => void {
  const original = api[key];
  if (original === undefined) return () => {};
  const replaced = new Proxy(original, {
    apply(target, receiver, args) {
      const result = apply(target, receiver, args);
      then();
      return result;
    },
  });
  api[key] = replaced as never;
  return () => {
    if (api[key] === replaced) api[key] = original as never;
  };
}

/** Hooks that run where the program runs. */
class InThreadHook {
  readonly #edit: EditSource;
  readonly #registerHooks: RegisterHooks;
  #handle: { deregister(): void } | undefined;

  constructor({ edit }: ImportHookParts, registerHooks: RegisterHooks) {
    this.#edit = edit;
    this.#registerHooks = registerHooks;
  }

  placeLast(): void {
    this.#handle?.deregister();
    this.#handle = this.#registerHooks({
      load: (url, context, nextLoad) => editLoaded(url, nextLoad(url, context), this.#edit),
    });
  }

  end(): void {
    this.#handle?.deregister();
    this.#handle = undefined;
  }
}

/** Hooks on Node's thread for them: Node 20, and 22 before 22.15. They cannot be taken away again. */
class ThreadHook {
  readonly #threadData: () => ThreadData;
  readonly #register = Module.register;
  #count = 0;

  constructor({ threadData }: ImportHookParts) {
    this.#threadData = threadData;
  }

  placeLast(): void {
    const data = this.#threadData();
    this.#register(`./thread-hooks.js?${++this.#count}`, import.meta.url, {
      data,
      transferList: [data.port as Transferable],
    });
  }

  end(): void {}
}
