import type { Rule } from './model.ts';
import { nixProjectRule } from './nix-mistakes.ts';
import { poetry2nixNowhere, poetry2nixObstacles } from './poetry2nix-obstacles.ts';

export const poetry2nixNotInNixpkgs: Rule = nixProjectRule(
  {
    id: 'poetry2nix-not-in-nixpkgs',
    defaultSeverity: 'warning',
    summary: 'The pinned nixpkgs has no poetry2nix.',
  },
  // Where poetry2nix would not build the project anyway, that is said once for all.
  ({ analysis, pins, project }) =>
    poetry2nixObstacles(project).length > 0 ? [] : poetry2nixNowhere({ analysis, pins }),
);
