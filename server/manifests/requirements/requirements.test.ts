import * as fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { growthOfTime, SUPER_LINEAR } from '../../../test/support/growth.ts';
import type { Dependency } from '../model.ts';
import { at } from '../testing.ts';
import type { RequirementsManifest } from './requirements.ts';
import { readRequirements } from './requirements.ts';

function read(text: string): RequirementsManifest {
  return readRequirements('/project/requirements.txt', text);
}

/** The only requirement of a line, named or not. */
function only(line: string): Dependency {
  const { dependencies, unnamed } = read(line);
  const [dependency, ...others] = [...dependencies, ...unnamed];
  if (dependency === undefined || others.length > 0) throw new Error('not one requirement');
  return dependency;
}

function problems(text: string): readonly string[] {
  return read(text).problems.map(({ code, span }) => `${code} @ ${at(text, span) ?? ''}`);
}

describe('readRequirements', () => {
  it('reads names, extras, specifiers and markers where they stand', () => {
    const text = "Lamp.Shade[warm, cold] >=1,<2 ; python_version < '3.9'  # why\n";
    const dependency = only(text);
    expect(dependency).toMatchObject({
      name: 'Lamp.Shade',
      normalized: 'lamp-shade',
      origin: 'requirements',
      group: 'main',
      form: 'version',
      optional: false,
    });
    expect(at(text, dependency.nameSpan)).toBe('Lamp.Shade');
    expect(dependency.extras.map(({ span }) => at(text, span))).toEqual(['warm', 'cold']);
    expect(at(text, dependency.constraint?.span)).toBe('>=1,<2');
    expect(at(text, dependency.marker?.span)).toBe("python_version < '3.9'");
    expect(at(text, dependency.span)).toBe(
      "Lamp.Shade[warm, cold] >=1,<2 ; python_version < '3.9'",
    );
  });

  it('joins continued lines and keeps the places of their parts', () => {
    const text =
      '\uFEFF# pins\r\nlamp==1.0 \\\r\n    --hash=sha256:aa \\\r\n    --hash sha512:bb\r\nglow\r\n';
    const manifest = read(text);
    expect(manifest.dependencies.map(({ name }) => name)).toEqual(['lamp', 'glow']);
    const [lamp] = manifest.dependencies;
    const hashes = lamp === undefined ? [] : (manifest.hashes.get(lamp) ?? []);
    expect(hashes.map((hash) => hash.text)).toEqual(['sha256:aa', 'sha512:bb']);
    expect(hashes.map(({ span }) => at(text, span))).toEqual(['sha256:aa', 'sha512:bb']);
    expect(at(text, lamp?.constraint?.span)).toBe('==1.0');
    expect(at(text, lamp?.span)).toContain('sha512:bb');
    expect(manifest.complete).toBe(true);
  });

  it('takes a comment after a continuation for a comment', () => {
    expect(read('lamp \\\n# no\nglow').dependencies.map(({ name }) => name)).toEqual([
      'lamp',
      'glow',
    ]);
  });

  it('names what is included, and what holds for all', () => {
    const text =
      '-r base.txt\n--constraint=limits.txt # c\n-rmore.txt\n--index-url "https://example.org/s"\n--pre\n';
    const { includes, statements, dependencies, problems: none } = read(text);
    expect(includes.map(({ kind, text: path }) => [kind, path])).toEqual([
      ['requirements', 'base.txt'],
      ['constraints', 'limits.txt'],
      ['requirements', 'more.txt'],
    ]);
    expect(includes.map(({ span }) => at(text, span))).toEqual([
      'base.txt',
      'limits.txt',
      'more.txt',
    ]);
    const options = statements.flatMap((each) => ('name' in each ? [[each.name, each.value]] : []));
    expect(options).toEqual([
      ['index-url', 'https://example.org/s'],
      ['pre', null],
    ]);
    expect(statements.slice(0, 3)).toEqual(includes);
    expect(dependencies).toEqual([]);
    expect(none).toEqual([]);
  });

  it('takes options of kinds of files from any line, as pip does', () => {
    const text = 'lamp==1 --no-binary lamp\n-r base.txt --only-binary=glow\n-e . --no-bin :all:\n';
    const { statements, dependencies, problems: none } = read(text);
    const said = statements.map((each) => ('name' in each ? each.value : each.text));
    expect(said).toEqual(['lamp', 'glow', 'base.txt', ':all:']);
    expect(statements.map(({ span }) => at(text, span))[0]).toBe('--no-binary lamp');
    expect(dependencies.map(({ name }) => name)).toEqual(['lamp']);
    expect(none).toEqual([]);
  });

  it('refuses an option of kinds of files that has swallowed another', () => {
    const text = '--no-binary --pre\nlamp==1 --only-binary=-x\n';
    const { statements, problems: refused } = read(text);
    expect(statements).toEqual([]);
    expect(refused.map(({ message, span }) => [message, at(text, span)])).toEqual([
      ['The option `--no-binary` needs names of packages.', '--pre'],
      ['The option `--only-binary` needs names of packages.', '-x'],
    ]);
  });

  it.each([
    ['lamp @ https://example.org/lamp.zip ; os_name == "nt"', 'lamp', 'url'],
    ['lamp @ git+https://example.org/lamp.git@v1', 'lamp', 'git'],
    ['git+https://example.org/lamp.git@v1#egg=lamp&subdirectory=py', 'lamp', 'git'],
    ['https://example.org/lamp-1.0-py3-none-any.whl', 'lamp', 'url'],
    ['./wheels/lamp-1.0-py3-none-any.whl[warm]', 'lamp', 'file'],
    ['lamp-1.0-py3-none-any.whl', 'lamp', 'file'],
    ['-e git+https://example.org/lamp.git#egg=lamp', 'lamp', 'git'],
    ['https://example.org/lamp-1.0.tar.gz', '', 'url'],
    ['./lamp[warm,cold]', '', 'path'],
    ['-e .', '', 'path'],
    ['-e ../lamp[warm]', '', 'path'],
  ])('reads where %s comes from', (line, name, form) => {
    const dependency = only(line);
    expect(dependency).toMatchObject({ name, form, constraint: null });
    expect(at(line, dependency.nameSpan)).toBe(name);
    expect(dependency.reference?.develop).toBe(line.startsWith('-e'));
    expect(problems(line)).toEqual([]);
  });

  it('reads revision, folder and extras of a place', () => {
    const { reference } = only('git+https://example.org/l.git@v1#egg=lamp&subdirectory=py');
    expect(reference).toMatchObject({ subdirectory: 'py', revision: { kind: 'rev', text: 'v1' } });
    const text = './lamp[warm, cold]';
    expect(only(text).extras.map(({ span }) => at(text, span))).toEqual(['warm', 'cold']);
  });

  it('reads who needs a pin, in both ways that it is written', () => {
    const text =
      'glow==1\n    # via lamp, Wax.candle\noil==2\n    # via\n    #   -r in.txt\n    #   lamp\nwick==3 \\\n --hash=sha256:00  # via lamp\nend==4\n# via lamp\n';
    const manifest = read(text);
    const via = manifest.dependencies.map((each) => manifest.via.get(each) ?? []);
    expect(via.map((each) => each.map(({ name }) => name))).toEqual([
      ['lamp', 'wax-candle'],
      ['lamp'],
      ['lamp'],
      [],
    ]);
    expect(via.flat().map(({ span }) => at(text, span))).toEqual([
      'lamp',
      'Wax.candle',
      'lamp',
      'lamp',
    ]);
  });

  it.each([
    ['lamp=1', 'invalid-constraint @ ='],
    ['lamp>=1.*', 'invalid-constraint'],
    ['lamp glow', 'invalid-constraint'],
    ["lamp; python_version = '3'", 'invalid-marker'],
    ["https://example.org/l.zip ; python_version = '3'", 'invalid-marker'],
    ['==1.0', 'invalid-name'],
    ['lamp==1 --hash=md5:aa', 'invalid-requirement @ md5:aa'],
    ['--unknown', 'invalid-requirement @ --unknown'],
    ['numpy=1.21.2=py39h20f2e39_0', 'invalid-requirement @ numpy=1.21.2=py39h20f2e39_0'],
    ['-r', 'invalid-requirement @ -r'],
    ['--pre=1', 'invalid-requirement @ --pre=1'],
    ['--index-url "https://example.org', 'invalid-requirement @ "https://example.org'],
  ])('says what pip refuses of %s', (line, problem) => {
    expect(problems(line)).toHaveLength(1);
    expect(problems(line)[0]).toContain(problem);
    expect(read(line).complete).toBe(false);
  });

  it.each([
    'lamp;',
    'lamp===1.0-odd',
    'lamp (>=1)',
    'lamp>=1,<2,',
    'lamp==${VERSION}',
    '${LAMP}',
    '--index-url https://${TOKEN}@example.org/simple',
    'lamp==1 --config-settings a=b --global-option=c',
    '--no-binary :all:',
    '--extra-index https://example.org/simple',
    'lamp==1#egg',
  ])('judges %s as pip does', (line) => {
    // The last one is the counterpart: a `#` inside a word starts no comment.
    expect(problems(line)).toHaveLength(line.includes('#') ? 1 : 0);
  });

  it('is total, and every span lies in the text', () => {
    const piece = fc.constantFrom(
      'lamp',
      '==1',
      '[a',
      ']',
      ' ',
      '\\\n',
      '\n',
      '\r\n',
      '#',
      ' # via ',
      '-r ',
      '-e ',
      '--hash=',
      "'",
      '"',
      ';',
      '@',
      'https://',
      '.whl',
      '${A}',
      'é😀',
      ' -',
      '\u2028',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (source) => {
        const manifest = read(source);
        const spans = [
          ...[...manifest.dependencies, ...manifest.unnamed].flatMap((each) => [
            each.span,
            each.nameSpan,
          ]),
          ...manifest.problems.map(({ span }) => span),
          ...manifest.includes.map(({ span }) => span),
        ];
        for (const { start, end } of spans)
          expect(0 <= start && start <= end && end <= source.length).toBe(true);
        for (const { name, nameSpan } of manifest.dependencies)
          if (!source.includes('\\') && !/["']/.test(source))
            expect(at(source, nameSpan)).toBe(name);
      }),
    );
  });

  it('is linear in hostile files', () => {
    const texts: readonly ((size: number) => string)[] = [
      (size) => `${' '.repeat(size)}#`,
      (size) => '\\\n'.repeat(size / 2),
      (size) => 'a -'.repeat(size / 4),
      (size) => `x${'['.repeat(size / 2)}`,
      (size) => `-e ${'a#egg='.repeat(size / 6)}`,
    ];
    for (const text of texts) {
      const growth = growthOfTime((size) => void read(text(size)), 200_000);
      expect(growth, text(12)).toBeLessThan(SUPER_LINEAR);
    }
  });
});

const CORPUS = fileURLToPath(new URL('../../../../shared/corpus/requirements/', import.meta.url));

describe('requirements files of real projects', () => {
  it.skipIf(!existsSync(CORPUS))('have nothing in them that is called wrong', () => {
    const files = readdirSync(CORPUS).filter((name) => name.endsWith('.txt'));
    let rows = 0;
    for (const name of files) {
      const manifest = read(readFileSync(join(CORPUS, name), 'utf8'));
      expect([name, manifest.problems]).toEqual([name, []]);
      rows += manifest.dependencies.length + manifest.unnamed.length + manifest.includes.length;
    }
    console.log(`requirements: ${files.length} files, ${rows} lines judged`);
    expect(rows).toBeGreaterThan(0);
  });
});
