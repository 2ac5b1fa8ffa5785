// Says how many changes of the demo's functions the tests that `callmonitor testgen` writes for them find. After a build.
// Words: modules of the demo to change (default: all that record); `--vary` records more calls than the demo makes.
import { cpSync, readFileSync } from 'node:fs';
import { mutantsOf } from '../dist/test/src/testgen/mutants.js';
import { Project } from '../dist/test/src/testgen/project.js';

const MODULES = ['cars', 'earthquakes', 'signal', 'statistics', 'weather'];
const TIMEOUT_MS = 30_000;

const words = process.argv.slice(2);
const isVarying = words.includes('--vary');
const modules = MODULES.filter(
  (name) => words.every((word) => word.startsWith('--')) || words.includes(name),
);

const project = new Project('module');
try {
  cpSync('dist/examples/demo', project.path('demo'), { recursive: true });
  if (isVarying) cpSync('scripts/vary-demo.mjs', project.path('vary-demo.mjs'));
  check(project.node([isVarying ? 'vary-demo.mjs' : 'demo/main.js']));
  const [killed, made] = modules.map(tryModule).reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
  console.log(`${killed} of ${made} changes found: ${percent(killed, made)}`);
} finally {
  project.remove();
}

function tryModule(name) {
  const file = `test/${name}.test.js`;
  check(project.callmonitor(['testgen', 'call-monitor', '--all', '--module', `demo/${name}.js`, '-o', file]));
  check(project.node(['--test', file]));
  const source = readFileSync(project.path(`demo/${name}.js`), 'utf8');
  const mutants = mutantsOf(source);
  const survivors = mutants.filter(({ text }) => {
    project.write(`demo/${name}.js`, text);
    return project.node([file], {}, TIMEOUT_MS).status === 0;
  });
  project.write(`demo/${name}.js`, source);
  const killed = mutants.length - survivors.length;
  console.log(`${name}: ${killed} of ${mutants.length} (${percent(killed, mutants.length)})`);
  for (const { description } of survivors) console.log(`  survived: ${description}`);
  return [killed, mutants.length];
}

function check({ status, stdout, stderr }) {
  if (status !== 0) throw new Error(`Expected it to end well, got ${status}:\n${stdout}${stderr}`);
}

function percent(part, whole) {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
