import type { Pins } from '../pins.ts';
import type { PackageCall } from '../read/package-calls.ts';
import { calleeSpan, packageCalls } from '../read/package-calls.ts';
import type { NixAnalysis } from '../read/read.ts';
import { lookUpAttribute } from '../read/sets.ts';
import type { NixMistake } from './model.ts';
import { hasChange, pinnedOn } from './nixpkgs-date.ts';

/** A Python package that says neither `pyproject` nor `format`, which nixpkgs refuses since NixOS/nixpkgs#421660. */
export function findPythonFormatMissing(analysis: NixAnalysis, pins: Pins): readonly NixMistake[] {
  if (!hasChange(pins, 'pythonFormatRequired')) return [];
  const { resolver } = analysis;
  return packageCalls(analysis)
    .filter(({ argument }) =>
      ['pyproject', 'format'].every(
        (name) => lookUpAttribute(resolver, argument, name).found === 'absent',
      ),
    )
    .map((found) => ({
      file: found.call.scope.file.path,
      span: calleeSpan(found.call),
      message: `${found.call.callee} is given neither pyproject nor format: Nix says ‘does not configure a \`format\`’ (${pinnedOn(pins)}). Set pyproject = true, with the build-system of the package.`,
      package: null,
      fix: keepingSetuptools(found),
    }));
}

/** What was meant before, in words: the default was to run setup.py. */
function keepingSetuptools({ argument: { expr, scope } }: PackageCall): NixMistake['fix'] {
  const first = expr.kind === 'attrs' ? expr.bindings[0] : undefined;
  if (first === undefined) return null;
  const { start } = first.span;
  const { text } = scope.file.tree;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = text.slice(lineStart, start);
  const separator = indent.trim() === '' ? `\n${indent}` : ' ';
  return {
    title: 'Keep building with setup.py (format = "setuptools")',
    edits: [{ span: { start, end: start }, newText: `format = "setuptools";${separator}` }],
  };
}
