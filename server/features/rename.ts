import { nixAttrName } from '../nix/api.ts';
import type { Dependency, Extra, Group } from '../manifests/model.ts';
import type { Project } from '../project/model.ts';
import { tomlOf } from '../project/inputs/text-file.ts';
import { isValidName, normalizeName } from '../python/names.ts';
import { touches, type Span, type TextEdit } from '../text.ts';
import type { FileEdits, Snapshot } from './model.ts';

/** Something in a manifest that has a name which can be changed. */
export interface RenameTarget {
  readonly span: Span;
  readonly name: string;
  readonly thing:
    | { readonly kind: 'dependency'; readonly normalized: string }
    | { readonly kind: 'group'; readonly group: Group }
    | { readonly kind: 'extra'; readonly extra: Extra };
}

/** What can be renamed at an offset. In manifests alone: a lock is its tool's to write. */
export function renameTargetAt({ role, projects }: Snapshot, offset: number): RenameTarget | null {
  if (role !== 'manifest') return null;
  const [{ manifest, input }] = projects;
  const { text } = input.manifest.document;
  for (const { nameSpan, name, normalized, file } of manifest.dependencies)
    if (file === undefined && touches(nameSpan, offset))
      return { span: nameSpan, name, thing: { kind: 'dependency', normalized } };
  for (const group of manifest.groups) {
    // Pipenv gives `[dev-packages]` its name.
    if (group.origin === 'pipfile' && group.normalized === 'dev') continue;
    const span = groupSpans(projects[0], group).find((each) => touches(each, offset));
    if (span !== undefined)
      return { span, name: unquoted(text, span), thing: { kind: 'group', group } };
  }
  for (const extra of manifest.extras)
    if (touches(extra.nameSpan, offset))
      return { span: extra.nameSpan, name: extra.name, thing: { kind: 'extra', extra } };
  return null;
}

/** The edits that rename it everywhere but in the lock; null where the new name is not valid (PEP 508). */
export function rename(
  { projects: [project] }: Snapshot,
  { thing }: RenameTarget,
  newName: string,
): FileEdits | null {
  if (!isValidName(newName)) return null;
  const { text } = project.input.manifest.document;
  const spans = manifestSpans(project, thing);
  const edits = new Map<string, readonly TextEdit[]>([
    ...(thing.kind === 'dependency' ? includedEdits(project, thing.normalized, newName) : []),
    [
      project.manifest.file,
      distinct(spans).map((span) => ({ span, newText: inPlaceOf(text, span, newName) })),
    ],
  ]);
  if (thing.kind === 'dependency')
    for (const [file, list] of overrideEdits(project, thing.normalized, newName))
      edits.set(file, list);
  return { edits, creates: new Map() };
}

/** The edits in the files that a requirements file includes. */
function includedEdits(
  { manifest }: Project,
  normalized: string,
  newText: string,
): ReadonlyMap<string, readonly TextEdit[]> {
  const byFile = new Map<string, TextEdit[]>();
  for (const { file, nameSpan, normalized: name } of manifest.dependencies) {
    if (file === undefined || name !== normalized) continue;
    const edits = byFile.get(file) ?? [];
    edits.push({ span: nameSpan, newText });
    byFile.set(file, edits);
  }
  return byFile;
}

function manifestSpans(project: Project, thing: RenameTarget['thing']): readonly Span[] {
  const { dependencies, extras } = project.manifest;
  switch (thing.kind) {
    case 'dependency': {
      const named = ({ normalized, file }: Pick<Dependency, 'normalized' | 'file'>): boolean =>
        normalized === thing.normalized && file === undefined;
      const members = extras
        .filter(({ origin }) => origin === 'tool.poetry')
        .flatMap((extra) => extra.members);
      return [
        ...dependencies.filter(named).map(({ nameSpan }) => nameSpan),
        ...members.filter(named).map(({ span }) => span),
      ];
    }
    case 'group':
      return groupSpans(project, thing.group);
    case 'extra':
      return [thing.extra.nameSpan, ...selfReferences(project, thing.extra)];
  }
}

/** Where a group is named: its headers or its key, and where others include it. */
function groupSpans({ manifest, input }: Project, group: Group): readonly Span[] {
  const { text } = input.manifest.document;
  const sections = tomlOf(input.manifest)?.sections ?? [];
  const included = manifest.groups
    .filter(({ origin }) => origin === group.origin)
    .flatMap(({ includes }) => includes)
    .filter(({ name }) => normalizeName(name) === group.normalized)
    .map(({ span }) => span);
  const headers = sections.flatMap(({ path, headerSpan }) => {
    if (group.origin === 'tool.poetry' && path?.[2] === 'group' && path[3] === group.name)
      return headerKeySpan(text, headerSpan, 3) ?? [];
    if (group.origin === 'pipfile' && path?.[0] === group.name)
      return headerKeySpan(text, headerSpan, 0) ?? [];
    return [];
  });
  return [...(headers.length > 0 ? headers : [group.nameSpan]), ...included];
}

/** The `index`th key of a `[a.b.c]` header. */
function headerKeySpan(text: string, header: Span | null, index: number): Span | null {
  if (header === null) return null;
  const keys = text.slice(header.start, header.end).matchAll(/[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*'/g);
  const match = [...keys][index];
  if (match === undefined) return null;
  const start = header.start + match.index;
  return { start, end: start + match[0].length };
}

/** Extras of the project that it asks for itself: `all = ["this[docs]"]`. */
function selfReferences({ manifest }: Project, extra: Extra): readonly Span[] {
  return manifest.dependencies
    .filter(({ normalized }) => normalized === manifest.name?.normalized)
    .flatMap(({ extras }) => extras)
    .filter(({ name }) => normalizeName(name) === extra.normalized)
    .map(({ span }) => span);
}

/** The name of each override of the package, and what it selects by that name (`prev.foo`). */
function overrideEdits(
  { uses, input }: Project,
  normalized: string,
  newName: string,
): ReadonlyMap<string, readonly TextEdit[]> {
  const newText = nixAttrName(normalizeName(newName));
  const byFile = new Map<string, TextEdit[]>();
  const entries = uses.flatMap(({ overrides }) => overrides.entries);
  for (const { file, name, nameSpan, span } of entries.filter(
    (entry) => entry.normalized === normalized && input.nixFiles.has(entry.file),
  )) {
    const edits = byFile.get(file) ?? [];
    const text = input.nixFiles.get(file) ?? '';
    for (const each of [nameSpan, ...selectionSpans(text, span, name)])
      if (!edits.some((edit) => edit.span.start === each.start))
        edits.push({ span: each, newText });
    byFile.set(file, edits);
  }
  return byFile;
}

/** Where an expression selects the attribute `name`, bare or quoted. */
function selectionSpans(text: string, { start, end }: Span, name: string): readonly Span[] {
  const spans: Span[] = [];
  const value = text.slice(start, end);
  for (const written of [name, `"${name}"`]) {
    for (let at = value.indexOf(`.${written}`); at !== -1;) {
      const from = at + 1;
      const behind = value[from + written.length] ?? '';
      if (!/[\w'-]/.test(behind))
        spans.push({ start: start + from, end: start + from + written.length });
      at = value.indexOf(`.${written}`, from);
    }
  }
  return spans;
}

/** A name in the place of a key, a string or a part of one: quoted where it has to be. */
function inPlaceOf(text: string, span: Span, name: string): string {
  const quote = text[span.start];
  if (quote === '"' || quote === "'") return `${quote}${name}${quote}`;
  const inString = text[span.start - 1] === '"' || text[span.start - 1] === "'";
  return inString || /^[A-Za-z0-9_-]+$/.test(name) ? name : `"${name}"`;
}

function unquoted(text: string, { start, end }: Span): string {
  return text.slice(start, end).replace(/^["']|["']$/g, '');
}

function distinct(spans: readonly Span[]): readonly Span[] {
  return [...new Map(spans.map((span) => [span.start, span])).values()];
}
