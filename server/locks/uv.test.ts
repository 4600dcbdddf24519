import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import type { Lock, LockedDependency } from './model.ts';
import { readUvLock } from './uv.ts';

function read(text: string): Lock {
  return readUvLock('/project/uv.lock', parseToml(text));
}

function withoutSpan({ name, constraint, marker, extras, optional }: LockedDependency): unknown {
  return { name, constraint, marker, extras, optional };
}

const LOCK = `version = 1
revision = 3
requires-python = ">=3.11"

[[package]]
name = "lamp"
version = "0.1.0"
source = { editable = "." }
dependencies = [
    { name = "glow", marker = "sys_platform == 'linux'" },
    { name = "numpy", version = "2.1.0", source = { registry = "https://index.example.org/simple" }, extra = ["x"] },
]

[package.optional-dependencies]
shine = [
    { name = "polish" },
]

[package.dev-dependencies]
dev = [{ name = "pytest" }]

[package.metadata]
requires-dist = [{ name = "glow", specifier = ">=1" }]

[[package]]
name = "glow"
version = "1.2.0"
source = { registry = "https://index.example.org/simple" }
sdist = { url = "https://files.example.org/glow-1.2.0.tar.gz", hash = "sha256:a", size = 10 }
wheels = [
    { url = "https://files.example.org/glow-1.2.0%2Bcpu-py3-none-any.whl#x", hash = "sha256:b" },
    { path = "wheels/glow-1.2.0-py3-none-any.whl", hash = "sha256:c" },
]

[[package]]
name = "polish"
version = "2.0"
source = { git = "https://example.org/a/polish.git?rev=v2&subdirectory=py#0123456789abcdef" }
`;

describe('readUvLock', () => {
  it('reads the lock itself', () => {
    const lock = read(LOCK);
    expect(lock).toMatchObject({
      kind: 'uv',
      complete: true,
      supported: true,
      version: { text: '1' },
      contentHash: null,
      generator: null,
      pythonVersions: { text: '>=3.11' },
    });
    expect(lock.packages.map(({ name }) => name)).toEqual(['lamp', 'glow', 'polish']);
    const span = lock.version?.span;
    expect(LOCK.slice(span?.start, span?.end)).toBe('1');
  });

  it('reads edges of all kinds', () => {
    const lamp = read(LOCK).packages[0];
    expect(lamp?.dependencies.map(withoutSpan)).toEqual([
      {
        name: 'glow',
        constraint: null,
        marker: "sys_platform == 'linux'",
        extras: [],
        optional: false,
      },
      { name: 'numpy', constraint: '==2.1.0', marker: null, extras: ['x'], optional: false },
      { name: 'polish', constraint: null, marker: null, extras: [], optional: true },
      { name: 'pytest', constraint: null, marker: null, extras: [], optional: false },
    ]);
    expect(lamp?.extras).toEqual(new Map([['shine', ['polish']]]));
    const span = lamp?.dependencies[1]?.nameSpan;
    expect(LOCK.slice(span?.start, span?.end)).toBe('numpy');
  });

  it('reads files by the names that they have', () => {
    expect(read(LOCK).packages[1]?.files).toEqual([
      {
        name: 'glow-1.2.0.tar.gz',
        hash: 'sha256:a',
        url: 'https://files.example.org/glow-1.2.0.tar.gz',
      },
      {
        name: 'glow-1.2.0+cpu-py3-none-any.whl',
        hash: 'sha256:b',
        url: 'https://files.example.org/glow-1.2.0%2Bcpu-py3-none-any.whl#x',
      },
      { name: 'glow-1.2.0-py3-none-any.whl', hash: 'sha256:c' },
    ]);
  });

  it('reads sources', () => {
    const sources = read(LOCK).packages.map(({ source }) => source);
    expect(sources.map((source) => source?.type)).toEqual(['editable', 'registry', 'git']);
    expect(sources[2]).toEqual({
      type: 'git',
      url: 'https://example.org/a/polish.git',
      reference: 'v2',
      resolvedReference: '0123456789abcdef',
      subdirectory: 'py',
    });
  });

  it.each([
    ['version = 1', true],
    ['version = 2', false],
    ['version = "1"', false],
    ['', false],
  ])('knows %j: %s', (text, supported) => {
    expect(read(text).supported).toBe(supported);
  });

  it('lives with odd types', () => {
    const lock = read(`[[package]]
name = "p"
source = 1
sdist = "x"
wheels = [1, {}]
dependencies = [1, { name = 2 }, {}]
optional-dependencies = []
dev-dependencies = { a = 1 }
[[package]]
name = 3
`);
    expect(lock.complete).toBe(false);
    expect(lock.packages[0]).toMatchObject({
      version: null,
      files: [],
      dependencies: [],
      source: null,
      nameSpan: { start: 20, end: 21 },
    });
  });
});
