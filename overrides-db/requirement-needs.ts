import { markerEnvironment } from '../server/python/environment.ts';
import { evaluateMarker } from '../server/python/marker.ts';
import { normalizeName } from '../server/python/names.ts';
import { parseRequirement, type Requirement } from '../server/python/requirement.ts';
import { groupBy } from './group.ts';
import type { Conditions, Need, System, VersionBound } from './model.ts';
import type { ReadEvidence } from './reading.ts';
import type { ReadNeed } from './read-need.ts';

/**
 * The Python packages that a build takes, of what its files require (PEP 508). Several requirements of one name are one
 * need: `cffi<2; python_version < '3.14'` and `cffi>=2; python_version >= '3.14'` want cffi of every Python.
 */
export function needsOfRequirements(evidence: readonly ReadEvidence[]): ReadNeed[] {
  const parsed = evidence.flatMap((one): Asked[] => {
    const requirement = parseRequirement(one.name);
    if ('problem' in requirement) return [];
    return [{ ...one, requirement, attr: standIn(normalizeName(requirement.name.text)) }];
  });
  return [...groupBy(parsed, ({ attr }) => attr)].flatMap(([attr, asked]) => ofName(attr, asked));
}

interface Asked extends ReadEvidence {
  readonly requirement: Requirement;
  readonly attr: string;
}

/** A package that is nothing but a requirement of another: of oldest-supported-numpy the set has numpy. */
function standIn(name: string): string {
  return name === 'oldest-supported-numpy' ? 'numpy' : name;
}

type Answer = 'yes' | 'maybe' | 'no';

function ofName(attr: string, asked: readonly Asked[]): ReadNeed[] {
  const need: Need = { kind: 'build-system', attr };
  const certain = asked.filter((one) => one.if === undefined);
  // Python's versions ascending, for each system.
  const rows = SYSTEMS.map((system) => PYTHONS.map((python) => answerOf(asked, system, python)));
  const answers = rows.flat();
  const [first] = certain.length > 0 ? certain : asked;
  if (first === undefined || answers.every((answer) => answer === 'no')) return [];
  const { at } = first;
  const bounds = boundsOf(certain);
  const bounded = bounds.length === 0 ? {} : { bounds };
  if (answers.every((answer) => answer === 'yes'))
    return [{ need, required: true, when: {}, at, ...bounded }];
  // Systems that are asked for alike, with the Pythons for which it is sure.
  const byPythons = groupBy(
    SYSTEMS.map((system, index) => ({ system, pythons: rows[index] ?? [] })),
    ({ pythons }) => pythons.join(),
  );
  return [...byPythons.values()].flatMap((group): ReadNeed[] => {
    const [one] = group;
    if (one === undefined || one.pythons.every((answer) => answer === 'no')) return [];
    const systems = limited(group.map(({ system }) => system));
    const python = specifierOf(one.pythons);
    if (python === null) return [{ need, required: false, when: systems, at }];
    const when = { ...systems, ...(python === '' ? {} : { python }) };
    return [{ need, required: true, when, at, ...bounded }];
  });
}

/** The versions that are required, of requirements with a highest one, with the Pythons that each is sure for on Linux. */
function boundsOf(asked: readonly Asked[]): VersionBound[] {
  return asked.flatMap((one): VersionBound[] => {
    const { specifier } = one.requirement;
    if (specifier === null || one.on === 'darwin') return [];
    if (!specifier.parsed.clauses.some(({ operator }) => HIGHEST.has(operator))) return [];
    const python = specifierOf(PYTHONS.map((each) => answerOf([one], 'x86_64-linux', each)));
    if (python === null) return [];
    const text = specifier.parsed.clauses.map((clause) => clause.operator + clause.text).join(',');
    return [{ specifier: text, ...(python === '' ? {} : { python }) }];
  });
}

/** Operators that take no version above some. */
const HIGHEST: ReadonlySet<string> = new Set(['<', '<=', '==', '===', '~=']);

const SYSTEMS: readonly System[] = [
  'x86_64-linux',
  'aarch64-linux',
  'x86_64-darwin',
  'aarch64-darwin',
];
/** What Nix still builds for; a marker that tells versions below or above apart tells them as the ends of these. */
const PYTHONS: readonly string[] = [8, 9, 10, 11, 12, 13, 14, 15].map((minor) => `3.${minor}`);

function answerOf(asked: readonly Asked[], system: System, python: string): Answer {
  const answers = asked.map((one): Answer => {
    if (one.on !== undefined && !system.endsWith(one.on)) return 'no';
    const { marker } = one.requirement;
    const holds =
      marker === null
        ? true
        : evaluateMarker(marker.parsed, markerEnvironment(system, `${python}.1`));
    if (holds === false) return 'no';
    return holds === null || one.if !== undefined ? 'maybe' : 'yes';
  });
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
}

/** The Pythons of the sure answers as a specifier, '' for all of them; null where they are none, or no range. */
function specifierOf(answers: readonly Answer[]): string | null {
  const first = answers.indexOf('yes');
  const last = answers.lastIndexOf('yes');
  if (first === -1 || answers.slice(first, last).some((answer) => answer !== 'yes')) return null;
  const from = first === 0 ? [] : [`>=${PYTHONS[first] ?? ''}`];
  const until = PYTHONS[last + 1] === undefined ? [] : [`<${PYTHONS[last + 1] ?? ''}`];
  return [...from, ...until].join(', ');
}

function limited(systems: readonly System[]): Pick<Conditions, 'systems'> {
  return systems.length === SYSTEMS.length ? {} : { systems };
}
