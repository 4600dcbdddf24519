import type { Need } from '../../../overrides-db/model.ts';
import { sourceNames } from '../../../overrides-db/sources.ts';
import type { JudgedNeed, Project, Verdict } from '../../project/model.ts';
import { isMissing } from '../../project/verdicts/status.ts';
import { whyLocked } from '../../project/verdicts/why.ts';
import { needLabel } from '../../targets/needs.ts';
import { featuresOf } from '../targets.ts';
import { buildVersions } from './build-versions.ts';
import { aboutRow, indexRow } from './index-row.ts';
import { listed } from './listed.ts';
import type { HoverBlock } from './model.ts';
import { notWarnedOf } from './not-warned-of.ts';
import { providedBy } from './provided-by.ts';
import { transitiveMissing } from './transitive.ts';
import { needsNothing, needsToShow } from './wheel-needs.ts';

/** What is said of one package as one use builds it, row by row; rows with nothing to say are left out. */
export function rowsFor(project: Project, verdict: Verdict): HoverBlock['rows'] {
  const needs = needsToShow(verdict);
  const named = (holds: (judged: JudgedNeed) => boolean): readonly string[] =>
    needs.filter(holds).map(({ fact }) => needLabel(fact.need));
  const inputs = named(({ fact }) => isInput(fact.need) && fact.required);
  const tools = new Set(named(({ fact }) => isTool(fact.need) && fact.required));
  const optional = named(({ fact }) => isInput(fact.need) && !fact.required);
  const rows = [
    { label: 'Needs', text: needsNothing(verdict, needs) ?? notKnown(project, verdict) },
    { label: 'Native libraries', text: listed(inputs.filter((label) => !tools.has(label))) },
    { label: 'Build tools', text: listed([...tools]) },
    { label: 'Optional', text: listed(optional.filter((label) => !inputs.includes(label))) },
    { label: 'Build system', text: listed(named(({ fact }) => fact.need.kind === 'build-system')) },
    { label: 'Too new', text: buildVersions(project, verdict) },
    { label: 'Also needs', text: listed(named(({ fact }) => isOther(fact.need))) },
    { label: 'Provided by', text: providedBy(needs, verdict.target) },
    {
      label: 'Flags',
      text: verdict.target === null ? '' : featuresOf(verdict.target).flags(verdict),
    },
    { label: 'Missing', text: listed(named(isMissing)) },
    { label: 'Not warned of', text: notWarnedOf(verdict) },
    { label: 'Brings', text: transitiveMissing(project, verdict) },
    { label: 'Needed by', text: neededBy(project, verdict.package.name) },
    { label: 'Files', text: hashesText(verdict) },
    { label: 'Index', text: indexRow(project, verdict) },
    { label: 'About', text: aboutRow(project, verdict) },
    { label: 'Lock', text: project.selection.why ?? '' },
    { label: 'Facts from', text: factsFrom(needs, verdict.package.version) },
  ];
  return rows.filter(({ text }) => text !== '');
}

/** That no source has a package which may be built, so that nothing can be said of what it needs. */
function notKnown(
  { input }: Project,
  { package: { name }, needs, distribution, ofProject }: Verdict,
): string {
  const isKnown = input.knowledge.lookup(name) !== null || ofProject === true;
  if (isKnown || needs.length > 0 || distribution.kind === 'unusable') return '';
  return 'not known: no source that is read has this package';
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

/** `imgapp → flask → jinja2`: the shortest way from the project to what it does not depend on itself. */
function neededBy(project: Project, name: string): string {
  const path = whyLocked(project, name)?.path ?? [];
  const start = project.manifest.name?.text ?? 'this project';
  return path.length < 2 ? '' : [start, ...path].join(' → ');
}

/** What was read of another release alone holds until something says otherwise; then both are named. */
function factsFrom(needs: readonly JudgedNeed[], version: string | null): string {
  const sources = needs.flatMap(({ fact }) => fact.sources);
  const versions = sources.flatMap((one) => one.version ?? []);
  const isOlder = versions.length > 0 && !versions.includes(version ?? '');
  const names = sourceNames(sources);
  return version !== null && isOlder ? `${names}; you have ${version}` : names;
}
