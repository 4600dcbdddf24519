import type { Pins } from '../pins.ts';
import type { UseReading } from '../read/context.ts';
import type { NixAnalysis } from '../read/read.ts';
import { lookUpAttribute } from '../read/sets.ts';
import { isWritten } from '../resolve/scope.ts';
import type { NixMistake } from './model.ts';
import { withoutRepetition } from './model.ts';

/** What a call needs of a project where it has no `projectDir`, of which these are made (poetry2nix `default.nix`). */
const INSTEAD: ReadonlyMap<string, readonly string[]> = new Map([
  ['mkPoetryApplication', ['pyproject', 'poetrylock', 'src']],
  ['mkPoetryEnv', ['pyproject', 'poetrylock']],
  ['mkPoetryPackages', ['pyproject', 'poetrylock']],
]);

/** Before that day `mkPoetryEnv` took a `poetrylock` alone. */
const SINCE = '2020-03-01';

/**
 * Calls of poetry2nix that name no project: `projectDir` is null by default, and what is made of it fails. Of a revision
 * that is not known to be later than the first ones, only where it is given no `poetrylock` either.
 */
export function findPoetry2nixNoProject(
  { uses, resolver }: NixAnalysis,
  { poetry2nix }: Pins,
): readonly NixMistake[] {
  const isLater = (poetry2nix?.date ?? '') >= SINCE;
  return withoutRepetition(
    uses.flatMap((reading): readonly NixMistake[] => {
      const { use, argument } = reading;
      const instead = INSTEAD.get(use.callee);
      if (instead === undefined || argument === null || isWrapped(reading)) return [];
      const isAbsent = (name: string): boolean =>
        lookUpAttribute(resolver, argument, name).found === 'absent';
      const isMissing = isLater ? instead.some(isAbsent) : isAbsent('poetrylock');
      if (!isAbsent('projectDir') || !isMissing) return [];
      const { expr, scope } = resolver.force(argument);
      const own = scope.file.path === use.file && expr.kind === 'attrs' && isWritten(expr);
      return [
        {
          file: use.file,
          span: use.span,
          message: `${use.callee} is given no projectDir (nor all of ${instead.join(', ')}): Nix fails with ‘cannot coerce null to a string’.`,
          package: null,
          fix: own
            ? {
                title: 'Add projectDir = ./.',
                edits: [
                  {
                    span: { start: expr.open.end, end: expr.open.end },
                    newText: ' projectDir = ./.;',
                  },
                ],
              }
            : null,
        },
      ];
    }),
  );
}

/** Whether somebody's own function makes the call, with arguments of its own. */
function isWrapped({ layers }: UseReading): boolean {
  return layers.some((layer) => layer.kind === 'unknown' && layer.reason === 'other-repository');
}
