import pc from 'picocolors';

/** Colours, or plain text where they are not wanted. */
export type Paint = ReturnType<typeof pc.createColors>;

/** Where a command's output goes. */
export interface Terminal {
  /** Columns that a line may have; no limit where the output is no terminal. */
  readonly width: number;
  readonly paint: Paint;
  readonly paintError: Paint;
  /** Where progress is shown; nowhere if that is no terminal or `--no-progress` was said. */
  readonly progressStream: NodeJS.WritableStream | undefined;
  write(text: string): void;
  writeError(text: string): void;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The terminal of a process. A reader that goes away, as `head` does, ends the process quietly. */
export function terminalOf(process: NodeJS.Process): Terminal {
  const { stdout, stderr, env } = process;
  const leave = (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  };
  stdout.on('error', leave);
  stderr.on('error', leave);
  return {
    width: stdout.isTTY ? stdout.columns || 80 : Number.POSITIVE_INFINITY,
    paint: pc.createColors(hasColors(stdout, env)),
    paintError: pc.createColors(hasColors(stderr, env)),
    progressStream: stderr.isTTY && env['TERM'] !== 'dumb' ? stderr : undefined,
    write: (text) => void stdout.write(text),
    writeError: (text) => void stderr.write(text),
  };
}

/** `NO_COLOR` goes before `FORCE_COLOR`, and both before what the stream is (no-color.org, force-color.org). */
export function hasColors(stream: { readonly isTTY?: boolean }, env: Environment): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return stream.isTTY === true && TERM !== 'dumb';
}
