/** The SDK lines, what each is made of, and the first Node that it takes. */
export const SDKS = {
  2: {
    firstNode: 20,
    packages: {
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/sdk-trace-base': '2.12.1',
      '@opentelemetry/context-async-hooks': '2.12.0',
      '@opentelemetry/sdk-node': '0.223.0',
      '@opentelemetry/instrumentation-http': '0.223.0',
    },
  },
  3: {
    firstNode: 22, // 22.15, says its package.json
    packages: {
      '@opentelemetry/api': '1.10.0',
      '@opentelemetry/sdk-trace': '3.1.1',
      '@opentelemetry/context-async-hooks': '3.1.1',
      '@opentelemetry/sdk-node': '0.301.0',
      '@opentelemetry/instrumentation-http': '0.301.0',
    },
  },
};

export const NODES = [20, 22, 24, 26];

/**
 * The pairs to run, those of one SDK together; of an SDK that refuses a Node, none.
 * @throws RangeError for a Node or an SDK that is not in the tables, or a pair that cannot be
 */
export function chooseCombinations(nodes, sdks) {
  checkKnown('--node', nodes, NODES);
  checkKnown('--sdk', sdks, Object.keys(SDKS).map(Number));
  const found = sdks.flatMap((sdk) =>
    nodes.filter((node) => node >= SDKS[sdk].firstNode).map((node) => ({ node, sdk })),
  );
  if (found.length === 0) throw new RangeError(`SDK ${sdks} does not run on Node ${nodes}`);
  return found;
}

function checkKnown(option, given, known) {
  const unknown = given.find((each) => !known.includes(each));
  if (unknown !== undefined)
    throw new RangeError(`Expected one of ${known.join(', ')} for ${option}, got ${unknown}`);
}
