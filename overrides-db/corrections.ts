import type { Conditions, Fact, Need, Source } from './model.ts';
import type { Correction } from './source-text.ts';

/**
 * Applies hand-made decisions to merged facts, in order. Each leaves its mark:
 * a fact that it sets carries `review` among its sources, with the reference.
 */
export function applyCorrections(
  facts: readonly Fact[],
  corrections: readonly Correction[],
): { facts: Fact[]; notes: string[] } {
  let result = [...facts];
  const notes: string[] = [];
  for (const correction of corrections) {
    if ('note' in correction) notes.push(correction.note);
    else result = apply(result, correction);
  }
  return { facts: result, notes };
}

type SettingCorrection = Extract<Correction, { set: string }>;

function apply(facts: readonly Fact[], correction: SettingCorrection): Fact[] {
  const touched = facts.filter(
    (fact) => concerns(correction, fact.need) && !(correction.package === '*' && isRead(fact)),
  );
  if (correction.set === 'absent') return facts.filter((fact) => !touched.includes(fact));
  const required = correction.set === 'required';
  const likely = correction.likely === undefined ? {} : { likely: correction.likely };
  const source: Source = { id: 'review', ref: correction.reference };
  const isWild = correction.attr === '*' || correction.package === '*';
  const firm: Fact[] =
    touched.length === 0 && !isWild
      ? [
          {
            need: needOf(correction),
            required,
            when: conditionsOf(correction, {}),
            sources: [source],
            ...likely,
          },
        ]
      : joined(touched, correction).map((fact) => ({
          ...fact,
          ...likely,
          required,
          sources: [...fact.sources.filter(({ id }) => id !== 'review'), source],
        }));
  const rest = facts.filter((fact) => !touched.includes(fact));
  return [...rest, ...firm].toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

/** What a package's own files say of it no rule for all packages takes back. */
function isRead({ sources }: Fact): boolean {
  return sources.some(({ id }) => id === 'sdist' || id === 'wheel' || id === 'lab');
}

/** With conditions of its own, a correction replaces those of the facts it touches, one fact for each need, of all their sources. */
function joined(touched: readonly Fact[], correction: SettingCorrection): Fact[] {
  if (correction.when === undefined && correction.as === undefined) return [...touched];
  const byNeed = new Map<string, Fact>();
  for (const fact of touched) {
    const need: Need =
      fact.need.kind === 'native-input' && correction.as !== undefined
        ? { ...fact.need, as: correction.as }
        : fact.need;
    const when = conditionsOf(correction, fact.when);
    const key = correction.when === undefined ? sortKey({ ...fact, need }) : JSON.stringify(need);
    const known = byNeed.get(key);
    const sources = [...(known?.sources ?? []), ...fact.sources];
    byNeed.set(key, { ...(known ?? { ...fact, need, when }), sources });
  }
  return [...byNeed.values()];
}

function concerns({ kind, attr }: SettingCorrection, need: Need): boolean {
  if (need.kind !== kind) return false;
  return attr === undefined || attr === '*' || !('attr' in need) || need.attr === attr;
}

function needOf({ kind, attr, as }: SettingCorrection): Need {
  switch (kind) {
    case 'cargo-hash':
      return { kind };
    case 'native-input':
      return { kind, attr: attr ?? '', as: as ?? 'buildInputs' };
    default:
      return { kind, attr: attr ?? '' };
  }
}

function conditionsOf({ kind, when }: SettingCorrection, fallback: Conditions): Conditions {
  if (when === undefined && Object.keys(fallback).length > 0) return fallback;
  return { ...(kind === 'wheel-library' ? {} : { distribution: 'sdist' }), ...when };
}

function sortKey({ need, required, when }: Fact): string {
  return JSON.stringify([need.kind, 'attr' in need ? need.attr : '', need, !required, when]);
}
