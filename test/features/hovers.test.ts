import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundledKnowledge } from '../../overrides-db/testing.ts';
import { codeActions } from '../../server/features/code-actions/code-actions.ts';
import { hover } from '../../server/features/hover/hover.ts';
import { renderPlainText } from '../../server/features/hover/render.ts';
import { Session } from '../../server/session/session.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { PLACES, type HoverPlace } from './hover-places.ts';

/** How a hover is shown by an editor that takes plain text, with the titles of what is offered there. */
function shown({ title, files, at, file }: HoverPlace): string {
  const session = new Session(
    new MemoryFileSystem({ '/p/.git/HEAD': '', ...files }),
    bundledKnowledge(),
  );
  const path = join('/p', file ?? 'pyproject.toml');
  const snapshot = session.snapshot(path);
  const offset = files[path]?.indexOf(at) ?? -1;
  if (snapshot === null || offset < 0) throw new Error(`${title}: there is no ${at} in ${path}`);
  const found = hover(snapshot, offset + 1);
  const offered = codeActions(snapshot, {
    span: { start: offset + 1, end: offset + 1 },
    codes: new Set(),
    wants: (kind) => kind !== 'source.fixAll.pyproject-nix-ls',
  });
  return [
    `## ${title}`,
    '',
    '```text',
    found === null ? 'nothing' : renderPlainText(found),
    '```',
    '',
    ...offered.map((action) => `- ${action.title}`),
    '',
  ].join('\n');
}

it('reads like a page', async () => {
  const page = `# Hovers of real packages\n\nWhat is said, and what is offered.\n\n${PLACES.map(shown).join('\n')}`;
  await expect(page).toMatchFileSnapshot('hovers.md');
});
