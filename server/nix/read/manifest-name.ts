import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { referenceOf } from './reference.ts';

/** What reads a `pyproject.toml`: nixpkgs' lib, Nix itself, and pyproject.nix, which puts it in `pyproject`. */
const READERS: ReadonlySet<string> = new Set(['importTOML', 'fromTOML', 'loadPyproject']);

/** Where a manifest has the project's name (PEP 621, Poetry). */
const NAMES: ReadonlySet<string> = new Set([
  'project.name',
  'pyproject.project.name',
  'tool.poetry.name',
]);

/** Whether an expression is the name that a manifest gives its project: `(lib.importTOML ./pyproject.toml).project.name`. */
export function isManifestName(resolver: Resolver, closure: Closure): boolean {
  const reference = referenceOf(resolver, closure);
  if (reference === null || reference.root.kind !== 'expression') return false;
  if (!NAMES.has(reference.names.join('.'))) return false;
  const { expr, scope } = resolver.force(reference.root.closure);
  if (expr.kind !== 'apply') return false;
  return READERS.has(resolver.calleeName({ expr: expr.fn, scope }) ?? '');
}
