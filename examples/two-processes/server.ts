// Answers GET /root?of=2 until its parent lets go of it.
import type { AddressInfo } from 'node:net';
import { intercept } from 'callmonitor';
import { startTracing } from './tracing.js';

const { http, stop } = startTracing('server');

const squareRoot = intercept(function squareRoot(x: number, { digits = 15 } = {}): number {
  if (x < 0) throw new RangeError(`no real root of ${x}`);
  return Number(Math.sqrt(x).toPrecision(digits));
});

const answer = intercept(function answer(path: string): { status: number; text: string } {
  const x = Number(new URL(path, 'http://localhost').searchParams.get('of'));
  try {
    return { status: 200, text: String(squareRoot(x, { digits: 6 })) };
  } catch (error) {
    return { status: 422, text: String(error) };
  }
});

const server = http.createServer((request, response) => {
  const { status, text } = answer(request.url ?? '/');
  response.writeHead(status).end(text);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => {
  server.closeAllConnections();
  server.close(() => stop());
});
