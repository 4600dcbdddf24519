/**
 * Builds `dist/` from committed files alone: the knowledge file, the bundled `main.js` and the
 * notices of what is bundled. `npm run build`.
 */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'rolldown';
import { readPackageJson, repositoryRoot } from './lib/repository.ts';
import { thirdPartyNotices } from './lib/third-party-notices.ts';

const dist = join(repositoryRoot, 'dist');

await rm(dist, { recursive: true, force: true });
await mkdir(dist);
await buildKnowledge();
const bundledModules = await bundle();
await writeFile(
  join(dist, 'THIRD-PARTY-NOTICES.txt'),
  await thirdPartyNotices(bundledModules, repositoryRoot),
);
await report();

/** The look-up of facts has a builder of its own, which writes into `dist/`. */
async function buildKnowledge(): Promise<void> {
  const { scripts } = await readPackageJson();
  if (scripts['build:db'] === undefined) return;
  execFileSync('npm', ['run', '--silent', 'build:db'], { cwd: repositoryRoot, stdio: 'inherit' });
}

/** Bundles the server into one file, which starts in half the time of loose ones; returns the modules in it. */
async function bundle(): Promise<string[]> {
  const { output } = await build({
    cwd: repositoryRoot,
    input: 'server/main.ts',
    platform: 'node',
    tsconfig: false,
    output: {
      file: join(dist, 'main.js'),
      format: 'esm',
      // One file: a lazily imported command is inlined and still evaluated only when asked for.
      codeSplitting: false,
      // Stack traces in bug reports keep their names.
      minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
      comments: { legal: false },
    },
  });
  const chunks = output.filter((file) => file.type === 'chunk');
  const [main, ...others] = chunks;
  if (main === undefined || others.length > 0) throw new Error('expected exactly one chunk');
  const text = await readFile(join(dist, 'main.js'), 'utf8');
  if (!text.startsWith('#!/usr/bin/env node\n'))
    throw new Error('server/main.ts lost its `#!/usr/bin/env node` line');
  await chmod(join(dist, 'main.js'), 0o755);
  return main.moduleIds;
}

async function report(): Promise<void> {
  for (const name of (await readdir(dist)).toSorted()) {
    const { size } = await stat(join(dist, name));
    console.log(`dist/${name}  ${(size / 1024).toFixed(1)} KiB`);
  }
}
