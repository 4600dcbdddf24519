import { describe, expect, it } from 'vitest';
import { joinProject } from '../project/project.ts';
import { SourceText } from '../text.ts';
import { inputOf } from '../../test/support/folder.ts';
import { conflictingRequirements } from './conflicting-requirements.ts';

const LIMITS = '/p/constraints.txt';

/** What is said of a requirements file beside these constraints: the file, the text there, the sentence. */
function said(
  text: string,
  { limits = '', lock }: { readonly limits?: string; readonly lock?: string } = {},
): readonly (readonly [file: string, text: string, message: string])[] {
  const file = '/p/requirements.in';
  const manifest = { file, document: new SourceText(`-c constraints.txt\n${text}`) };
  const compiled = { file: '/p/requirements.txt', document: new SourceText(lock ?? '') };
  const project = joinProject({
    ...inputOf(manifest, [lock === undefined ? manifest : compiled]),
    files: new Map([[LIMITS, { file: LIMITS, document: new SourceText(limits) }]]),
  });
  return [...conflictingRequirements.check(project)].map((finding) => {
    const source = finding.file === LIMITS ? limits : manifest.document.text;
    return [finding.file, source.slice(finding.span.start, finding.span.end), finding.message];
  });
}

describe('conflicting-requirements', () => {
  it('is said of the later of two lines', () => {
    expect(said('lamp==1.0\nLamp >= 2\n')).toEqual([
      [
        '/p/requirements.in',
        '>= 2',
        'lamp is asked for as `>= 2` here and as `==1.0` above: no version is both.',
      ],
    ]);
  });

  it('is said of a line that a constraint excludes', () => {
    expect(said('lamp==1.0\n', { limits: 'lamp>=2\n' })).toEqual([
      [
        '/p/requirements.in',
        '==1.0',
        'lamp is asked for as `==1.0` here and as `>=2` in constraints.txt: no version is both.',
      ],
    ]);
  });

  it('is said of a constraint that does not accept what is locked', () => {
    expect(said('lamp\n', { limits: 'lamp<2\nglow<2\n', lock: 'lamp==2.1\nglow==1\n' })).toEqual([
      [LIMITS, '<2', 'requirements.txt has lamp 2.1, which `<2` does not accept.'],
    ]);
  });

  it.each([
    ['lines that both allow something', 'lamp>=1\nlamp<2\n', {}],
    ['a line with a marker', 'lamp==1 ; os_name == "nt"\nlamp==2\n', {}],
    ['a local version', 'lamp==1.0+cpu\nlamp==1.0\n', {}],
    ['a line that cannot be read', 'lamp=1\nlamp==2\n', {}],
    ['constraints of what nobody asks for', 'glow\n', { limits: 'lamp==1\nlamp==2\n' }],
    ['a constraint with a marker', 'lamp==1\n', { limits: 'lamp==2 ; os_name == "nt"\n' }],
    ['a pin with a marker', 'lamp\n', { limits: 'lamp<2\n', lock: 'lamp==2 ; os_name == "nt"\n' }],
    ['a pin that is no version', 'lamp\n', { limits: 'lamp<2\n', lock: 'lamp===odd\n' }],
  ])('is not said of %s', (_, text, more) => {
    expect(said(text, more)).toEqual([]);
  });

  it('stays quick with many lines about one package', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `lamp>=${index}\n`).join('');
    expect(said(lines)).toEqual([]);
  });
});
