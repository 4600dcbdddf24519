/**
 * Manifests and locks, by name: the language that other extensions give them differs. The same
 * files have a role in `server/session/file-roles.ts`.
 */
export const PROJECT_FILE_GLOB =
  '**/{pyproject.toml,poetry.lock,uv.lock,pdm.lock,pylock.toml,pylock.*.toml,*.py.lock,Pipfile,Pipfile.lock,*requirements*.txt,*requirements*.in,*constraints*.txt,*constraints*.in,requirements/*.txt,requirements/*.in}';

/** What builds a project, or something else. */
export const NIX_FILE_GLOB = '**/*.nix';
