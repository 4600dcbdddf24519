import { describe, expect, it } from 'vitest';
import type { CodeAction } from '../../server/features/code-actions/model.ts';
import { codeActions } from '../../server/features/code-actions/code-actions.ts';
import { hover } from '../../server/features/hover/hover.ts';
import type { Snapshot } from '../../server/features/model.ts';
import { Session } from '../../server/session/session.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { fixtureFiles, MANIFEST, NIX } from '../support/fixture-project.ts';

const OVERRIDE = '/p/requirements_override.nix';
const EMPTY = '{ pkgs, python }:\n\nself: super: {\n\n}\n';

function snapshotWith(nix: string | null): { snapshot: Snapshot; start: number } {
  const fileSystem = fixtureFiles('missing-native-input');
  fileSystem.remove(NIX);
  if (nix !== null) fileSystem.write(OVERRIDE, nix);
  const session = new Session(fileSystem, fixtureKnowledge);
  const snapshot = session.snapshot(MANIFEST);
  if (snapshot === null) throw new Error('no snapshot');
  return { snapshot, start: snapshot.source.text.indexOf('printing') };
}

function offered(nix: string | null, copies: boolean): readonly CodeAction[] {
  const { snapshot, start } = snapshotWith(nix);
  return codeActions(snapshot, {
    span: { start, end: start },
    codes: new Set(),
    copies,
    wants: (kind) => kind === 'refactor.rewrite',
  });
}

describe('a project that pypi2nix builds', () => {
  it('is offered the command and the override', () => {
    const actions = offered(EMPTY, true);
    expect(actions.find(({ title }) => title === 'Copy the pypi2nix command')?.copies?.()).toMatch(
      /^# .*\npypi2nix .*-r requirements\.txt -E cups\n$/s,
    );
    const provide = actions.find(({ title }) => title.startsWith('Provide what'));
    expect(provide?.title).toBe('Provide what printing needs in requirements_override.nix');
    const [edit] = provide?.edits()?.edits.get(OVERRIDE) ?? [];
    expect(edit?.newText).toContain('pkgs.cups');
  });

  it('is told the flags of a package', () => {
    const { snapshot, start } = snapshotWith(EMPTY);
    const [block] = hover(snapshot, start)?.blocks ?? [];
    expect(block?.rows).toContainEqual({ label: 'Flags', text: '-E cups' });
    expect(block?.remarks).toContain('built from sdist (pypi2nix builds sdists)');
  });

  it('is offered no text where the client cannot copy', () => {
    expect(offered(EMPTY, false).map(({ title }) => title)).toEqual([
      'Provide what printing needs in requirements_override.nix',
    ]);
  });

  it('is offered no override that is there', () => {
    const present =
      '{ pkgs, python }: self: super: { printing = python.overrideDerivation super.printing (old: { buildInputs = old.buildInputs ++ [ pkgs.cups ]; }); }';
    expect(offered(present, false)).toEqual([]);
  });
});

it('a project that has nothing to do with pypi2nix is offered nothing of it', () => {
  const titles = offered(null, true).map(({ title }) => title);
  expect(titles.join()).not.toMatch(/pypi2nix|requirements_override/);
  expect(titles.length).toBeGreaterThan(0);
});
