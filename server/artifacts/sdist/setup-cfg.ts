import type { Evidence } from '../evidence.ts';

/** Reads `setup.cfg` (configparser's format, without interpolation): `setup_requires`, libraries, and where the version is from. */
export function readSetupCfg(text: string, file: string): Evidence[] {
  return optionsOf(text).flatMap(({ section, key, values }): Evidence[] => {
    const words = values.flatMap(({ text: value, line }) =>
      value.split(/[\s,]+/).map((word) => ({ text: word, place: { file, line } })),
    );
    if (section === 'options' && key === 'setup_requires') {
      return values
        .flatMap(({ text: value, line }) => value.split(';;').map((one) => ({ one, line })))
        .filter(({ one }) => one !== '' && !one.startsWith('attr:') && !one.startsWith('file:'))
        .map(({ one, line }) => ({
          kind: 'requirement',
          text: one,
          place: { file, line },
          condition: null,
        }));
    }
    if (section === 'build_ext' && key === 'libraries') {
      return words
        .filter((word) => word.text !== '')
        .map((word) => ({ kind: 'library', name: word.text, place: word.place, condition: null }));
    }
    // A section of the package's own that its setup.py reads.
    if (key === 'libs' && /^_?\w+$/.test(section)) {
      return words
        .filter((word) => /^\w+$/.test(word.text))
        .map((word) => ({
          kind: 'library',
          name: word.text,
          place: word.place,
          condition: `setup.py reads [${section}]`,
        }));
    }
    return [];
  });
}

interface Option {
  readonly section: string;
  readonly key: string;
  readonly values: readonly { readonly text: string; readonly line: number }[];
}

function optionsOf(text: string): Option[] {
  const options: (Option & { readonly values: { text: string; line: number }[] })[] = [];
  let section = '';
  let isOpen = false;
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
    const header = /^\[([^\]]{1,100})\]/.exec(line)?.[1];
    if (header !== undefined) {
      section = header.trim();
      isOpen = false;
      continue;
    }
    if (/^\s/.test(line)) {
      if (isOpen) options.at(-1)?.values.push({ text: trimmed, line: index + 1 });
      continue;
    }
    const separator = /[=:]/.exec(line)?.index ?? -1;
    if (separator === -1) continue;
    const key = line.slice(0, separator).trim().replaceAll('-', '_').toLowerCase();
    const value = line.slice(separator + 1).trim();
    options.push({ section, key, values: value === '' ? [] : [{ text: value, line: index + 1 }] });
    isOpen = true;
  }
  return options;
}
