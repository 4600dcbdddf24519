import type { Manifest } from '../../manifests/model.ts';
import { baseName } from './text-file.ts';

export type ManifestKind = Manifest['kind'];

/** What a manifest is, by its name alone: whatever has no other's name is a requirements file, and a script is one of Python (PEP 723). */
export function manifestKindOf(file: string): ManifestKind {
  const name = baseName(file);
  if (name === 'pyproject.toml') return 'pyproject';
  if (name.endsWith('.py')) return 'script';
  return name === 'Pipfile' ? 'pipfile' : 'requirements';
}

/** Whether a requirements file is by its name one of constraints: those are installed by nobody. */
export function isConstraintsName(file: string): boolean {
  if (manifestKindOf(file) !== 'requirements') return false;
  const name = baseName(file).toLowerCase();
  return name.includes('constraints') && !name.includes('requirements');
}
