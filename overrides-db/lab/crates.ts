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
    const cargo = await layersOf(lab, [{ attrs: ['cargo'], packages: RUST }]);
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

/** root.sh makes these layers of forky's packages. */
const RUST = ['forky-cargo', 'forky-rust', 'forky-rustc'];

/**
 * The lock file may lie below the root of the sources. An sdist without one gets what cargo resolves today, which the
 * build takes too (build.sh): resolving offline, it would ask for versions that are not vendored.
 */
const VENDOR = `set -e
python3 /lab/inside.py unpack
mkdir -p /lab/layer/opt/cargo
lock=$(find /lab/source -name Cargo.lock | sort | head -n 1)
if [ -z "$lock" ]; then
  manifest=$(find /lab/source -name Cargo.toml | sort | head -n 1)
  lock=$(dirname "$manifest")/Cargo.lock
  cargo generate-lockfile --quiet --manifest-path "$manifest"
  cp "$lock" /lab/layer/opt/cargo/Cargo.lock
  echo "\${lock#/lab/source/}" > /lab/layer/opt/cargo/lock-path
fi
cd "$(dirname "$lock")"
cargo vendor --versioned-dirs /lab/layer/opt/cargo/vendor > /lab/config.toml
sed 's,/lab/layer/opt,/opt,' /lab/config.toml > /lab/layer/opt/cargo/config.toml
chmod -R a+rwX /lab/layer
`;
