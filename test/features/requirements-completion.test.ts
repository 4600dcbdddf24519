import { describe, expect, it } from 'vitest';
import { complete } from '../../server/features/completion/complete.ts';
import type { CompletionItem } from '../../server/features/completion/model.ts';
import { Session } from '../../server/session/session.ts';
import { applyEdits } from '../../server/text.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const FILE = '/p/requirements.in';

/** What is offered where `|` stands, beside a compiled file. */
function offered(marked: string): {
  readonly items: readonly CompletionItem[];
  /** The file once an item is chosen. */
  readonly with: (label: string) => string;
} {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const fileSystem = new MemoryFileSystem({
    [FILE]: text,
    '/p/requirements.txt': 'printing==2.0.1\nbooklet==1.4.0\n    # via printing\n',
    '/p/dev-requirements.txt': 'pictures==7.2.0\n',
  });
  const snapshot = new Session(fileSystem, fixtureKnowledge).snapshot(FILE);
  if (snapshot === null) throw new Error('no project');
  const found = complete(snapshot, offset);
  return {
    items: found?.items ?? [],
    with(label) {
      const chosen = found?.items.find((each) => each.label === label);
      if (found === null || chosen === undefined) throw new Error(`no ${label}`);
      return applyEdits(text, [{ span: found.span, newText: chosen.newText }]);
    },
  };
}

function labels(marked: string): readonly string[] {
  return offered(marked).items.map(({ label }) => label);
}

describe('completion in a requirements file', () => {
  it('offers packages with what they need', () => {
    const { items } = offered('pri|');
    expect(items.map(({ label, detail }) => [label, detail])).toEqual([
      ['printing', '2.0.1 · native: cups'],
    ]);
    expect(offered('booklet\n  pri|\n').with('printing')).toBe('booklet\n  printing\n');
  });

  it('offers versions that are locked', () => {
    expect(labels('printing|')).toEqual(['printing']);
    expect(labels('printing>|')).toEqual(['>=2.0.1', '~=2.0.1', '==2.0.1']);
    expect(offered('printing >=2,=|\n').with('==2.0.1')).toBe('printing >=2,==2.0.1\n');
  });

  it('offers the variables of markers', () => {
    expect(labels('printing ; sys|')).toContain('sys_platform');
    expect(offered('printing ; sys| == "linux"').with('sys_platform')).toBe(
      'printing ; sys_platform == "linux"',
    );
  });

  it('offers options where each belongs', () => {
    expect(labels('|')).not.toContain('-r');
    expect(labels('-|')).toEqual(expect.arrayContaining(['-r', '--index-url']));
    expect(labels('-|')).not.toContain('--hash');
    expect(labels('printing==2.0.1 --h|')).toContain('--hash');
    expect(labels('printing==2.0.1 --h|')).not.toContain('-r');
    expect(offered('printing==2.0.1 \\\n    --ha|\n').with('--hash')).toBe(
      'printing==2.0.1 \\\n    --hash\n',
    );
    expect(labels('printing==2.0.1 \\\r\n    --|')).toContain('--hash');
  });

  it('offers what an option takes', () => {
    expect(labels('-r |')).toEqual(['dev-requirements.txt']);
    expect(offered('-c dev|\n').with('dev-requirements.txt')).toBe('-c dev-requirements.txt\n');
    expect(labels('printing\n--no-binary |')).toEqual([':all:', ':none:', 'printing']);
    expect(labels('printing\n--only-binary=|')).toEqual([':all:', ':none:', 'printing']);
    expect(offered('printing\n--no-binary glow,prin|').with('printing')).toBe(
      'printing\n--no-binary glow,printing',
    );
    expect(offered('printing\n--no-binary=glow,|').with('printing')).toBe(
      'printing\n--no-binary=glow,printing',
    );
    expect(labels('--index-url |')).toEqual([]);
    expect(offered('a --hash=sh|').with('sha512')).toBe('a --hash=sha512:');
  });

  it.each(['# pri|', 'a  # pri|', 'a @ pri|', 'a==1 --hash=sha256:00 pri|', 'https://pri|'])(
    'offers nothing at %s',
    (marked) => {
      expect(labels(marked)).toEqual([]);
    },
  );
});
