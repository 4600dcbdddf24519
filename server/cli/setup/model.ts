/** What has to be in one file of an editor's configuration. */
export interface Part {
  /** Where it goes, absolute: a path of ours. */
  readonly file: string;
  /** How a file that is there already gets it. */
  readonly as:
    | { readonly kind: 'own-file' }
    /** At the end, unless the file names it already: `mark` is what it would be named by. */
    | { readonly kind: 'lines'; readonly mark: string }
    /** `[language-server.…]` and `[[language]]` of Helix. */
    | { readonly kind: 'helix-languages' }
    /** Settings, each whole at `depth` keys from the outside; lists there gain what they lack. */
    | { readonly kind: 'json'; readonly depth: number };
  readonly text: string;
}

/** What is done for one editor. */
export interface Setup {
  /** A sentence or more on what goes where, and on what the user does by hand. */
  readonly about: readonly string[];
  readonly parts: readonly Part[];
}

/** What becomes of a file that is there. */
export type Merged =
  | { readonly outcome: 'merged'; readonly text: string }
  /** All is there. */
  | { readonly outcome: 'unchanged' }
  /** Something else stands in the way; `why` is a clause behind the file's name. */
  | { readonly outcome: 'refused'; readonly why: string };

export const UNCHANGED: Merged = { outcome: 'unchanged' };

export function refused(why: string): Merged {
  return { outcome: 'refused', why };
}
