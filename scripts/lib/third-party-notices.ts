import type { BundledPackage } from './bundled-packages.ts';

/** The text of `THIRD-PARTY-NOTICES.txt`: name, version, licence and licence text of every package in the bundle of `name`. */
export function thirdPartyNotices(name: string, packages: readonly BundledPackage[]): string {
  const sections = packages.map((each) => {
    const heading = `${each.name} ${each.version} (${each.license ?? 'see below'})`;
    return `${heading}\n${'-'.repeat(heading.length)}\n${each.licenceText.trim()}\n`;
  });
  return [`${name} bundles the following packages.\n`, ...sections].join('\n');
}
