import { describe, expect, it } from 'vitest';
import { codeLenses } from '../../server/features/code-lens.ts';
import { complete } from '../../server/features/completion/complete.ts';
import { foldingSpans } from '../../server/features/folding.ts';
import { hover } from '../../server/features/hover/hover.ts';
import { renderPlainText } from '../../server/features/hover/render.ts';
import { inlayHints } from '../../server/features/inlay-hints.ts';
import { documentLinks } from '../../server/features/links.ts';
import type { Snapshot } from '../../server/features/model.ts';
import { definitionsAt, referencesAt } from '../../server/features/navigation.ts';
import type { Occurrence } from '../../server/features/occurrences.ts';
import { rename, renameTargetAt } from '../../server/features/rename.ts';
import { selectionSpans } from '../../server/features/selection.ts';
import { documentSymbols, type DocumentSymbol } from '../../server/features/symbols.ts';
import { Session } from '../../server/session/session.ts';
import { applyEdits } from '../../server/text.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const PIPFILE = '/p/Pipfile';
const LOCK = '/p/Pipfile.lock';
const NIX = '/p/python.nix';

const SOURCES = `[[source]]
name = "pypi"
url = "https://pypi.python.org/simple"
verify_ssl = true

[[source]]
name = "ours"
url = "https://example.org/simple"
verify_ssl = true

`;

const TEXTS: Readonly<Record<string, string>> = {
  [PIPFILE]: `${SOURCES}[packages]
printing = ">=2"
"plain[extra]" = "*"

[dev-packages]
plain = "*"

[docs]
pages = {version = "*", index = "ours", markers = "python_version >= '3.8'"}

[docs.more]
version = "*"

[requires]
python_version = "3.11"
`,
  [LOCK]: `{
    "_meta": {
        "hash": {"sha256": "00"},
        "pipfile-spec": 6,
        "requires": {"python_version": "3.11"},
        "sources": [
            {"name": "pypi", "url": "https://pypi.python.org/simple", "verify_ssl": true},
            {"name": "ours", "url": "https://example.org/simple", "verify_ssl": true}
        ]
    },
    "default": {
        "plain": {
            "hashes": ["sha256:aa"],
            "version": "==1.5"
        },
        "printing": {
            "hashes": ["sha256:bb"],
            "version": "==2.0.1"
        }
    },
    "develop": {
        "plain": {
            "hashes": ["sha256:aa"],
            "version": "==1.5"
        }
    },
    "docs": {
        "more": {"version": "==3.0"},
        "pages": {"index": "ours", "version": "==0.1"}
    }
}
`,
  [NIX]: `{ pkgs ? import <nixpkgs> { } }:
let
  python = pkgs.python3.override {
    packageOverrides = final: prev: {
      printing = prev.printing.overridePythonAttrs (old: { doCheck = false; });
    };
  };
in
python.withPackages (ps: [ ps.printing ])
`,
};

function snapshotOf(file: string, changed: Readonly<Record<string, string>> = {}): Snapshot {
  const fileSystem = new MemoryFileSystem({ ...TEXTS, ...changed });
  const snapshot = new Session(fileSystem, fixtureKnowledge).snapshot(file);
  if (snapshot === null) throw new Error('no project');
  return snapshot;
}

/** The offset behind the first `before`. */
function behind(file: string, before: string): number {
  return (TEXTS[file] ?? '').indexOf(before) + before.length;
}

function shown(places: readonly Occurrence[]): readonly string[] {
  return places.map(({ file, span }) => {
    const text = TEXTS[file] ?? '';
    const line = text.slice(0, span.start).split('\n').length;
    return `${file}:${line} ${text.slice(span.start, span.end)}`;
  });
}

function outline(symbols: readonly DocumentSymbol[]): readonly string[] {
  return symbols.map(
    ({ name, children }) => `${name}: ${children.map((child) => child.name).join(' ')}`,
  );
}

/** The Pipfile after what stands behind `before` is renamed; null where nothing can be. */
function renamed(before: string, newName: string): string | null {
  const snapshot = snapshotOf(PIPFILE);
  const target = renameTargetAt(snapshot, behind(PIPFILE, before));
  const edits = target === null ? null : rename(snapshot, target, newName);
  return edits === null ? null : applyEdits(TEXTS[PIPFILE] ?? '', edits.edits.get(PIPFILE) ?? []);
}

/** What is offered at `|`. */
function offered(marked: string): readonly string[] {
  const at = marked.indexOf('|');
  const text = marked.slice(0, at) + marked.slice(at + 1);
  return (complete(snapshotOf(PIPFILE, { [PIPFILE]: text }), at)?.items ?? []).map(
    ({ newText }) => newText,
  );
}

describe('a Pipenv project', () => {
  it('leads from the Pipfile and from Nix to the lock, and back', () => {
    const fromPipfile = definitionsAt(snapshotOf(PIPFILE), behind(PIPFILE, 'print'));
    expect(shown(fromPipfile)).toEqual(['/p/Pipfile.lock:16 printing']);
    const fromNix = definitionsAt(snapshotOf(NIX), behind(NIX, '      print'));
    expect(shown(fromNix)).toEqual(['/p/Pipfile.lock:16 printing']);
    const fromLock = definitionsAt(snapshotOf(LOCK), behind(LOCK, '"print'));
    expect(shown(fromLock)).toEqual(['/p/Pipfile:12 printing']);
  });

  it('knows all that names a package', () => {
    expect(shown(referencesAt(snapshotOf(LOCK), behind(LOCK, '"print'), true))).toEqual([
      '/p/Pipfile:12 printing',
      '/p/Pipfile.lock:16 printing',
      '/p/python.nix:5 printing',
    ]);
    expect(shown(referencesAt(snapshotOf(PIPFILE), behind(PIPFILE, '"pla'), true))).toEqual([
      '/p/Pipfile:13 plain',
      '/p/Pipfile:16 plain',
      '/p/Pipfile.lock:12 plain',
      '/p/Pipfile.lock:22 plain',
    ]);
  });

  it('is outlined by category', () => {
    expect(outline(documentSymbols(snapshotOf(PIPFILE)))).toEqual([
      'packages: printing plain',
      'dev-packages: plain',
      'docs: pages more',
    ]);
    expect(outline(documentSymbols(snapshotOf(LOCK)))).toEqual([
      'default: plain printing',
      'develop: plain',
      'docs: more pages',
    ]);
  });

  it('folds categories and packages of the lock', () => {
    const folded = foldingSpans(snapshotOf(LOCK)).map(
      ({ start, end }) => (TEXTS[LOCK] ?? '').slice(start, end).split(':')[0],
    );
    expect(folded).toEqual([
      '"_meta"',
      '"default"',
      '"develop"',
      '"docs"',
      '"plain"',
      '"printing"',
      '"plain"',
      '"more"',
      '"pages"',
    ]);
  });

  it('selects more and more of the lock', () => {
    const spans = selectionSpans(snapshotOf(LOCK), behind(LOCK, '==2.0'));
    const texts = spans.map(({ start, end }) => (TEXTS[LOCK] ?? '').slice(start, end));
    expect(texts[0]).toBe('"==2.0.1"');
    expect(texts[1]).toBe('"version": "==2.0.1"');
    expect(texts.some((text) => text.startsWith('"printing": {'))).toBe(true);
    expect(texts.at(-1)).toBe(TEXTS[LOCK]);
  });

  it('shows the locked version behind a package', () => {
    const text = TEXTS[PIPFILE] ?? '';
    const hints = inlayHints(snapshotOf(PIPFILE), { start: 0, end: text.length });
    expect(hints.map(({ label }) => label)).toEqual(['2.0.1', '1.5', '1.5', '0.1', '3.0']);
  });

  it('links to PyPI what comes from there', () => {
    const linked = documentLinks(snapshotOf(LOCK)).map(({ to }) =>
      'url' in to ? to.url.split('/').at(-2) : to.file,
    );
    expect(linked).toEqual(['plain', 'printing', 'plain', 'more']);
  });

  it('says the same of a package in the Pipfile and in the lock', () => {
    const texts = [
      [PIPFILE, 'print'],
      [LOCK, '"print'],
      [NIX, '      print'],
    ].map(([file = '', before = '']) => {
      const hovered = hover(snapshotOf(file), behind(file, before));
      return hovered === null ? '' : renderPlainText(hovered);
    });
    expect(texts[0]).toContain('printing 2.0.1 — >=2 ✓');
    expect(texts[0]).toContain('Native libraries  cups');
    expect(texts[1]).toBe(texts[0]);
    expect(texts[2]).toContain('Native libraries  cups');
  });

  it('has no code lens where nothing is certain', () => {
    expect(codeLenses(snapshotOf(PIPFILE))).toEqual([]);
  });
});

describe('renaming in a Pipfile', () => {
  it('keeps the extras of a key', () => {
    const text = renamed('"pla', 'fancy');
    expect(text).toContain('"fancy[extra]" = "*"');
    expect(text).toContain('[dev-packages]\nfancy = "*"');
  });

  it('renames a category in all its headers, and not those of Pipenv', () => {
    const text = renamed('[do', 'manual');
    expect(text).toContain('[manual]\n');
    expect(text).toContain('[manual.more]\n');
    expect(renamed('[dev-pa', 'development')).toBeNull();
  });
});

describe('completion in a Pipfile', () => {
  it.each([
    ['[packages]\npri|', 'printing = "*"'],
    ['[docs]\npri|', 'printing = "*"'],
    ['[packages]\nprinting = "|"', '~=2.0.1'],
    ['[packages]\nprinting = "|"', '*'],
    ['[packages]\nprinting = { version = "|" }', '==2.0.1'],
    ['[packages]\nprinting = { | }', 'index'],
    ['[packages.printing]\n|', 'markers'],
    [`${SOURCES}[packages]\nprinting = { index = "|" }`, 'ours'],
    ['[packages]\nprinting = { markers = "sys|" }', 'sys_platform'],
    ['[packages]\nprinting = { sys_platform = "|" }', "== 'linux'"],
    ['[[source]]\n|', 'verify_ssl'],
    ['[requires]\n|', 'python_version'],
    ['[requires]\npython_version = "|"', '3.11'],
    ['[pipenv]\n|', 'allow_prereleases'],
  ])('offers in %j', (marked, text) => {
    expect(offered(marked)).toContain(text);
  });

  it.each([
    ['[packages]\nprinting = |'],
    ['[scripts]\n|'],
    ['[tool.neat]\n|'],
    ['[packages]\nprinting = { path = "|" }'],
    ['[packages] # |'],
  ])('offers nothing in %j', (marked) => {
    expect(offered(marked)).toEqual([]);
  });

  it("never offers Poetry's caret", () => {
    expect(offered('[packages]\nprinting = "|"').join(' ')).not.toContain('^');
  });
});
