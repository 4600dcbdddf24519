import type { LockOverlayReading } from '../../nix/api.ts';
import { markerEnvironment } from '../../python/environment.ts';
import { parseInterpreter } from '../../python/interpreter.ts';
import type { Marker } from '../../python/marker.ts';
import { evaluateMarker, evaluateWith, parseMarker } from '../../python/marker.ts';
import type { MarkerEnvironment } from '../../python/model.ts';
import type { ConflictChoice } from '../../targets/conflicts.ts';
import type { BuildSettings } from '../../targets/model.ts';

/** What a use sets of the environment of markers, beside interpreter and system. */
export interface MarkerChoices {
  readonly overlay?: Pick<LockOverlayReading, 'variables' | 'variablesAreKnown'> | undefined;
  /** Which of extras that exclude each other are taken; null where it is not known. */
  readonly conflicts: ConflictChoice | null;
}

/** Evaluates markers in every environment that is in question; each text once. */
export class MarkerConditions {
  readonly #environments: readonly MarkerEnvironment[];
  readonly #choices: MarkerChoices;
  readonly #answers = new Map<string, readonly (boolean | null)[] | null>();

  constructor({ pythons, systems }: BuildSettings, choices: MarkerChoices = { conflicts: null }) {
    this.#choices = choices;
    const set = Object.fromEntries(choices.overlay?.variables ?? []);
    // Which patch release is built is not known: markers on it must hold for the first and a late one.
    this.#environments = pythons
      .flatMap((each) => parseInterpreter(each) ?? [])
      .flatMap(({ python, implementation }) =>
        [`${python}.0`, `${python}.99`].flatMap((version) =>
          systems.map((system) => ({
            ...markerEnvironment(system, version, implementation),
            ...set,
          })),
        ),
      );
  }

  /** Whether the marker holds in all environments; false where it cannot be read. */
  always(marker: string | null): boolean {
    if (marker === null) return true;
    const answers = this.#answersFor(marker);
    return answers !== null && answers.length > 0 && answers.every((answer) => answer === true);
  }

  /** Whether the marker may hold in one environment; true where it cannot be read. */
  ever(marker: string | null): boolean {
    if (marker === null) return true;
    const answers = this.#answersFor(marker);
    return answers === null || answers.length === 0 || answers.some((answer) => answer !== false);
  }

  #answersFor(text: string): readonly (boolean | null)[] | null {
    const known = this.#answers.get(text);
    if (known !== undefined) return known;
    const marker = parseMarker(text);
    const answers =
      'problem' in marker
        ? null
        : this.#environments.map((environment) => this.#evaluate(marker, environment));
    this.#answers.set(text, answers);
    return answers;
  }

  #evaluate(marker: Marker, environment: MarkerEnvironment): boolean | null {
    const { overlay, conflicts } = this.#choices;
    if (overlay === undefined && conflicts === null) return evaluateMarker(marker, environment);
    return evaluateWith(marker, environment, ({ variable, operator, value }) => {
      const excluding = variable === 'extra' ? (conflicts?.(value) ?? null) : null;
      if (excluding !== null && operator === '==') return excluding;
      if (excluding !== null && operator === '!=') return !excluding;
      return overlay !== undefined && !isKnown(overlay, variable) ? null : undefined;
    });
  }
}

function isKnown(
  { variables, variablesAreKnown }: NonNullable<MarkerChoices['overlay']>,
  variable: string,
): boolean {
  return variables.has(variable) ? variables.get(variable) !== null : variablesAreKnown;
}
