import { relative } from 'node:path/posix';
import type { DiagnosticReport } from './report.ts';
import { joined, line, type Printed } from '../printed.ts';

const COMMANDS: Readonly<Record<DiagnosticReport['severity'], string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** GitHub's workflow commands, one a line: it shows them on the changed lines of a pull request. */
export function formatGithub(diagnostics: readonly DiagnosticReport[], cwd: string): Printed {
  return joined(
    diagnostics.map(({ file, range, severity, code, message }) => {
      const properties = [
        `file=${escapeProperty(relative(cwd, file))}`,
        `line=${range.start.line + 1}`,
        `endLine=${range.end.line + 1}`,
        `col=${range.start.character + 1}`,
        `endColumn=${range.end.character + 1}`,
        `title=${escapeProperty(code)}`,
      ];
      return line`::${COMMANDS[severity]} ${properties.join(',')}::${escapeData(message)}\n`;
    }),
  );
}

/** As `@actions/core` escapes the text of a command. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
