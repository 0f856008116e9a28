/** Puts what is compiled, and the packages that it uses, into a few files for each program: Node loads these in half the time. */
import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { root } from './need.mjs';

/** What a process or a thread begins with, by the name of its file in dist/programs. */
const programs = {
  habilis: 'src/main.js',
  'sheet-reader': 'src/tools/sheet-reader-process.js',
  marker: 'src/tools/marker/process.js',
  cutter: 'src/tools/cutter/thread.js',
};

const apart = [
  // Compiled for the machine, and found beside their own files.
  'better-sqlite3',
  '@node-rs/argon2',
  // Imported when asked for, and then by name: of a CommonJS package that is bundled, only the whole could be had so.
  '@zxcvbn-ts/*',
  // The tests are no part of the program.
  '#test',
];

/** What Node gives to a CommonJS module, and a package that was one may ask for. */
const asCommonJs = `import { createRequire as requireFrom } from 'node:module';
const { filename: __filename, dirname: __dirname } = import.meta;
const require = requireFrom(import.meta.url);`;

/** TypeORM imports each driver that it has; only those of an engine that the house may have are ever called. */
const ours = ['better-sqlite3', 'mysql', 'sqlite-abstract', 'types'];
const otherDrivers = {
  name: 'other-drivers',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]typeorm[\\/]driver[\\/].+[\\/]/ }, ({ path }) =>
      ours.includes(basename(dirname(path))) ? undefined : { contents: '' },
    ),
};

rmSync(join(root, 'dist/programs'), { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: join(root, 'dist'),
  entryPoints: Object.entries(programs).map(([name, file]) => ({ in: file, out: name })),
  outdir: 'programs',
  chunkNames: 'parts/[name]-[hash]',
  external: apart,
  plugins: [otherDrivers],
  banner: { js: asCommonJs },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Tables, migrations and errors are told by the names of their classes.
  keepNames: true,
  // For whoever starts Node with --enable-source-maps.
  sourcemap: 'linked',
  logLevel: 'warning',
  metafile: true,
});

for (const [file, { imports }] of Object.entries(metafile.inputs)) {
  const nameless = imports.find(
    ({ kind, path }) => kind === 'dynamic-import' && metafile.inputs[path]?.format === 'cjs',
  );
  if (nameless && !file.includes('node_modules/'))
    throw new Error(`${file} imports ${nameless.path} when asked for: put it apart, or import it at once.`);
}
