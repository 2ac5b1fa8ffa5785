/** Its client does all of its work up to the request, which is answered at once, without a network. */
export default {
  name: 'langsmith traceable',
  note: 'uploads are prepared in full and handed to a fetch that answers 202 at once',
  maxCalls: 2_000,
  async start() {
    const { Client } = await import('langsmith');
    const { traceable } = await import('langsmith/traceable');
    const client = new Client({
      apiUrl: 'http://127.0.0.1:9',
      apiKey: 'none',
      fetchImplementation: async () => new Response('{}', { status: 202 }),
    });
    return {
      wrap: (fn) => traceable(fn, { client, name: fn.name, tracingEnabled: true }),
      stop: () => client.awaitPendingTraceBatches(),
    };
  },
};
