// A client and a server process, each with a database of its own: one trace goes through both.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { loadAll, traceOf } from 'callmonitor';

const server = fork(programPath('server'));
const [port] = await once(server, 'message');
await once(fork(programPath('client'), [String(port)]), 'exit');
server.disconnect();
await once(server, 'exit');

const databases = loadAll('.');
const [traceId = ''] = databases.flatMap((db) => [...db.traceIds()]);
for (const { node, depth } of traceOf(databases, traceId)) {
  const label = node.kind === 'call' ? `${node.call} ${node.call.status}` : `${node.span} ${node.span.kind}`;
  console.log(`${'  '.repeat(depth)}${label}`);
}
console.log(`\nnpx callmonitor trace ${traceId.slice(0, 8)}`);

function programPath(name: string): string {
  return fileURLToPath(new URL(`${name}.js`, import.meta.url));
}
