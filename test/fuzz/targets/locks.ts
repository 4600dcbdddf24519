import type { Lock } from '../../../server/locks/model.ts';
import { readPdmLock } from '../../../server/locks/pdm.ts';
import { readPipfileLock } from '../../../server/locks/pipfile-lock.ts';
import { readPoetryLock } from '../../../server/locks/poetry.ts';
import { readPylock } from '../../../server/locks/pylock.ts';
import { readUvLock } from '../../../server/locks/uv.ts';
import { parseToml } from '../../../server/toml/parse.ts';
import { choice, textOf } from '../input.ts';
import { requireSpansInside } from '../invariants.ts';

/** Any text is read as each kind of lock, and everything can be asked of it. */
export function fuzz(data: Uint8Array): void {
  const [read, rest] = choice<(text: string) => Lock>(data, [
    (text) => readPoetryLock('/p/poetry.lock', parseToml(text)),
    (text) => readUvLock('/p/uv.lock', parseToml(text)),
    (text) => readPdmLock('/p/pdm.lock', parseToml(text)),
    (text) => readPylock('/p/pylock.toml', parseToml(text)),
    (text) => readPipfileLock('/p/Pipfile.lock', text),
  ]);
  const text = textOf(rest);
  const lock = read(text);
  for (const locked of lock.packages) {
    const { span, headerSpan, nameSpan, versionSpan, pythonVersionsSpan } = locked;
    const { parsedVersion, files, dependencies, optional, groups, markers, source, extras } =
      locked;
    const spans = [span, headerSpan, nameSpan, versionSpan, pythonVersionsSpan];
    requireSpansInside(spans, text.length, 'place of a package');
    requireSpansInside(
      [parsedVersion, files, dependencies, optional, groups, markers, source, extras],
      text.length,
      'part of a package',
    );
  }
}
