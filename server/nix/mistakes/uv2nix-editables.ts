import { normalizeName } from '../../python/names.ts';
import type { TextEdit } from '../../text.ts';
import type { EnvironmentSpec, OverridesReading } from '../model.ts';
import { chainsOf } from '../plan/chain.ts';
import { DIALECTS } from '../plan/dialect.ts';
import { Draft } from '../plan/draft.ts';
import { placeInChain } from '../plan/place.ts';
import type { Layer } from '../read/layers.ts';
import { readOverrides } from '../read/layers.ts';
import type { NixAnalysis } from '../read/read.ts';
import { lookUpAttribute } from '../read/sets.ts';
import { workspaceOf } from '../read/uv2nix.ts';
import { environmentsIn, specsOf } from '../read/uv2nix-environments.ts';
import { overlayPlace } from '../read/uv2nix-places.ts';
import type { PackageSet } from '../read/uv2nix-sets.ts';
import { EDITABLE, setsOf } from '../read/uv2nix-sets.ts';
import { stringsOf } from '../read/values.ts';
import type { Closure } from '../resolve/scope.ts';
import type { NixMistake } from './model.ts';
import { withoutRepetition } from './model.ts';

/** The project that may be made editable. */
export interface EditableProject {
  /** PEP 503. */
  readonly name: string;
  /** Absolute path of the workspace that it is a member of. */
  readonly workspace: string;
}

const TOOL = 'editables';

/**
 * A project that hatchling builds, made editable (`mkEditablePyprojectOverlay`) without `editables` in a set that an
 * environment with it is made of. Hatchling imports it for nothing else, and asks for it only then
 * (`get_requires_for_build_editable`), which pyproject.nix does not look at.
 */
export function findEditableWithoutEditables(
  analysis: NixAnalysis,
  project: EditableProject,
): readonly NixMistake[] {
  const sets = new Map(setsOf(analysis).map((set) => [set.call.expr, set]));
  return withoutRepetition(
    environmentsIn(analysis).flatMap(({ call, set: made }) => {
      const set = made?.kind === 'apply' ? sets.get(made) : undefined;
      const editable = set === undefined ? null : editableIn(set, analysis, project);
      if (set === undefined || editable === null) return [];
      const takes = specsOf(analysis.resolver, call).some((spec) => takesProject(spec, project));
      if (!takes || mayHaveTool(set, analysis, project)) return [];
      const { expr, scope } = editable;
      return [
        {
          file: scope.file.path,
          span: expr.span,
          message: `${TOOL} is missing: hatchling makes ${project.name} editable with it, and nothing brings it to this build.`,
          package: project.name,
          fix: fixIn(set, analysis, project, scope.file.path),
        },
      ];
    }),
  );
}

/** The call that makes the project editable, in a set that has its lock; null where it is not, or not surely. */
function editableIn(
  { layers }: PackageSet,
  { resolver }: NixAnalysis,
  { name, workspace }: EditableProject,
): Closure | null {
  const at = layers.findLastIndex(isEditable);
  const editable = layers[at];
  const hasLock = layers.slice(0, at).some(({ kind }) => kind === 'defaults');
  if (editable === undefined || !hasLock) return null;
  const forced = resolver.force(editable.closure);
  if (forced.expr.kind !== 'apply') return null;
  const folder = workspaceOf(resolver, forced);
  if (!folder.known || folder.value !== workspace) return null;
  const argument = { expr: forced.expr.arg, scope: forced.scope };
  const members = lookUpAttribute(resolver, argument, 'members');
  if (members.found === 'unknown') return null;
  if (members.found === 'value' && stringsOf(resolver, members.value)?.includes(name) !== true)
    return null;
  return forced;
}

function isEditable(layer: Layer): boolean {
  return layer.kind === 'neutral' && layer.name === EDITABLE;
}

/** Every base names all members of the workspace. */
function takesProject(spec: EnvironmentSpec | null, { name }: EditableProject): boolean {
  if (spec === null) return false;
  return spec.base !== null || spec.packages.some((each) => each.name === name);
}

/** Whether something in the set's overlays gives it to the project, or may. */
function mayHaveTool(
  { layers }: PackageSet,
  { resolver }: NixAnalysis,
  { name }: EditableProject,
): boolean {
  const { reading } = readOverrides(resolver, layers);
  return !reading.understood || reading.entries.some((entry) => mayGive(entry, name));
}

function mayGive(
  { normalized, conditional, opaque, lists, sets, ofManifest }: OverridesReading['entries'][number],
  name: string,
): boolean {
  // Whatever is done to the back end itself may bring it along.
  if (normalized === 'hatchling') return true;
  if (normalized !== name && ofManifest !== true) return false;
  return (
    conditional ||
    opaque ||
    sets.some((each) => PHASES.has(each)) ||
    lists.some(
      ({ attrs, complete }) => !complete || attrs.some((attr) => normalizeName(attr) === TOOL),
    )
  );
}

/** Attributes by which nothing may be left of how it is built. */
const PHASES: ReadonlySet<string> = new Set(['buildPhase', 'patches', 'postPatch', 'preBuild']);

/** An overlay behind the editable one. */
function fixIn(
  set: PackageSet,
  { resolver }: NixAnalysis,
  { name }: EditableProject,
  file: string,
): NixMistake['fix'] {
  const draft = new Draft();
  const request = {
    target: 'uv2nix',
    subject: { kind: 'project', name },
    needs: [{ kind: 'build-system', name: TOOL }],
    package: name,
  } as const;
  const outcomes = chainsOf([overlayPlace(resolver, set)], resolver).flatMap((chain) => {
    const { packages } = chain;
    const context = { dialect: DIALECTS.uv2nix, draft, resolver, styles: new Map(), packages };
    return placeInChain(chain, [request], context);
  });
  const edits: ReadonlyMap<string, readonly TextEdit[]> = draft.finish();
  const [own] = edits.size === 1 ? [edits.get(file)] : [];
  if (own === undefined || outcomes.some(({ kind }) => kind !== 'edited')) return null;
  return { title: `Give ${name} ${TOOL}`, edits: own };
}
