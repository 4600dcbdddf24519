import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { zipSync } from 'fflate';
import { describe, expect, it, onTestFinished } from 'vitest';
import schema from '../../docs/outdated.schema.json' with { type: 'json' };
import { knowledgeOf } from '../../overrides-db/testing.ts';
import { runCli, runCliToItsEnd, type CliResult } from '../support/cli.ts';
import { serve, text, type Route, type TestServer } from '../support/index-server.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { fact, factsOf } from '../support/project.ts';

const NAME = 'lamp';
const WHEEL = (version: string, platform: string): string =>
  `lamp-${version}-cp312-cp312-${platform}.whl`;
const X86 = 'manylinux_2_17_x86_64';
const ARM = 'manylinux_2_17_aarch64';

/** An index page of releases: `yanked` by file. */
function page(
  files: readonly string[],
  {
    yanked = {},
    python = {},
  }: {
    readonly yanked?: Readonly<Record<string, string>>;
    readonly python?: Readonly<Record<string, string>>;
  } = {},
): Route {
  const body = JSON.stringify({
    meta: { 'api-version': '1.1' },
    name: NAME,
    files: files.map((filename) => ({
      filename,
      url: `/f/${filename}`,
      hashes: {},
      'upload-time': '2026-03-01T00:00:00Z',
      ...(yanked[filename] === undefined ? {} : { yanked: yanked[filename] }),
      ...(python[filename] === undefined ? {} : { 'requires-python': python[filename] }),
    })),
  });
  return text(body, { 'content-type': 'application/vnd.pypi.simple.v1+json' });
}

/** A project of uv2nix that has lamp 1.0 locked with wheels for two systems and an sdist. */
function disk(server: TestServer, constraint = '>=1,<2'): MemoryFileSystem {
  const files = [WHEEL('1.0', X86), WHEEL('1.0', ARM)]
    .map((name) => `{ url = "${server.address}/f/${name}", hash = "sha256:${'0'.repeat(64)}" }`)
    .join(', ');
  return new MemoryFileSystem({
    '/p/.git/HEAD': '',
    '/p/pyproject.toml': `[project]
name = "p"
version = "1"
requires-python = ">=3.12,<3.13"
dependencies = ["lamp${constraint}"]

[tool.pyproject-nix-ls]
systems = ["x86_64-linux", "aarch64-linux"]
`,
    '/p/uv.lock': `version = 1
requires-python = ">=3.12, <3.13"

[[package]]
name = "lamp"
version = "1.0"
source = { registry = "${server.address}/simple" }
sdist = { url = "${server.address}/f/lamp-1.0.tar.gz", hash = "sha256:${'0'.repeat(64)}" }
wheels = [${files}]

[[package]]
name = "p"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "lamp" }]

[package.metadata]
requires-dist = [{ name = "lamp", specifier = "${constraint}" }]
`,
    '/p/default.nix': `{ pkgs, uv2nix, pyproject-nix }:
let
  workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
  overlay = workspace.mkPyprojectOverlay { sourcePreference = "wheel"; };
  set = (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python312; }).overrideScope overlay;
in
set.mkVirtualEnv "env" workspace.deps.default
`,
  });
}

const knowledge = knowledgeOf([
  factsOf(NAME, [
    fact({ kind: 'native-input', attr: 'libpq', as: 'buildInputs' }, ['sdist'], {
      when: { distribution: 'sdist' },
    }),
  ]),
]);

function home(): string {
  const folder = mkdtempSync(join(tmpdir(), 'updates-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function run(
  server: TestServer,
  args: readonly string[],
  files = disk(server),
): Promise<CliResult> {
  return runCliToItsEnd(files, args, {
    knowledge,
    configuration: { indexHosts: [server.host] },
    user: { environment: {}, platform: 'linux', home: home() },
  });
}

/** What the page of a rule shows as its message. */
function pageOf(rule: string): string {
  return readFileSync(join(import.meta.dirname, `../../docs/rules/${rule}.md`), 'utf8');
}

describe('outdated', () => {
  it('says what is allowed and what is newest, and what either costs on Nix', async () => {
    const server = await serve({
      '/simple/lamp/': page([
        'lamp-1.0.tar.gz',
        WHEEL('1.0', X86),
        WHEEL('1.0', ARM),
        'lamp-1.4.tar.gz',
        WHEEL('1.4', X86),
        WHEEL('2.1', X86),
        WHEEL('2.1', ARM),
        'lamp-3.0rc1.tar.gz',
      ]),
    });
    const { code, out, err } = await run(server, ['outdated']);
    expect(err).toBe('');
    expect(out).toBe(`lamp 1.0: 1.4 is allowed, 2.1 is newest
  1.4 has no wheel for aarch64-linux, unlike what is locked; from its sdist needs libpq on aarch64-linux, which nobody provides.
`);
    expect(code).toBe(1);
  });

  it('says it as JSON, by its schema', async () => {
    const server = await serve({ '/simple/lamp/': page(['lamp-1.4.tar.gz']) });
    const { out } = await run(server, ['outdated', '--format', 'json']);
    const isValid = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
    const document: unknown = JSON.parse(out);
    expect(isValid(document), JSON.stringify(isValid.errors)).toBe(true);
    expect(document).toMatchObject({
      projects: [
        {
          packages: [
            {
              name: NAME,
              version: '1.0',
              allowed: {
                version: '1.4',
                uploaded: '2026-03-01T00:00:00Z',
                cost: {
                  wheelsLost: ['x86_64-linux', 'aarch64-linux'],
                  missing: [{ needs: ['libpq'], builtFrom: 'sdist' }],
                },
              },
            },
          ],
          notKnown: [],
        },
      ],
    });
  });

  it('names no release that was withdrawn, that no Python of the project takes, or before the locked one', async () => {
    const server = await serve({
      '/simple/lamp/': page(
        ['lamp-0.9.tar.gz', 'lamp-1.0.tar.gz', 'lamp-1.1.tar.gz', 'lamp-1.2.tar.gz'],
        {
          yanked: { 'lamp-1.2.tar.gz': '' },
          python: { 'lamp-1.1.tar.gz': '<3.12' },
        },
      ),
    });
    const { code, out } = await run(server, ['outdated']);
    expect(out).toBe(
      'lamp 1.0: 1.1 is newest\n  1.1 has no wheel for x86_64-linux and aarch64-linux, unlike what is locked; from its sdist needs libpq, which nobody provides.\n',
    );
    expect(code).toBe(1);
    const none = await serve({ '/simple/lamp/': page(['lamp-1.0.tar.gz']) });
    const same = await run(none, ['outdated']);
    expect(same).toEqual({
      code: 0,
      out: 'Of 1 that were asked for, nothing newer is there.\n',
      err: '',
    });
  });

  it('says what it could not ask, with 2', async () => {
    const server = await serve({
      '/simple/lamp/': (_, response) => response.writeHead(500, { 'retry-after': '9999' }).end(),
    });
    const broken = await run(server, ['outdated']);
    expect(broken.out).toBe(`Not known, as ${server.host} answers 500: lamp.\n`);
    expect(broken.code).toBe(2);
    const gone = await run(await serve({}), ['outdated']);
    expect(gone.out).toBe('Not known, as the index has no such package: lamp.\n');
  });

  it('says it at its places, for a workflow', async () => {
    const server = await serve({ '/simple/lamp/': page(['lamp-1.4.tar.gz']) });
    const { out, code } = await run(server, ['outdated', '--format', 'sarif']);
    const log = JSON.parse(out) as { runs: [{ results: [{ message: { text: string } }] }] };
    const { text: said } = log.runs[0].results[0].message;
    expect(pageOf('outdated-version')).toContain(`\n${said}\n`);
    expect(log).toMatchObject({
      runs: [
        {
          results: [
            {
              ruleId: 'outdated-version',
              message: {
                text: expect.stringContaining('lamp 1.0 is locked; 1.4 is newest, and allowed.'),
              },
              locations: [{ physicalLocation: { region: { startLine: 5 } } }],
            },
          ],
        },
      ],
    });
    expect(code).toBe(1);
  });

  it('is asked of a package that is locked', async () => {
    const server = await serve({});
    const { code, err } = await run(server, ['outdated', '--package', 'lampe']);
    expect(err).toContain('no package lampe is locked; did you mean lamp?');
    expect(code).toBe(2);
    expect(server.asked).toEqual([]);
  });
});

const ENTRY = {
  id: 'PYSEC-0000-1',
  aliases: ['CVE-0000-1'],
  summary: 'A lamp may burn',
  affected: [
    {
      package: { ecosystem: 'PyPI', name: NAME },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.2' }] }],
    },
  ],
};
const VULNERABLE =
  'pyproject.toml:5:18: warning[known-vulnerability] lamp 1.0 has a known vulnerability (PYSEC-0000-1, CVE-0000-1). A lamp may burn. 1.2 is without it.\n';

/** A file of the project for whom any Python from 3.11 on may build it. */
function forAnyPython(file: string): string {
  return file
    .replaceAll('>=3.12,<3.13', '>=3.11')
    .replaceAll('>=3.12, <3.13', '>=3.11')
    .replace('pkgs.python312', 'python');
}

describe('what an update costs, where several Pythons may build the project', () => {
  it('says nothing of wheels that some of them have before and after', async () => {
    const server = await serve({
      '/simple/lamp/': page([
        ...['1.0', '1.4'].flatMap((version) => [WHEEL(version, X86), WHEEL(version, ARM)]),
        'lamp-1.0.tar.gz',
        'lamp-1.4-cp311-cp311-manylinux_2_17_x86_64.whl',
        'lamp-1.4-cp313-cp313-manylinux_2_17_x86_64.whl',
      ]),
    });
    const files = disk(server);
    for (const file of ['/p/pyproject.toml', '/p/uv.lock', '/p/default.nix'])
      files.write(file, forAnyPython(files.text(file) ?? ''));
    const { out } = await run(server, ['outdated'], files);
    expect(out).toContain('lamp 1.0: 1.4 is newest, and allowed\n');
    expect(out).not.toContain('wheel');
    expect(out).not.toContain('no file');
  });
});

describe('audit', () => {
  const withdrawn = page(['lamp-1.0.tar.gz', 'lamp-1.1.tar.gz'], {
    yanked: { 'lamp-1.0.tar.gz': 'loses data' },
  });

  it('says what is withdrawn, and that it looked for no vulnerabilities', async () => {
    const server = await serve({ '/simple/lamp/': withdrawn });
    const { code, out, err } = await run(server, ['audit']);
    expect(err).toBe('');
    expect(pageOf('yanked-version')).toContain(`\n${out.split('\n')[0]}\n`);
    expect(pageOf('known-vulnerability')).toContain(`\n${VULNERABLE}`);
    expect(out)
      .toBe(`pyproject.toml:5:18: warning[yanked-version] lamp 1.0 is yanked: “loses data”. 1.1 can take its place.
Asked whether they are withdrawn: 1 of 2 locked packages.
Vulnerabilities were not looked for: --database or --service does.
`);
    expect(code).toBe(1);
  });

  it('says which file that is taken the index has no more', async () => {
    const server = await serve({ '/simple/lamp/': page([WHEEL('1.0', X86), 'lamp-1.0.tar.gz']) });
    const { code, out } = await run(server, ['audit']);
    expect(out).toContain(
      `pyproject.toml:5:18: warning[yanked-version] lamp 1.0 is taken from ${WHEEL('1.0', ARM)}, which the index has no more.\n`,
    );
    expect(out).not.toContain(WHEEL('1.0', X86));
    expect(code).toBe(1);
    const whole = await serve({ '/simple/lamp/': page([WHEEL('1.0', X86), WHEEL('1.0', ARM)]) });
    expect((await run(whole, ['audit'])).code).toBe(0);
  });

  it('takes a file, a folder and a zip of entries, and no network with --offline', async () => {
    const server = await serve({});
    const folder = home();
    writeFileSync(join(folder, 'one.json'), JSON.stringify(ENTRY));
    writeFileSync(join(folder, 'list.txt'), JSON.stringify([ENTRY, { id: 'X' }]));
    const zip = join(folder, 'all.zip');
    writeFileSync(zip, zipSync({ 'PYSEC-0000-1.json': Buffer.from(JSON.stringify(ENTRY)) }));
    for (const path of [join(folder, 'one.json'), folder, join(folder, 'list.txt'), zip]) {
      // oxlint-disable-next-line no-await-in-loop
      const { code, out, err } = await run(server, ['audit', '--offline', '--database', path]);
      expect(err).toBe('');
      expect(out).toContain(VULNERABLE);
      expect(code).toBe(1);
    }
    expect(server.asked).toEqual([]);
  });

  it('asks a service by names and versions alone', async () => {
    const bodies: string[] = [];
    const server = await serve({
      '/simple/lamp/': page(['lamp-1.0.tar.gz']),
      '/v1/querybatch': (request, response) => {
        request.setEncoding('utf8').on('data', (part: string) => bodies.push(part));
        request.on('end', () =>
          response.end(JSON.stringify({ results: [{ vulns: [{ id: 'PYSEC-0000-1' }] }, {}] })),
        );
      },
      '/v1/vulns/PYSEC-0000-1': text(JSON.stringify(ENTRY)),
    });
    const { out } = await run(server, ['audit', '--service', server.address]);
    expect(out).toContain(VULNERABLE);
    expect(JSON.parse(bodies.join(''))).toEqual({
      queries: [
        { package: { ecosystem: 'PyPI', name: 'lamp' }, version: '1.0' },
        { package: { ecosystem: 'PyPI', name: 'p' }, version: '1' },
      ],
    });
  });

  it('says what could not be read or asked, with 2', async () => {
    const server = await serve({ '/simple/lamp/': page(['lamp-1.0.tar.gz']) });
    const folder = home();
    writeFileSync(join(folder, 'bad.json'), '{');
    const file = await run(server, ['audit', '--database', join(folder, 'bad.json')]);
    expect(file.err).toContain('cannot be read: it is no JSON.');
    expect(file.code).toBe(2);
    const service = await run(server, ['audit', '--service', `${server.address}/none`]);
    expect(service.err).toContain(`no service was asked: ${server.host} answers 404.`);
    expect(service.code).toBe(2);
  });

  it('is ignored where a comment says so, and printed for workflows', async () => {
    const server = await serve({ '/simple/lamp/': withdrawn });
    const sarif = await run(server, ['audit', '--format', 'sarif']);
    expect(JSON.parse(sarif.out)).toMatchObject({
      runs: [{ results: [{ ruleId: 'yanked-version', level: 'warning' }] }],
    });
    const ignored = disk(server);
    const manifest = ignored.read('/p/pyproject.toml');
    ignored.write(
      '/p/pyproject.toml',
      (manifest.ok ? manifest.text : '').replace(
        '<2"]',
        '<2"] # pyproject-nix-ls: ignore[yanked-version]',
      ),
    );
    expect((await run(server, ['audit'], ignored)).code).toBe(0);
  });

  it('wants what it can take', () => {
    const nothing = new MemoryFileSystem();
    expect(runCli(nothing, ['audit', '--offline']).err).toContain('--offline is for --database');
    expect(runCli(nothing, ['audit', '--service', 'osv']).err).toContain(
      '--service takes an address',
    );
  });
});
