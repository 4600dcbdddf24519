import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readSdist } from '../../server/artifacts/sdist/read.ts';
import type { Row } from '../build-row.ts';
import { explain } from '../explain.ts';
import { groupBy } from '../group.ts';
import type { KnowledgeBase } from '../model.ts';
import type { FactsFile, LibraryTable } from '../source-text.ts';
import { cratesOf } from './crates.ts';
import { isAvailable, layersOf, packagesFor, type Provided } from './debian.ts';
import { experiment, type Findings } from './experiment.ts';
import type { Laboratory } from './laboratory.ts';
import { buildEnvironment } from './release.ts';

/** A release, by a file that is at hand. */
export interface Release {
  readonly name: string;
  readonly version: string;
  readonly sdist: string;
}

/** What is known before anything is built. */
export interface Said {
  /** Without what this laboratory itself found. */
  readonly base: KnowledgeBase;
  readonly libraries: LibraryTable;
  readonly files: readonly FactsFile[];
  /** `debian-packages.json`. */
  readonly curated: Readonly<Record<string, readonly string[]>>;
}

export interface Kept {
  /** The row of an earlier run, whose build requirements are taken again. */
  readonly before: Row | null;
  /** Keeps an excerpt of a log; its name. */
  readonly keep: (excerpt: string) => string;
}

/** Builds a release on the laboratory's base. Throws where the laboratory itself fails. */
export async function rowOf(
  lab: Laboratory,
  said: Said,
  { name, version, sdist }: Release,
  { before, keep }: Kept,
): Promise<Row> {
  const bytes = readFileSync(sdist);
  const { required, known, buildSystems } = saidOf(said.base, name, version);
  const provided = (attr: string): Provided => ({
    attrs: [attr],
    packages: packagesFor(attr, said.curated, said.libraries),
  });
  const unmapped: string[] = [];
  for (const attr of [...required, ...known])
    if (!(await isAvailable(lab, provided(attr)))) unmapped.push(attr);
  const standIns = (attrs: readonly string[]): Provided[] =>
    unique(attrs.filter((attr) => !unmapped.includes(attr)).map(provided));
  const head = {
    name,
    version,
    base: lab.base.suite,
    python: lab.base.python,
    file: basename(sdist),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const asked = { required, known: [...required, ...known] };
  const pins = before?.requirements ?? null;
  const inconclusive = (cause: string, requirements: readonly string[]): Row => ({
    ...head,
    requirements,
    ...asked,
    builds: [],
    verdict: 'inconclusive',
    cause,
    needs: [],
    links: [],
  });
  const all = standIns(asked.known);
  const environment = await buildEnvironment(lab, sdist, all, buildSystems, pins);
  if (typeof environment === 'string') return inconclusive(environment, pins ?? []);
  const layers = [...environment.layers, ...(await ofNix(lab, environment.pins))];
  if (readSdist(bytes).evidence.some(({ kind }) => kind === 'crate')) {
    const crates = await cratesOf(lab, sdist);
    if ('failure' in crates) return inconclusive(crates.failure, environment.pins);
    layers.push(crates.layer);
  }
  const found = await experiment(lab, {
    sdist,
    layers,
    required: standIns(required),
    known: all,
    debian: debianOf(said, name),
    keep,
  });
  return { ...head, requirements: environment.pins, ...asked, ...withUnmapped(found, unmapped) };
}

function withUnmapped(found: Findings, unmapped: readonly string[]): Findings {
  return found.cause === undefined || unmapped.length === 0
    ? found
    : { ...found, cause: `${found.cause} (no Debian package for ${unmapped.join(', ')})` };
}

/** The tools that every build has in nixpkgs: patchelf by its stdenv, ninja by meson-python, which asks for it as a wheel. */
async function ofNix(lab: Laboratory, pins: readonly string[]): Promise<string[]> {
  const tools = [{ attrs: ['patchelf'], packages: ['patchelf'] }];
  if (pins.some((pin) => pin.startsWith('meson-python==')))
    tools.push({ attrs: ['ninja'], packages: ['ninja-build'] });
  return layersOf(lab, tools);
}

function saidOf(
  base: KnowledgeBase,
  name: string,
  version: string,
): { required: string[]; known: string[]; buildSystems: string[] } {
  const { nativeInputs, buildSystems } = explain(base, name, version);
  const rows = nativeInputs.filter(
    ({ attr, systems, distribution }) =>
      systems.includes('x86_64-linux') &&
      distribution !== 'wheel' &&
      // Hooks of Nix alone: here cargo finds what is vendored by its own configuration.
      !attr.startsWith('rustPlatform.'),
  );
  const needed = buildSystems.filter(({ optional }) => !optional);
  const required = attributesOf([
    ...rows.filter(({ optional }) => !optional),
    ...needed.filter(isTool),
  ]);
  return {
    required,
    buildSystems: needed.filter((row) => !isTool(row)).map(({ attr }) => attr),
    known: attributesOf(rows.filter(({ optional }) => optional)).filter(
      (attr) => !required.includes(attr),
    ),
  };
}

/** Build systems that are programs, and no Python packages of the build environment. */
function isTool({ attr }: { readonly attr: string }): boolean {
  return /^(?:cmake|ninja|swig)$/.test(attr);
}

function attributesOf(list: readonly { readonly attr: string }[]): string[] {
  return [...new Set(list.map(({ attr }) => attr))].toSorted();
}

/** Attributes of the same packages are one need: `libpq` and its `pg_config`. */
function unique(needs: readonly Provided[]): Provided[] {
  return [...groupBy(needs, ({ packages }) => packages.join(' ')).values()].flatMap((group) =>
    group[0] === undefined
      ? []
      : [{ attrs: [...new Set(group.flatMap(({ attrs }) => attrs))], packages: group[0].packages }],
  );
}

/** What Debian builds a package with. */
function debianOf({ files, libraries }: Said, name: string): Provided[] {
  const names = files
    .filter(({ source }) => source === 'debian')
    .flatMap(({ packages }) => packages[name] ?? [])
    .flatMap((fact) => (fact.kind === 'native-input' && 'library' in fact ? [fact.library] : []))
    .filter((library) => !/^(?:python3|cython|dh-|debhelper|lib.*-perl)/.test(library));
  return [...new Set(names)].map((library) => ({
    attrs: [libraries[`debian:${library}`]?.attr ?? `debian:${library}`],
    packages: [library],
  }));
}
