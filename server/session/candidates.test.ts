import { describe, expect, it } from 'vitest';
import { MemoryFileSystem } from '../../test/support/memory-file-system.ts';
import { candidatesIn } from './candidates.ts';
import { isRequirementsName, roleOf, rootOf } from './file-roles.ts';
import { readerFor } from './testing.ts';

function candidates(files: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  const placed = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`/p/${name}`, text]),
  );
  return candidatesIn('/p', readerFor(new MemoryFileSystem(placed), '/p')).map(
    ({ manifest, locks }) => [manifest, ...locks].map((file) => file.slice('/p/'.length)),
  );
}

describe('candidatesIn', () => {
  it('finds every manifest of a folder with its locks, in one order', () => {
    expect(
      candidates({
        Pipfile: '',
        'Pipfile.lock': '{}',
        'dev-requirements.txt': 'glow==1\n',
        'pyproject.toml': '[project]\nname = "a"\n[tool.uv]\n',
        'poetry.lock': '',
        'pylock.dev.toml': '',
        'requirements.txt': 'lamp==1\n',
        'requirements/test.txt': 'wick==1\n',
        'uv.lock': '',
      }),
    ).toEqual([
      ['pyproject.toml', 'uv.lock', 'poetry.lock', 'pylock.dev.toml'],
      ['Pipfile', 'Pipfile.lock'],
      ['requirements.txt', 'requirements.txt'],
      ['dev-requirements.txt', 'dev-requirements.txt'],
      ['requirements/test.txt', 'requirements/test.txt'],
    ]);
  });

  it('takes what pypi2nix has frozen for the lock of what it was given', () => {
    const given = { 'requirements.txt': 'lamp\n', 'requirements_frozen.txt': 'lamp==1\noil==2\n' };
    expect(candidates({ ...given, 'requirements.nix': '{ }' })).toEqual([
      ['requirements.txt', 'requirements_frozen.txt'],
    ]);
    expect(candidates(given)).toHaveLength(2);
  });

  it('takes a list of conda for a requirements file, and prose for none', () => {
    const conda = 'numpy=1.21.2=py39h20f2e39_0\n'.repeat(6);
    const prose = 'The house is to have lamps.\n'.repeat(6);
    expect(candidates({ 'requirements.txt': conda })).toHaveLength(1);
    expect(candidates({ 'requirements.txt': prose })).toEqual([]);
  });

  it('takes scripts that have a lock, and no other Python file', () => {
    const script = '# /// script\n# dependencies = ["lamp"]\n# ///\n';
    expect(
      candidates({
        'glow.py': script,
        'lamp.py': script,
        'lamp.py.lock': 'version = 1\n',
        'oil.py': 'import lamp\n',
        'oil.py.lock': 'version = 1\n',
        'pyproject.toml': '[project]\nname = "a"\n',
      }),
    ).toEqual([['pyproject.toml'], ['lamp.py', 'lamp.py.lock']]);
  });

  it('takes what is compiled for a lock', () => {
    expect(
      candidates({
        'requirements.in': 'lamp\n',
        'requirements.txt': 'lamp==1\n',
        'requirements-dev.in': 'glow\n',
        'requirements-linux.txt':
          '#    pip-compile -o requirements-linux.txt requirements-dev.in\n',
        'requirements-other.txt': '#    pip-compile -o x.txt requirements-dev.in requirements.in\n',
      }),
    ).toEqual([
      ['requirements.in', 'requirements.txt'],
      ['requirements-dev.in', 'requirements-linux.txt'],
      ['requirements-other.txt', 'requirements-other.txt'],
    ]);
  });

  it('takes what is compiled from the pyproject.toml for a lock of that', () => {
    const files = {
      'requirements.txt': '#    uv pip compile pyproject.toml -o requirements.txt\nlamp==1\n',
      'requirements-both.txt': '#    pip-compile pyproject.toml more.in\nlamp==1\n',
    };
    expect(candidates({ ...files, 'pyproject.toml': '[project]\nname = "a"\n' })).toEqual([
      ['pyproject.toml', 'requirements.txt'],
      ['requirements-both.txt', 'requirements-both.txt'],
    ]);
    expect(candidates(files)).toEqual([
      ['requirements.txt', 'requirements.txt'],
      ['requirements-both.txt', 'requirements-both.txt'],
    ]);
  });

  it('leaves out settings of tools, and prose', () => {
    expect(
      candidates({
        'pyproject.toml': '[tool.black]\n',
        'system-requirements.txt':
          'You need a lamp.\nIt has to glow.\nIt has to be warm: very.\nThe wick is long.\n',
        'requirements/README.txt':
          'What is here?\nAll that you need, and more.\nRead on, dear.\nOr do not.\n',
      }),
    ).toEqual([]);
  });

  it('finds nothing in a folder that is not there', () => {
    expect(candidates({})).toEqual([]);
  });
});

describe('file names', () => {
  it.each([
    'requirements.txt',
    'requirements.in',
    'requirements-dev.txt',
    'requirements_test.in',
    'requirements3.txt',
    'dev-requirements.txt',
    'constraints.txt',
    'lower-constraints.txt',
    'requirements/base.txt',
  ])('%s is a requirements file', (name) => {
    expect(isRequirementsName(`/p/${name}`)).toBe(true);
    expect(roleOf(`/p/${name}`)).toBe('manifest');
  });

  it.each([
    'CMakeLists.txt',
    'requirements.md',
    'requirements.txt.bak',
    'requirementsnot.txt',
    'README.txt',
    'config.h.in',
    'my-requirements/base.txt',
    'unconstraints.txt',
  ])('%s is none', (name) => {
    expect(isRequirementsName(`/p/${name}`)).toBe(false);
    expect(roleOf(`/p/${name}`)).toBe(null);
  });

  it('leads to the folder of the project', () => {
    expect(rootOf('/p/requirements/base.txt')).toBe('/p');
    expect(rootOf('/p/requirements/pyproject.toml')).toBe('/p/requirements');
    expect(rootOf('/p/requirements.txt')).toBe('/p');
  });
});
