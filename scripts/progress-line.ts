/** Says on a terminal how far a script is: in one line, of which the next takes the place. */
export function showProgress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
}
