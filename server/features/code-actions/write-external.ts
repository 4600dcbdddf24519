import { attrToExternal, externalToAttrs } from '../../../overrides-db/external.ts';
import type { Fact } from '../../../overrides-db/model.ts';
import type { Manifest } from '../../manifests/model.ts';
import type { Project, Verdict } from '../../project/model.ts';
import { tomlOf } from '../../project/inputs/text-file.ts';
import type { Snapshot } from '../model.ts';
import { projectPlaceAt } from '../project-place.ts';
import type { CodeAction } from './model.ts';
import type { ListToWrite } from './toml-lists.ts';
import { placeLabel } from './provide-overrides.ts';
import { writeLists } from './toml-lists.ts';

/**
 * Offers to write `[external]` (PEP 725) from what is known of the project's own build and of what its dependencies link.
 *
 * Before: `build-requires = ["dep:generic/pkg-config"]` in `[external]`.
 * After: `build-requires = ["dep:generic/pkg-config", "dep:virtual/compiler/c"]`, and
 * `[external.dependency-groups]` behind it
 * (test/fixtures/external-to-write)
 */
export function writeExternal(snapshot: Snapshot, offset: number): CodeAction | null {
  const place = projectPlaceAt(snapshot, offset);
  if (place === null) return null;
  const { project } = place;
  const { file } = project.input.manifest;
  const document = tomlOf(project.input.manifest);
  if (document === null || document.errors.length > 0) return null;
  const lists = listsOf(project);
  if (lists.length === 0) return null;
  const edits = writeLists(document, lists);
  // Where the table is written in a way that more cannot be added to, nothing is offered.
  if (edits === null) return null;
  const written = { edits: new Map([[file, edits]]), creates: new Map() };
  return {
    title: `Write what is known to [external] ${placeLabel(project, written)}`,
    kind: 'refactor.rewrite',
    isPreferred: false,
    findings: [],
    createsFile: false,
    edits: () => written,
  };
}

/** What is known and not written yet, by the key that it goes to. */
function listsOf(project: Project): readonly ListToWrite[] {
  const written = new Set(
    project.manifest.external?.dependencies.map(({ parsed }) => nameOf(parsed)),
  );
  const isNew = (id: string): boolean => !written.has(id);
  const own = projectFacts(project);
  const build = [
    ...compilers(project.manifest),
    ...identifiers(own.filter(({ need }) => 'as' in need && need.as === 'nativeBuildInputs')),
  ];
  const host = identifiers(
    own.filter(({ need }) => 'as' in need && need.as !== 'nativeBuildInputs'),
  );
  const lists: readonly ListToWrite[] = [
    { table: ['external'], key: 'build-requires', items: unique(build).filter(isNew).map(plain) },
    {
      table: ['external'],
      key: 'host-requires',
      items: unique(host)
        .filter((id) => isNew(id) && !build.includes(id))
        .map(plain),
    },
    {
      table: ['external', 'dependency-groups'],
      key: GROUP,
      items: ofDependencies(project).filter(({ text }) => isNew(text)),
    },
  ];
  return lists.filter(({ items }) => items.length > 0);
}

/** What dependencies link that are built from source is not part of the project's own metadata, as a group is not. */
const GROUP = 'from-source';

function nameOf(
  parsed: NonNullable<Manifest['external']>['dependencies'][number]['parsed'],
): string {
  if ('problem' in parsed) return '';
  const { type, namespace, name } = parsed.url;
  return `dep:${[type, ...(namespace === null ? [] : [namespace]), name].join('/')}`;
}

/** The facts of the project itself, where it is a package that is known: one that its developers build. */
function projectFacts({ manifest, input }: Project): readonly Fact[] {
  const known = manifest.name === null ? null : input.knowledge.lookup(manifest.name.normalized);
  return (known?.facts ?? []).filter(
    ({ need, required, when }) =>
      need.kind === 'native-input' && required && when.versions === undefined,
  );
}

function identifiers(facts: readonly Fact[]): readonly string[] {
  return facts
    .map(({ need }) => ('attr' in need ? attrToExternal(need.attr) : null))
    .filter((id) => id !== null);
}

/** What a build requirement compiles with. */
const COMPILERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['cffi', ['dep:virtual/compiler/c']],
  ['cython', ['dep:virtual/compiler/c']],
  ['maturin', ['dep:virtual/compiler/rust']],
  ['meson-python', ['dep:virtual/compiler/c', 'dep:generic/ninja']],
  ['nanobind', ['dep:virtual/compiler/cxx']],
  ['pybind11', ['dep:virtual/compiler/cxx']],
  ['scikit-build-core', ['dep:generic/cmake', 'dep:generic/ninja']],
  ['setuptools-rust', ['dep:virtual/compiler/rust']],
]);

function compilers({ buildSystem }: Manifest): readonly string[] {
  return (buildSystem?.requires ?? []).flatMap(({ normalized }) => COMPILERS.get(normalized) ?? []);
}

/** With the packages that link each, in the order of the lock. */
function ofDependencies(project: Project): ListToWrite['items'] {
  const users = new Map<string, Set<string>>();
  for (const verdict of project.verdicts()) {
    if (!isCompiled(verdict)) continue;
    for (const { fact } of verdict.needs) {
      const { need, required } = fact;
      const id = need.kind === 'native-input' && required ? attrToExternal(need.attr) : null;
      if (id === null || externalToAttrs(id)?.inputs.length === 0) continue;
      users.set(id, (users.get(id) ?? new Set()).add(verdict.package.name));
    }
  }
  return [...users].map(([text, names]) => ({ text, comment: [...names].join(', ') }));
}

/** Built from source with the project's target; without one, what has no wheel. */
function isCompiled({ distribution, locked, built, target }: Verdict): boolean {
  if (locked === null || built.state === 'no') return false;
  if (target !== null) return distribution.kind === 'sdist';
  const { files } = locked;
  return files.length > 0 && !files.some(({ name }) => name.endsWith('.whl'));
}

function plain(text: string): ListToWrite['items'][number] {
  return { text, comment: null };
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
