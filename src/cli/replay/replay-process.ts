// The process in which `replay --isolate` makes calls: it may be ended by any of them.
import { LocalReplayer } from './local-replayer.js';
import type { Answer, Request } from './replay-messages.js';

// Taken before the replayed code can replace them.
const send = process.send?.bind(process);
let replayer: LocalReplayer | undefined;

process.on('message', async (request: Request) => {
  try {
    send?.(await answer(request));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    send?.({ kind: 'refused', message } satisfies Answer);
  }
});
process.on('disconnect', () => process.exit());

async function answer(request: Request): Promise<Answer> {
  if (request.kind === 'open') {
    replayer = await LocalReplayer.open(request.setup);
    return { kind: 'opened' };
  }
  if (replayer === undefined) throw new Error('Expected to be opened first');
  if (request.kind === 'obstacle')
    return { kind: 'obstacle', obstacle: await replayer.obstacle(request.name) };
  return { kind: 'replayed', report: await replayer.replay(request.name, request.invocation) };
}
