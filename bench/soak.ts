/**
 * Edits several documents of the built server for long, and prints its heap on the way and what it
 * is at the end by what it was at a tenth. `npm run soak`, or `npm run soak -- 5000` for so many edits.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSample } from './lib/sample.ts';
import { soak } from './lib/soak.ts';

const repository = join(import.meta.dirname, '..');
const main = join(repository, 'dist/main.js');
if (!existsSync(main)) throw new Error('dist/main.js is missing: npm run build');
const edits = Number(process.argv[2] ?? 100_000);

const folder = mkdtempSync(join(tmpdir(), 'pyproject-nix-ls-soak-'));
try {
  writeSample(join(folder, 'large'), 300, []);
  cpSync(join(repository, 'examples/imgapp-broken'), join(folder, 'small'), { recursive: true });
  const files = ['pyproject.toml', 'poetry.lock', 'default.nix'].flatMap((name) =>
    ['large', 'small'].map((project) => join(folder, project, name)),
  );
  const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
  const { ratio, worst } = await soak({
    main,
    folder,
    texts,
    edits,
    progress(done, { used, external }) {
      console.log(`${done} edits: heap ${mebibytes(used)}, outside ${mebibytes(external)}`);
    },
  });
  console.log(
    `${edits} edits of ${files.length} documents: heap at the end by that at 10 %: ${ratio.toFixed(3)}; at worst ${worst.toFixed(3)}`,
  );
  if (ratio > 1.1) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
