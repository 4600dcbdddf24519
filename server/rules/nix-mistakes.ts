import { posix } from 'node:path';
import type { NixAnalysis, NixMistake, Pins } from '../nix/api.ts';
import type { Project } from '../project/model.ts';
import { readNixSide } from '../project/inputs/read.ts';
import type { Rule, RuleFinding } from './model.ts';
import { memoized, SingleEntryCache } from '../memoize.ts';

/** What a rule over Nix files looks at. */
export interface NixFindings {
  readonly analysis: NixAnalysis;
  readonly pins: Pins;
}

type Description = Pick<Rule, 'id' | 'defaultSeverity' | 'summary'> & {
  readonly tags?: RuleFinding['tags'];
};

/** A rule that says what `find` finds in the Nix files of a project, whichever of those that have them it is. */
export function nixRule(
  description: Description,
  find: (looked: NixFindings) => readonly NixMistake[],
): Rule {
  return nixRuleBeside(description, () => [], foundOnce(find));
}

/** What `find` finds in files, looked for once for all projects that have them around; nearest to the project first. Bench: `didChange`. */
export function foundOnce(
  find: (looked: NixFindings) => readonly NixMistake[],
): (looked: NixFindings) => readonly NixMistake[] {
  const lastIn = memoized(
    (_analysis: NixAnalysis) => new SingleEntryCache<readonly NixMistake[]>(),
  );
  return ({ analysis: own, pins }) => {
    const analysis = own.anywhere();
    const found = lastIn(analysis).get([pins], () => find({ analysis, pins }));
    if (found.length < 2) return found;
    const places = new Map(own.files.map(({ path }, place) => [path, place]));
    return found.toSorted((a, b) => (places.get(a.file) ?? 0) - (places.get(b.file) ?? 0));
  };
}

/** A rule over the Nix files beside what `reads` names of the project, and nothing else of it (see `Rule.reads`). */
export function nixRuleBeside<const Read extends readonly unknown[]>(
  description: Description,
  reads: (project: Project) => Read,
  find: (looked: NixFindings, read: Read) => readonly NixMistake[],
): Rule {
  return {
    ...nixProjectRule(description, ({ project, ...looked }) => find(looked, reads(project))),
    reads(project) {
      const { analysis, pins } = readNixSide(project.input);
      return [analysis, pins, project.root, ...reads(project)];
    },
  };
}

/** A rule over the Nix files beside all of the project: asked anew at every change. */
export function nixProjectRule(
  description: Description,
  find: (looked: NixFindings & { readonly project: Project }) => readonly NixMistake[],
): Rule {
  const { tags = [], ...rest } = description;
  return {
    ...rest,
    about: 'nix',
    check(project) {
      const { analysis, pins } = readNixSide(project.input);
      const own = projectFiles(project, analysis);
      return find({ analysis, pins, project })
        .filter(({ file }) => own.has(file))
        .map((mistake) => findingOf(mistake, tags));
    },
  };
}

/** The files that are this project's: those that use it, with their overlays, and those in its folder. */
function projectFiles({ root }: Project, { uses, files }: NixAnalysis): ReadonlySet<string> {
  const own = new Set(files.map(({ path }) => path).filter((path) => posix.dirname(path) === root));
  for (const { use, overlays } of uses) {
    if (!use.projectDir.known || use.projectDir.value !== root) continue;
    own.add(use.file);
    for (const { file } of overlays) own.add(file.path);
  }
  return own;
}

/** What a rule reports of a mistake. */
export function findingOf(
  { file, span, message, package: name, fix }: NixMistake,
  tags: NonNullable<RuleFinding['tags']> = [],
): RuleFinding {
  const fixes =
    fix === null ? [] : [{ title: fix.title, edits: fix.edits.map((edit) => ({ file, ...edit })) }];
  return { file, span, message, package: name, fixes, tags };
}
