import { isPylockName } from '../../locks/pylock.ts';
import type { Lock } from '../../locks/model.ts';
import type { Manifest } from '../../manifests/model.ts';
import { baseName } from './text-file.ts';

export type ManifestKind = Manifest['kind'];

/** What a manifest is, by its name alone: what is no other is a requirements file. */
export function manifestKindOf(file: string): ManifestKind {
  const name = baseName(file);
  if (name === 'pyproject.toml') return 'pyproject';
  return name === 'Pipfile' ? 'pipfile' : 'requirements';
}

/** What a lock is, by its name alone, as all tools find their locks. */
export function lockKindOf(file: string): Lock['kind'] {
  const name = baseName(file);
  if (name === 'uv.lock') return 'uv';
  if (name === 'pdm.lock') return 'pdm';
  if (name === 'Pipfile.lock') return 'pipfile';
  if (isPylockName(name)) return 'pylock';
  return /\.(?:txt|in)$/i.test(name) ? 'requirements' : 'poetry';
}

/** Whether a requirements file is by its name one of constraints: those are installed by nobody. */
export function isConstraintsName(file: string): boolean {
  if (manifestKindOf(file) !== 'requirements') return false;
  const name = baseName(file).toLowerCase();
  return name.includes('constraints') && !name.includes('requirements');
}
