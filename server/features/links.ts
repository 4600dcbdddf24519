import { fileOf } from '../manifests/file-of.ts';
import type { Manifest } from '../manifests/model.ts';
import { ignoreComments } from '../project/ignore-comment.ts';
import { namedIncludes } from '../project/includes.ts';
import { isRequirements } from '../project/read.ts';
import type { Span } from '../text.ts';
import { docsUrl } from './docs-url.ts';
import type { Snapshot } from './model.ts';

/** A part of a document that leads to a page or a file. */
export interface DocumentLink {
  readonly span: Span;
  /** The file is an absolute path. */
  readonly to: { readonly url: string } | { readonly file: string };
  readonly tooltip: string;
}

/** Packages lead to PyPI, includes to their files, codes in ignore comments to what they mean. */
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
        ...includes(manifest),
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
    to: { url: `https://pypi.org/project/${encodeURIComponent(name)}/` },
    tooltip: `${name} on PyPI`,
  };
}

function includes(manifest: Manifest): readonly DocumentLink[] {
  if (!isRequirements(manifest)) return [];
  return namedIncludes(manifest).map(({ path, include }) => ({
    span: include.span,
    to: { file: path },
    tooltip: path,
  }));
}

function codes({ source, file }: Snapshot): readonly DocumentLink[] {
  return [...ignoreComments(file, source).values()].flatMap(({ codes: named, span }) => {
    if (named === 'all') return [];
    const comment = source.text.slice(span.start, span.end);
    return [...named].flatMap((code) => {
      const at = comment.indexOf(code, comment.indexOf('['));
      if (code === '' || at === -1) return [];
      const start = span.start + at;
      const tooltip = `What ${code} means`;
      return [{ span: { start, end: start + code.length }, to: { url: docsUrl(code) }, tooltip }];
    });
  });
}
