import { fileOf } from '../manifests/file-of.ts';
import { readIgnoreComment } from '../project/ignore-comment.ts';
import type { Span } from '../text.ts';
import { docsUrl } from './docs-url.ts';
import type { Snapshot } from './model.ts';

/** A part of a document that leads to a page. */
export interface DocumentLink {
  readonly span: Span;
  readonly url: string;
  readonly tooltip: string;
}

/** Packages lead to PyPI, codes in ignore comments to what they mean. */
export function documentLinks(snapshot: Snapshot): readonly DocumentLink[] {
  const { role, file, projects } = snapshot;
  const [{ manifest, lock }] = projects;
  switch (role) {
    case 'manifest': {
      const names = manifest.dependencies.filter(
        (dependency) =>
          fileOf(manifest, dependency) === file &&
          (dependency.form === 'version' || dependency.form === 'options-only'),
      );
      return [
        ...names.map(({ nameSpan, normalized }) => pypi(nameSpan, normalized)),
        ...codes(snapshot),
      ];
    }
    case 'lock': {
      const fromPypi = (lock?.packages ?? []).filter(({ source }) => source === null);
      return fromPypi.map(({ nameSpan, name }) => pypi(nameSpan, name));
    }
    case 'nix': {
      const entries = projects.flatMap(({ uses }) =>
        uses.flatMap(({ overrides }) => overrides.entries),
      );
      const here = entries.filter((entry) => entry.file === file);
      return [
        ...here.map(({ nameSpan, normalized }) => pypi(nameSpan, normalized)),
        ...codes(snapshot),
      ];
    }
  }
}

function pypi(span: Span, name: string): DocumentLink {
  return {
    span,
    url: `https://pypi.org/project/${encodeURIComponent(name)}/`,
    tooltip: `${name} on PyPI`,
  };
}

function codes({ source: { text, lines } }: Snapshot): readonly DocumentLink[] {
  const links: DocumentLink[] = [];
  // A long file rarely has one: looked for as text before any line is taken apart.
  for (let at = text.indexOf('pyproject-nix-ls:'); at !== -1;) {
    const { line } = lines.positionAt(at);
    const start = lines.lineStart(line);
    const content = text.slice(start, lines.lineEnd(line));
    const comment = readIgnoreComment(content);
    if (comment !== null && comment.codes !== 'all')
      for (const code of comment.codes) {
        const offset = content.indexOf(code, comment.start);
        if (code !== '' && offset !== -1)
          links.push({
            span: { start: start + offset, end: start + offset + code.length },
            url: docsUrl(code),
            tooltip: `What ${code} means`,
          });
      }
    at = text.indexOf('pyproject-nix-ls:', lines.lineEnd(line));
  }
  return links;
}
