/**
 * Builds `dist/` from committed files alone: the knowledge file, the bundled `main.js`, the pages of the rules, the
 * editors' files, and the notices and the bill of materials of what is bundled. `npm run build`; with `--if-changed`, as npm runs it for whoever
 * installs from the repository, only where what is there was built from something else.
 */
import { rmSync } from 'node:fs';
import { chmod, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'rolldown';
import { buildBytes, readKnowledge } from '../overrides-db/builder/load.ts';
import { isBuilt, noteBuilt } from './lib/built-from.ts';
import { editorFiles } from './lib/editor-files.ts';
import { repositoryRoot } from './lib/repository.ts';
import { tellWhatIsBundled } from './lib/what-is-bundled.ts';

const finished = join(repositoryRoot, 'dist');
// What runs from the last build meanwhile finds it whole.
const dist = `${finished}-${process.pid}`;

if (process.argv.includes('--if-changed') && isBuilt()) {
  console.log('dist/ is built from these files already');
  process.exit();
}
await mkdir(dist);
process.on('exit', () => rmSync(dist, { recursive: true, force: true }));
const knowledge = buildBytes(readKnowledge(join(repositoryRoot, 'overrides-db')));
await writeFile(join(dist, 'overrides-db.bin'), knowledge);
await writeFile(join(dist, 'rules.json'), JSON.stringify(await rulePages()));
await writeFile(join(dist, 'editors.json'), JSON.stringify(editorFiles()));
await tellWhatIsBundled(await bundle(), dist, {
  subject: join(repositoryRoot, 'package.json'),
  lock: join(repositoryRoot, 'package-lock.json'),
});
await rm(finished, { recursive: true, force: true });
await rename(dist, finished);
noteBuilt();
await report();

/**
 * Bundles the server into a few files, which start in half the time of loose ones; returns the
 * modules in them. What answers `initialize` is apart from the rest, so that it answers before the
 * rest is read.
 */
async function bundle(): Promise<string[]> {
  const { output } = await build({
    cwd: repositoryRoot,
    input: 'server/main.ts',
    platform: 'node',
    tsconfig: false,
    // Its CommonJS half cannot be bundled: it hands `require` on.
    resolve: { alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' } },
    output: {
      dir: dist,
      format: 'esm',
      entryFileNames: 'main.js',
      chunkFileNames: '[name].js',
      codeSplitting: {
        groups: [
          {
            name: 'base',
            priority: 4,
            test: /rolldown.runtime|session.(?:node-file-system|knowledge)\.ts$/,
          },
          { name: 'server', priority: 3, test: /protocol.stdio\.ts$/ },
          {
            name: 'core',
            priority: 2,
            test: /server.(?:session|features|rules|project|targets).|index.view\.ts$|network.hosts\.ts$/,
          },
          // Read by who asks the network alone, and then as a whole.
          {
            name: 'network',
            priority: 1,
            test: /server[/\\]network[/\\]|protocol[/\\]network[/\\](?:serve-network|thread)\.ts$|node_modules.(?:undici|http-cache-semantics|htmlparser2|entities|dom\w+)./,
          },
          { name: 'handlers', priority: 1, test: /protocol.work\.ts$/ },
          { name: 'commands', priority: 0, test: /cli.process\.ts$/ },
        ],
      },
      // Stack traces in bug reports keep their names.
      minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
      comments: { legal: false },
    },
  });
  const chunks = output.filter((file) => file.type === 'chunk');
  const text = await readFile(join(dist, 'main.js'), 'utf8');
  if (!text.startsWith('#!/usr/bin/env node\n'))
    throw new Error('server/main.ts lost its `#!/usr/bin/env node` line');
  await chmod(join(dist, 'main.js'), 0o755);
  return chunks.flatMap(({ moduleIds }) => moduleIds);
}

/** The page of each diagnostic by its code, for `explain`. */
async function rulePages(): Promise<Record<string, string>> {
  const folder = join(repositoryRoot, 'docs', 'rules');
  const names = (await readdir(folder)).filter((name) => name !== 'README.md').toSorted();
  const pages = names.map(
    async (name) =>
      [name.replace(/\.md$/, ''), await readFile(join(folder, name), 'utf8')] as const,
  );
  return Object.fromEntries(await Promise.all(pages));
}

async function report(): Promise<void> {
  for (const name of (await readdir(finished)).toSorted()) {
    const { size } = await stat(join(finished, name));
    console.log(`dist/${name}  ${(size / 1024).toFixed(1)} KiB`);
  }
}
