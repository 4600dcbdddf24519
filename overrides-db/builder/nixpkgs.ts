import { canonicalAttr } from '../attributes.ts';
import type { InputList } from '../model.ts';
import type { SourceFact } from '../source-text.ts';
import { normalizeName, type FactsSet } from './facts-text.ts';

/** What `corepkgs.nix` prints: attributes, or `?name` where a derivation's name is no attribute. */
export type EvaluatedSet = Readonly<
  Record<
    string,
    { readonly version: string | null } & Readonly<Record<InputList, readonly string[]>>
  >
>;

const LISTS = ['buildInputs', 'nativeBuildInputs', 'propagatedBuildInputs'] as const;

/** What recipes take that says nothing of the package: hooks and tools for its tests and manuals. */
const INCIDENTAL = /^(?:\?.*|installShellFiles|glibcLocales|unzip|which|git|gcc)$/;

/** A package set that was evaluated whole: a package without native inputs is told as such. */
export function importEvaluated(set: EvaluatedSet): FactsSet['packages'] {
  const packages = new Map<string, readonly SourceFact[]>();
  for (const [written, inputs] of Object.entries(set)) {
    if (/_\d+$/.test(written)) continue;
    packages.set(
      normalizeName(written),
      LISTS.flatMap((as) => factsOf(inputs[as], as)),
    );
  }
  return packages;
}

/** The shape of the 2018 evaluation: only packages with native inputs, lists by short names. */
export type OldSet = Readonly<
  Record<string, Partial<Readonly<Record<'bi' | 'nbi' | 'pbi', readonly string[]>>>>
>;

/** nixpkgs of 2018. It says which packages are compiled against what, in an old state of both. */
export function importOld(set: OldSet): FactsSet['packages'] {
  const packages = new Map<string, readonly SourceFact[]>();
  for (const [written, { bi = [], nbi = [], pbi = [] }] of Object.entries(set)) {
    const facts = [
      ...factsOf(bi, 'buildInputs'),
      ...factsOf(nbi, 'nativeBuildInputs'),
      ...factsOf(pbi, 'propagatedBuildInputs'),
    ];
    if (facts.length > 0) packages.set(normalizeName(written), facts);
  }
  return packages;
}

function factsOf(attrs: readonly string[], as: InputList): SourceFact[] {
  return attrs.flatMap((written): SourceFact[] => {
    const name = written.replace(/^\?/, '');
    const known = canonicalAttr(name) !== name;
    if (!known && INCIDENTAL.test(written)) return [];
    return [{ kind: 'native-input', attr: name, as }];
  });
}
