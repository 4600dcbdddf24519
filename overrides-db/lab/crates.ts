import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { layersOf } from './debian.ts';
import { type Laboratory, runInside, workFolder } from './laboratory.ts';

/**
 * The crates of an sdist as a layer: vendored with network by its lock file, which runs none of their code.
 *
 * @returns the reason in place of a layer where that fails
 */
export async function cratesOf(
  lab: Laboratory,
  sdist: string,
): Promise<{ readonly layer: string } | { readonly failure: string }> {
  const folder = join(lab.folder, 'crates');
  mkdirSync(folder, { recursive: true });
  const layer = join(folder, basename(sdist));
  if (existsSync(layer)) return { layer };
  const work = workFolder(lab);
  try {
    mkdirSync(join(work, 'sdist'));
    copyFileSync(sdist, join(work, 'sdist', basename(sdist)));
    copyFileSync(new URL('inside.py', import.meta.url).pathname, join(work, 'inside.py'));
    const cargo = await layersOf(lab, [{ attrs: ['cargo'], packages: ['cargo', 'rustc'] }]);
    const { status, output } = await runInside(lab, {
      network: 'online',
      layers: cargo,
      folder: work,
      seconds: 900,
      command: ['sh', '-c', VENDOR],
    });
    if (status !== 0)
      return {
        failure:
          output
            .trim()
            .split('\n')
            .findLast((line) => /error/.test(line)) ?? 'cargo vendor failed',
      };
    renameSync(join(work, 'layer'), layer);
    return { layer };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The lock file may lie below the root of the sources; without one, cargo resolves anew. */
const VENDOR = `set -e
python3 /lab/inside.py unpack
mkdir -p /lab/layer/opt/cargo
lock=$(find /lab/source -name Cargo.lock | sort | head -n 1)
[ -n "$lock" ] || lock=$(find /lab/source -name Cargo.toml | sort | head -n 1)
cd "$(dirname "$lock")"
cargo vendor --quiet --versioned-dirs /lab/layer/opt/cargo/vendor > /lab/config.toml
sed 's,/lab/layer/opt,/opt,' /lab/config.toml > /lab/layer/opt/cargo/config.toml
chmod -R a+rwX /lab/layer
`;
