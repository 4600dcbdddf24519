import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Dependency, Manifest } from '../../server/manifests/model.ts';
import { readPyproject } from '../../server/manifests/pyproject.ts';
import { moveManifest } from '../../server/move/manifest/move-manifest.ts';
import { allows } from '../../server/python/constraint.ts';
import { isProblem } from '../../server/python/problem.ts';
import { parseRequirement } from '../../server/python/requirement.ts';
import { specifiersContain } from '../../server/python/specifier.ts';
import { parseVersion } from '../../server/python/version.ts';
import { applyEdits } from '../../server/text.ts';
import { parseToml } from '../../server/toml/parse.ts';
import { sharedPath } from '../support/shared.ts';

const MANIFESTS = ['poetry2nix', 'poetry'].flatMap((corpus) => {
  const folder = sharedPath(`corpus/${corpus}`);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name, 'pyproject.toml'))
    .filter((file) => existsSync(file));
});

/** A manifest before and after, by our own reader. */
function moved(file: string) {
  const text = readFileSync(file, 'utf8');
  const document = parseToml(text);
  const manifest = readPyproject(file, document);
  const move = moveManifest(document, manifest, {
    folderName: 'x',
    poetryMajor: 1,
    lockedVersions: [],
    members: { ready: new Set<string>(), kept: new Map<string, string>() },
    buildBackend: 'poetry-core',
  });
  if (move.outcome === 'refused') throw new Error(move.reason);
  const after = move.outcome === 'moved' ? applyEdits(text, move.edits) : text;
  return { manifest, after, notes: move.notes, read: readPyproject(file, parseToml(after)) };
}

/** What is asked for, without where it is written: group, name, extras, condition, place. */
function requirementsOf({ dependencies }: Manifest): readonly string[] {
  return dependencies
    .filter(({ origin, optional, extra }) => origin !== 'build-system' && !optional && !extra)
    .map((dependency) => {
      const { group, normalized, extras, reference } = dependency;
      return [
        group,
        normalized,
        extras.map(({ name }) => name).toSorted(),
        markerOf(dependency),
        reference?.subdirectory,
        reference?.revision?.text,
      ].join(' ');
    })
    .toSorted();
}

describe.skipIf(MANIFESTS.length === 0)('manifests of real projects, moved', () => {
  it.each(MANIFESTS)('%s: asks for the same, and is moved once', (file) => {
    const { manifest, after, notes, read } = moved(file);
    const isSure = notes.every(({ kind }) => kind === 'done');
    expect(read.complete).toBe(true);
    if (isSure) expect(requirementsOf(read)).toEqual(requirementsOf(manifest));
    const again = moveManifest(parseToml(after), read, {
      folderName: 'x',
      poetryMajor: 1,
      lockedVersions: [],
      members: { ready: new Set<string>(), kept: new Map<string, string>() },
      buildBackend: 'poetry-core',
    });
    expect(again.outcome).toBe('nothing');
  });

  it('allow the same versions of each package, of those near their bounds', () => {
    let count = 0;
    for (const file of MANIFESTS) {
      const { manifest, read } = moved(file);
      for (const before of manifest.dependencies) {
        const after = read.dependencies.find((each) => isSame(each, before));
        const constraint = before.constraint?.parsed;
        if (before.origin !== 'tool.poetry' || before.form !== 'version') continue;
        if (after === undefined || constraint === undefined || isProblem(constraint)) continue;
        const requirement = parseRequirement(`${after.name}${after.constraint?.text ?? ''}`);
        if (isProblem(requirement)) throw new Error(requirement.problem);
        for (const probe of probesOf(before.constraint?.text ?? '')) {
          const version = parseVersion(probe);
          if (version === null) continue;
          count += 1;
          const specifier = requirement.specifier?.parsed ?? { text: '', clauses: [] };
          const isAllowed = specifiersContain(specifier, version, true);
          if (isAllowed === allows(constraint, version)) continue;
          // Alternatives differ in the pre-releases between them, which the report says.
          expect([before.constraint?.text, probe, version.pre ?? version.dev]).toEqual([
            expect.stringContaining('||'),
            probe,
            expect.anything(),
          ]);
        }
      }
    }
    expect(count).toBeGreaterThan(10_000);
  });
});

/** The same declaration, of several with the same name by its group and its condition. */
function isSame(a: Dependency, b: Dependency): boolean {
  return (
    a.origin !== 'build-system' &&
    a.group === b.group &&
    a.normalized === b.normalized &&
    markerOf(a) === markerOf(b)
  );
}

function markerOf({ marker }: Dependency): string {
  return (marker?.text ?? '').replaceAll('"', "'");
}

/** The versions in a constraint, those beside them, and their suffixes. */
function probesOf(constraint: string): readonly string[] {
  const written = constraint.match(/\d+(?:\.\d+)*(?:(?:a|b|rc)\d+)?/g) ?? ['1.0'];
  return written.flatMap((version) => {
    const parts = (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);
    const beside = parts.flatMap((part, index) => [
      [...parts.slice(0, index), part + 1].join('.'),
      [...parts.slice(0, index), part + 1, 0, 1].join('.'),
      ...(part > 0 ? [[...parts.slice(0, index), part - 1, 9].join('.')] : []),
    ]);
    return [version, ...beside].flatMap((each) => [
      each,
      `${each}rc1`,
      `${each}.dev0`,
      `${each}.post1`,
    ]);
  });
}
