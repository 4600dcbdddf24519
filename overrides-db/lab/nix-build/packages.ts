import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseWheelFilename } from '../../../server/python/tags.ts';
import { readKnowledge } from '../../builder/load.ts';
import { canonicalAttr } from '../../attributes.ts';
import { layersOf, packagesFor } from '../debian.ts';
import type { Laboratory } from '../laboratory.ts';
import { environmentOf } from '../requirements.ts';

/** Attributes of nixpkgs that are programs, with what Debian has in /usr/bin for them; their packages are in the root. */
export const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  autoconf: ['autoconf', 'autoreconf', 'autoheader'],
  automake: ['automake', 'aclocal'],
  cmake: ['cmake', 'ctest', 'cpack'],
  gfortran: ['gfortran'],
  git: ['git'],
  libtool: ['libtoolize'],
  m4: ['m4'],
  swig: ['swig'],
};
const PACKAGES_OF_PROGRAMS = [
  'autoconf',
  'automake',
  'cmake',
  'file',
  'gfortran',
  'git',
  'libtool',
  'm4',
  'ninja-build',
  'patchelf',
  'pkgconf',
  'pkgconf-bin',
  'swig',
  'unzip',
  'forky-cargo',
  'forky-rust',
  'forky-rustc',
];
/** pyproject.nix builds with it. */
const UV = 'uv==0.12.5';

/** What lies over Debian's root: the programs, and uv. */
export async function baseLayers(lab: Laboratory): Promise<string[]> {
  const uv = await environmentOf(lab, [UV]);
  if (typeof uv === 'string') throw new Error(uv);
  return [...uv.layers, ...(await layersOf(lab, [{ attrs: [], packages: PACKAGES_OF_PROGRAMS }]))];
}

/** What stands for nixpkgs' `pythonManylinuxPackages` (PEP 599). */
export async function manylinux(lab: Laboratory): Promise<string[]> {
  return namesOf(await layersOf(lab, [{ attrs: [], packages: MANYLINUX }]));
}
const MANYLINUX = [
  'libglib2.0-0t64',
  'libx11-6',
  'libxext6',
  'libxrender1',
  'libice6',
  'libsm6',
  'libgl1',
  'libexpat1',
  'zlib1g',
  'zlib1g-dev',
];

function namesOf(layers: readonly string[]): string[] {
  return layers
    .map((layer) => layer.slice(layer.lastIndexOf('/') + 1))
    .filter((name) => !/^(?:lib)?python3/.test(name));
}

/** The Debian packages for what poetry2nix' own overrides of a package name, and for every `pkgs.…` of a text; what none stands for. */
export async function librariesOf(
  lab: Laboratory,
  name: string,
  nix: string,
): Promise<{ libraries: Record<string, readonly string[]>; missing: string[] }> {
  const named = [...nix.matchAll(/\bpkgs\.((?:xorg\.)?[\w-]+)/g)].flatMap(([, attr]) =>
    attr === undefined ? [] : [attr],
  );
  const byDefault = knowledge.files
    .filter(({ source }) => source === 'poetry2nix')
    .flatMap(({ packages }) => packages[name] ?? [])
    .flatMap((fact) => ('attr' in fact ? [fact.attr.replace(/^(?!xorg\.)([^.]*)\..*/, '$1')] : []));
  const attrs = [...named, ...byDefault];
  const libraries: Record<string, readonly string[]> = {};
  const missing: string[] = [];
  for (const attr of new Set(attrs)) {
    if (attr in PROGRAMS || OWN.has(attr)) continue;
    const packages = [attr, canonicalAttr(attr)]
      .map((one) => packagesFor(one, curated, knowledge.libraries))
      .find((found) => found.length > 0);
    if (packages === undefined) {
      if (named.includes(attr)) missing.push(attr);
      continue;
    }
    libraries[attr] = namesOf(await layersOf(lab, [{ attrs: [attr], packages }]));
  }
  return { libraries, missing };
}

/** The wheels of build systems, by their names, for nixpkgs' Python set. */
export function wheelsOf(lab: Laboratory): Record<string, string> {
  return Object.fromEntries(
    readdirSync(join(lab.folder, 'files'))
      .toSorted()
      .flatMap((file) => {
        const parsed = file.endsWith('.whl') ? parseWheelFilename(file) : null;
        return parsed === null ? [] : [[parsed.name, file]];
      }),
  );
}

/** What packages.nix and corepkgs have by themselves. */
const OWN = new Set([
  'callPackage',
  // Without pg_config, as nixpkgs has it since 25.05.
  'postgresql',
  'cargo',
  'lib',
  'ninja',
  'pkg-config',
  'poetry2nix',
  'python313',
  'python3',
  'rustPlatform',
  'rustc',
  'stdenv',
  'autoPatchelfHook',
  'unzip',
  'patchelf',
  'writeText',
  'runCommand',
]);
const folder = new URL('../..', import.meta.url).pathname;
const knowledge = readKnowledge(folder);
const curated: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL('../debian-packages.json', import.meta.url), 'utf8'),
);
