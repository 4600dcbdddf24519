import type { TomlTable } from '../toml/model.ts';
import type { BuildSystem } from './model.ts';
import { readRequirements } from './requirement-dependency.ts';
import { asText, valueOf } from './toml-access.ts';

/**
 * Reads `[build-system]` (PEP 518, PEP 517). Its absence means setuptools' legacy back end, and a
 * missing `build-backend` too; that is for who asks to say.
 */
export function readBuildSystem(table: TomlTable): BuildSystem {
  return {
    span: table.headerSpans[0] ?? table.span,
    requires: readRequirements(valueOf(table, 'requires'), 'pep508', {
      origin: 'build-system',
      group: 'main',
      extra: null,
    }),
    backend: asText(valueOf(table, 'build-backend')),
  };
}
