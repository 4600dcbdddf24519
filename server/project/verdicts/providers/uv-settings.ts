import type { UvBuilds } from '../../../targets/model.ts';
import { whatBuilds } from '../../../targets/build-system-pkgs.ts';
import { isBuildSystem } from '../../../targets/needs.ts';
import { baseName } from '../../inputs/text-file.ts';
import { NO, yesIn, type Provider } from './model.ts';

/** `[tool.uv.extra-build-dependencies]`. */
export function uvSettingsProvider({ extra }: UvBuilds, packageName: string): Provider {
  const own = extra.filter((each) => each.package === packageName);
  return {
    answer({ need }) {
      if (need.kind !== 'build-system' && need.kind !== 'any-build-system') return NO;
      const giving = own.find(({ buildSystems }) =>
        buildSystems.some((name) =>
          need.kind === 'build-system'
            ? isBuildSystem(name, need.attr)
            : whatBuilds(name) !== 'tool',
        ),
      );
      return giving === undefined ? NO : yesIn(giving.file, `${baseName(giving.file)} provides it`);
    },
  };
}
