import type { ExternalNeed } from '../../project/verdicts/external-needs.ts';
import type { Project, Verdict } from '../../project/model.ts';
import { isMissing } from '../../project/verdicts/status.ts';
import { projectVerdicts } from '../../project/verdicts/project-verdicts.ts';
import { needLabel } from '../../targets/needs.ts';
import { listed } from './listed.ts';
import type { HoverBlock } from './model.ts';
import { providedBy } from './provided-by.ts';

/** What an identifier of `[external]` is in nixpkgs, and for each use of the project who provides it. */
export function externalBlocks(project: Project, external: ExternalNeed): readonly HoverBlock[] {
  const { dependency, row, facts } = external;
  const { parsed } = dependency;
  if ('problem' in parsed) return [];
  const { url } = parsed;
  const attrs = new Set(facts.map(({ need }) => needLabel(need)));
  const verdicts = projectVerdicts(project).map((verdict) => ({
    ...verdict,
    needs: verdict.needs.filter(({ fact }) => attrs.has(needLabel(fact.need))),
  }));
  const views = verdicts.some(({ needs }) => needs.length > 0) ? verdicts : [null];
  return views.map((verdict) => ({
    title: titleOf(url),
    constraint: url.version,
    mark: null,
    remarks: [MEANING[dependency.role], ...askedBy(dependency)],
    rows: [
      { label: 'nixpkgs', text: attributesOf(external) },
      ...(verdict === null ? [] : providerRows(verdict)),
      { label: 'Attribute from', text: row === null ? '' : SOURCES[row.source] },
    ].filter(({ text }) => text !== ''),
    notes: row?.note === undefined ? [] : [row.note],
    preview: '',
  }));
}

const MEANING = {
  'build-requires': 'runs while the project is built',
  'host-requires': 'the project links it',
  dependencies: 'the project runs with it',
} as const;

const SOURCES = {
  registry: "the registry of PEP 725's authors, reviewed",
  'build-names': 'the names that builds ask for',
} as const;

function askedBy({ key, asked }: ExternalNeed['dependency']): readonly string[] {
  if (asked === null) return [];
  return [key === 'dependency-groups' ? `in the group ${asked}` : `with the extra ${asked}`];
}

function titleOf({
  type,
  namespace,
  name,
}: {
  type: string;
  namespace: string | null;
  name: string;
}): string {
  return `dep:${[type, ...(namespace === null ? [] : [namespace]), name].join('/')}`;
}

/** `libpq (buildInputs), libpq.pg_config (nativeBuildInputs)`. */
function attributesOf({ row, facts, dependency }: ExternalNeed): string {
  const { parsed } = dependency;
  if (row === null) {
    const isPython = !('problem' in parsed) && parsed.url.type === 'pypi';
    return isPython
      ? `${parsed.url.name}, of the Python package set`
      : 'not known: no source says which attribute it is';
  }
  if (facts.length === 0) return 'nothing: a build has it anyway';
  return facts
    .map(({ need }) => `${needLabel(need)}${'as' in need ? ` (${need.as})` : ''}`)
    .join(', ');
}

function providerRows(verdict: Verdict): HoverBlock['rows'] {
  const missing = verdict.needs.filter(isMissing).map(({ fact }) => needLabel(fact.need));
  return [
    { label: 'Provided by', text: providedBy(verdict.needs, verdict.target) },
    { label: 'Missing', text: listed(missing) },
  ];
}
