import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  settingsTable,
  type SettingDefinition,
} from '../../server/session/settings/settings-table.ts';
import { SETTINGS_SECTION } from '../../server/session/settings/settings.ts';
import { repositoryRoot } from './repository.ts';

interface Manifest {
  readonly contributes: object;
}

const DOCS = 'https://github.com/pyproject-nix-ls/pyproject-nix-ls/blob/main/docs/';

/** The file that `vscodeManifest` keeps up to date. */
export const vscodeManifestFile: string = join(repositoryRoot, 'editors/vscode/package.json');

/** The text of `editors/vscode/package.json`: as it is, with the package's version and the settings of the one table. */
export function vscodeManifest(): string {
  const { version } = readJson(join(repositoryRoot, 'package.json')) as { version: string };
  const manifest = readJson(vscodeManifestFile) as Manifest;
  const contributes = { ...manifest.contributes, configuration: configuration() };
  return `${JSON.stringify({ ...manifest, version, contributes }, null, 2)}\n`;
}

/** VS Code's names are in camelCase, and the table's own names are. */
function configuration(): object {
  const rows = Object.entries<SettingDefinition<unknown>>(settingsTable);
  return {
    title: SETTINGS_SECTION,
    properties: {
      ...Object.fromEntries(
        rows.map(([name, row]) => [`${SETTINGS_SECTION}.${name}`, property(row)]),
      ),
      [`${SETTINGS_SECTION}.trace.server`]: {
        enum: ['messages', 'compact', 'verbose'],
        default: 'messages',
        markdownDescription:
          'How much of each message between editor and server the log shows while its level is Trace.',
      },
    },
  };
}

function property({
  schema,
  summary,
  defaultValue,
  ofMachine,
}: SettingDefinition<unknown>): object {
  const markdownDescription = summary.replaceAll('](', `](${DOCS}`);
  const value = defaultValue instanceof Map ? Object.fromEntries(defaultValue) : defaultValue;
  const scope = ofMachine === true ? { scope: 'machine' } : {};
  return { ...schema, default: value, markdownDescription, ...scope };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
