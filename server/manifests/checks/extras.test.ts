import { describe, expect, it } from 'vitest';
import { fixed, messagesOf, problemsOf } from '../testing.ts';

describe('unknown-extra', () => {
  const poetry = `[tool.poetry.dependencies]
python = "^3.9"
Glow = { version = "1", optional = true }
[tool.poetry.group.dev.dependencies]
wax = "1"
`;

  it('is a member that no main dependency declares', () => {
    const text = `${poetry}[tool.poetry.extras]\nShine = ["glow", "wax"]\n`;
    expect(problemsOf(text, 'unknown-extra')).toEqual(['unknown-extra @ wax']);
    expect(messagesOf(text, 'unknown-extra')).toEqual([
      'Cannot find dependency "wax" for extra "shine" in main dependencies.',
    ]);
  });

  it('suggests a near name', () => {
    const text = `${poetry}[tool.poetry.extras]\nshine = ["golw"]\n`;
    expect(fixed(text, 'unknown-extra')).toBe(text.replace('golw', 'glow'));
  });

  it('is an extra that a script asks for', () => {
    const text = `${poetry}[tool.poetry.extras]
shine = ["glow"]
[tool.poetry.scripts]
a = { callable = "a:b", extras = ["shine", "dim"] }
b = "b:c"
`;
    expect(problemsOf(text, 'unknown-extra')).toEqual(['unknown-extra @ dim']);
  });

  it('is an extra that the project asks of itself', () => {
    const text = `[project]
name = "My.Lamp"
[project.optional-dependencies]
Shine_on = ["glow"]
all = ["my-lamp[shine-on, dim]"]
[dependency-groups]
dev = ["my-lamp[bright]"]
`;
    expect(problemsOf(text, 'unknown-extra')).toEqual([
      'unknown-extra @ dim',
      'unknown-extra @ bright',
    ]);
    const dynamic = text.replace('"My.Lamp"', '"My.Lamp"\ndynamic = ["optional-dependencies"]');
    expect(problemsOf(dynamic, 'unknown-extra')).toEqual([]);
  });

  it('says nothing of a file with errors', () => {
    const text = `${poetry}[tool.poetry.extras]\nshine = ["wax"]\noops\n`;
    expect(problemsOf(text, 'unknown-extra')).toEqual([]);
  });
});
