/**
 * Puts into `editors/vscode` what its package carries beside its sources: the bundled client, the
 * server of `dist/`, the licence and the changelog. `npm run build:vscode`, after `npm run build`.
 */
import { existsSync } from 'node:fs';
import { copyFile, cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'rolldown';
import { repositoryRoot } from './lib/repository.ts';
import { tellWhatIsBundled } from './lib/what-is-bundled.ts';

const server = join(repositoryRoot, 'dist');
if (!existsSync(join(server, 'main.js'))) throw new Error(`${server} is missing: npm run build`);
const extension = join(repositoryRoot, 'editors/vscode');

for (const folder of ['dist', 'server'])
  await rm(join(extension, folder), { recursive: true, force: true });
await tellWhatIsBundled(await bundle(), join(extension, 'dist'), {
  subject: join(extension, 'package.json'),
  lock: join(repositoryRoot, 'package-lock.json'),
});
// With notices of its own.
await cp(server, join(extension, 'server'), { recursive: true });
for (const file of ['LICENSE', 'CHANGELOG.md'])
  await copyFile(join(repositoryRoot, file), join(extension, file));

/** Bundles the client into one file; returns the modules in it. */
async function bundle(): Promise<string[]> {
  const { output } = await build({
    cwd: repositoryRoot,
    input: join(extension, 'src/extension.ts'),
    platform: 'node',
    tsconfig: false,
    external: ['vscode'],
    output: {
      file: join(extension, 'dist/extension.cjs'),
      format: 'cjs',
      codeSplitting: false,
      minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
      comments: { legal: false },
    },
  });
  return output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
}
