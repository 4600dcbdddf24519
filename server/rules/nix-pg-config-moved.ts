import { findPgConfigMoved } from '../nix/api.ts';
import type { Rule } from './model.ts';
import { nixRule } from './nix-mistakes.ts';

export const pgConfigMoved: Rule = nixRule(
  {
    id: 'pg-config-moved',
    defaultSeverity: 'warning',
    summary: '`postgresql` no longer has the `pg_config` that a build asks for.',
  },
  ({ analysis, pins }) => findPgConfigMoved(analysis, pins),
);
