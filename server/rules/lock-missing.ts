import type { Rule } from './model.ts';
import { dependenciesAnchor } from './anchors.ts';

export const lockMissing: Rule = {
  id: 'lock-missing',
  defaultSeverity: 'warning',
  summary: 'A Nix file builds the project from a lock that is not there.',
  *check(project) {
    const { manifest, uses } = project;
    const use = uses.find(({ target }) => target === 'poetry2nix' || target === 'uv2nix');
    if (project.lockFile !== null || use === undefined) return;
    const [lock, command] =
      use.target === 'uv2nix' ? ['uv.lock', 'uv lock'] : ['poetry.lock', 'poetry lock'];
    yield {
      file: manifest.file,
      span: dependenciesAnchor(project),
      message: `${use.callee} reads ${lock}, which is not there. Run \`${command}\`.`,
    };
  },
};
