import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { build } from './build.ts';
import { isAvailable, layersOf, type Provided } from './debian.ts';
import { experiment, type Findings } from './experiment.ts';
import { laboratoryFolder, laboratoryOf, TRIXIE } from './laboratory.ts';
import { buildEnvironment } from './release.ts';
import { packageOf } from './testing.ts';

/*
 * The laboratory on packages of its own. Needs root rights and the root that `root.sh make` makes, which .ci/run does;
 * elsewhere it is skipped.
 */
const lab = laboratoryOf(laboratoryFolder(process.env, homedir()), TRIXIE);
const canRun =
  process.getuid?.() === 0 && existsSync(join(lab.folder, 'trixie/etc/pyproject-nix-ls.packages'));

const ZLIB: Provided = { attrs: ['zlib'], packages: ['zlib1g-dev'] };
const USES_ZLIB = '#include <zlib.h>\nconst char *version(void) { return zlibVersion(); }\n';
const OWN_HEADER = { 'zlib.h': 'static const char *zlibVersion(void) { return "own"; }\n' };
const OPTIONAL = `try:
    cc("-DWITH_ZLIB", "-lz")
except subprocess.CalledProcessError:
    cc()`;
const MAYBE_USES_ZLIB = `#ifdef WITH_ZLIB\n${USES_ZLIB}#endif\n`;

if (!canRun)
  console.log(
    `SKIPPED: the laboratory needs root rights and what overrides-db/lab/root.sh makes in ${lab.folder}`,
  );

describe.skipIf(!canRun)('the laboratory', { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let count = 0;
  const written = (bytes: Uint8Array): string => {
    const above = join(folder, `${count++}`);
    mkdirSync(above);
    writeFileSync(join(above, 'p-1.0.tar.gz'), bytes);
    return join(above, 'p-1.0.tar.gz');
  };
  const tried = (
    bytes: Uint8Array,
    given: Partial<Record<'required' | 'known', Provided[]>> = {},
  ): Promise<Findings> =>
    experiment(lab, {
      sdist: written(bytes),
      layers: [],
      required: given.required ?? [],
      known: given.known ?? [],
      debian: [],
      keep: () => 'log',
    });
  const bare = async (script: string, seconds = 60): Promise<string> => {
    const built = await build(
      lab,
      written(packageOf(script, '')),
      await layersOf(lab, []),
      seconds,
    );
    return built.outcome === 'built' ? 'built' : `${built.outcome}: ${built.log}`;
  };

  it('proves a need by leaving it out, though the Python of Debian brings its headers along', async () => {
    const needy = packageOf('cc("-lz")', USES_ZLIB);
    const found = await tried(needy, { required: [ZLIB], known: [ZLIB] });
    expect(found).toMatchObject({
      verdict: 'needs',
      builds: [
        {
          with: 'nothing',
          outcome: 'failed',
          line: 'p.c:1:10: fatal error: zlib.h: No such file or directory',
        },
        { with: 'required', outcome: 'built' },
      ],
      needs: [{ attrs: ['zlib'], verdict: 'needed', links: ['libz.so.1'] }],
      links: ['libz.so.1'],
      imports: { modules: ['p'] },
    });
    expect(found.needs[0]?.headers).toContain('/usr/include/zlib.h');
    // The same, byte for byte, when it is made anew.
    expect(JSON.stringify(await tried(needy, { required: [ZLIB], known: [ZLIB] }))).toBe(
      JSON.stringify(found),
    );
  });

  it('finds no need in a package that brings the library along', async () => {
    const found = await tried(packageOf('cc("-I.")', USES_ZLIB, OWN_HEADER), { known: [ZLIB] });
    expect(found).toMatchObject({ verdict: 'bare', needs: [{ verdict: 'unused' }], links: [] });
  });

  it('tells a feature from a need', async () => {
    const found = await tried(packageOf(OPTIONAL, MAYBE_USES_ZLIB), { known: [ZLIB] });
    expect(found).toMatchObject({
      verdict: 'bare',
      needs: [{ verdict: 'feature', loses: ['libz.so.1'] }],
    });
  });

  it('tells two of which one has to be there', async () => {
    const bzip2: Provided = { attrs: ['bzip2'], packages: ['libbz2-dev'] };
    const either = `with open("p.c") as file: source = file.read()
uses = [name for name in ("zlib", "bzlib") if os.path.exists(f"/usr/include/{name}.h")]
assert uses, "neither zlib nor bzip2"
with open("p.c", "w") as file:
    file.write("".join(f"#include <{name}.h>\\n" for name in uses) + source)
cc(*(f"-DWITH_{name}" for name in uses), *({"zlib": "-lz", "bzlib": "-lbz2"}[name] for name in uses))`;
    const uses = `#ifdef WITH_zlib
const char *of_zlib(void) { return zlibVersion(); }
#endif
#ifdef WITH_bzlib
const char *of_bzip2(void) { return BZ2_bzlibVersion(); }
#endif
`;
    const both = [ZLIB, bzip2];
    const found = await tried(packageOf(either, uses), { required: both, known: both });
    expect(found).toMatchObject({
      verdict: 'needs',
      needs: [
        { attrs: ['zlib'], verdict: 'feature', loses: ['libz.so.1'], instead: ['bzip2'] },
        { attrs: ['bzip2'], verdict: 'feature', loses: ['libbz2.so.1.0'], instead: ['zlib'] },
      ],
    });
  });

  it('proves nothing of a library that the root itself brings along', async () => {
    const udev: Provided = { attrs: ['systemd'], packages: ['libsystemd-dev', 'libudev-dev'] };
    const source = 'extern void *udev_new(void);\nvoid *made(void) { return udev_new(); }\n';
    const found = await tried(packageOf('cc("-l:libudev.so.1")', source), { known: [udev] });
    expect(found).toMatchObject({
      verdict: 'bare',
      needs: [{ attrs: ['systemd'], verdict: 'unused', links: ['libudev.so.1'] }],
    });
  });

  it('imports no library that is no module', async () => {
    // Its name is of another module than the one that it defines.
    const found = await tried(packageOf('cc()\nos.link("p.so", "q.so")', '', {}, ['q.so']));
    expect(found).toMatchObject({ verdict: 'bare', imports: { modules: ['p'] } });
    expect(found.imports).not.toHaveProperty('failure');
  });

  it('takes nothing for a need that Debian has not', async () => {
    expect(await isAvailable(lab, ZLIB)).toBe(true);
    expect(await isAvailable(lab, { attrs: ['x'], packages: [] })).toBe(false);
    expect(await isAvailable(lab, { attrs: ['x'], packages: ['a-name-that-nobody-has'] })).toBe(
      false,
    );
    const both = ['libjack-dev', 'libjack-jackd2-dev'];
    expect(await isAvailable(lab, { attrs: ['libjack2'], packages: both })).toBe(false);
  });

  it('concludes nothing where no build succeeds', async () => {
    const found = await tried(packageOf('cc("-lnothing-has-this")', ''), {
      required: [ZLIB],
      known: [ZLIB],
    });
    expect(found).toMatchObject({ verdict: 'inconclusive', needs: [] });
    expect(found.cause).toContain('-lnothing-has-this');
  });

  it('runs what a package says as nobody in particular, and without network', async () => {
    const script = `cc()
assert os.getuid() != 0 and os.geteuid() != 0, "root"
try:
    socket.create_connection(("1.1.1.1", 53), timeout=2)
except OSError as error:
    assert error.errno == 101, error
else:
    raise AssertionError("network")`;
    expect(await bare(script)).toBe('built');
  });

  it('asks a back end for its requirements in the same way', async () => {
    const hook = `
def get_requires_for_build_wheel(config_settings=None):
    assert os.getuid() == 0, "unprivileged"
    return ["a-name-that-nobody-asks-for"]
`;
    const sdist = packageOf('cc()', '');
    const asking = packageOf('cc()', '', { 'backend.py': `import os\n${hook}` });
    for (const bytes of [sdist, asking])
      expect(await buildEnvironment(lab, written(bytes), [], [], null)).toStrictEqual({
        layers: [],
        pins: [],
      });
  });

  it('ends a build that takes too long', async () => {
    expect(await bare('time.sleep(60)', 5)).toMatch(/^out-of-time/);
  });

  it('leaves nothing of a build behind in the root', async () => {
    expect(await bare('cc()\nopen("/tmp/left", "w").close()')).toBe('built');
    expect(existsSync(join(lab.folder, 'trixie/tmp/left'))).toBe(false);
  });
});
