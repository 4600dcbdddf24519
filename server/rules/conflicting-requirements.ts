import { fileOfLocked } from '../locks/file-of.ts';
import { fileOf } from '../manifests/file-of.ts';
import type { Dependency } from '../manifests/model.ts';
import type { JoinedRequirements } from '../project/inputs/includes.ts';
import type { Project } from '../project/model.ts';
import { isJoined } from '../project/inputs/read.ts';
import { baseName } from '../project/inputs/text-file.ts';
import { intersect, isEmpty } from '../python/constraint.ts';
import type { Constraint } from '../python/model.ts';
import { poetryAllows } from '../python/poetry-constraint.ts';
import type { Span } from '../text.ts';
import type { Rule, RuleFinding } from './model.ts';

/** Lines about one package beyond this number are not held against each other. */
const MOST_LINES = 16;

/**
 * pip takes all lines about a package together, those of included files too, and refuses where no
 * version is left (`ResolutionImpossible`). A line with a marker may not be meant together with others.
 */
export const conflictingRequirements: Rule = {
  id: 'conflicting-requirements',
  about: 'manifest',
  defaultSeverity: 'error',
  summary: 'Lines of requirements files exclude each other.',
  *check(project) {
    const { manifest } = project;
    if (!isJoined(manifest)) return;
    const byName = new Map<string, Asked[]>();
    for (const asked of [
      ...manifest.dependencies.flatMap((dependency) => asks(dependency, manifest, false)),
      ...manifest.constraints.flatMap((dependency) => asks(dependency, manifest, true)),
    ]) {
      const others = byName.get(asked.name) ?? [];
      const other = others.find((each) => isEmpty(intersect(each.versions, asked.versions)));
      // What two `-c` files say of a package that nobody asks for hurts nobody.
      if (other !== undefined && !(other.isConstraint && asked.isConstraint))
        yield asked.isConstraint ? conflict(other, asked) : conflict(asked, other);
      if (others.length < MOST_LINES) byName.set(asked.name, [...others, asked]);
    }
    yield* outsideConstraints(project, manifest);
  },
};

interface Asked {
  readonly name: string;
  readonly file: string;
  readonly span: Span;
  readonly text: string;
  readonly versions: Constraint;
  readonly isConstraint: boolean;
}

function asks(
  dependency: Dependency,
  manifest: JoinedRequirements,
  isConstraint: boolean,
): readonly Asked[] {
  const { normalized: name, constraint, marker } = dependency;
  if (constraint === null || marker !== null || 'problem' in constraint.parsed) return [];
  const { span, text, parsed: versions } = constraint;
  return [{ name, file: fileOf(manifest, dependency), span, text, versions, isConstraint }];
}

function conflict(asked: Asked, other: Asked): RuleFinding {
  const where = other.file === asked.file ? 'above' : `in ${baseName(other.file)}`;
  return {
    file: asked.file,
    span: asked.span,
    message: `${asked.name} is asked for as \`${asked.text}\` here and as \`${other.text}\` ${where}: no version is both.`,
    package: asked.name,
    related: [{ file: other.file, span: other.span, message: `\`${other.text}\`` }],
  };
}

/** What is locked although a `-c` file does not allow it: the lock was made before. */
function* outsideConstraints(
  { lock, lockFile }: Project,
  manifest: JoinedRequirements,
): Iterable<RuleFinding> {
  if (lock === null || lockFile?.file === manifest.file) return;
  for (const { name, file, span, text, versions } of manifest.constraints.flatMap((dependency) =>
    asks(dependency, manifest, true),
  ))
    for (const locked of lock.byName.get(name) ?? []) {
      if (locked.parsedVersion === null || locked.markers !== null) continue;
      if (poetryAllows(versions, locked.parsedVersion)) continue;
      const lockName = baseName(lock.file);
      yield {
        file,
        span,
        message: `${lockName} has ${name} ${locked.version ?? ''}, which \`${text}\` does not accept.`,
        package: name,
        related: [
          {
            file: fileOfLocked(lock, locked),
            span: locked.versionSpan ?? locked.nameSpan,
            message: `${locked.version ?? 'this'} is locked`,
          },
        ],
      };
    }
}
