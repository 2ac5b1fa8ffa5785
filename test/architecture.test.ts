import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** What each part may import beside itself. Composition roots see everything. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'src/model': [],
  'src/handlers': ['src/model'],
  'src/capture': ['src/handlers', 'src/model'],
  'src/settings': ['src/capture', 'src/model'],
  'src/comparison': ['src/capture', 'src/handlers', 'src/model'],
  'src/intercept': ['src/capture', 'src/handlers', 'src/model', 'src/settings'],
  'src/database': ['src/capture', 'src/handlers', 'src/model', 'src/settings', 'src/comparison'],
  'src/export': ['src/database', 'src/capture', 'src/handlers', 'src/model'],
  'src/cli': [
    'src/export',
    'src/database',
    'src/capture',
    'src/settings',
    'src/model',
    'src/comparison',
    'src/testgen',
  ],
  'src/testgen': ['src/database', 'src/capture', 'src/handlers', 'src/model'],
  exporters: ['src/intercept', 'src/database', 'src/capture', 'src/settings', 'src/model'],
  'instrumentations/transform': [],
  'instrumentations/targets': ['src/intercept', 'src/settings', 'src/capture', 'src/model'],
  'instrumentations/loader': ['instrumentations/targets', 'instrumentations/transform', 'src/capture'],
  'instrumentations/runtime': ['instrumentations/transform', 'src/intercept', 'src/capture', 'src/model'],
  'instrumentations/disguise': ['instrumentations/transform', 'src/capture', 'src/model'],
  'instrumentations/exports': ['instrumentations/targets', 'src/intercept', 'src/capture', 'src/model'],
  'instrumentations/runners': [
    'instrumentations/loader',
    'instrumentations/targets',
    'instrumentations/transform',
    'src/settings',
    'src/model',
  ],
  instrumentations: [
    'instrumentations/runners',
    'instrumentations/transform',
    'instrumentations/targets',
    'instrumentations/disguise',
    'instrumentations/exports',
    'instrumentations/loader',
    'instrumentations/runtime',
    'exporters',
    'src/intercept',
    'src/database',
    'src/settings',
    'src/capture',
    'src/model',
    'src',
  ],
};

/** `src/*.ts` put the parts together. */
const COMPOSITION_ROOT = 'src';

interface Import {
  readonly from: string;
  readonly to: string;
  /** Types leave nothing behind: they make no cycle at run time. */
  readonly isType: boolean;
}

test('imports go in the directions of the design only', () => {
  const wrong = findImports()
    .filter(({ to }) => !to.includes('node_modules'))
    .filter(({ from, to }) => !isAllowed(partOf(from), partOf(to)))
    .map(({ from, to }) => `${from} → ${to}`);
  assert.deepEqual(wrong, []);
});

test('modules do not import each other in a circle', () => {
  const graph = new Map<string, string[]>();
  for (const { from, to, isType } of findImports()) {
    if (!isType) graph.set(from, [...(graph.get(from) ?? []), to]);
  }
  assert.equal(findCycle(graph), undefined);
});

test('only exporters, interception, settings and composition roots know OpenTelemetry', () => {
  const knowing = sourceFiles().filter((file) => /from '@opentelemetry\//.test(read(file)));
  const parts = new Set(knowing.map(partOf));
  for (const part of ['src/model', 'src/handlers', 'src/capture', 'src/database', 'src/export', 'src/cli']) {
    assert.ok(!parts.has(part), `${part} imports OpenTelemetry`);
  }
});

test('interception knows no disk', () => {
  const files = sourceFiles().filter((file) => partOf(file) === 'src/intercept');
  assert.deepEqual(
    files.filter((file) => /from 'node:fs/.test(read(file))),
    [],
  );
});

function isAllowed(from: string, to: string): boolean {
  return from === COMPOSITION_ROOT || from === to || (ALLOWED[from] ?? []).includes(to);
}

/** `src/capture/walk.ts` is of `src/capture`, `src/index.ts` of `src`. */
function partOf(file: string): string {
  return dirname(file).split('/').slice(0, 2).join('/');
}

function findImports(): Import[] {
  return sourceFiles().flatMap((from) =>
    [...read(from).matchAll(/^(?:import|export)\s+(type\s)?[^;']*?from '(\.[^']+)';/gms)].map(
      ([, type, path = '']) => ({
        from,
        to: normalize(join(dirname(from), path)).replace(/\.js$/, '.ts'),
        isType: type !== undefined,
      }),
    ),
  );
}

function findCycle(graph: ReadonlyMap<string, readonly string[]>): string | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file].join(' → ');
    if (done.has(file)) return undefined;
    const cycles = (graph.get(file) ?? []).map((next) => visit(next, [...path, file]));
    done.add(file);
    return cycles.find((cycle) => cycle !== undefined);
  };
  return [...graph.keys()].map((file) => visit(file, [])).find((cycle) => cycle !== undefined);
}

function sourceFiles(): string[] {
  return ['src', 'exporters', 'instrumentations'].flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file)),
  );
}

function read(file: string): string {
  return readFileSync(join(project, file), 'utf8');
}
