import { statSync } from 'node:fs';
import { byPackage, vulnerabilitiesOf, type Advisory } from '../index/osv.ts';
import type { ReleaseQuestion } from '../index/view.ts';
import type { Vulnerability } from '../project/model.ts';
import { reasonOf } from '../session/system-error.ts';
import type { VulnerabilitySource } from '../session/user-configuration.ts';
import { readDatabase } from '../session/vulnerability-database.ts';
import type { NetworkAccess } from './access.ts';
import { askAdvisories } from './advisories.ts';

/** For each release what is known of it, or a clause why nothing could be asked. */
export type ToldVulnerabilities =
  | { readonly found: readonly (readonly Vulnerability[])[] }
  | { readonly problem: string };

type ByPackage = ReadonlyMap<string, readonly Advisory[]>;

/** What the database or the service that a user names says of releases. */
export class Vulnerabilities {
  readonly #source: VulnerabilitySource;
  readonly #access: () => NetworkAccess;
  #read: { readonly state: string; readonly entries: ByPackage } | null = null;

  /** @param access opens the network, when a service is first asked */
  constructor(source: VulnerabilitySource, access: () => NetworkAccess) {
    this.#source = source;
    this.#access = access;
  }

  /** Never throws. */
  async of(releases: readonly ReleaseQuestion[]): Promise<ToldVulnerabilities> {
    const entries =
      this.#source.kind === 'database'
        ? this.#ofDatabase(this.#source.path)
        : await this.#ofService(this.#source.address, releases);
    if ('problem' in entries) return entries;
    return {
      found: releases.map(({ name, version }) =>
        vulnerabilitiesOf(entries.byPackage.get(name) ?? [], name, version),
      ),
    };
  }

  #ofDatabase(path: string): { readonly byPackage: ByPackage } | { readonly problem: string } {
    try {
      const { mtimeMs, size } = statSync(path);
      const state = `${mtimeMs} ${size}`;
      if (this.#read?.state !== state)
        this.#read = { state, entries: byPackage(readDatabase(path)) };
      return { byPackage: this.#read.entries };
    } catch (error) {
      return { problem: `${path} cannot be read: ${reasonOf(error)}` };
    }
  }

  async #ofService(
    address: string,
    releases: readonly ReleaseQuestion[],
  ): Promise<{ readonly byPackage: ByPackage } | { readonly problem: string }> {
    // The user's own configuration names it: nobody else has to agree.
    const answer = await askAdvisories(this.#access(), address, releases, () =>
      Promise.resolve(false),
    );
    return answer.kind === 'problem'
      ? { problem: answer.problem }
      : { byPackage: byPackage(answer.advisories) };
  }
}
