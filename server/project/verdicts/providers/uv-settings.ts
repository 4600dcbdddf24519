import type { Need } from '../../../../overrides-db/model.ts';
import type { TargetUse } from '../../../nix/api.ts';
import type { UvBuilds } from '../../../targets/model.ts';
import { whatBuilds } from '../../../targets/build-system-pkgs.ts';
import { isBuildSystem } from '../../../targets/needs.ts';
import { baseName } from '../../inputs/text-file.ts';
import { maybe, NO, yesIn, type Provider } from './model.ts';

/** What `[tool.uv]` gives builds: `extra-build-dependencies`, `extra-build-variables`, `config-settings`. */
export function uvSettingsProvider(settings: UvBuilds, packageName: string): Provider {
  const own = settings.extra.filter((each) => each.package === packageName);
  const variables = settings.variables.filter((each) => each.package === packageName);
  const [configured] = settings.configured.filter(
    (each) => each.package === null || each.package === packageName,
  );
  return {
    answer({ need }) {
      const giving =
        own.find(({ buildSystems }) => givesBuildSystem(buildSystems, need)) ??
        variables.find(({ names }) => need.kind === 'environment' && names.includes(need.name));
      if (giving !== undefined) return yesIn(giving.file, `${baseName(giving.file)} provides it`);
      // Variables and options turn parts of packages off (`jpeg=disable` of Pillow).
      const telling = variables[0] ?? configured;
      return telling !== undefined && need.kind === 'native-input'
        ? maybe(`${baseName(telling.file)} configures its build`)
        : NO;
    },
  };
}

function givesBuildSystem(names: readonly string[], need: Need): boolean {
  if (need.kind === 'build-system') return names.some((name) => isBuildSystem(name, need.attr));
  return need.kind === 'any-build-system' && names.some((name) => whatBuilds(name) !== 'tool');
}

/** What the `config` of `loadWorkspace` puts in place of such settings, which is not read. */
export function workspaceConfigProvider({
  workspaceConfig,
  file,
}: Pick<TargetUse, 'workspaceConfig' | 'file'>): Provider {
  const [key] = workspaceConfig?.hides ?? [];
  return {
    answer: ({ need }) =>
      key === undefined || need.kind === 'wheel-library' || need.kind === 'ignored-library'
        ? NO
        : maybe(`the config of loadWorkspace in ${baseName(file)} may set ${key}`),
  };
}
