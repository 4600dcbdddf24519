import { fileOf } from '../manifests/file-of.ts';
import type { Manifest } from '../manifests/model.ts';
import { asText, tableAt, valueOf } from '../manifests/toml-access.ts';
import { ignoreComments } from '../project/ignore-comment.ts';
import { namedIncludes } from '../project/inputs/includes.ts';
import { isRequirements } from '../project/inputs/read.ts';
import { tomlOf } from '../project/inputs/text-file.ts';
import type { Project } from '../project/model.ts';
import { isValidName } from '../python/names.ts';
import type { Span } from '../text.ts';
import { docsUrl } from './docs-url.ts';
import { nixpkgsAttributes } from './nixpkgs-links.ts';
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
          (dependency.form === 'version' || dependency.form === 'options-only') &&
          isValidName(dependency.name),
      );
      return [
        ...names.map(({ nameSpan, normalized }) => pypi(nameSpan, normalized)),
        ...addresses(projects[0], snapshot),
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
        ...nixpkgsAttributes(snapshot.source.text, here).map(({ attr, span }) => ({
          span,
          to: {
            url: `https://search.nixos.org/packages?channel=unstable&show=${attr}&query=${attr}`,
          },
          tooltip: `${attr} in nixpkgs, with its source`,
        })),
        ...codes(snapshot),
      ];
    }
  }
}

/** Where a project and its dependencies live: homepage, repository, and whatever else `urls` names. */
function addresses(
  { manifest, input }: Project,
  { file, source }: Snapshot,
): readonly DocumentLink[] {
  const root = tomlOf(input.manifest)?.root;
  const tables = [
    ['project', 'urls'],
    ['tool', 'poetry', 'urls'],
  ].flatMap((path) => (root === undefined ? [] : (tableAt(root, ...path) ?? [])));
  const poetry = root === undefined ? null : tableAt(root, 'tool', 'poetry');
  const texts = [
    ...tables.flatMap(({ entries }) => [...entries.values()].map(({ value }) => asText(value))),
    ...['homepage', 'repository', 'documentation'].map((key) => asText(valueOf(poetry, key))),
    ...manifest.dependencies
      .filter((dependency) => fileOf(manifest, dependency) === file)
      .map(({ reference }) =>
        reference === null ? null : { text: reference.location, span: reference.span },
      ),
  ];
  return texts.flatMap((each) => {
    if (each === null || !/^https?:\/\/\S+$/.test(each.text)) return [];
    const { text: url, span } = each;
    return source.text.slice(span.start, span.end) === url
      ? [{ span, to: { url }, tooltip: url }]
      : [];
  });
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
