import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** `weave.init` wants an account, so its client is made without; what it would send is serialised and let go. */
export default {
  name: 'weave.op',
  note: 'its client with a server that takes batches as JSON and drops them; every function becomes asynchronous',
  isAsync: true,
  maxCalls: 2_000,
  start() {
    const require = createRequire(import.meta.url);
    const { op } = require('weave');
    const inside = (file) => require(join(dirname(require.resolve('weave')), file));
    const { WeaveClient } = inside('weaveClient.js');
    const { makeSettings } = inside('settings.js');
    const client = new WeaveClient(
      droppingServer(),
      {},
      'bench/bench',
      makeSettings({ printCallLink: false }),
    );
    inside('clientApi.js').setGlobalClient(client);
    return { wrap: (fn) => op(fn), stop: () => client.waitForBatchProcessing() };
  },
};

function droppingServer() {
  const answer = async (request) => {
    JSON.stringify(request);
    return { data: { digest: 'none' }, digest: 'none' };
  };
  return {
    call: { callStartBatchCallUpsertBatchPost: answer },
    obj: { objCreateObjCreatePost: answer },
    file: { fileCreateFileCreatePost: async () => ({ data: { digest: 'none' } }) },
  };
}
