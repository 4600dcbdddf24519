import type { Finding, Project, Severity } from '../project/model.ts';
import { fileOf } from '../manifests/file-of.ts';
import type { ManifestProblem, ManifestProblemCode } from '../manifests/model.ts';
import { lockFormatOf } from '../locks/formats.ts';
import { readManifest } from '../project/inputs/read.ts';
import { targetOf } from '../targets/registry.ts';
import type { Rule } from './model.ts';

interface Details {
  readonly tags?: Finding['tags'];
  /** Whether the rule says anything of this project; always, where it is left out. */
  readonly appliesTo?: (project: Project) => boolean;
}

/** A rule for a problem that the manifest's reader has found: `ManifestProblem.code` is the rule's id. */
function manifestProblem(
  id: ManifestProblemCode,
  defaultSeverity: Severity,
  summary: string,
  { tags = [], appliesTo }: Details = {},
): Rule {
  return {
    id,
    about: 'manifest',
    defaultSeverity,
    summary,
    *check(project) {
      const { manifest } = project;
      if (appliesTo?.(project) === false) return;
      for (const problem of [...manifest.problems, ...lockProblems(project)]) {
        if (problem.code !== id) continue;
        if (problem.assumes !== undefined && project.lock?.kind !== problem.assumes) continue;
        const { fix, message, span, severity } = problem;
        const file = fileOf(manifest, problem);
        const edits = fix?.edits.map((edit) => ({ file, ...edit })) ?? [];
        yield {
          file,
          span,
          message,
          package: problem.package,
          fixes: fix === undefined ? [] : [{ ...fix, edits }],
          tags,
          ...(severity === undefined ? {} : { severity }),
        };
      }
    },
  };
}

/** What is wrong in a requirements file that was compiled from the manifest. */
function lockProblems({ manifest, lockFile }: Project): readonly ManifestProblem[] {
  if (lockFile === null || lockFile.file === manifest.file) return [];
  if (lockFormatOf(lockFile.file)?.syntax !== 'lines') return [];
  const { file } = lockFile;
  return readManifest(lockFile).problems.map((problem) => ({ ...problem, file }));
}

/** Where what builds reads `[tool.poetry]` alone (poetry2nix), moving to `[project]` would break the build. */
function readsProjectTable({ uses, settings }: Project): boolean {
  const targets = [...uses.map(({ target }) => target), settings.target].filter(
    (target) => target !== null,
  );
  return targets.length > 0 && targets.every((target) => targetOf(target).reads.projectTable);
}

const DEPRECATED = { tags: ['deprecated'] } satisfies Details;

export const manifestProblems: readonly Rule[] = [
  manifestProblem('invalid-constraint', 'error', 'A version constraint cannot be read.'),
  manifestProblem('invalid-marker', 'error', 'An environment marker cannot be read.'),
  manifestProblem('invalid-name', 'error', 'A name is not a valid project name.'),
  manifestProblem('invalid-requirement', 'error', 'pip refuses a line of a requirements file.'),
  manifestProblem(
    'invalid-external-dependency',
    'error',
    'An external dependency is none that PEP 725 knows.',
  ),
  manifestProblem(
    'invalid-external-table',
    'error',
    'A key or value of `[external]` is none that PEP 725 knows.',
  ),
  manifestProblem('duplicate-dependency', 'error', 'A dependency is declared twice.'),
  manifestProblem('duplicate-group', 'error', 'Two groups have one name once it is normalised.'),
  manifestProblem('self-dependency', 'error', 'The project depends on itself.'),
  manifestProblem('unknown-extra', 'error', 'An extra names a dependency that is not declared.'),
  manifestProblem('unknown-group', 'error', 'A group includes a group that is not declared.'),
  manifestProblem('unknown-source', 'error', 'A dependency names a source that is not declared.'),
  manifestProblem('group-cycle', 'error', 'Groups include each other in a circle.'),
  manifestProblem('missing-metadata', 'error', 'A package needs a name and a version.'),
  manifestProblem('invalid-version', 'error', "The project's version is none that PEP 440 knows."),
  manifestProblem(
    'invalid-configuration',
    'error',
    'A key has a value that Poetry or PEP 621 does not take.',
  ),
  manifestProblem(
    'invalid-readme',
    'error',
    'The readmes are declared in a way that is not taken.',
  ),
  manifestProblem('unknown-classifier', 'warning', 'A trove classifier that PyPI does not know.'),
  manifestProblem(
    'python-outside-requires-python',
    'error',
    "Poetry's Python range reaches outside of `requires-python`.",
  ),
  manifestProblem(
    'ambiguous-python',
    'warning',
    'A Python range that means something else than it seems to.',
  ),
  manifestProblem('deprecated-section', 'hint', 'A section that Poetry has replaced.', DEPRECATED),
  manifestProblem('deprecated-key', 'hint', 'A key that Poetry has replaced.', DEPRECATED),
  manifestProblem(
    'deprecated-classifier',
    'hint',
    'A trove classifier that PyPI has replaced.',
    DEPRECATED,
  ),
  manifestProblem(
    'invalid-license',
    'hint',
    'The licence is no SPDX expression, as PEP 639 wants it.',
  ),
  manifestProblem(
    'deprecated-license',
    'hint',
    'A way to state the licence that PEP 639 has replaced.',
    DEPRECATED,
  ),
  manifestProblem(
    'deprecated-build-backend',
    'warning',
    'A build backend that has been replaced.',
    DEPRECATED,
  ),
  manifestProblem(
    'project-migration',
    'hint',
    'A key of `[tool.poetry]` that has a place in `[project]`. Off while the target is poetry2nix or not known.',
    { appliesTo: readsProjectTable },
  ),
];
