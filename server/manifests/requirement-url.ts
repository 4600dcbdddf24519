import type { Span } from '../text.ts';
import type { DependencyForm, DirectReference } from './model.ts';

/** What a PEP 508 URL refers to. `span` is that of the URL. */
export function readUrl(
  url: string,
  span: Span,
): { readonly form: DependencyForm; readonly reference: DirectReference } {
  const { base, subdirectory } = splitFragment(url);
  if (/^git(?:\+|:)/i.test(base)) {
    const { location, revision } = splitRevision(base.replace(/^git\+/i, ''));
    return {
      form: 'git',
      reference: {
        location,
        span,
        revision: revision === null ? null : { kind: 'rev', text: revision, span },
        subdirectory,
        develop: false,
      },
    };
  }
  const form = formOf(base);
  return {
    form,
    reference: { location: base, span, revision: null, subdirectory, develop: false },
  };
}

function formOf(url: string): DependencyForm {
  if (/^https?:/i.test(url)) return 'url';
  return /\.(?:whl|zip|tgz|tar|tar\.(?:gz|bz2|xz|Z))$/.test(url) ? 'file' : 'path';
}

function splitFragment(url: string): {
  readonly base: string;
  readonly subdirectory: string | null;
} {
  const hash = url.indexOf('#');
  if (hash === -1) return { base: url, subdirectory: null };
  const parameters = url.slice(hash + 1).split('&');
  const prefix = 'subdirectory=';
  const found = parameters.find((each) => each.startsWith(prefix));
  return { base: url.slice(0, hash), subdirectory: found?.slice(prefix.length) ?? null };
}

/** The revision stands behind an `@` of the path; one before it belongs to `user@host`. */
function splitRevision(url: string): {
  readonly location: string;
  readonly revision: string | null;
} {
  const at = url.lastIndexOf('@');
  const pathStart = url.indexOf('/', url.indexOf('://') + 3);
  if (at === -1 || at < pathStart || pathStart === -1) return { location: url, revision: null };
  return { location: url.slice(0, at), revision: url.slice(at + 1) };
}
