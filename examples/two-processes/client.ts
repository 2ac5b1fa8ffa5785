// Asks the server at the port that is its argument.
import { intercept } from 'callmonitor';
import { startTracing } from './tracing.js';

const [port] = process.argv.slice(2);
const { http, stop } = startTracing('client');

const fetchRoot = intercept(function fetchRoot(x: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.get(`http://127.0.0.1:${port}/root?of=${x}`, async (response) => {
      const text = (await response.setEncoding('utf8').toArray()).join('');
      if (response.statusCode === 200) resolve(Number(text));
      else reject(new Error(text));
    });
    request.on('error', reject);
  });
});

const sumOfRoots = intercept(async function sumOfRoots(...values: number[]): Promise<number> {
  let sum = 0;
  for (const value of values) sum += await fetchRoot(value);
  return sum;
});

await sumOfRoots(2, 9, -1).catch(() => {});
await stop();
