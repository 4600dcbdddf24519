import type { Scope } from '../resolve/scope.ts';
import { isBound } from '../resolve/scope.ts';
import type { Node, Select } from '../syntax.ts';
import { walk } from '../tree.ts';

/** An expression that stands for nixpkgs in `scope`, other than `pkgs`: `final`, `nixpkgs.legacyPackages.${system}`. */
export interface PackagesName {
  readonly text: string;
  /** The names in it, all of which must mean the same where it is used. */
  readonly names: readonly string[];
  readonly scope: Scope;
}

/** What the last `dropped` names of a selection are selected from, as a name for nixpkgs. */
export function packagesBefore(
  { target, path, dot }: Select,
  dropped: number,
  scope: Scope,
): PackagesName | null {
  const kept = path.names.length - dropped;
  const end = kept === 0 ? dot : path.dots[kept - 1];
  if (kept < 0 || end === undefined) return null;
  const { text } = scope.file.tree;
  const names: string[] = [];
  const note = (node: Node): void => {
    if (node.kind === 'identifier' && isBound(node.name, scope)) names.push(node.name);
  };
  walk(target, note);
  for (const name of path.names.slice(0, kept)) if (name.kind !== 'identifier') walk(name, note);
  return names.length === 0
    ? null
    : { text: text.slice(target.span.start, end.start), names, scope };
}
