import type { BundledPackage } from './bundled-packages.ts';

/** What a bill of materials is of: the fields of `package.json` that name it. */
export interface Subject {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** `package-lock.json`, as far as it tells what was installed. */
export interface PackageLock {
  readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
}

/**
 * The bill of materials of a bundle (CycloneDX 1.6, JSON): which package of which version is in it, under
 * which licence, and the hash of the archive that it was installed from. It names neither a time nor a
 * serial number, so that a bundle that is built again has the same.
 */
export function sbom(
  subject: Subject,
  packages: readonly BundledPackage[],
  { packages: locked }: PackageLock,
): string {
  const own = componentOf('application', subject);
  const components = packages.map((each) => ({
    ...componentOf('library', each),
    hashes: hashesOf(locked[each.path]?.integrity ?? null),
  }));
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: own },
    components,
    dependencies: [
      { ref: own['bom-ref'], dependsOn: components.map((each) => each['bom-ref']) },
      ...components.map((each) => ({ ref: each['bom-ref'] })),
    ],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

function componentOf(
  type: 'application' | 'library',
  { name, version, license }: Pick<BundledPackage, 'name' | 'version' | 'license'>,
) {
  const [, group, base] = /^(@[^/]+)\/(.+)$/.exec(name) ?? [null, null, name];
  const purl = `pkg:npm/${group == null ? '' : `${encodeURIComponent(group)}/`}${base}@${version}`;
  return {
    type,
    'bom-ref': purl,
    ...(group == null ? {} : { group }),
    name: base ?? name,
    version,
    purl,
    licenses: license === null ? [] : [licenceOf(license)],
  };
}

/** An identifier of SPDX stands as one, anything longer as an expression. */
function licenceOf(license: string) {
  return /^[\w.-]+$/.test(license) ? { license: { id: license } } : { expression: license };
}

/** npm writes `sha512-` and base64; CycloneDX wants hex digits. */
function hashesOf(integrity: string | null) {
  const base64 = /^sha512-([\w+/=]+)$/.exec(integrity ?? '')?.[1];
  if (base64 === undefined) return [];
  return [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }];
}
