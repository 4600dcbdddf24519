import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { fixtureFiles, fixtureText, MANIFEST } from '../support/fixture-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const SCHEMA = new URL('../../docs/check.schema.json', import.meta.url);

/** A project whose back end can be mended without a look. */
const OLD_BACKEND = fixtureText('healthy', 'pyproject.toml').replace(
  'poetry.core.masonry.api',
  'poetry.masonry.api',
);

function oldBackend(): MemoryFileSystem {
  const fileSystem = fixtureFiles('healthy');
  fileSystem.write(MANIFEST, OLD_BACKEND);
  return fileSystem;
}

describe('check --format full', () => {
  it('shows the line, and marks below the place', () => {
    const { out } = runCli(fixtureFiles('missing-native-input'), ['check', '--format', 'full']);
    const [head, arrow, , quoted = '', marks = ''] = out.split('\n');
    expect(head).toMatch(/^warning\[missing-native-input\] cups is missing: /);
    expect(arrow).toMatch(/^ {3}--> pyproject\.toml:\d+:1$/);
    expect(quoted).toMatch(/^ +\d+ \| printing = /);
    expect(marks.indexOf('^')).toBe(quoted.indexOf('printing'));
    expect(marks.match(/\^+/)?.[0]).toHaveLength('printing'.length);
  });

  it('shows controls of a file as escapes, the marks still below the place', () => {
    const fileSystem = new MemoryFileSystem({
      '/p/pyproject.toml': '[project]\nname = "a"\ndependencies = ["\u0007b", "c=1"]\n',
    });
    const { out } = runCli(fileSystem, ['check', '--format', 'full']);
    const lines = out.split('\n');
    const at = lines.findIndex((text) => text.includes('dependencies = '));
    expect(at).toBeGreaterThan(0);
    expect(lines[at]).not.toContain('\u0007');
    expect(lines[at + 1]).toMatch(/\| +\^+$/);
  });
});

describe('check --statistics', () => {
  it('counts each diagnostic', () => {
    const { out, code } = runCli(fixtureFiles('several-missing'), ['check', '--statistics']);
    expect(code).toBe(1);
    expect(out.split('\n').slice(0, 2).toSorted()).toEqual([
      '1  warning[missing-build-system]',
      '1  warning[missing-native-input]',
    ]);
  });
});

/** What the table says, the statement of TOML 1.1 and the same in TOML 1.0; null where a comment would be lost. */
const NEWER_TOML: readonly (readonly [string, string, string | null])[] = [
  [
    'a table over several lines',
    'click = {\n  git = "https://git.test/click",\n}',
    'click = { git = "https://git.test/click" }',
  ],
  [
    'two things in one',
    'click = {\n  git = "https://git.test/\\x41",\n}',
    'click = { git = "https://git.test/\\u0041" }',
  ],
  ['a comment in it', 'click = { # ours\n  git = "https://git.test/click"\n}', null],
];

/** A project of poetry2nix whose last statement is `statement`. */
function newerToml(statement: string): MemoryFileSystem {
  const fileSystem = fixtureFiles('healthy');
  const manifest = fileSystem.text(MANIFEST);
  fileSystem.write(MANIFEST, `${manifest}\n[tool.uv.sources]\n${statement}\n`);
  return fileSystem;
}

describe('check --fix and --diff', () => {
  it('mends what is safe, and checks what is left', () => {
    const fileSystem = oldBackend();
    const { out, err, code } = runCli(fileSystem, ['check', '--fix']);
    expect([code, out]).toEqual([0, 'Nothing found in 1 project.\n']);
    expect(err).toBe('Fixed /p/pyproject.toml\n');
    expect(fileSystem.text(MANIFEST)).toBe(fixtureText('healthy', 'pyproject.toml'));
  });

  it('shows it as a patch, and writes nothing', () => {
    const fileSystem = oldBackend();
    const { out, code } = runCli(fileSystem, ['check', '--diff']);
    expect(code).toBe(1);
    expect(out).toContain('--- a/pyproject.toml\n+++ b/pyproject.toml\n');
    expect(out).toContain('+build-backend = "poetry.core.masonry.api"');
    expect(fileSystem.text(MANIFEST)).toBe(OLD_BACKEND);
    expect(runCli(fixtureFiles('healthy'), ['check', '--diff'])).toEqual({
      code: 0,
      out: '',
      err: '',
    });
  });

  it('touches nothing else: a constraint that the lock does not satisfy stays', () => {
    const fileSystem = fixtureFiles('not-satisfied');
    const before = fileSystem.text(MANIFEST);
    expect(runCli(fileSystem, ['check', '--fix']).code).toBe(1);
    expect(fileSystem.text(MANIFEST)).toBe(before);
  });

  it.each(NEWER_TOML)(
    'writes as TOML 1.0 what Nix cannot read, where that says the same: %s',
    (_, newer, older) => {
      const fileSystem = newerToml(newer);
      const before = fileSystem.text(MANIFEST);
      const { out, code } = runCli(fileSystem, ['check', '--diff']);
      if (older === null) expect([code, out]).toEqual([0, '']);
      else expect([code, out.split('\n')]).toEqual([1, expect.arrayContaining([`+${older}`])]);
      expect(fileSystem.text(MANIFEST)).toBe(before);
      runCli(fileSystem, ['check', '--fix']);
      expect(fileSystem.text(MANIFEST)).toBe(before?.replace(newer, older ?? newer));
    },
  );

  it('leaves what is not selected', () => {
    expect(runCli(oldBackend(), ['check', '--diff', '--select', 'lock-stale'])).toMatchObject({
      code: 0,
      out: '',
    });
  });
});

function lone(): MemoryFileSystem {
  return new MemoryFileSystem({
    '/p/pyproject.toml': fixtureText('healthy', 'pyproject.toml'),
    '/p/poetry.lock': fixtureText('healthy', 'poetry.lock'),
  });
}

describe('what check was not able to judge', () => {
  it('is said, and why', () => {
    expect(runCli(lone(), ['check']).out).toBe(
      'Nothing found in what was judged of 1 project.\nNot judged in pyproject.toml: what its packages lack, for no Nix file uses it.\n',
    );
  });

  it('is a field of the JSON', () => {
    const { out } = runCli(lone(), ['check', '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({
      projects: [
        {
          notJudged: [
            { file: '/p/pyproject.toml', why: 'what its packages lack, for no Nix file uses it' },
          ],
        },
      ],
    });
  });
});

describe('where check looks', () => {
  const files = {
    '/p/pyproject.toml': fixtureText('healthy', 'pyproject.toml'),
    '/p/poetry.lock': fixtureText('healthy', 'poetry.lock'),
    '/p/default.nix': fixtureText('healthy', 'default.nix'),
    '/p/src/album/page.py': '',
  };

  it('is the next project above in the same checkout', () => {
    const inside = new MemoryFileSystem({ ...files, '/p/.git/HEAD': '' });
    expect(runCli(inside, ['check'], { cwd: '/p/src/album' }).out).toContain('in 1 project.');
    expect(runCli(inside, ['check', 'src/album']).out).toContain('in 1 project.');
    const below = new MemoryFileSystem({ ...files, '/p/src/.git/HEAD': '' });
    expect(runCli(below, ['check'], { cwd: '/p/src/album' }).code).toBe(2);
  });

  it('is no stranger’s folder above', () => {
    const { code, out, err } = runCli(new MemoryFileSystem(files), ['check'], {
      cwd: '/p/src/album',
    });
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(
      'pyproject-nix-ls check: There is no pyproject.toml, Pipfile or requirements file in /p/src/album.\n',
    );
  });
});

describe('the JSON of check', () => {
  const schema: unknown = JSON.parse(readFileSync(SCHEMA, 'utf8'));
  const validate = new Ajv({ allErrors: true }).compile(schema as object);

  it.each(['healthy', 'several-missing', 'not-satisfied', 'settings'])(
    'of %s is as its schema says',
    (name) => {
      const { out } = runCli(fixtureFiles(name), ['check', '--format', 'json']);
      validate(JSON.parse(out));
      expect(validate.errors ?? []).toEqual([]);
    },
  );

  it('has no field that the schema does not name', () => {
    const closed = JSON.parse(JSON.stringify(schema), (_key, value: unknown) =>
      typeof value === 'object' && value !== null && 'properties' in value && 'type' in value
        ? { ...value, additionalProperties: false }
        : value,
    ) as object;
    const { out } = runCli(fixtureFiles('several-missing'), ['check', '--format', 'json']);
    const strict = new Ajv({ allErrors: true }).compile(closed);
    strict(JSON.parse(out));
    expect(strict.errors ?? []).toEqual([]);
    expect(strict({ formatVersion: 1, projects: [], diagnostics: [], more: 1 })).toBe(false);
  });
});

describe('links of check on a terminal', () => {
  it('lead to the page of the diagnostic, where there are any', () => {
    const withLinks = runCli(fixtureFiles('several-missing'), ['check'], { links: true });
    expect(withLinks.out).toContain('\u001B]8;;https://');
    expect(withLinks.out).toContain('/docs/rules/missing-native-input.md\u001B\\');
    expect(runCli(fixtureFiles('several-missing'), ['check']).out).not.toContain('\u001B');
  });
});
