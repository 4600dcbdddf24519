import { normalizeName } from '../../python/names.ts';
import type { Project } from '../../project/model.ts';
import { item, type CompletionItem } from './model.ts';

/**
 * The extras of a package: those that the lock has, with what they bring; of the project itself those that it declares;
 * and those that another requirement of the same package asks for. Of no other package are they known without a lock.
 */
export function extraItems({ lock, manifest }: Project, name: string): readonly CompletionItem[] {
  const normalized = normalizeName(name);
  const found = new Map<string, readonly string[]>();
  for (const locked of lock?.byName.get(normalized) ?? [])
    for (const [extra, members] of locked.extras) found.set(extra, members);
  const own = manifest.name?.normalized === normalized ? manifest.extras : [];
  const asked = manifest.dependencies
    .filter((dependency) => dependency.normalized === normalized)
    .flatMap(({ extras }) => extras.map((extra) => extra.name));
  for (const extra of [...own.map(({ name: declared }) => declared), ...asked])
    if (!found.has(extra)) found.set(extra, []);
  return [...found].map(([extra, members]) =>
    item('extra', extra, 'extra', members.length === 0 ? '' : `Brings ${members.join(', ')}.`),
  );
}
