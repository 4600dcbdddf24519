import { renderOverride } from '../../nix/api.ts';
import type { Dependency } from '../../manifests/model.ts';
import type { Project, ResolvedDependency, Verdict } from '../../project/model.ts';
import { projectVerdicts } from '../../project/verdicts/project-verdicts.ts';
import { requestFor } from '../../project/overrides/request.ts';
import { withoutUnresolved } from '../../project/overrides/unresolved.ts';
import { isOwnLock } from '../../project/verdicts/unpinned.ts';
import { ALL_TARGETS } from '../../targets/registry.ts';
import { SourceText } from '../../text.ts';
import type { Snapshot } from '../model.ts';
import { projectPlaceAt, type ProjectPlace } from '../project-place.ts';
import { placeAt, type Place } from '../place.ts';
import { externalBlocks } from './external.ts';
import type { Hover, HoverBlock } from './model.ts';
import { markerRow } from './marker.ts';
import { rowsFor } from './rows.ts';
import { memoize, memoized } from '../../memoize.ts';

type Blocks = Hover['blocks'];

/** What was said of a project, by the thing that it was said of: pointers rest where they are. Bench: hover. */
const said = memoized((_project: Project) => new WeakMap<object, Blocks>());

/** What is known of the package at an offset of a manifest, a lock or a Nix file. Null where there is none. */
export function hover(snapshot: Snapshot, offset: number): Hover | null {
  const place = placeAt(snapshot, offset);
  if (place === null) return projectHover(projectPlaceAt(snapshot, offset));
  const blocks = memoize(said(place.project), thingAt(place), () =>
    distinct(
      subjectsOf(place).map(({ verdict, heading }) => blockFor(place.project, verdict, heading)),
    ),
  );
  return blocks.length === 0 ? null : { span: place.span, blocks };
}

/** The same of one verdict, wherever it stands. */
export function hoverBlock(project: Project, verdict: Verdict): HoverBlock {
  return blockFor(project, verdict, NO_HEADING);
}

function thingAt(place: Place): object {
  switch (place.kind) {
    case 'dependency':
      return place.resolved;
    case 'locked':
      return place.locked;
    case 'override':
      return place.entry;
  }
}

/** The project itself, and what it says in `[external]`. */
function projectHover(place: ProjectPlace | null): Hover | null {
  if (place === null) return null;
  const { project, span } = place;
  const blocks =
    place.kind === 'external'
      ? externalBlocks(project, place.external)
      : projectVerdicts(project).map((verdict) => blockFor(project, verdict, THE_PROJECT));
  return blocks.length === 0 ? null : { span, blocks: distinct(blocks) };
}

/** What is said of a package by the dependency that asks for it; `dependency` null: none does, or it is the project itself. */
type Heading = Pick<HoverBlock, 'constraint' | 'mark'> & {
  readonly status: string | null;
  readonly dependency: Dependency | null;
};

function subjectsOf(place: Place): readonly { verdict: Verdict; heading: Heading }[] {
  const { project } = place;
  switch (place.kind) {
    case 'dependency': {
      const { dependency } = place.resolved;
      const candidates = lockedCandidates(project, place.resolved);
      const verdicts =
        candidates.length > 0
          ? candidates.flatMap((locked) => project.verdictsFor(locked))
          : project.verdictForUnlocked(dependency);
      return verdicts.map((verdict) => ({ verdict, heading: headingOf(place.resolved) }));
    }
    case 'locked': {
      const { locked } = place;
      const direct = project.dependencies.find(
        ({ dependency, locked: by }) =>
          dependency.normalized === locked.name && by.includes(locked),
      );
      const heading = direct === undefined ? NO_HEADING : headingOf(direct);
      return project.verdictsFor(locked).map((verdict) => ({ verdict, heading }));
    }
    case 'override': {
      const locked = project.lock?.byName.get(place.entry.normalized) ?? [];
      return locked
        .flatMap((each) => project.verdictsFor(each))
        .map((verdict) => ({ verdict, heading: NO_HEADING }));
    }
  }
}

const NOT_LOCKED = 'not locked yet';
const NO_HEADING: Heading = { constraint: null, mark: null, status: null, dependency: null };
const THE_PROJECT: Heading = { ...NO_HEADING, status: 'the project itself' };

/** The versions that satisfy it; where none does, those that are locked under its name. */
function lockedCandidates(
  { lock }: Project,
  { locked, dependency }: ResolvedDependency,
): ResolvedDependency['locked'] {
  return locked.length > 0 ? locked : (lock?.byName.get(dependency.normalized) ?? []);
}

function headingOf({ dependency, status }: ResolvedDependency): Heading {
  const constraint = dependency.constraint?.text ?? null;
  const heading = { ...NO_HEADING, constraint, dependency };
  switch (status) {
    case 'satisfied':
      return { ...heading, mark: '✓' };
    case 'unsatisfied':
      return { ...heading, mark: '✗', status: 'not satisfied' };
    case 'not-in-lock':
      return { ...heading, status: NOT_LOCKED };
    case 'unreachable':
    case 'unknown':
      return heading;
  }
}

function blockFor(project: Project, verdict: Verdict, heading: Heading): HoverBlock {
  const { name, version } = verdict.package;
  const isOpen = version === null && heading.status === null;
  const status = isOpen ? NOT_LOCKED : heading.status;
  const isUnpinned = status === NOT_LOCKED && isOwnLock(project.manifest, project.lock);
  const notLocked = isUnpinned ? 'not pinned' : status;
  const marker =
    heading.dependency === null ? null : markerRow(project, heading.dependency, verdict);
  return {
    title: version === null ? name : `${name} ${version}`,
    constraint: heading.constraint,
    mark: heading.mark,
    remarks: [notLocked, distributionText(project, verdict), notBuilt(verdict)].filter(
      (remark) => remark !== null,
    ),
    rows: [...(marker === null ? [] : [marker]), ...rowsFor(project, verdict)],
    notes: verdict.notes.filter(
      (note) => !isOfOther(note, verdict.target) && !isOfSdist(note, verdict),
    ),
    preview: previewOf(project, verdict),
  };
}

/** Whether a note is about what another target's defaults do, which tells nothing to those who build with this one. */
function isOfOther(note: string, target: Verdict['target']): boolean {
  return ALL_TARGETS.some(
    ({ id, label }) => id !== target && note.startsWith(`${label}'s defaults`),
  );
}

/** Whether a note is about what a build from the sdist needs, where the wheel is installed and none of that is shown. */
function isOfSdist(note: string, { distribution }: Verdict): boolean {
  return distribution.kind === 'wheel' && note.includes('only a build from the sdist needs');
}

/** The override that the action writes, as it would stand in an overlay. */
function previewOf(project: Project, verdict: Verdict): string {
  if (verdict.use === null) return '';
  const request = requestFor(verdict, verdict.use.target);
  const resolved = request && withoutUnresolved(project, verdict.use, request);
  return resolved === null ? '' : renderOverride(resolved);
}

function distributionText(project: Project, verdict: Verdict): string | null {
  const { distribution, locked, ofProject } = verdict;
  const isOpen = locked === null && distribution.kind === 'unknown';
  if (isOpen || ofProject === true) return null;
  const why = `${distribution.why}${lineOfRule(project, distribution)}`;
  switch (distribution.kind) {
    case 'sdist':
      return `built from ${distribution.file === null ? 'source' : 'sdist'} (${why})`;
    case 'wheel':
      return `installed from wheel (${why})`;
    case 'either':
    case 'unusable':
    case 'unknown':
      return why;
  }
}

/** The end of `--no-binary numpy in requirements.txt, line 3`. */
function lineOfRule({ formats }: Project, distribution: Verdict['distribution']): string {
  const decisive = 'rule' in distribution ? distribution.rule : null;
  const rule = formats.find(({ because }) => because === decisive);
  if (rule === undefined) return '';
  const { line } = new SourceText(rule.source.document.text).positionAt(rule.span.start);
  return `, line ${line + 1}`;
}

function notBuilt({ built, locked, ofProject }: Verdict): string | null {
  return (locked !== null || ofProject === true) && built.state === 'no'
    ? `not built: ${built.why}`
    : null;
}

/** Two calls that build a package alike say it once. */
function distinct(blocks: readonly HoverBlock[]): readonly HoverBlock[] {
  return [...new Map(blocks.map((block) => [JSON.stringify(block), block])).values()];
}
