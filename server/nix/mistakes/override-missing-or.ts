import type { TargetId } from '../model.ts';
import { NIX_TARGETS } from '../by-target/registry.ts';
import type { NixAnalysis } from '../read/read.ts';
import { referenceOf } from '../read/reference.ts';
import type { Select } from '../syntax.ts';
import { textOf, walk } from '../tree.ts';
import type { NixMistake } from './model.ts';
import { inEveryOverride } from './model.ts';
import type { ArgumentSet } from './override-calls.ts';
import { argumentSet, overrideCalls, simpleBindings } from './override-calls.ts';

const LIST = 'buildInputs';

/**
 * `old.buildInputs ++ …` for a package that uv2nix builds from its sources: such a package has no `buildInputs`, and Nix
 * says ‘attribute 'buildInputs' missing’. Wheels have it, so `isSdist` must know the package to
 * be built from an sdist. poetry2nix sets the list on every package.
 */
export function findOverrideMissingOr(
  analysis: NixAnalysis,
  isSdist: (name: string, target: TargetId) => boolean,
): readonly NixMistake[] {
  const { resolver, uses } = analysis;
  const isUnderstood = uses.every(
    ({ use }) => !NIX_TARGETS[use.target].overlays.lacksBuildInputs || use.overrides.understood,
  );
  // An overlay that cannot be seen may have set the list.
  if (!isUnderstood) return [];
  return inEveryOverride(analysis, ({ entry, value }, { facts, target }) => {
    if (!facts.lacksBuildInputs || !isSdist(entry.normalized, target)) return [];
    if (setters(analysis, entry.normalized) > 1) return [];
    const { calls } = overrideCalls(resolver, value);
    if (calls.length !== 1) return [];
    return calls.flatMap((call) => {
      const argument = argumentSet(resolver, call.argument);
      if (argument === null) return [];
      return bareFormer(analysis, argument).map((select) => ({
        file: argument.scope.file.path,
        span: select.span,
        message: `uv2nix sets no ${LIST} on a package that it builds from sources: Nix says ‘attribute '${LIST}' missing’.`,
        package: entry.normalized,
        fix: {
          title: 'Add or [ ] where the list may be missing',
          edits: [
            {
              span: select.span,
              newText: `(${textOf(argument.scope.file.tree, select.span)} or [ ])`,
            },
          ],
        },
      }));
    });
  });
}

/** How many overrides of a package have a list of build inputs. */
function setters({ uses }: NixAnalysis, name: string): number {
  return uses
    .flatMap(({ use }) => use.overrides.entries)
    .filter((entry) => entry.normalized === name && entry.lists.some(({ list }) => list === LIST))
    .length;
}

/** Where the former list is used without `or`. */
function bareFormer({ resolver }: NixAnalysis, argument: ArgumentSet): readonly Select[] {
  const binding = simpleBindings(argument).find(({ name }) => name === LIST)?.binding;
  const found: Select[] = [];
  if (binding === undefined) return found;
  walk(binding.value, (node) => {
    if (node.kind !== 'select' || node.or !== null) return;
    const reference = referenceOf(resolver, { expr: node, scope: argument.scope });
    const isOld = reference?.root.kind === 'parameter' && reference.root.lambda === argument.old;
    if (isOld && reference.names.length === 1 && reference.names[0] === LIST) found.push(node);
  });
  return found;
}
