import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LOCK_FORMATS } from '../../../server/locks/formats.ts';
import { roleOf } from '../../../server/session/file-roles.ts';
import { NIX_FILE_GLOB, PROJECT_FILE_GLOB } from './file-globs.ts';

const PROJECT_FILES = [
  '/p/pyproject.toml',
  ...Object.values(LOCK_FORMATS).flatMap(({ name }) => (name === null ? [] : [`/p/${name}`])),
  '/p/pylock.dev.toml',
  '/p/Pipfile',
  '/p/requirements.txt',
  '/p/requirements-dev.in',
  '/p/dev_requirements.txt',
  '/p/constraints.txt',
  '/p/requirements/dev.txt',
];
const OTHERS = ['/p/Cargo.toml', '/p/README.md', '/p/flake.lock', '/p/notes.txt', '/p/setup.py'];

/** A glob of VS Code with `**`, `*` and one level of braces. */
function matcher(glob: string): RegExp {
  const source = glob
    .replace(/[.+^$|()]/g, String.raw`\$&`)
    .replace('**/', '@')
    .replaceAll('*', '[^/]*')
    .replace('@', '(?:.*/)?')
    .replace('{', '(?:')
    .replace('}', ')')
    .replaceAll(',', '|');
  return new RegExp(`^${source}$`);
}

it('takes the files that have a role in a project, and no others', () => {
  const projectFile = matcher(PROJECT_FILE_GLOB);
  const nixFile = matcher(NIX_FILE_GLOB);
  expect(PROJECT_FILES.filter((file) => !projectFile.test(file))).toEqual([]);
  expect(PROJECT_FILES.filter((file) => roleOf(file) === null)).toEqual([]);
  expect(OTHERS.filter((file) => projectFile.test(file) || nixFile.test(file))).toEqual([]);
  expect(nixFile.test('/p/nix/default.nix')).toBe(true);
  expect(roleOf('/p/nix/default.nix')).toBe('nix');
});

it('activates for a workspace by files that it serves', () => {
  const manifest = JSON.parse(
    readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'),
  ) as { activationEvents: readonly string[] };
  const globs = manifest.activationEvents.flatMap((event) => {
    const [kind, glob = ''] = event.split(/:(.*)/);
    return kind === 'workspaceContains' ? [glob] : [];
  });
  const served = globs.map((glob) => glob.replace('**/', ''));
  expect(served).toContain('pyproject.toml');
  const known = /\{(.*)\}/.exec(PROJECT_FILE_GLOB)?.[1]?.split(',') ?? [];
  expect(served.filter((name) => !known.includes(name))).toEqual([]);
});
