import type { Project } from './model.ts';

/** A part of a project of which nothing can be said, and why, for people: a clause without a full stop. */
export interface NotJudged {
  /** Absolute path of the file that it is about. */
  readonly file: string;
  readonly why: string;
}

/** Why what packages lack is not said, wholly or in part: that nothing is found there means nothing. */
export function notJudged({
  manifest,
  lock,
  uses,
  selection,
}: Pick<Project, 'manifest' | 'lock' | 'uses' | 'selection'>): readonly NotJudged[] {
  if (!selection.active) return [];
  if (uses.length === 0)
    return [
      {
        file: manifest.file,
        why: 'what its packages lack, for no Nix file uses it',
      },
    ];
  if (lock === null)
    return [{ file: manifest.file, why: 'what its packages lack, for there is no lock' }];
  const open = uses.flatMap(({ file, overrides }) =>
    overrides.understood
      ? []
      : [
          {
            file,
            why: `what packages lack, for not all that its overrides give is known: ${overrides.why}`,
          },
        ],
  );
  return [...new Map(open.map((each) => [`${each.file} ${each.why}`, each])).values()];
}
