import type { Evidence } from '../artifacts/evidence.ts';
import type { SdistReading } from '../artifacts/sdist/model.ts';
import type { WheelReading } from '../artifacts/wheel/read.ts';
import {
  inputsOfCMakePackage,
  inputsOfLibrary,
  inputsOfPkgConfig,
  inputsOfProgram,
} from '../../overrides-db/build-names.ts';
import type { EvidenceKind, ReadEvidence, Reading } from '../../overrides-db/reading.ts';
import { plainName } from '../../overrides-db/sdist-needs.ts';

type Head = Pick<Reading, 'file' | 'sha256'>;

/** What is kept of an sdist's reading: what a fact may follow from. */
export function sdistReading(
  { evidence, backend, problems, declared, declaresAll }: SdistReading,
  head: Head,
): Reading {
  const asked = new Set(
    evidence.flatMap((one) => ('name' in one && ASKING.has(one.kind) ? [plainName(one.name)] : [])),
  );
  return {
    ...head,
    ...(backend === null ? {} : { backend }),
    ...(problems.length === 0 ? {} : { incomplete: true }),
    ...(declaresAll && problems.length === 0 ? { declaresAll: true } : {}),
    evidence: kept(evidence.flatMap((one) => textOf(one, declared, asked))),
  };
}

/**
 * What is kept of a wheel's.
 *
 * @param broughtBy the packages whose wheels bring a library, by its name
 */
export function wheelReading(
  { lacks, opens, problems }: WheelReading,
  head: Head,
  broughtBy: ReadonlyMap<string, string>,
): Reading {
  return {
    ...head,
    ...(problems.length === 0 ? {} : { incomplete: true }),
    evidence: kept([
      ...lacks
        .filter(({ promised }) => !promised)
        .map(({ name, file, besides: [beside] }): ReadEvidence => {
          const by = broughtBy.get(name);
          return {
            kind: 'links',
            name,
            at: file,
            ...(beside === undefined ? {} : { beside }),
            ...(by === undefined ? {} : { by }),
          };
        }),
      ...opens
        .filter(({ systems }) => systems === undefined || systems.includes('linux'))
        .map(({ name, place, condition }): ReadEvidence => ({
          kind: 'opens',
          name,
          at: place.line === 0 ? place.file : `${place.file}:${place.line}`,
          ...(condition === null ? {} : { if: condition }),
        })),
    ]),
  };
}

const KINDS: ReadonlySet<string> = new Set<EvidenceKind>([
  'requirement',
  'library',
  'pkg-config',
  'program',
  'cmake-package',
  'meson-dependency',
  'language',
  'crate',
  'bundled',
]);
/** What every build has. */
const PLAIN_LANGUAGES: ReadonlySet<string> = new Set(['c', 'cpp', 'cython']);

/** What names a library that a folder of the sdist may be. */
const ASKING: ReadonlySet<string> = new Set([
  'library',
  'pkg-config',
  'cmake-package',
  'meson-dependency',
]);

function textOf(evidence: Evidence, declared: boolean, asked: ReadonlySet<string>): ReadEvidence[] {
  const { kind, place, condition, systems } = evidence;
  if (!isKept(kind)) return [];
  const name =
    evidence.kind === 'requirement' ? evidence.text : 'name' in evidence ? evidence.name : '';
  if (kind === 'language' && PLAIN_LANGUAGES.has(name)) return [];
  if (kind === 'program' && inputsOfProgram(name) === null) return [];
  if (kind === 'bundled' && !asked.has(plainName(name)) && !isKnown(name)) return [];
  // Where requirements are declared, a script's imports are among them or it does not build anywhere.
  if (evidence.kind === 'requirement' && evidence.imported === true && declared) return [];
  const [system] = systems ?? [];
  return [
    {
      kind,
      name,
      at: `${place.file}:${place.line}`,
      ...(condition === null ? {} : { if: condition }),
      ...(systems?.length === 1 && system !== undefined ? { on: system } : {}),
    },
  ];
}

function isKept(kind: string): kind is EvidenceKind {
  return KINDS.has(kind);
}

/** Whether a folder's name is that of a library that someone could be told to take. */
function isKnown(folder: string): boolean {
  const name = plainName(folder);
  return [folder.toLowerCase(), name, `lib${name}`].some(
    (one) =>
      inputsOfLibrary(one) !== null ||
      inputsOfPkgConfig(one) !== null ||
      inputsOfCMakePackage(one) !== null,
  );
}

/** Of findings that differ in their conditions alone, what is certain, or else the first. */
function kept(evidence: readonly ReadEvidence[]): ReadEvidence[] {
  const found = new Map<string, ReadEvidence>();
  for (const one of evidence) {
    const key = `${one.kind} ${one.name} ${one.on ?? ''}`;
    const known = found.get(key);
    if (known === undefined || (known.if !== undefined && one.if === undefined))
      found.set(key, one);
  }
  const certain = new Set(
    [...found.values()].flatMap((one) =>
      one.if === undefined && one.on === undefined ? [`${one.kind} ${one.name}`] : [],
    ),
  );
  return [...found.values()]
    .filter((one) => one.on === undefined || !certain.has(`${one.kind} ${one.name}`))
    .slice(0, MOST);
}

const MOST = 150;
