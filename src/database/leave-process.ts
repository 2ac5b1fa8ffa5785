/** The part of WebAssembly's API that is used here; Node's types leave it to the browser's. */
interface WebAssemblyScope {
  readonly WebAssembly: {
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object, imports: object) => object;
  };
}

/**
 * Ends the process at once with an exit code, by C's `exit`. Node's own way waits for all worker threads, and one that
 * is stuck in the operating system keeps it for ever. WebAssembly's system interface is the only door to that function.
 * Threads of the program that run JavaScript at this moment may crash it.
 */
export function leaveProcess(code: number): void {
  const { WebAssembly } = globalThis as unknown as WebAssemblyScope;
  try {
    const { WASI } = process.getBuiltinModule('node:wasi');
    const wasi = new WASI({ version: 'preview1', returnOnExit: false });
    const imports = { ...wasi.getImportObject(), env: { code } };
    wasi.start(new WebAssembly.Instance(new WebAssembly.Module(PROGRAM), imports));
  } catch {
    process.kill(process.pid, 'SIGKILL'); // where it is not there, or not allowed
  }
}

const text = (characters: string) => [characters.length, ...Buffer.from(characters)];
const section = (id: number, ...content: number[]) => [id, content.length, ...content];

/**
 * ```wat
 * (module
 *   (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
 *   (import "env" "code" (global $code i32))
 *   (memory (export "memory") 0)
 *   (func (export "_start") (call $exit (global.get $code))))
 * ```
 */
const PROGRAM = Uint8Array.from([
  ...[0, ...Buffer.from('asm'), 1, 0, 0, 0],
  ...section(1, 2, 0x60, 1, 0x7f, 0, 0x60, 0, 0),
  ...section(
    2,
    ...[2, ...text('wasi_snapshot_preview1'), ...text('proc_exit'), 0, 0],
    ...[...text('env'), ...text('code'), 3, 0x7f, 0],
  ),
  ...section(3, 1, 1),
  ...section(5, 1, 0, 0),
  ...section(7, 2, ...text('memory'), 2, 0, ...text('_start'), 0, 1),
  ...section(10, 1, 6, 0, 0x23, 0, 0x10, 0, 0x0b),
]);
