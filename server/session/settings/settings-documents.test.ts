import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { settingsPage, settingsSchema } from './settings-documents.ts';

const docs = (name: string): string =>
  fileURLToPath(new URL(`../../../docs/${name}`, import.meta.url));

// The committed files are what the table says; `npm run test:update` writes them anew.
describe('what is made from the table of settings', () => {
  it('is the schema', async () => {
    const text = `${JSON.stringify(settingsSchema(), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(docs('settings.schema.json'));
  });

  it('is the page', async () => {
    await expect(settingsPage()).toMatchFileSnapshot(docs('settings.md'));
  });
});
