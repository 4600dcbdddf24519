import type { Pins } from '../pins.ts';
import { packageCalls } from '../read/package-calls.ts';
import type { NixAnalysis } from '../read/read.ts';
import { attrNameText } from '../resolve/scope.ts';
import type { NixMistake } from './model.ts';
import { hasChange, pinnedOn } from './nixpkgs-date.ts';

const OLD = 'pytestFlagsArray';
const NEW = 'pytestFlags';

/** `pytestFlagsArray` of a Python package, which throws since nixpkgs 26.05. */
export function findPytestFlagsArrayRemoved(
  analysis: NixAnalysis,
  pins: Pins,
): readonly NixMistake[] {
  if (!hasChange(pins, 'pytestFlagsArrayRemoved')) return [];
  return packageCalls(analysis).flatMap(({ argument: { expr, scope } }) => {
    if (expr.kind !== 'attrs') return [];
    return expr.bindings.flatMap((item): readonly NixMistake[] => {
      const [name, ...more] = item.kind === 'binding' ? item.path.names : [];
      if (name === undefined || more.length > 0 || attrNameText(name, scope) !== OLD) return [];
      return [
        {
          file: scope.file.path,
          span: name.span,
          message: `nixpkgs refuses ${OLD} since 26.05 (${pinnedOn(pins)}): ${NEW} takes the flags of pytest, enabledTestPaths and enabledTests what it runs.`,
          package: null,
          fix: { title: `Use ${NEW}`, edits: [{ span: name.span, newText: NEW }] },
        },
      ];
    });
  });
}
