import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import { pipfileFreshness, pipfileHash } from '../freshness/pipfile-freshness.ts';
import type { PipfileLock } from './pipfile-lock.ts';
import { readPipfileLock } from './pipfile-lock.ts';

function read(text: string): PipfileLock {
  return readPipfileLock('/project/Pipfile.lock', text);
}

const LOCK = `{
    "_meta": {
        "hash": { "sha256": "00" },
        "pipfile-spec": 6,
        "requires": { "python_version": "3.11" },
        "sources": []
    },
    "default": {
        "Lamp_Shade": {
            "hashes": ["sha256:aa", "sha256:bb"],
            "index": "pypi",
            "markers": "os_name == 'nt'",
            "version": "==1.2"
        },
        "glow": { "git": "https://example.org/glow.git", "ref": "0123456", "editable": true },
        "wick": { "path": "." }
    },
    "develop": {
        "lamp-shade": { "version": "==1.2" },
        "oil": { "file": "https://example.org/oil.zip", "version": "*" }
    },
    "night": {}
}
`;

describe('readPipfileLock', () => {
  it('reads the lock itself', () => {
    const lock = read(LOCK);
    expect(lock).toMatchObject({
      kind: 'pipfile',
      complete: true,
      supported: true,
      version: { text: '6' },
      contentHash: { text: '00' },
      pythonVersions: { text: '3.11' },
    });
    const at = (span: { start: number; end: number } | undefined): string =>
      LOCK.slice(span?.start, span?.end);
    expect(at(lock.contentHash?.span)).toBe('00');
    expect(at(lock.version?.span)).toBe('6');
    const [lamp] = lock.packages;
    expect(at(lamp?.nameSpan)).toBe('Lamp_Shade');
    expect(at(lamp?.versionSpan ?? undefined)).toBe('1.2');
    expect(at(lamp?.span)).toMatch(/^"Lamp_Shade": \{[^]*"==1.2"\s+\}$/);
  });

  it('says from which index a package comes, unless it is PyPI', () => {
    const lock = read(
      `{"_meta": {"sources": [{"name": "pypi", "url": "https://pypi.python.org/simple", "verify_ssl": true}, {"name": "ours", "url": "https://example.org/simple", "verify_ssl": true}]},
        "default": {"lamp": {"index": "pypi", "version": "==1"}, "oil": {"index": "ours", "version": "==1"}, "wax": {"index": "gone", "version": "==1"}}}`,
    );
    expect(lock.packages.map(({ source }) => source?.url ?? null)).toEqual([
      null,
      'https://example.org/simple',
      null,
    ]);
    expect(lock.packages[1]?.source).toMatchObject({ type: 'legacy', reference: 'ours' });
  });

  it('has its packages in the order of the file, also where a category stands there twice', () => {
    const lock = read(
      '{"default": {"a": {}}, "develop": {"b": {}}, "default": {"c": {}, "d": {}, "c": {}}}',
    );
    const starts = lock.packages.map(({ span }) => span.start);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(lock.packages.map(({ name }) => name)).toEqual(['b', 'd', 'c']);
  });

  it('says of which categories it is made', () => {
    expect(read(LOCK).madeFor).toEqual(new Set(['main', 'dev', 'night']));
  });

  it('says what is wrong first', () => {
    const text = '{"default": {"a": {"version" "==1"}}, }';
    const { syntaxError, complete, byName } = read(text);
    expect(complete).toBe(false);
    expect(byName.has('a')).toBe(true);
    expect(syntaxError?.message).toBe('colon expected');
    expect(text.slice(syntaxError?.span.start, syntaxError?.span.end)).toBe('"==1"');
    expect(read(LOCK).syntaxError).toBeNull();
  });

  it('names a merge conflict, and takes neither of its hashes', () => {
    const text =
      '{"_meta": {"hash": {\n<<<<<<< ours\n"sha256": "aa"\n=======\n"sha256": "bb"\n>>>>>>> theirs\n}}}';
    const { syntaxError, contentHash, complete } = read(text);
    expect(syntaxError?.message).toContain('merge conflict');
    expect(text.slice(syntaxError?.span.start, syntaxError?.span.end)).toBe('<<<<<<< ours');
    expect(contentHash).toBeNull();
    expect(complete).toBe(false);
  });

  it('reads packages by category', () => {
    const { packages, byName } = read(LOCK);
    expect(packages.map(({ name, version, groups }) => [name, version, groups[0]])).toEqual([
      ['lamp-shade', '1.2', 'main'],
      ['glow', null, 'main'],
      ['wick', null, 'main'],
      ['lamp-shade', '1.2', 'dev'],
      ['oil', null, 'dev'],
    ]);
    expect(byName.get('lamp-shade')).toHaveLength(2);
    expect(packages[0]).toMatchObject({
      hashes: ['sha256:aa', 'sha256:bb'],
      files: [],
      markers: "os_name == 'nt'",
      source: null,
    });
    expect(packages.slice(1).map(({ source }) => source?.type ?? null)).toEqual([
      'git',
      'directory',
      null,
      'url',
    ]);
    expect(packages[1]?.source?.resolvedReference).toBe('0123456');
  });

  it.each([
    ['half of it', LOCK.slice(0, LOCK.indexOf('"wick"'))],
    ['a comma too many', LOCK.replace('"path": "."', '"path": ".",')],
    ['comments', LOCK.replace('"night"', '// x\n"night"')],
  ])('reads %s as far as it goes, and knows that it is not whole', (_, text) => {
    const lock = read(text);
    expect(lock.complete).toBe(false);
    expect(lock.packages[0]?.name).toBe('lamp-shade');
  });

  it.each([
    '',
    '[]',
    'null',
    '3',
    '{',
    '{"default": []}',
    '{"default": {"a": 1, "__proto__": {"version": 3}}}',
    '{"_meta": {"hash": [], "pipfile-spec": "x"}}',
    '['.repeat(100_000),
    '{"a":'.repeat(100_000),
    '\uFEFF{}',
  ])('is total: %#', (text) => {
    const lock = read(text);
    expect(lock.supported).toBe(false);
    expect(lock.packages.every(({ version }) => version === null)).toBe(true);
  });

  it('keeps its offsets behind a byte order mark', () => {
    const text = `\uFEFF${LOCK}`;
    const span = read(text).packages[0]?.nameSpan;
    expect(text.slice(span?.start, span?.end)).toBe('Lamp_Shade');
  });
});

const PIPFILE = `[packages]
Lamp_Shade = "*"
[dev-packages]
wax = { version = ">=1", extras = ["é"] }
[night]
glow = 1.5
[scripts]
x = "y"
`;
const INDEXES = '[{"name":"index","url":"https://index.example.org/simple","verify_ssl":true}]';
/** sha256 by Python's hashlib of the compact dump, names normalised and not. */
const NORMALIZED = 'a6c2255ee7a10a629b3e8a4a01842c0dd51619e3777a08a37c5e1aaad0e28bf4';
const AS_WRITTEN = 'f83114b3141ab9f4334dd9a68bb1856b70115fee044d080a61101bec499ca655';

function stateOf(pipfile: string, hash: string): string {
  const lock = read(
    `{"_meta": {"hash": {"sha256": "${hash}"}, "sources": ${INDEXES}}, "default": {}}`,
  );
  return pipfileFreshness(parseToml(pipfile), lock).state;
}

describe('pipfileFreshness', () => {
  it('hashes as Pipenv does, today and before', () => {
    const { root } = parseToml(PIPFILE);
    expect(pipfileHash(root, 'normalized', INDEXES)).toBe(NORMALIZED);
    expect(pipfileHash(root, 'as-written', INDEXES)).toBe(AS_WRITTEN);
  });

  it('tells fresh from stale', () => {
    expect(stateOf(PIPFILE, NORMALIZED)).toBe('fresh');
    expect(stateOf(PIPFILE, AS_WRITTEN)).toBe('fresh');
    expect(stateOf(PIPFILE.replace('"y"', '"z"'), NORMALIZED)).toBe('fresh');
    expect(stateOf(PIPFILE.replace('"*"', '">=1"'), NORMALIZED)).toBe('stale');
    expect(stateOf(PIPFILE.replace('1.5', '1.6'), NORMALIZED)).toBe('stale');
    expect(
      pipfileFreshness(parseToml(PIPFILE), read(`{"_meta": {"sources": ${INDEXES}}}`)).state,
    ).toBe('stale');
  });

  it.each([
    ['errors', `${PIPFILE}x =\n`],
    ['dates', `${PIPFILE}[more]\nx = 2026-01-01\n`],
    ['sections that are no tables', `packages = 1\n`],
  ])('does not judge a Pipfile with %s', (_, pipfile) => {
    expect(stateOf(pipfile, NORMALIZED)).toBe('unknown');
  });

  it('does not judge a Pipfile without sources by a lock that notes none', () => {
    const lock = read(`{"_meta": {"hash": {"sha256": "${NORMALIZED}"}}, "default": {}}`);
    expect(pipfileFreshness(parseToml(PIPFILE), lock).state).toBe('unknown');
  });

  it('does not judge by a lock that cannot be read', () => {
    expect(pipfileFreshness(parseToml(PIPFILE), read('{')).state).toBe('unknown');
  });
});
