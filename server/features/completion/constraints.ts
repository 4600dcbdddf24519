import type { Project } from '../../project/model.ts';
import { normalizeName } from '../../python/names.ts';
import { isPrerelease, parseVersion } from '../../python/version.ts';
import { item, type CompletionItem } from './model.ts';

type Style = 'poetry' | 'pep508' | 'pipfile';

/** Releases of the index that are offered beside what is locked; who wants another begins to type it. */
const MOST_RELEASES = 40;

/** Constraints on a package: those that what is locked satisfies, and those of the releases that its index has. */
export function constraintItems(
  { lock, input }: Project,
  name: string,
  style: Style,
): readonly CompletionItem[] {
  const normalized = normalizeName(name);
  const locked = (lock?.byName.get(normalized) ?? []).flatMap(({ version }) => version ?? []);
  const said = locked.length > 0 ? `Locked at ${locked.join(', ')}.` : '';
  const ofLock = locked.flatMap((version) => formsOf(version, style));
  const any: readonly Form[] = style === 'pep508' ? [] : [['*', 'any version']];
  const ofIndex = (input.index?.versions.get(normalized) ?? [])
    .filter((version) => !locked.includes(version) && isFinal(version))
    .slice(0, MOST_RELEASES)
    .flatMap((version) => formsOf(version, style).slice(0, 1));
  return [
    ...[...ofLock, ...any].map(([text, meaning]) => item('version', text, meaning, said)),
    ...ofIndex.map(([text, meaning]) => item('version', text, meaning, 'A release on the index.')),
  ];
}

type Form = readonly [text: string, meaning: string];

/** The most usual first. */
function formsOf(version: string, style: Style): readonly Form[] {
  return style === 'poetry'
    ? [
        [`^${version}`, 'up to the next major version'],
        [`~${version}`, 'up to the next minor version'],
        [`>=${version}`, 'this version and later ones'],
        [version, 'this version alone'],
      ]
    : [
        [`>=${version}`, 'this version and later ones'],
        [`~=${version}`, 'compatible versions (PEP 440)'],
        [`==${version}`, 'this version alone'],
      ];
}

function isFinal(text: string): boolean {
  const version = parseVersion(text);
  return version !== null && !isPrerelease(version);
}
