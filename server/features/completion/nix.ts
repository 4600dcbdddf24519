import type { KnowledgeBase } from '../../../overrides-db/model.ts';
import { touches } from '../../text.ts';
import type { Snapshot } from '../model.ts';
import { nativeLibraries } from '../native-libraries.ts';
import { item, type Completion, type CompletionItem } from './model.ts';
import { memoized } from '../../memoize.ts';

/** Behind `pkgs.`: attributes that some package needs. Behind `prev.` and its like: locked packages. */
const ATTRIBUTE =
  /(?:^|[^\w.'-])(pkgs|final\.pkgs|prev|super|pyprev|pySuper|self|final|pyfinal)\.([\w'-]*(?:\.[\w'-]*)?)$/;

/** The start of a binding: a name alone on its line so far. */
const BINDING = /^[ \t]*([A-Za-z_][\w'-]*)?$/;

/** Attributes and packages inside of an overlay. Null elsewhere: a Nix language server knows more there. */
export function completeNix(snapshot: Snapshot, offset: number): Completion | null {
  const { source, file, projects } = snapshot;
  const overlays = projects.flatMap(({ uses }) =>
    uses.filter(({ overrides }) => overrides.entries.some((entry) => entry.file === file)),
  );
  if (overlays.length === 0) return null;
  const start = source.lineStart(source.positionAt(offset).line);
  const before = source.text.slice(start, offset);
  const attribute = ATTRIBUTE.exec(before);
  if (attribute !== null) {
    const [, base = '', typed = ''] = attribute;
    const span = { start: offset - typed.length, end: offset };
    const items = base.endsWith('pkgs')
      ? attributeItems(projects[0].input.knowledge, typed)
      : packageItems(snapshot);
    return { span, items, isIncomplete: false };
  }
  const binding = BINDING.exec(before);
  const isInside = overlays.some(({ overrides }) =>
    overrides.entries.some((entry) => entry.file === file && touches(entry.span, offset)),
  );
  if (binding === null || isInside) return null;
  const typed = binding[1] ?? '';
  return {
    span: { start: offset - typed.length, end: offset },
    items: packageItems(snapshot),
    isIncomplete: false,
  };
}

/** The locked packages of the projects, those with native libraries told. */
function packageItems({ projects }: Snapshot): readonly CompletionItem[] {
  const names = new Map<string, CompletionItem>();
  for (const project of projects) {
    for (const locked of project.lock?.packages ?? []) {
      const libraries = nativeLibraries(project.verdictsFor(locked));
      const native = libraries.length === 0 ? '' : ` · native: ${libraries.slice(0, 4).join(' ')}`;
      names.set(locked.name, item('package', locked.name, `${locked.version ?? ''}${native}`, ''));
    }
  }
  return [...names.values()];
}

function attributeItems(knowledge: KnowledgeBase, typed: string): readonly CompletionItem[] {
  return [...countAttributes(knowledge)]
    .filter(([attr]) => attr.startsWith(typed))
    .toSorted(([a, usesOfA], [b, usesOfB]) => usesOfB - usesOfA || (a < b ? -1 : 1))
    .slice(0, 200)
    .map(([attr, count]) =>
      item('value', attr, '', `${count} ${count === 1 ? 'package needs' : 'packages need'} it.`),
    );
}

/** How many packages name each nixpkgs attribute: a walk through the whole knowledge base, of which each key in a list of inputs asks. */
const countAttributes = memoized((knowledge: KnowledgeBase): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const name of knowledge.names()) {
    const needs = (knowledge.lookup(name)?.facts ?? []).map(({ need }) => need);
    const attrs = needs.flatMap((need) => (need.kind === 'native-input' ? [need.attr] : []));
    for (const attr of new Set(attrs)) counts.set(attr, (counts.get(attr) ?? 0) + 1);
  }
  return counts;
});
