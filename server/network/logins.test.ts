import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { UserPlace } from '../session/user-folders.ts';
import { Hosts } from './hosts.ts';
import { Logins } from './logins.ts';
import { userIndexes } from './user-indexes.ts';

/** A user with these files in their home. */
function userWith(
  files: Readonly<Record<string, string>>,
  environment: UserPlace['environment'] = {},
): UserPlace & { readonly home: string } {
  const home = mkdtempSync(join(tmpdir(), 'logins-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  return { home, platform: 'linux', environment: { PATH: join(home, 'bin'), ...environment } };
}

/** What this user's tools would send to an address. */
async function loginFor(
  user: UserPlace,
  address: string,
  called: string | null = null,
  ownHosts: readonly string[] = [],
): Promise<string | null> {
  const { logins, hosts } = userIndexes(user);
  const all = new Logins(logins, new Hosts([...hosts, ...ownHosts]));
  all.called(called, address);
  const login = await all.of(new URL(address));
  return login === null ? null : `${login.user}:${login.password}`;
}

const INDEX = 'https://index.example.org/simple/';

describe('the logins of a user', () => {
  it('are those that uv has kept, whose services are the user’s own word too', async () => {
    const user = userWith({
      '.local/share/uv/credentials/credentials.toml':
        '[[credential]]\nservice = "https://index.example.org/"\nusername = "me"\nscheme = "basic"\npassword = "word"\n',
    });
    expect(await loginFor(user, INDEX)).toBe('me:word');
    expect(userIndexes(user).hosts).toEqual(['index.example.org']);
    expect(await loginFor(user, 'https://other.example.org/')).toBeNull();
  });

  it('are those of Poetry by the name of a source, for hosts that the user has named alone', async () => {
    const user = userWith({
      '.config/pypoetry/auth.toml':
        '[http-basic.our-index]\nusername = "me"\npassword = "word"\n\n[pypi-token]\npypi = "x"\n',
    });
    expect(await loginFor(user, INDEX, 'our-index', ['index.example.org'])).toBe('me:word');
    // A stranger's project may call its own host so.
    expect(await loginFor(user, 'https://evil.example.org/', 'our-index')).toBeNull();
    expect(await loginFor(user, INDEX, 'other', ['index.example.org'])).toBeNull();
    expect(await loginFor(user, INDEX, null, ['index.example.org'])).toBeNull();
  });

  it.each(['UV_INDEX_OUR_INDEX', 'POETRY_HTTP_BASIC_OUR_INDEX'])(
    'are those of %s_USERNAME',
    async (prefix) => {
      const variables = { [`${prefix}_USERNAME`]: 'me', [`${prefix}_PASSWORD`]: 'word' };
      const user = userWith({}, variables);
      expect(await loginFor(user, INDEX, 'our.index', ['index.example.org'])).toBe('me:word');
      expect(await loginFor(user, 'https://evil.example.org/', 'our.index')).toBeNull();
    },
  );

  it('are none of files that cannot be read', async () => {
    const user = userWith({
      '.config/pypoetry/auth.toml': '[http-basic\n',
      '.local/share/uv/credentials/credentials.toml': 'credential = [1, {service = 2}]\n',
    });
    expect(await loginFor(user, INDEX, 'our-index', ['index.example.org'])).toBeNull();
  });
});

const PIP = '[global]\nindex-url = https://me@index.example.org/simple/\n';

/** A user whose keyring writes down what it is asked. */
function withKeyring(
  pip: string,
  environment: UserPlace['environment'] = {},
  script = 'echo word',
): ReturnType<typeof userWith> {
  const user = userWith(
    {
      '.config/pip/pip.conf': pip,
      'bin/keyring': `#!/bin/sh\necho "$@" >> "$0.log"\n${script}\n`,
    },
    environment,
  );
  chmodSync(join(user.home, 'bin/keyring'), 0o755);
  return user;
}

function askedOf({ home }: { readonly home: string }): string {
  try {
    return readFileSync(join(home, 'bin/keyring.log'), 'utf8');
  } catch {
    return '';
  }
}

describe.skipIf(process.platform === 'win32')('the keyring', () => {
  it.each([
    ['pip’s file', `${PIP}keyring-provider = subprocess\n`, {}],
    ['pip’s variable', PIP, { PIP_KEYRING_PROVIDER: 'subprocess' }],
    ['uv’s variable', PIP, { UV_KEYRING_PROVIDER: 'subprocess' }],
  ])(
    'is asked where %s says so, by the address that has no password',
    async (_, pip, variables) => {
      const user = withKeyring(pip, variables);
      expect(await loginFor(user, INDEX)).toBe('me:word');
      expect(askedOf(user)).toBe(`get ${INDEX} me\n`);
      expect(await loginFor(user, 'https://other.example.org/')).toBeNull();
      expect(askedOf(user)).toBe(`get ${INDEX} me\n`);
    },
  );

  it('is asked by the host too, and a name alone is sent where it knows nothing', async () => {
    const user = withKeyring(PIP, { UV_KEYRING_PROVIDER: 'subprocess' }, 'exit 1');
    expect(await loginFor(user, INDEX)).toBe('me:');
    expect(askedOf(user)).toBe(`get ${INDEX} me\nget index.example.org me\n`);
  });

  it('is not run where no configuration of the user’s says so', async () => {
    const user = withKeyring(PIP);
    expect(await loginFor(user, INDEX)).toBe('me:');
    expect(askedOf(user)).toBe('');
  });
});
