import { currentClassifiers } from '../../manifests/checks/classifiers.ts';
import { spdxIdentifiers } from '../../manifests/checks/license.ts';
import type { Project } from '../../project/model.ts';
import { normalizeName } from '../../python/names.ts';
import { BUILD_COMPANIONS, BUILD_REQUIREMENTS } from './keys.ts';
import { item, type Completion, type CompletionItem } from './model.ts';
import { packageItems } from './packages.ts';

/** Back ends with the usual bounds, that of the manifest first; then all packages that begin so. */
export function buildRequirementItems(project: Project, typed: string): Omit<Completion, 'span'> {
  const backend = project.manifest.buildSystem?.backend?.text ?? '';
  const usual = BUILD_REQUIREMENTS.map(([text, of]) =>
    item('package', text, of, `Provides the back end ${of}.`),
  ).toSorted((a, b) => Number(b.detail === backend) - Number(a.detail === backend));
  const companions = BUILD_COMPANIONS.map(([text, says]) => item('package', text, '', says));
  const offered = [...usual, ...companions].filter(({ label }) => begins(label, typed));
  const { items, isIncomplete } = packageItems(project, typed, 'name');
  const named = new Set(offered.map(({ label }) => nameOf(label)));
  return {
    items: [...offered, ...items.filter(({ label }) => typed !== '' && !named.has(nameOf(label)))],
    isIncomplete: isIncomplete || typed === '',
  };
}

function begins(requirement: string, typed: string): boolean {
  return nameOf(requirement).startsWith(normalizeName(typed));
}

function nameOf(requirement: string): string {
  return normalizeName(/^[\w-]+/.exec(requirement)?.[0] ?? '');
}

/** Classifiers with every word that is typed, in the order of PyPI's list. */
export function classifierItems(typed: string): readonly CompletionItem[] {
  const words = typed.toLowerCase().split(/[\s:]+/);
  return currentClassifiers()
    .filter((classifier) => words.every((word) => classifier.toLowerCase().includes(word)))
    .map((classifier) => item('value', classifier, '', ''));
}

/** What joins identifiers in an SPDX expression. */
const OPERATORS = ['AND', 'OR', 'WITH'];

/** Those that projects take most stand first. */
const COMMON = [
  'MIT',
  'Apache-2.0',
  'BSD-3-Clause',
  'GPL-3.0-or-later',
  'BSD-2-Clause',
  'ISC',
  'MPL-2.0',
  'AGPL-3.0-or-later',
  'LGPL-3.0-or-later',
];

export function licenseItems(): readonly CompletionItem[] {
  const all = [...new Set([...COMMON, ...spdxIdentifiers()])];
  return [
    ...all.map((id) => item('value', id, 'SPDX', '')),
    ...OPERATORS.map((operator) => item('value', operator, 'operator', '')),
  ];
}
