import type { Manifest } from '../manifests/model.ts';
import type { Project } from '../project/model.ts';
import { readManifest, readNixSide } from '../project/inputs/read.ts';
import { uvSettingsFile } from '../project/inputs/uv-settings.ts';
import type { Rule } from './model.ts';

/**
 * What uv takes and uv2nix fails on, where it is built: a table among the items of
 * `extra-build-dependencies` (‘expected a string but found a set’, evaluated at 49dac8d). uv2nix has
 * read that list since afe62f1; of what came after 49dac8d nothing is known.
 */
export const unsupportedByUv2nix: Rule = {
  id: 'unsupported-by-uv2nix',
  about: 'build',
  defaultSeverity: 'error',
  summary: 'uv2nix fails on a setting that uv takes.',
  *check(project) {
    const { file } = project.manifest;
    if (uvSettingsFile(project.input).file !== file || !failsOnTables(project)) return;
    for (const { key, tables } of extraOf(readManifest(project.input.manifest)))
      if (tables.length > 0 && isBuilt(project, key))
        for (const { span, asString } of tables)
          yield {
            file,
            span,
            message: `uv2nix fails on a table here, where it builds ${key}: it takes requirements as strings alone.`,
            package: key,
            ...(asString === null
              ? {}
              : {
                  fixes: [
                    {
                      title: `Write it as ${asString}`,
                      edits: [{ file, span, newText: asString }],
                      // A table that says no more than `requirement` is that string to uv.
                      isSafe: true,
                    },
                  ],
                }),
          };
  },
};

/** The days behind afe62f1 and 49dac8d, ISO 8601. */
const FIRST_DAY = '2026-03-10';
const LAST_DAY = '2026-07-21';

/** By what is pinned: an older uv2nix passes over the whole list. */
function failsOnTables({ input }: Project): boolean {
  const date = readNixSide(input).pins.uv2nix?.date ?? null;
  return date !== null && date >= FIRST_DAY && date < LAST_DAY;
}

function extraOf({ building }: Manifest): NonNullable<Manifest['building']>['extra'] {
  return building?.extra ?? [];
}

/** uv2nix looks for the name as the lock has it. */
function isBuilt(project: Project, key: string): boolean {
  return (project.lock?.byName.get(key) ?? []).some((locked) =>
    project
      .verdictsFor(locked)
      .some(({ target, built }) => target === 'uv2nix' && built.state === 'yes'),
  );
}
