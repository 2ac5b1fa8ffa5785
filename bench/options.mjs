import { parseArgs } from 'node:util';

const HELP = `Usage: npm run bench -- [options]

Measures what recording costs, beside others that record: every row in a process of its own, rows interleaved, medians.
Peers are installed into bench/node_modules the first time.

  --quick          under two minutes where nothing else runs: fewer rounds and workloads where there is no target; rows that
                   make folders make few calls, so the start of their program weighs more
  --only <word>    only rows whose name contains the word, and the span by hand (may be repeated)
  --rounds <n>     how often each row is measured (default 7; --quick: 5 for what has a target, 1 for the rest)
  --growth         instead: recording and reading 10 000, 100 000, 1 000 000 and 5 000 000 calls
  --calls <n>      with --growth: how many calls (may be repeated)
  --dir <folder>   where the files go (default: the temporary folder); they are deleted at the very end
  --keep           leaves them: deleting many files slows, for minutes, whoever makes files on the same file system,
                   the next run included
  --json           prints all that was measured as JSON

Examples:
  npm run bench -- --quick
  npm run bench -- --only packed --only pino
  npm run bench -- --growth --calls 10000 --calls 100000`;

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true, default: [] },
  rounds: { type: 'string' },
  growth: { type: 'boolean', default: false },
  calls: { type: 'string', multiple: true, default: ['10000', '100000', '1000000', '5000000'] },
  dir: { type: 'string' },
  keep: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};

/** What was asked for; ends the process with the help, where that was asked for or something was not understood. */
export function readOptions() {
  try {
    const { values } = parseArgs({ options: OPTIONS });
    if (values.help) {
      console.log(HELP);
      process.exit(0);
    }
    const rounds = values.rounds === undefined ? undefined : positive('--rounds', values.rounds);
    return { ...values, rounds, calls: values.calls.map((calls) => positive('--calls', calls)) };
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

function positive(option, text) {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new RangeError(`Expected a positive integer for ${option}, got '${text}'`);
}
