import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { fixtureFiles, fixtureText } from '../support/fixture-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

interface Sarif {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly Rule[] } };
    readonly columnKind: string;
    readonly originalUriBaseIds: Readonly<Record<string, { readonly uri: string }>>;
    readonly results: readonly Result[];
  }[];
}

interface Rule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly helpUri: string;
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
      readonly region: {
        readonly startLine: number;
        readonly startColumn: number;
        readonly endLine: number;
        readonly endColumn: number;
      };
    };
  }[];
}

const FILES = ['pyproject.toml', 'poetry.lock', 'default.nix'];

function project(root: string, name: string): [string, string][] {
  return FILES.map((file) => [`${root}/${file}`, fixtureText(name, file)]);
}

/** Logs of all kinds: nothing found, much found, names that an URI cannot hold as they are, files beside the working directory. */
const logs: Readonly<Record<string, string>> = {
  'one finding': sarif(fixtureFiles('missing-build-system'), []),
  nothing: sarif(fixtureFiles('healthy'), []),
  'several projects': sarif(
    new MemoryFileSystem(
      Object.fromEntries([
        ...project('/p/a', 'several-missing'),
        ...project('/p/with blank/ü#?', 'missing-build-system'),
      ]),
    ),
    ['--recursive'],
  ),
  'files elsewhere': sarif(
    new MemoryFileSystem(Object.fromEntries(project('/else where', 'several-missing'))),
    ['/else where'],
  ),
};

function sarif(fileSystem: MemoryFileSystem, args: readonly string[]): string {
  return runCli(fileSystem, ['check', '--format=sarif', ...args]).out;
}

function only(log: string): Sarif['runs'][number] {
  const { runs } = JSON.parse(log) as Sarif;
  const [run, ...more] = runs;
  if (run === undefined || more.length > 0) throw new Error('expected one run');
  return run;
}

function uris(log: string): readonly string[] {
  return only(log).results.flatMap(({ locations }) =>
    locations.map(({ physicalLocation }) => physicalLocation.artifactLocation.uri),
  );
}

// The schema of OASIS, which is not ours to copy: where PNLS_SARIF_SCHEMA says, as in CI.
const schemaFile = process.env['PNLS_SARIF_SCHEMA'] ?? '';

function officialSchema(): ValidateFunction {
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as { $id: string };
  expect(schema.$id).toContain('sarif-schema-2.1.0.json');
  const formats = {
    uri: (text: string) => URL.canParse(text),
    'uri-reference': (text: string) => URL.canParse(text, 'file:///') && !/[\s<>"]/.test(text),
    'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
  };
  return new Ajv({ strict: false, allErrors: true, formats }).compile(schema);
}

describe('check --format sarif', () => {
  it('says what was found, and where', () => {
    expect(JSON.parse(logs['one finding'] ?? '')).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { version: '1.2.3', rules: [{ id: 'missing-build-system' }] } },
          results: [
            {
              ruleId: 'missing-build-system',
              ruleIndex: 0,
              level: 'warning',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'pyproject.toml', uriBaseId: 'ROOT' },
                    region: { startLine: 9, startColumn: 1, endLine: 9, endColumn: 11 },
                  },
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('escapes what an URI cannot hold, and names files elsewhere absolutely', () => {
    expect(uris(logs['several projects'] ?? '')).toContain(
      'with%20blank/%C3%BC%23%3F/pyproject.toml',
    );
    expect(new Set(uris(logs['files elsewhere'] ?? ''))).toEqual(
      new Set(['file:///else%20where/pyproject.toml']),
    );
  });

  it.each(Object.entries(logs))('keeps to what the specification asks: %s', (name, log) => {
    const run = only(log);
    const { rules } = run.tool.driver;
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { helpUri } of rules) expect(URL.canParse(helpUri)).toBe(true);
    // §3.14.14: a base ends with a slash.
    for (const { uri } of Object.values(run.originalUriBaseIds)) expect(uri).toMatch(/\/$/);
    for (const result of run.results) {
      expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(['error', 'warning', 'note']).toContain(result.level);
      expect(result.message.text).not.toBe('');
      for (const { physicalLocation } of result.locations) {
        const { artifactLocation, region } = physicalLocation;
        const { uri, uriBaseId } = artifactLocation;
        // §3.4.4: a relative URI has a base that is declared, an absolute one has none.
        if (URL.canParse(uri)) expect(uriBaseId).toBeUndefined();
        else expect(Object.keys(run.originalUriBaseIds)).toContain(uriBaseId);
        expect(region.startLine).toBeGreaterThanOrEqual(1);
        expect(region.startColumn).toBeGreaterThanOrEqual(1);
        const lines = region.endLine - region.startLine;
        expect(lines > 0 || (lines === 0 && region.endColumn > region.startColumn)).toBe(true);
      }
    }
    expect(run.results.length === 0).toBe(name === 'nothing');
  });

  describe.skipIf(!existsSync(schemaFile))('against the official schema', () => {
    it.each(Object.entries(logs))('%s', (_, log) => {
      const check = officialSchema();
      check(JSON.parse(log));
      expect(check.errors).toBeNull();
    });

    it('would find a log wrong', () => {
      const check = officialSchema();
      const log = (logs['one finding'] ?? '').replace('"startLine": 9', '"startLine": 0');
      expect(check(JSON.parse(log))).toBe(false);
    });
  });
});
