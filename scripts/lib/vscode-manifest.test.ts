import { expect, it } from 'vitest';
import { vscodeManifest, vscodeManifestFile } from './vscode-manifest.ts';

it('editors/vscode/package.json has the version of the package and the settings of the table', async () => {
  await expect(vscodeManifest()).toMatchFileSnapshot(vscodeManifestFile);
});
