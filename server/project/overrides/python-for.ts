import type { TargetId } from '../../nix/api.ts';
import { USUAL_PYTHON } from '../../nix/api.ts';
import { targetOf } from '../../targets/registry.ts';
import type { Project } from '../model.ts';
import { buildsOf } from '../verdicts/builds.ts';

/** `python3` of nixpkgs since 25.11. */
const DEFAULT_PYTHON = '3.13';

/**
 * The Python that is taken for a project without a Nix file of the target: the one that the user
 * states, else that of a new Nix file, or the nearest that the project supports. Null for a shell,
 * whose packages are of whatever Python runs in it.
 */
export function pythonFor(
  { input, manifest }: Pick<Project, 'input' | 'manifest'>,
  target: TargetId,
): string | null {
  const { python } = input.settings;
  if (python !== null || targetOf(target).reads.asInstaller) return python;
  return nearestPython({ input, manifest });
}

/** The attribute of the interpreter that a new Nix file has for a project: `python3` where nixpkgs' own choice is in its range. */
export function interpreterFor(project: Pick<Project, 'input' | 'manifest'>): string {
  const python = project.input.settings.python ?? nearestPython(project);
  if (python === null || python === DEFAULT_PYTHON) return USUAL_PYTHON;
  const attribute = python.replace('.', '');
  return /^\d/.test(attribute) ? `python${attribute}` : attribute;
}

/** The Pythons that a project may run on: the one that is set, else those of its range that Nix has. */
export function interpreterVersions({
  input,
  manifest,
}: Pick<Project, 'input' | 'manifest'>): readonly string[] {
  return buildsOf(null, manifest, input.settings).pythons;
}

/** That of a new Nix file, or the nearest that the project supports; null where its range has none. */
function nearestPython({ input, manifest }: Pick<Project, 'input' | 'manifest'>): string | null {
  const { pythons } = buildsOf(null, manifest, { ...input.settings, python: null });
  if (pythons.includes(DEFAULT_PYTHON)) return DEFAULT_PYTHON;
  const isOlder = (each: string): boolean => minorOf(each) < minorOf(DEFAULT_PYTHON);
  return pythons.findLast(isOlder) ?? pythons[0] ?? null;
}

function minorOf(python: string): number {
  return Number(python.split('.')[1]);
}
