import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hover } from '../server/features/hover/hover.ts';
import { Session } from '../server/session/session.ts';
import { applyEdits } from '../server/text.ts';
import { fixtureKnowledge } from './support/fixture-knowledge.ts';
import { fixtureFiles, fixtureText, LOCK, MANIFEST, NIX } from './support/fixture-project.ts';

const FIXTURE = 'several-missing';
const FILES = new Map([
  [MANIFEST, fixtureText(FIXTURE, 'pyproject.toml')],
  [LOCK, fixtureText(FIXTURE, 'poetry.lock')],
  [NIX, fixtureText(FIXTURE, 'default.nix')],
]);

/** What people type, and what no one would. */
const TYPED = fc.constantFrom(
  'printing = "^3"\n',
  '\n',
  '"',
  '[',
  ']',
  '[tool.x',
  '{',
  '= ',
  '#',
  '<<<<<<< ours\n',
  '[[package]]\nname = "x"\nversion = "1"\n',
  ' # pyproject-nix-ls: ignore\n',
  'overrides = [ ];',
  '🚀',
  '',
);

const EDIT = fc.record({
  file: fc.constantFrom(MANIFEST, LOCK, NIX),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.constantFrom(0, 0, 0, 1, 3, 40),
  newText: TYPED,
});

/** Everything that the three files say, and hovers all over the manifest. */
function answers(session: Session): unknown {
  const reports = [...FILES.keys()].map((file) => {
    const snapshot = session.snapshot(file);
    return [file, snapshot?.findings.map((finding) => ({ ...finding, verdict: null })) ?? null];
  });
  const snapshot = session.snapshot(MANIFEST);
  const length = snapshot?.source.text.length ?? 0;
  const offsets = Array.from({ length: 20 }, (_, index) => Math.floor((index * length) / 20));
  const hovers = snapshot === null ? [] : offsets.map((offset) => hover(snapshot, offset));
  return { reports, hovers };
}

function sessionWith(texts: ReadonlyMap<string, string>): Session {
  const session = new Session(fixtureFiles(FIXTURE), fixtureKnowledge);
  for (const [file, text] of texts) session.open(file, 1, text);
  return session;
}

describe('a session of edits', () => {
  it('answers after each of them as a session that has just begun', () => {
    fc.assert(
      fc.property(fc.array(EDIT, { maxLength: 12 }), (edits) => {
        const session = sessionWith(FILES);
        const texts = new Map(FILES);
        let version = 1;
        for (const { file, at, length, newText } of edits) {
          const text = texts.get(file) ?? '';
          const start = Math.floor(at * text.length);
          const span = { start, end: Math.min(start + length, text.length) };
          version += 1;
          session.change(file, version, [{ locate: () => span, newText }]);
          texts.set(file, applyEdits(text, [{ span, newText }]));
          expect(answers(session)).toEqual(answers(sessionWith(texts)));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is back where it was when everything is undone', () => {
    const session = sessionWith(FILES);
    const before = answers(session);
    for (const [file, text] of FILES) {
      session.change(file, 2, [{ locate: null, newText: `${text}[tool.poetry` }]);
      answers(session);
      session.change(file, 3, [{ locate: null, newText: text }]);
    }
    expect(answers(session)).toEqual(before);
  });
});
