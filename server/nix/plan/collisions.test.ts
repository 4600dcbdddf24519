import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../text.ts';
import { planIgnoredCollision } from './collisions.ts';

const FILE = '/p/flake.nix';

/** The text of the one file afterwards; null where nothing is changed. */
function ignoring(text: string, environment: string, path: string): string | null {
  const plan = planIgnoredCollision(new Map([[FILE, text]]), { environment, path });
  return plan === null ? null : applyEdits(text, plan.edits);
}

describe('a collision in a virtual environment', () => {
  it('is ignored where the environment is made', () => {
    const text = [
      '{ pythonSet, workspace }: {',
      '  default = pythonSet.mkVirtualEnv "default-venv" workspace.deps.default;',
      '  dev = pythonSet.mkVirtualEnv "dev-venv" workspace.deps.all;',
      '}',
      '',
    ].join('\n');
    expect(ignoring(text, 'default-venv', 'lib/python3.12/site-packages/tests/a.py')).toBe(
      [
        '{ pythonSet, workspace }: {',
        '  default = (pythonSet.mkVirtualEnv "default-venv" workspace.deps.default).overrideAttrs (old: {',
        '    venvIgnoreCollisions = (old.venvIgnoreCollisions or [ ]) ++ [ "lib/python3.12/site-packages/tests/a.py" ];',
        '  });',
        '  dev = pythonSet.mkVirtualEnv "dev-venv" workspace.deps.all;',
        '}',
        '',
      ].join('\n'),
    );
  });

  it.each([
    [
      '(s.mkVirtualEnv "a-env" d).overrideAttrs (_: { venvIgnoreCollisions = [ "x" ]; })',
      '(s.mkVirtualEnv "a-env" d).overrideAttrs (_: { venvIgnoreCollisions = [ "x" "LICENSE" ]; })',
    ],
    [
      '(s.mkVirtualEnv "a-env" d).overrideAttrs (old: { venvIgnoreCollisions = (old.venvIgnoreCollisions or [ ]) ++ [ "x" ]; })',
      '(s.mkVirtualEnv "a-env" d).overrideAttrs (old: { venvIgnoreCollisions = (old.venvIgnoreCollisions or [ ]) ++ [ "x" "LICENSE" ]; })',
    ],
    [
      '(s.mkVirtualEnv "a-env" d).overrideAttrs (_: { doCheck = false; })',
      '((s.mkVirtualEnv "a-env" d).overrideAttrs (_: { doCheck = false; })).overrideAttrs (old: {\n  venvIgnoreCollisions = (old.venvIgnoreCollisions or [ ]) ++ [ "LICENSE" ];\n})',
    ],
    [
      'f (s.mkVirtualEnv "${name}-env" d)',
      'f ((s.mkVirtualEnv "${name}-env" d).overrideAttrs (old: {\n  venvIgnoreCollisions = (old.venvIgnoreCollisions or [ ]) ++ [ "LICENSE" ];\n}))',
    ],
    [
      'mkVirtualEnv "a-env" d',
      '(mkVirtualEnv "a-env" d).overrideAttrs (old: {\n  venvIgnoreCollisions = (old.venvIgnoreCollisions or [ ]) ++ [ "LICENSE" ];\n})',
    ],
  ])('%s', (text, after) => {
    expect(ignoring(text, 'a-env', 'LICENSE')).toBe(after);
  });

  it.each([
    ['another environment', 's.mkVirtualEnv "b-env" d', 'LICENSE'],
    [
      'one that is made twice',
      '[ (s.mkVirtualEnv "a-env" d) (s.mkVirtualEnv "a-env" e) ]',
      'LICENSE',
    ],
    [
      'one that cannot be told from another',
      '[ (s.mkVirtualEnv n d) (s.mkVirtualEnv m e) ]',
      'LICENSE',
    ],
    [
      'a path that is there',
      '(s.mkVirtualEnv "a-env" d).overrideAttrs (_: { venvIgnoreCollisions = [ "LICENSE" ]; })',
      'LICENSE',
    ],
    ['a function of a script', 'script.mkVirtualEnv { inherit pythonSet; } x', 'LICENSE'],
    ['a call that takes more', 's.mkVirtualEnv "a-env" d e', 'LICENSE'],
    ['no call', '{ }', 'LICENSE'],
    ['a path for a shell', 's.mkVirtualEnv "a-env" d', 'a b'],
    ['a path with a quote', 's.mkVirtualEnv "a-env" d', 'a"b${c}'],
    ['an option', 's.mkVirtualEnv "a-env" d', '--skip'],
    ['a path that leads outside', 's.mkVirtualEnv "a-env" d', 'lib/../../x'],
    ['a file that is damaged', 's.mkVirtualEnv "a-env"', 'LICENSE'],
  ])('is left as it is: %s', (_, text, path) => {
    expect(ignoring(text, 'a-env', path)).toBeNull();
  });
});
