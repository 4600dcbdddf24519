import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { NixFiles, Reason } from '../server/nix/model.ts';
import { extendEveryUse } from './nix/extending.ts';
import { PROJECTS } from './nix/projects.ts';
import { hasShared, sharedPath } from './support/shared.ts';

/**
 * Whatever is understood whole can be extended, or says one of a closed list of reasons why not: in each use of each
 * project that the tests have, a package of no project is overridden, and read back.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The reasons that are had, and how often: names of nixpkgs or poetry2nix that nothing brings where they would be needed, and a package that takes its set from whoever calls it. */
const REFUSED: ReadonlyMap<Reason, number> = new Map([
  ['no-place', 1],
  ['out-of-reach', 7],
]);

const projects = new Map<string, NixFiles>([
  ...[...PROJECTS].map(
    ([name, text]) => [`our own ${name}`, new Map([['/p/flake.nix', text]])] as const,
  ),
  ...foldersIn(join(ROOT, 'examples')),
  ...foldersIn(join(ROOT, 'test/fixtures')),
  ...foldersIn(join(ROOT, 'test/nix-edits'), 'before'),
  ...foldersIn(join(ROOT, 'test/nix-edits'), 'after'),
  ...(hasShared ? shapes() : []),
]);

function foldersIn(root: string, below = ''): readonly (readonly [string, NixFiles])[] {
  return readdirSync(root)
    .map((name) => join(root, name, below))
    .filter((folder) => existsSync(folder) && statSync(folder).isDirectory())
    .map((folder) => [folder.slice(ROOT.length), nixFilesIn(folder)] as const)
    .filter(([, files]) => files.size > 0);
}

function nixFilesIn(folder: string): NixFiles {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return new Map(
    names
      .filter((name) => name.endsWith('.nix'))
      .map((name) => [join('/p', name), readFileSync(join(folder, name), 'utf8')]),
  );
}

function shapes(): readonly (readonly [string, NixFiles])[] {
  const root = sharedPath('nix-shapes/cases');
  return readdirSync(root)
    .filter((shape) => /^\d\d-/.test(shape))
    .flatMap((shape) =>
      ['before', 'after'].flatMap((side) => {
        const folder = join(root, shape, side);
        if (!existsSync(folder)) return [];
        return readdirSync(folder).map((name) => {
          const path = join(folder, name);
          const files = statSync(path).isDirectory()
            ? nixFilesIn(path)
            : new Map([[join('/p', name), readFileSync(path, 'utf8')]]);
          return [`${shape}/${side}/${name}`, files] as const;
        });
      }),
    );
}

describe('uses that are understood whole', () => {
  const extensions = [...projects].flatMap(([name, files]) => {
    const entries = [...files.keys()].filter((path) => dirname(path) === '/p');
    return extendEveryUse(files, entries, '/p').map((extension) => ({ name, ...extension }));
  });

  it('are many', () => {
    expect(extensions.length).toBeGreaterThan(150);
  });

  it('take an override that is read back, once', () => {
    const wrong = extensions.filter(({ problem }) => problem !== '');
    expect(
      wrong.map(({ name, use, problem, said }) => [name, use.target, use.callee, problem, said]),
    ).toEqual([]);
  });

  it('are refused for reasons of a closed list alone', () => {
    const refused = extensions.filter((one) => one.refused !== null);
    const counts = new Map<Reason | null, number>();
    for (const one of refused) counts.set(one.refused, (counts.get(one.refused) ?? 0) + 1);
    expect(counts, refused.map(({ name, said }) => `${name}: ${said}`).join('\n')).toEqual(REFUSED);
  });
});
