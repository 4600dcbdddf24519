import type { Project } from '../../project/model.ts';
import { normalizeName } from '../../python/names.ts';
import { nativeLibraries } from '../native-libraries.ts';
import type { Completion, CompletionItem } from './model.ts';
import { memoize, memoized } from '../../memoize.ts';

/** More are not offered at once: who wants another one types on. */
const MOST_OFFERED = 100;

/** How many lists of a project are kept: of one that is not edited, the same few are asked for. */
const MOST_LISTS = 50;

/** What is written for a package: its name, or the line of a dependency table, with a constraint. */
type Form = 'name' | 'entry';

type Items = Omit<Completion, 'span'>;

/** By form and prefix. Bench: completion. */
const listsOf = memoized((_project: Project) => new Map<string, Items>());

/** Packages that begin with what is typed: those of the lock first, then all that the knowledge base has facts of. */
export function packageItems(project: Project, typed: string, form: Form): Items {
  const prefix = normalizeName(typed);
  const known = listsOf(project);
  if (known.size >= MOST_LISTS) known.clear();
  return memoize(known, `${form} ${prefix}`, () => itemsWith(project, prefix, form));
}

function itemsWith(project: Project, prefix: string, form: Form): Items {
  const declared = new Set(project.manifest.dependencies.map(({ normalized }) => normalized));
  const locked = [...(project.lock?.byName.keys() ?? [])].filter(
    (name) => name.startsWith(prefix) && !declared.has(name),
  );
  const known = prefix === '' ? [] : firstOf(project.input.knowledge.names(prefix));
  const names = [...new Set([...locked, ...known])].filter(
    (name) => !declared.has(name) || name === prefix,
  );
  const offered = names.slice(0, MOST_OFFERED);
  return {
    isIncomplete: prefix === '' || names.length > offered.length || known.length > MOST_OFFERED,
    items: offered.map((name) => packageItem(project, name, form)),
  };
}

/** The first names, one more than is offered, to know whether there are more. */
function firstOf(names: Iterable<string>): readonly string[] {
  const first: string[] = [];
  for (const name of names) {
    first.push(name);
    if (first.length > MOST_OFFERED) break;
  }
  return first;
}

function packageItem(project: Project, name: string, form: Form): CompletionItem {
  const [locked] = project.lock?.byName.get(name) ?? [];
  const version = locked?.version ?? null;
  const libraries = librariesOf(project, name);
  const before = `${name} = "`;
  const constraint = form === 'name' ? null : newConstraint(project, version);
  return {
    kind: 'package',
    label: name,
    detail: [
      version ?? '',
      libraries.length === 0
        ? ''
        : `native: ${libraries.slice(0, 4).join(' ')}${libraries.length > 4 ? ' …' : ''}`,
    ]
      .filter((part) => part !== '')
      .join(' · '),
    ...(constraint === null
      ? { newText: name }
      : {
          newText: `${before}${constraint}"`,
          placeholder: { start: before.length, end: before.length + constraint.length },
        }),
    documentation: () => describe(project, name, version, libraries),
  };
}

/** Pipenv writes `*` for what is installed without a version, Poetry a caret. */
function newConstraint({ manifest }: Project, version: string | null): string {
  return version === null || manifest.kind === 'pipfile' ? '*' : `^${version}`;
}

function describe(
  project: Project,
  name: string,
  version: string | null,
  libraries: readonly string[],
): string {
  const facts = project.input.knowledge.lookup(name);
  const systems = (facts?.facts ?? []).flatMap(({ need }) =>
    need.kind === 'build-system' ? [need.attr] : [],
  );
  return [
    version === null ? '' : `Locked at ${version}.`,
    libraries.length === 0
      ? 'No native library is known of.'
      : `Native libraries: ${libraries.join(', ')}.`,
    systems.length === 0 ? '' : `Build system: ${[...new Set(systems)].join(', ')}.`,
    ...(facts?.notes ?? []),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** The libraries that the locked version needs; of any version where none is locked. */
function librariesOf(project: Project, name: string): readonly string[] {
  const [locked] = project.lock?.byName.get(name) ?? [];
  if (locked !== undefined) return nativeLibraries(project.verdictsFor(locked));
  const facts = project.input.knowledge.lookup(name)?.facts ?? [];
  const attrs = facts.flatMap(({ need, required }) =>
    required && need.kind === 'native-input' ? [need.attr] : [],
  );
  return [...new Set(attrs)];
}
