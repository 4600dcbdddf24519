import { LOCK_FORMATS } from '../locks/formats.ts';
import { groupBy } from '../../overrides-db/group.ts';
import type { Dependency, Manifest } from '../manifests/model.ts';
import type { Project } from '../project/model.ts';
import { isRequirements } from '../project/inputs/read.ts';
import type { Span } from '../text.ts';
import type { Snapshot } from './model.ts';

/** One name of a document's outline. `selection` is inside of `span`. */
export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'group' | 'package' | 'script' | 'extra' | 'file' | 'call';
  readonly span: Span;
  readonly selection: Span;
  readonly children: readonly DocumentSymbol[];
}

/** What a document holds: dependencies by group, locked packages, overrides by call. */
export function documentSymbols({ role, file, projects }: Snapshot): readonly DocumentSymbol[] {
  switch (role) {
    case 'manifest':
      return manifestSymbols(projects[0].manifest);
    case 'lock':
      return byCategory(projects[0]);
    case 'nix':
      return distinct(projects.flatMap((project) => nixSymbols(project, file)));
  }
}

/** All names in a project's manifest, lock and Nix files. */
export function workspaceSymbols(
  project: Project,
): readonly (DocumentSymbol & { readonly file: string })[] {
  const { manifest, lock, uses, input } = project;
  const entries = uses.flatMap(({ overrides }) => overrides.entries.map(fileOf));
  const nixFiles = new Set(entries.filter((file) => input.nixFiles.has(file)));
  return [
    ...manifestSymbols(manifest)
      .flatMap(({ children }) => children)
      .map((symbol) => ({ ...symbol, file: manifest.file })),
    // A requirements file may be its own lock: its pins are declared already.
    ...(lock?.file === manifest.file ? [] : lockSymbols(project)).map((symbol) => ({
      ...symbol,
      file: lock?.file ?? '',
    })),
    ...[...nixFiles].flatMap((file) =>
      distinct(nixSymbols(project, file))
        .flatMap((symbol) => (symbol.kind === 'call' ? symbol.children : [symbol]))
        .map((symbol) => ({ ...symbol, file })),
    ),
  ];
}

function fileOf({ file }: { readonly file: string }): string {
  return file;
}

function manifestSymbols(manifest: Manifest): readonly DocumentSymbol[] {
  const requirements = manifest.buildSystem?.requires ?? [];
  const own = [...manifest.dependencies, ...requirements].filter(({ file }) => file === undefined);
  const groups = groupBy(own, groupTitle);
  const scripts = manifest.scripts.map(({ name, value, span }) =>
    leaf({ name, detail: value, kind: 'script', span, selection: span }),
  );
  const extras = manifest.extras.map(({ name, nameSpan, members }) =>
    leaf({
      name,
      detail: members.map((member) => member.name).join(', '),
      kind: 'extra',
      span: nameSpan,
      selection: nameSpan,
    }),
  );
  const includes = isRequirements(manifest)
    ? manifest.includes.map(({ text, kind, span }) =>
        leaf({ name: text, detail: kind, kind: 'file', span, selection: span }),
      )
    : [];
  return [
    ...(includes.length > 0 ? [parent('includes', includes)] : []),
    ...[...groups].map(([title, dependencies]) =>
      parent(title, dependencies.map(dependencySymbol)),
    ),
    ...(extras.length > 0 ? [parent('extras', extras)] : []),
    ...(scripts.length > 0 ? [parent('scripts', scripts)] : []),
  ];
}

function groupTitle({ group, extra, origin }: Dependency): string {
  if (origin === 'build-system') return 'build-system';
  if (origin === 'pipfile') return PIPFILE_TITLES.get(group) ?? group;
  if (extra !== null) return `extra ${extra}`;
  return group === 'main' ? 'dependencies' : `group ${group}`;
}

const PIPFILE_TITLES: ReadonlyMap<string, string> = new Map([
  ['main', 'packages'],
  ['dev', 'dev-packages'],
]);

function dependencySymbol({ name, constraint, span, nameSpan }: Dependency): DocumentSymbol {
  return leaf({
    name,
    detail: constraint?.text ?? '',
    kind: 'package',
    span: hull([span, nameSpan]),
    selection: nameSpan,
  });
}

function lockSymbols({ lock }: Project): readonly DocumentSymbol[] {
  return (lock?.packages ?? []).map(({ rawName, version, span, nameSpan }) =>
    leaf({
      name: rawName,
      detail: version ?? '',
      kind: 'package',
      span: hull([span, nameSpan]),
      selection: nameSpan,
    }),
  );
}

/** A `Pipfile.lock` has the same name in several categories; all other locks are one list. */
function byCategory(project: Project): readonly DocumentSymbol[] {
  const { lock } = project;
  const symbols = lockSymbols(project);
  if (lock === null || !LOCK_FORMATS[lock.kind].isByGroup) return symbols;
  const categories = groupBy(symbols.entries(), ([index]) => {
    const [group = ''] = lock.packages[index]?.groups ?? [];
    return LOCK_TITLES.get(group) ?? group;
  });
  return [...categories].map(([name, entries]) =>
    parent(
      name,
      entries.map(([, symbol]) => symbol),
    ),
  );
}

const LOCK_TITLES: ReadonlyMap<string, string> = new Map([
  ['main', 'default'],
  ['dev', 'develop'],
]);

function nixSymbols({ uses }: Project, file: string): readonly DocumentSymbol[] {
  return uses.flatMap(({ callee, target, span, overrides, file: useFile }) => {
    const children = overrides.entries
      .filter((entry) => entry.file === file)
      .map(({ name, span: entrySpan, nameSpan }) =>
        leaf({
          name,
          detail: 'override',
          kind: 'package',
          span: hull([entrySpan, nameSpan]),
          selection: nameSpan,
        }),
      );
    if (useFile !== file) return children;
    const whole = hull([span, ...children.map((child) => child.span)]);
    return [
      {
        name: callee,
        detail: target,
        kind: 'call' as const,
        span: whole,
        selection: span,
        children,
      },
    ];
  });
}

function leaf(symbol: Omit<DocumentSymbol, 'children'>): DocumentSymbol {
  return { ...symbol, children: [] };
}

function parent(name: string, children: readonly DocumentSymbol[]): DocumentSymbol {
  const span = hull(children.map((child) => child.span));
  const selection = children[0]?.selection ?? span;
  return { name, detail: '', kind: 'group', span, selection, children };
}

function hull(spans: readonly Span[]): Span {
  let start = Infinity;
  let end = -Infinity;
  // Not as arguments of one call: they may be more than a call can have.
  for (const span of spans) {
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  return { start, end };
}

/** Projects that share a Nix file show its calls once. */
function distinct(symbols: readonly DocumentSymbol[]): readonly DocumentSymbol[] {
  return [
    ...new Map(symbols.map((symbol) => [`${symbol.span.start} ${symbol.name}`, symbol])).values(),
  ];
}
