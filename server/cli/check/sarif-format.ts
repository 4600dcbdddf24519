import { relative } from 'node:path/posix';
import { pathToFileURL } from 'node:url';
import { docsUrl, REPOSITORY } from '../../features/docs-url.ts';
import { rules } from '../../rules/registry.ts';
import { sessionCodes } from '../../session/session-findings.ts';
import type { DiagnosticReport } from './report.ts';
import { json, type Printed } from '../printed.ts';
import { visible } from '../../visible.ts';

const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const LEVELS: Readonly<Record<DiagnosticReport['severity'], string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** A SARIF 2.1.0 log of one run. Files are relative to the working directory where they are below it. */
export function formatSarif(
  diagnostics: readonly DiagnosticReport[],
  cwd: string,
  version: string,
): Printed {
  const used = new Set(diagnostics.map(({ code }) => code));
  const described = new Map<string, string>([
    ...rules.map(({ id, summary }) => [id, summary] as const),
    ...Object.entries(sessionCodes),
  ]);
  const ids = [...used].toSorted();
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'pyproject-nix-ls',
            version,
            informationUri: REPOSITORY,
            rules: ids.map((id) => ({
              id,
              shortDescription: { text: described.get(id) ?? id },
              helpUri: docsUrl(id),
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(cwd).href.replace(/\/$/, '')}/` } },
        results: diagnostics.map((each) => result(each, cwd, ids)),
      },
    ],
  };
  return json(log);
}

function result(
  { file, range, severity, code, message }: DiagnosticReport,
  cwd: string,
  ids: readonly string[],
): unknown {
  return {
    ruleId: code,
    ruleIndex: ids.indexOf(code),
    level: LEVELS[severity],
    // A viewer shows it as it is.
    message: { text: visible(message) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifact(file, cwd),
          region: {
            startLine: range.start.line + 1,
            startColumn: range.start.character + 1,
            endLine: range.end.line + 1,
            endColumn: range.end.character + 1,
          },
        },
      },
    ],
  };
}

function artifact(file: string, cwd: string): unknown {
  const path = relative(cwd, file);
  if (path === '' || path.startsWith('..')) return { uri: pathToFileURL(file).href };
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'ROOT' };
}
