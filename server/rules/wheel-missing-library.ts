import { enumeration } from '../words.ts';
import { missing, missingNeeds, subject } from './missing-needs.ts';
import type { Rule } from './model.ts';

export const wheelMissingLibrary: Rule = {
  id: 'wheel-missing-library',
  about: 'build',
  defaultSeverity: 'warning',
  summary: 'A wheel links against a library that is provided by nobody.',
  *check(project) {
    yield* missingNeeds(
      project,
      'wheel-library',
      (verdict, labels) =>
        `${missing(first(labels), verdict)}: ${subject(verdict)}, which links ${itOrThem(labels)}.`,
    );
    yield* missingNeeds(project, 'ignored-library', (verdict, labels) => {
      const are = labels.length === 1 ? 'is' : 'are';
      return (
        `${enumeration(first(labels))} ${are} in no input of the build: ${subject(verdict)}, which links ${itOrThem(labels)}; ` +
        `autoPatchelf fails unless autoPatchelfIgnoreMissingDeps names ${itOrThem(labels)}.`
      );
    });
  },
};

function itOrThem({ length }: readonly string[]): string {
  return length === 1 ? 'it' : 'them';
}

/** Of what Qt's wheels link, a line says enough with the first few: who knows each stands behind, and in the hover. */
function first(labels: readonly string[]): readonly string[] {
  return labels.length <= MOST
    ? labels
    : [...labels.slice(0, MOST - 1), `${labels.length - MOST + 1} more`];
}

const MOST = 5;
