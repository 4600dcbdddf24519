/** Where the project lives, for people. */
export const REPOSITORY = 'https://github.com/pyproject-nix-ls/pyproject-nix-ls';

/** The page that explains a diagnostic. */
export function docsUrl(code: string): string {
  return `${REPOSITORY}/blob/main/docs/rules/${encodeURIComponent(code)}.md`;
}
