import { uncalledBuilders } from '../nix/api.ts';
import type { NixAnalysis, TargetUse } from '../nix/api.ts';
import { readNixSide } from './inputs/read.ts';
import type { Project } from './model.ts';

/** A part of a project of which nothing can be said, and why, for people: a clause without a full stop. */
export interface NotJudged {
  /** Absolute path of the file that it is about. */
  readonly file: string;
  readonly why: string;
}

/** Why what packages lack is not said, wholly or in part: that nothing is found there means nothing. */
export function notJudged(project: Project): readonly NotJudged[] {
  const { manifest, lock, uses, selection } = project;
  if (!selection.active) return [];
  const { analysis } = readNixSide(project.input);
  const unread = [
    ...withoutFolder(project, analysis),
    ...(uses.length === 0 ? uncalled(analysis) : []),
  ];
  if (uses.length === 0)
    return [
      { file: manifest.file, why: 'what its packages lack, for no Nix file uses it' },
      ...unread,
    ];
  if (lock === null)
    return [
      { file: manifest.file, why: 'what its packages lack, for there is no lock' },
      ...unread,
    ];
  return distinct([...uses.flatMap((use) => openIn(use, project)), ...unread]);
}

/** What is not known of a use of the project. */
function openIn(use: TargetUse, project: Project): readonly NotJudged[] {
  const { file, overrides, environments } = use;
  const reasons = [
    ...(overrides.understood
      ? []
      : [`what packages lack, for not all that its overrides give is known: ${overrides.why}`]),
    ...(environments?.complete === false
      ? ['which packages are built beside those that are known, for not every mkVirtualEnv is read']
      : []),
    ...(use.preferWheels.known ? [] : openFiles(use, project)),
  ];
  return reasons.map((why) => ({ file, why }));
}

/** Packages of which it hangs on the preference that is not known which of their files is built. */
function openFiles(use: TargetUse, project: Project): readonly string[] {
  const open = project
    .verdicts()
    .filter(
      ({ use: of, locked, distribution }) =>
        of === use && locked?.files.length !== 0 && distribution.kind === 'unknown',
    );
  const [first] = open;
  if (first === undefined) return [];
  const { name } = first.package;
  const of = open.length === 1 ? name : `${name} and ${open.length - 1} more`;
  return [`what the build of ${of} lacks: ${first.distribution.why}`];
}

/** Calls that build some project, of which it is not known whether it is this one. */
function withoutFolder({ settings }: Project, { uses }: NixAnalysis): readonly NotJudged[] {
  return distinct(
    uses.flatMap(({ use: { file, callee, projectDir, target } }) =>
      projectDir.known ||
      'around' in projectDir ||
      (settings.target !== null && settings.target !== target)
        ? []
        : [{ file, why: `what its ${callee} builds: ${projectDir.why}` }],
    ),
  );
}

function uncalled(analysis: NixAnalysis): readonly NotJudged[] {
  return uncalledBuilders(analysis).map(({ file, name }) => ({
    file,
    why: `what its ${name} builds, for no call of it is seen`,
  }));
}

function distinct(all: readonly NotJudged[]): readonly NotJudged[] {
  return [...new Map(all.map((each) => [`${each.file} ${each.why}`, each])).values()];
}
