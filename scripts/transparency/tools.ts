import type { Corpus, Program } from './program.js';

/** Files of installed packages, each under its base name. */
function files(...paths: readonly string[]): Corpus {
  return Object.fromEntries(paths.map((path) => [path.slice(path.lastIndexOf('/') + 1), { from: path }]));
}

function text(name: string, ...lines: readonly string[]): Corpus {
  return { [name]: { text: `${lines.join('\n')}\n` } };
}

interface Corpora {
  readonly thinned: Corpus;
  /** Smaller: it is recorded call for call. */
  readonly everyCall: Corpus;
  readonly isQuick?: boolean;
  /** Default: true. */
  readonly countsCalls?: boolean;
}

/** @param command words after `node`, in a folder with the corpus */
function tool(
  name: string,
  command: readonly string[],
  { thinned, everyCall, isQuick = false, countsCalls = true }: Corpora,
): Program {
  return {
    name,
    kind: 'tool',
    packages: [name],
    trials: [
      { recording: 'thinned', command, folder: { files: thinned }, isQuick },
      { recording: 'every call', command, folder: { files: everyCall }, isQuick, countsCalls },
    ],
  };
}

const CHANGELOG = 'conventional-changelog-writer/templates';
const SMALL_CODE = 'has-symbols/shams.js';
const ALL_RULES = text(
  'eslint.config.mjs',
  "import js from '@eslint/js';",
  'export default [js.configs.all, { linterOptions: { reportUnusedDisableDirectives: "error" } }];',
);

function bootstrap(...parts: readonly string[]): Corpus {
  const imports = ['variables', 'mixins', ...parts].map((part) => `@import "bootstrap/less/${part}.less";`);
  return text('style.less', ...imports);
}

/** Type errors and emitted files are what the compiler has to keep. */
function compilerOptions(options: object): Corpus {
  const compilerOptions = {
    allowJs: true,
    checkJs: true,
    strict: true,
    declaration: true,
    sourceMap: true,
    outDir: 'out',
    types: [],
    ...options,
  };
  return text('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.js', '*.ts'] }));
}

/** Command-line tools, on sources of the packages that are installed with them. */
export const TOOLS: readonly Program[] = [
  tool('marked', ['node_modules/marked/bin/marked.js', '--gfm', '-i', 'README.md'], {
    thinned: files('qs/README.md'),
    everyCall: files('marked/README.md'),
    isQuick: true,
    countsCalls: false, // a source map
  }),
  tool('handlebars', ['node_modules/handlebars/bin/handlebars', '--map', 'out.map', '.'], {
    thinned: files(
      ...['template', 'commit', 'header', 'footer'].map((part) => `${CHANGELOG}/${part}.hbs`),
      'conventional-changelog-angular/templates/commit.hbs',
    ),
    everyCall: files(`${CHANGELOG}/header.hbs`),
    isQuick: true,
    countsCalls: false, // a source map
  }),
  tool('less', ['node_modules/less/bin/lessc', '--include-path=node_modules', 'style.less', 'out.css'], {
    thinned: bootstrap('buttons', 'forms', 'grid', 'navbar', 'tables'),
    everyCall: bootstrap('close'),
  }),
  tool('terser', ['node_modules/terser/bin/terser', 'code.js', '-c', '-m', '--source-map', '-o', 'out.js'], {
    thinned: { 'code.js': { from: 'minimist/index.js' } },
    everyCall: { 'code.js': { from: SMALL_CODE } },
  }),
  tool('eslint', ['node_modules/eslint/bin/eslint.js', '.'], {
    thinned: { ...files('qs/lib/stringify.js', 'qs/lib/formats.js'), ...ALL_RULES },
    everyCall: { ...files(SMALL_CODE), ...ALL_RULES },
  }),
  tool('prettier', ['node_modules/prettier/bin/prettier.cjs', '*.*'], {
    thinned: files(
      SMALL_CODE,
      'marked/README.md',
      'callsites/index.d.ts',
      'bootstrap/less/close.less',
      'has-symbols/package.json',
      'has-symbols/.github/FUNDING.yml',
    ),
    everyCall: files('has-symbols/.github/FUNDING.yml', 'has-symbols/index.js'),
  }),
  tool('typescript', ['node_modules/typescript/bin/tsc', '--listEmittedFiles'], {
    thinned: { ...files(SMALL_CODE, 'callsites/index.d.ts'), ...compilerOptions({ lib: ['es5'] }) },
    everyCall: { ...files('has-symbols/index.js'), ...compilerOptions({ noLib: true }) },
  }),
];
