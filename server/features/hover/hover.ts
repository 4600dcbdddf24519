import type { Need } from '../../../overrides-db/model.ts';
import { renderOverride } from '../../nix/api.ts';
import type { JudgedNeed, Project, ResolvedDependency, Verdict } from '../../project/model.ts';
import { projectVerdicts } from '../../project/verdicts/project-verdicts.ts';
import { requestFor } from '../../project/overrides/request.ts';
import { sourceNames } from '../../../overrides-db/sources.ts';
import { isOwnLock } from '../../project/verdicts/unpinned.ts';
import { isMissing } from '../../project/verdicts/status.ts';
import { whyLocked } from '../../project/verdicts/why.ts';
import { needLabel } from '../../targets/needs.ts';
import { ALL_TARGETS } from '../../targets/registry.ts';
import { SourceText } from '../../text.ts';
import type { Snapshot } from '../model.ts';
import { projectPlaceAt, type ProjectPlace } from '../project-place.ts';
import { placeAt, type Place } from '../place.ts';
import { featuresOf } from '../targets.ts';
import { externalBlocks } from './external.ts';
import { transitiveMissing } from './transitive.ts';
import { listed } from './listed.ts';
import type { Hover, HoverBlock } from './model.ts';
import { notWarnedOf } from './not-warned-of.ts';
import { providedBy } from './provided-by.ts';
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

type Heading = Pick<HoverBlock, 'constraint'> & { readonly status: string | null };

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
const NO_HEADING: Heading = { constraint: null, status: null };
const THE_PROJECT: Heading = { constraint: null, status: 'the project itself' };

/** The versions that satisfy it; where none does, those that are locked under its name. */
function lockedCandidates(
  { lock }: Project,
  { locked, dependency }: ResolvedDependency,
): ResolvedDependency['locked'] {
  return locked.length > 0 ? locked : (lock?.byName.get(dependency.normalized) ?? []);
}

function headingOf({ dependency, status }: ResolvedDependency): Heading {
  const constraint = dependency.constraint?.text ?? null;
  switch (status) {
    case 'satisfied':
      return { constraint: constraint === null ? null : `${constraint} ✓`, status: null };
    case 'unsatisfied':
      return {
        constraint: constraint === null ? null : `${constraint} ✗`,
        status: 'not satisfied',
      };
    case 'not-in-lock':
      return { constraint, status: NOT_LOCKED };
    case 'unreachable':
      return { constraint, status: 'its marker never holds' };
    case 'unknown':
      return { constraint, status: null };
  }
}

function blockFor(project: Project, verdict: Verdict, heading: Heading): HoverBlock {
  const { name, version } = verdict.package;
  const isOpen = version === null && heading.status === null;
  const status = isOpen ? NOT_LOCKED : heading.status;
  const isUnpinned = status === NOT_LOCKED && isOwnLock(project.manifest, project.lock);
  const notLocked = isUnpinned ? 'not pinned' : status;
  return {
    title: version === null ? name : `${name} ${version}`,
    constraint: heading.constraint,
    remarks: [notLocked, distributionText(project, verdict), notBuilt(verdict)].filter(
      (remark) => remark !== null,
    ),
    rows: rowsFor(project, verdict),
    notes: verdict.notes.filter((note) => !isOfOther(note, verdict.target)),
    preview: previewOf(verdict),
  };
}

/** Whether a note is about what another target's defaults do, which tells nothing to those who build with this one. */
function isOfOther(note: string, target: Verdict['target']): boolean {
  return ALL_TARGETS.some(
    ({ id, label }) => id !== target && note.startsWith(`${label}'s defaults`),
  );
}

/** The override that the action writes, as it would stand in an overlay. */
function previewOf(verdict: Verdict): string {
  if (verdict.use === null) return '';
  const request = requestFor(verdict, verdict.use.target);
  return request === null ? '' : renderOverride(request);
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

function rowsFor(project: Project, verdict: Verdict): HoverBlock['rows'] {
  const { needs } = verdict;
  const named = (holds: (judged: JudgedNeed) => boolean): readonly string[] =>
    needs.filter(holds).map(({ fact }) => needLabel(fact.need));
  const inputs = named(({ fact }) => isInput(fact.need) && fact.required);
  const tools = new Set(named(({ fact }) => isTool(fact.need) && fact.required));
  const optional = named(({ fact }) => isInput(fact.need) && !fact.required);
  const rows = [
    { label: 'Native libraries', text: listed(inputs.filter((label) => !tools.has(label))) },
    { label: 'Build tools', text: listed([...tools]) },
    { label: 'Optional', text: listed(optional.filter((label) => !inputs.includes(label))) },
    { label: 'Build system', text: listed(named(({ fact }) => fact.need.kind === 'build-system')) },
    { label: 'Also needs', text: listed(named(({ fact }) => isOther(fact.need))) },
    { label: 'Provided by', text: providedBy(verdict) },
    {
      label: 'Flags',
      text: verdict.target === null ? '' : featuresOf(verdict.target).flags(verdict),
    },
    { label: 'Missing', text: listed(named(isMissing)) },
    { label: 'Not warned of', text: notWarnedOf(verdict) },
    { label: 'Brings', text: transitiveMissing(project, verdict) },
    { label: 'Needed by', text: neededBy(project, verdict.package.name) },
    { label: 'Files', text: hashesText(verdict) },
    { label: 'Lock', text: project.selection.why ?? '' },
    { label: 'Facts from', text: factsFrom(needs, verdict.package.version) },
  ];
  return rows.filter(({ text }) => text !== '');
}

/** What pip takes where the lock has hashes and no file names. */
function hashesText({ locked }: Verdict): string {
  const { length } = locked?.hashes ?? [];
  if (length === 0) return '';
  return length === 1 ? '1 is allowed, by its hash' : `${length} are allowed, by their hashes`;
}

function isInput({ kind }: Need): boolean {
  return kind === 'native-input' || kind === 'wheel-library';
}

/** What runs during the build and is not linked: `pkg-config`. */
function isTool(need: Need): boolean {
  return need.kind === 'native-input' && need.as === 'nativeBuildInputs';
}

function isOther({ kind }: Need): boolean {
  return kind === 'cargo-hash' || kind === 'environment';
}

/** `imgapp → pillow`: the shortest way from the project to the package. */
function neededBy(project: Project, name: string): string {
  const why = whyLocked(project, name);
  const path = why?.path ?? [];
  const start = project.manifest.name?.text ?? 'this project';
  return path.length === 0 ? '' : [start, ...path].join(' → ');
}

/** What was read of another release holds until something says otherwise; then both are named. */
function factsFrom(needs: readonly JudgedNeed[], version: string | null): string {
  const sources = needs.flatMap(({ fact }) => fact.sources);
  const isOlder = sources.some((one) => one.version !== undefined && one.version !== version);
  const names = sourceNames(sources);
  return version !== null && isOlder ? `${names}; you have ${version}` : names;
}

/** Two calls that build a package alike say it once. */
function distinct(blocks: readonly HoverBlock[]): readonly HoverBlock[] {
  return [...new Map(blocks.map((block) => [JSON.stringify(block), block])).values()];
}
