import type { KnowledgeBase } from '../../../overrides-db/model.ts';
import type { Project } from '../../project/model.ts';
import { normalizeName } from '../../python/names.ts';
import { nativeLibraries } from '../native-libraries.ts';
import type { CompletionItem } from './model.ts';

/** More are not offered at once: who wants another one types on. */
const MOST_OFFERED = 100;

/** Packages that begin with what is typed: those of the lock first, then all that the knowledge base has facts of. */
export function packageItems(
  project: Project,
  typed: string,
  newTextFor: (name: string, version: string | null) => string,
): { readonly items: readonly CompletionItem[]; readonly isIncomplete: boolean } {
  const prefix = normalizeName(typed);
  const declared = new Set(project.manifest.dependencies.map(({ normalized }) => normalized));
  const locked = [...(project.lock?.byName.keys() ?? [])].filter(
    (name) => name.startsWith(prefix) && !declared.has(name),
  );
  const known = prefix === '' ? [] : withPrefix(project.input.knowledge, prefix, MOST_OFFERED + 1);
  const names = [...new Set([...locked, ...known])].filter(
    (name) => !declared.has(name) || name === prefix,
  );
  const offered = names.slice(0, MOST_OFFERED);
  return {
    isIncomplete: prefix === '' || names.length > offered.length || known.length > MOST_OFFERED,
    items: offered.map((name) => packageItem(project, name, newTextFor)),
  };
}

function packageItem(
  project: Project,
  name: string,
  newTextFor: (name: string, version: string | null) => string,
): CompletionItem {
  const [locked] = project.lock?.byName.get(name) ?? [];
  const version = locked?.version ?? null;
  const libraries = librariesOf(project, name);
  const newText = newTextFor(name, version);
  const constraint = /"([^"]*)"$/.exec(newText);
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
    newText,
    ...(constraint === null
      ? {}
      : { placeholder: { start: constraint.index + 1, end: newText.length - 1 } }),
    documentation: () => describe(project, name, version, libraries),
  };
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

/** Of the version that is locked; else of any version. */
function librariesOf(project: Project, name: string): readonly string[] {
  const [locked] = project.lock?.byName.get(name) ?? [];
  if (locked !== undefined) return nativeLibraries(project.verdictsFor(locked));
  const facts = project.input.knowledge.lookup(name)?.facts ?? [];
  const attrs = facts.flatMap(({ need, required }) =>
    required && need.kind === 'native-input' ? [need.attr] : [],
  );
  return [...new Set(attrs)];
}

const sortedNames = new WeakMap<KnowledgeBase, readonly string[]>();

/** Names of the knowledge base that begin with `prefix`, ascending; at most `limit`. */
function withPrefix(knowledge: KnowledgeBase, prefix: string, limit: number): readonly string[] {
  const names = sortedNames.get(knowledge) ?? [...knowledge.names()].toSorted();
  sortedNames.set(knowledge, names);
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((names[middle] ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  const found: string[] = [];
  for (let at = low; at < names.length && found.length < limit; at += 1) {
    const name = names[at] ?? '';
    if (!name.startsWith(prefix)) break;
    found.push(name);
  }
  return found;
}
