/**
 * Runs code that is not ours in this process: what it prints goes to the standard error, so that the standard output
 * has the report alone; should it end the process, that is said, and is no success.
 */
export async function withForeignCode<Result>(
  whatRuns: () => string,
  work: () => Promise<Result>,
): Promise<Result> {
  const { stdout, stderr } = process;
  const { write } = stdout;
  const onExit = () => {
    stderr.write(`\nerror: ${whatRuns()} ended the process; --isolate survives that\n`);
    process.exitCode = 1;
  };
  stdout.write = stderr.write.bind(stderr);
  process.once('exit', onExit);
  try {
    return await work();
  } finally {
    process.removeListener('exit', onExit);
    stdout.write = write;
  }
}

/** Ends the process once all is written and its exit code is set: the code may have left a server or timer running. */
export function leaveSoon(): void {
  setImmediate(() => process.stdout.write('', () => process.exit()));
}
