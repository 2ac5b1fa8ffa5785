// Starts as many processes of itself at once as the environment says (FORKS), each of which makes calls; every second
// one exits in the midst of one. The second argument is the file in which calls are told of.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { toldFunctions } from './told-functions.js';

const [way = '', path = 'told', child] = process.argv.slice(2);
const { recordRound, callDoing } = toldFunctions(path, Number(child ?? 0), (fn) => fn);

for (let step = 1; step <= 10; step++) recordRound(step);
if (child === undefined) await forkMany(Number(process.env['FORKS']));
else if (Number(child) % 2 === 0) callDoing(100, () => process.exit(7));

async function forkMany(count: number): Promise<void> {
  const file = fileURLToPath(import.meta.url);
  const ends = Array.from({ length: count }, async (_, at) => {
    const [code, signal] = await once(fork(file, [way, path, String(at + 1)]), 'exit');
    return `${at + 1}: ${code} ${signal}`;
  });
  console.log((await Promise.all(ends)).join('\n'));
}
