import { describe, expect, it } from 'vitest';
import { findings } from '../server/rules/run.ts';
import { plainDefaultNix, projectIn } from './support/folder.ts';
import { hasShared, oracleRows, sharedPath } from './support/shared.ts';

interface CheckRow {
  readonly project: string;
  readonly errors: readonly string[];
  readonly other: readonly string[];
  readonly computed_fresh: boolean;
}

/** What Poetry stops at before it checks anything else. */
const STOPS = ['The Poetry configuration is invalid:', 'Could not parse version constraint'];

const CORPORA = [
  { corpus: 'poetry2nix', oracle: 'poetry-check-cli' },
  { corpus: 'poetry', oracle: 'poetry-projects.poetry-check-cli' },
];

describe.skipIf(!hasShared)('real projects (needs ../shared)', () => {
  it.each(CORPORA)('says of $corpus what poetry check says', ({ corpus, oracle }) => {
    const rows = oracleRows<CheckRow>(oracle);
    const differences: string[] = [];
    for (const { project: name, errors, other, computed_fresh: fresh } of rows) {
      const found = findings(projectIn(sharedPath(`corpus/${corpus}/${name}`)));
      const isStale = found.some(({ code }) => code === 'lock-stale');
      if (isStale === fresh) differences.push(`${name}: stale ${isStale}, Poetry says ${!fresh}`);
      const mayBeWrong =
        !fresh || other.some(isStop) || errors.some((error) => !isOfTheCorpus(error));
      if (mayBeWrong) continue;
      for (const { code, severity, message } of found) {
        if (severity === 'error') differences.push(`${name}: ${code} ${message}`);
      }
    }
    console.log(`${rows.length} projects of ${corpus} judged`);
    expect(rows.length).toBeGreaterThan(60);
    expect(differences).toEqual([]);
  });

  it('finds nothing in what poetry2nix builds in its own tests, but what is certain', () => {
    const rows = oracleRows<CheckRow>('poetry-check-cli');
    const warned = rows.flatMap(({ project: name }) => {
      const folder = sharedPath(`corpus/poetry2nix/${name}`);
      const codes = findings(projectIn(folder, { 'default.nix': plainDefaultNix }))
        .filter(
          ({ code, duplicate }) => !duplicate && /^(missing|unknown-cargo|no-usable)/.test(code),
        )
        .map((finding) => `${name}: ${finding.code} ${finding.package}`);
      return codes;
    });
    // Their own Nix files prefer wheels for these, which the plain file does not: tiktoken's sdist is built with Rust.
    expect(warned).toEqual([
      'pyodbc-wheel: missing-native-input pyodbc',
      'vllm-wheel: missing-build-system interegular',
      'vllm-wheel: missing-build-system tiktoken',
      'vllm-wheel: missing-native-input tiktoken',
      'vllm-wheel: unknown-cargo-hash tiktoken',
    ]);
  });
});

function isStop(line: string): boolean {
  return STOPS.some((stop) => line.startsWith(stop));
}

/** A readme that the corpus leaves out is not an error of the manifest. */
function isOfTheCorpus(error: string): boolean {
  return error.startsWith('Declared README file does not exist');
}
