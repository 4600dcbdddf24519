import { asText, asTexts, member, type LocatedTable } from '../locks/located.ts';
import type { Lock } from '../locks/model.ts';
import type { UvRequirement } from '../locks/uv-metadata.ts';
import { normalizeName } from '../python/names.ts';
import type { TomlTable, TomlValue } from '../toml/model.ts';
import { areSatisfied, readPdmGroups, type PdmGroups } from './pdm-groups.ts';
import { writtenList, writtenLocated, writtenSource, writtenTable } from './pdm-input-text.ts';
import { allOf, type Answer } from './three-valued.ts';
import { itemsOf, tableOf, textOf, valueOf } from './toml-values.ts';
import { allowsAll } from '../python/constraint.ts';
import { constraintOf, differingNames } from './uv-requirements.ts';

/**
 * Whether a lock belongs to its manifest that has what it was made from in place of a hash
 * (`lock_inputs_match` of PDM 2.29): the Pythons, sources, settings of the resolution, and what each
 * group asks for, without its versions, are the same, and the locked versions satisfy the manifest.
 * Null where it is not known: workspaces, what comes from files and folders, what another group or the
 * project's own extras bring, markers whose text is another.
 */
export function isSameInputs(root: TomlTable, inputs: LocatedTable, lock: Lock): Answer {
  const pdm = tableOf(tableOf(root, 'tool'), 'pdm');
  const project = tableOf(root, 'project');
  const locked = tableIn(inputs, 'project');
  if (project === null || pdm?.entries.has('workspace') === true) return null;
  if (locked === null || inputs.size > 1 || locked.has('local')) return null;
  const resolution = valueOf(pdm, 'resolution');
  const groups = readPdmGroups(root);
  return allOf([
    isSamePython(
      textOf(project, 'requires-python') ?? '',
      asText(member(locked, 'requires-python')),
    ),
    isSameText(
      resolution === undefined ? '{}' : writtenTable(resolution, NOT_COMPARED),
      writtenLocated(member(locked, 'resolution')),
    ),
    isSameText(
      writtenList(itemsOf(valueOf(pdm, 'source')).map(writtenSource)),
      writtenLocated(member(locked, 'sources')),
    ),
    groups === null ? null : areSameGroups(groups, tableIn(locked, 'groups')),
    groups === null ? null : areSatisfied(groups, lock, decidedElsewhere(resolution)),
  ]);
}

const NOT_COMPARED: ReadonlySet<string> = new Set(['lock_inputs']);

function isSamePython(declared: string, locked: string | null): Answer {
  if (declared === locked) return true;
  const [ours, theirs] = [constraintOf(declared), constraintOf(locked ?? '')];
  if (ours === null || theirs === null) return null;
  // PDM compares a text of its own making.
  return allowsAll(ours, theirs) && allowsAll(theirs, ours) ? null : false;
}

function isSameText(ours: string | null, theirs: string | null): Answer {
  return ours === null || theirs === null ? null : ours === theirs;
}

/** What overrides and excludes decide on in place of the requirement, normalised. */
function decidedElsewhere(resolution: TomlValue | undefined): ReadonlySet<string> {
  if (resolution?.kind !== 'table') return new Set();
  const overrides = tableOf(resolution, 'overrides')?.entries.keys() ?? [];
  const excludes = itemsOf(valueOf(resolution, 'excludes')).flatMap((item) =>
    item.kind === 'string' ? [item.value] : [],
  );
  return new Set([...overrides, ...excludes].map(normalizeName));
}

function areSameGroups(groups: PdmGroups, locked: LocatedTable | null): Answer {
  if (locked === null) return null;
  const answers: Answer[] = [];
  for (const name of new Set([...groups.keys(), ...locked.keys()])) {
    const ours = groups.get(name);
    const theirs = member(locked, name);
    if (ours === undefined || theirs === undefined) answers.push(false);
    else if (ours.isWhole) answers.push(areSameLines(ours.requirements, asTexts(theirs)));
    else answers.push(null);
  }
  return allOf(answers);
}

/** Who is asked for, with extras and marker. A marker is compared by its text where that is enough, else by what it means. */
function areSameLines(
  ours: readonly { readonly line: string; readonly marker: string | null }[],
  theirs: readonly string[],
): Answer {
  const [here, there] = [bySubject(ours), bySubject(theirs.map(splitLine))];
  return allOf(
    [...new Set([...here.keys(), ...there.keys()])].map((line) => {
      const [mine, locked] = [here.get(line) ?? [], there.get(line) ?? []];
      if (mine.length !== locked.length) return false;
      if (mine.toSorted().join('\n') === locked.toSorted().join('\n')) return true;
      const [first = '', second = ''] = [mine[0], locked[0]];
      if (mine.length > 1) return null;
      return first === '' || second === '' || isOtherMarker(first, second) ? false : null;
    }),
  );
}

function isOtherMarker(first: string, second: string): boolean {
  return differingNames([askedUnder(first)], [askedUnder(second)], null, null).length > 0;
}

function askedUnder(marker: string): UvRequirement {
  return { name: 'x', extras: [], specifier: '', marker, place: null };
}

function splitLine(text: string): { readonly line: string; readonly marker: string | null } {
  const [line = '', marker = null] = text.split('; ', 2);
  return { line, marker };
}

function bySubject(
  lines: readonly { readonly line: string; readonly marker: string | null }[],
): ReadonlyMap<string, readonly string[]> {
  const markers = new Map<string, string[]>();
  for (const { line, marker } of lines)
    markers.set(line, [...(markers.get(line) ?? []), (marker ?? '').replaceAll("'", '"')]);
  return markers;
}

function tableIn(table: LocatedTable, key: string): LocatedTable | null {
  const located = member(table, key);
  return located?.kind === 'table' ? located.table : null;
}
