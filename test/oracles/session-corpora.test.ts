import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledKnowledge } from '../../overrides-db/testing.ts';
import { nodeFileSystem } from '../../server/session/node-file-system.ts';
import type { LoadedProject } from '../../server/session/projects.ts';
import { Session } from '../../server/session/session.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { oracleRows, sharedPath } from '../support/shared.ts';
import { report } from './support.ts';

const REQUIREMENTS = sharedPath('corpus/requirements');
const OTHER = sharedPath('corpus/other');

interface Row {
  readonly tool: 'uv' | 'pdm' | 'pipenv';
  readonly dir: string;
  /** Absent for uv, whose locks have no hash. */
  readonly fresh?: boolean;
}

/** What an editor and `check` would show of a folder: one line for each project and for each finding of weight. */
function judged(session: Session, folder: string): readonly string[] {
  return session.manifestsIn(folder).flatMap((manifest) => {
    const loaded = session.project(manifest);
    return [headline(loaded), ...weighty(loaded)];
  });
}

function headline({ manifest, project }: LoadedProject): string {
  const lock = basename(project?.lockFile?.file ?? 'no lock');
  return `${basename(manifest)} ${lock} ${project?.freshness ?? 'unreadable'}`;
}

function weighty(loaded: LoadedProject): readonly string[] {
  return loaded
    .findings()
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ severity, code }) => `${severity} ${code}`);
}

describe('requirements files through the session', () => {
  it.skipIf(!existsSync(REQUIREMENTS))(
    'are read as a project, and nothing is wrong with them',
    () => {
      const names = readdirSync(REQUIREMENTS);
      let verdicts = 0;
      for (const name of names) {
        const text = readFileSync(join(REQUIREMENTS, name), 'utf8');
        const session = new Session(
          new MemoryFileSystem({ '/p/requirements.txt': text }),
          bundledKnowledge(),
        );
        // Each was taken out of its repository: what it includes beside itself is truly not there.
        const missing = text.match(/^-[rc] (?!requirements\.txt$).+$/gm) ?? [];
        expect([name, ...judged(session, '/p')]).toEqual([
          name,
          'requirements.txt requirements.txt unknown',
          ...missing.map(() => 'error missing-include'),
        ]);
        verdicts += session.project('/p/requirements.txt').project?.verdicts().length ?? 0;
      }
      report(`requirements files through the session, ${verdicts} pins judged`, names.length);
      expect(names.length).toBeGreaterThan(0);
      expect(verdicts).toBeGreaterThan(0);
    },
  );
});

describe('projects of uv, PDM and Pipenv through the session', () => {
  const rows = oracleRows<Row>('other-locks');

  it.skipIf(rows.length === 0)('are fresh or stale as given, with no other trouble', () => {
    const session = new Session(nodeFileSystem, bundledKnowledge());
    // Nix files above them are none of theirs.
    session.setFolders(rows.map(({ dir }) => join(OTHER, dir)));
    for (const { tool, dir, fresh } of rows) {
      // One that names neither versions nor a hash cannot be told from its lock.
      const told = UNTOLD.get(dir) ?? (fresh === false ? 'stale' : 'fresh');
      const isReleased = OTHER_VERSION.has(dir);
      const state = isReleased ? 'stale' : told;
      expect([dir, ...judged(session, join(OTHER, dir))]).toEqual([
        dir,
        `${FILES[tool]} ${state}`,
        // That the version alone is another is no warning.
        ...(told === 'stale' ? ['warning lock-stale'] : []),
      ]);
    }
    report('projects of other tools through the session', rows.length);
    expect(rows.length).toBeGreaterThan(40);
  });
});

const FILES = {
  uv: 'pyproject.toml uv.lock',
  pdm: 'pyproject.toml pdm.lock',
  pipenv: 'Pipfile Pipfile.lock',
} as const;

/**
 * uv fills in metadata of one that its text does not have; the other was taken out of its repository,
 * without the folder that it has a dependency from.
 */
const UNTOLD: ReadonlyMap<string, string> = new Map([
  ['pydantic__pydantic-ai', 'unknown'],
  ['run-llama__llama_deploy~docs', 'unknown'],
  // Of its workspace the root alone is in the corpus, so that its members are gone.
  ['tombi-toml__tombi', 'stale'],
]);

/** Released since they were locked: uv compares the project's own version as well. */
const OTHER_VERSION: ReadonlySet<string> = new Set([
  'astral-sh__ruff~scripts_benchmarks',
  'beetbox__beets',
  'run-llama__llama_deploy',
  'stanfordnlp__dspy',
]);
