import type { NixMoveRequest, TargetUse } from '../../nix/api.ts';
import type { Dependency } from '../../manifests/model.ts';
import { normalizeName } from '../../python/names.ts';
import type { Project } from '../../project/model.ts';
import { buildsOf } from '../../project/verdicts/builds.ts';
import { surelyHolds } from '../../project/verdicts/built.ts';
import type { BuildBackend } from '../manifest/build-backends.ts';
import type { ReportLine } from '../model.ts';

/** What the manifest depends on, for a builder that has to be told all of it. */
export interface WrittenPackages {
  readonly byUse: NixMoveRequest['packages'];
  /** What is left out, because a condition decides on it. */
  readonly report: readonly ReportLine[];
}

/** The dependencies of the project, its extras and groups, that hold wherever it is built. */
export function writtenPackages(
  { manifest, settings }: Project,
  uses: readonly TargetUse[],
  buildBackend: BuildBackend | null,
): WrittenPackages {
  const builds = buildsOf(uses[0] ?? null, manifest, settings);
  const all = manifest.dependencies.filter(
    ({ origin, normalized }) => origin !== 'build-system' && normalized !== 'python',
  );
  const holding = all.filter(({ marker }) => surelyHolds(marker?.text ?? null, builds));
  const main = holding.filter(({ group }) => group === 'main');
  const held = new Set(names(main));
  const groups = new Set(holding.map(({ group }) => group).filter((group) => group !== 'main'));
  return {
    byUse: {
      main: names(main.filter(({ optional, extra }) => !optional && extra === null)),
      extras: new Map(
        manifest.extras.map(({ normalized, members }) => [
          normalized,
          members.map((member) => member.normalized).filter((name) => held.has(name)),
        ]),
      ),
      groups: new Map(
        [...groups].map((group) => [group, names(holding.filter((each) => each.group === group))]),
      ),
      buildSystem: buildBackend === null ? buildSystemOf(manifest) : [normalizeName(buildBackend)],
    },
    report: all
      .filter((each) => !holding.includes(each) && !names(holding).includes(each.normalized))
      .map(({ name, nameSpan, marker, file }) => ({
        kind: 'look',
        message: `${name} is left out of the lists, since ${marker?.text ?? 'its condition'} does not hold everywhere: write it where it does.`,
        span: nameSpan,
        file: file ?? manifest.file,
      })),
  };
}

function names(dependencies: readonly Dependency[]): readonly string[] {
  return [...new Set(dependencies.map(({ normalized }) => normalized))];
}

/** Poetry's own back end, by the name that builds, where it is the program or nothing. */
function buildSystemOf({ buildSystem }: Project['manifest']): readonly string[] {
  const required = (buildSystem?.requires ?? []).map(({ name }) => normalizeName(name));
  const built = required.map((name) => (name === 'poetry' ? 'poetry-core' : name));
  return built.length === 0 ? ['poetry-core'] : [...new Set(built)];
}
