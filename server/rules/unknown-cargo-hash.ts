import { missingNeeds, subject } from './missing-needs.ts';
import type { Rule } from './model.ts';

export const unknownCargoHash: Rule = {
  id: 'unknown-cargo-hash',
  about: 'build',
  defaultSeverity: 'warning',
  summary: 'A Rust package is built from source and the hash of its crates is not known.',
  check: (project) =>
    missingNeeds(project, 'cargo-hash', (verdict) => {
      const judged = verdict.needs.find(({ fact }) => fact.need.kind === 'cargo-hash');
      const because = judged === undefined ? '' : `; ${judged.status.because}`;
      return `The hash of its crates is missing: ${subject(verdict, ' with Rust')}${because}.`;
    }),
};
