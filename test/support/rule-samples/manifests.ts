import {
  files,
  poetryCall,
  poetryLock,
  poetryManifest,
  projectManifest,
  type RuleSample,
} from './model.ts';

const PYPROJECT = 'pyproject.toml';

function manifest(text: string): RuleSample {
  return { [PYPROJECT]: text };
}

/** A manifest of Poetry with another field. */
function withField(line: string): RuleSample {
  return manifest(poetryManifest([]).replace('authors = []', `authors = []\n${line}`));
}

const IMGAPP_LOCK = poetryLock(['requests', '2.24.0']);

/** Where what is wrong stands in the manifest or the lock. */
export const manifestSamples: Readonly<Record<string, RuleSample>> = {
  'invalid-toml': manifest('[project]\nname =\n'),
  'invalid-json': {
    Pipfile: '[packages]\nrequests = "*"\n',
    'Pipfile.lock': '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n',
  },
  'file-too-large': manifest(projectManifest([], '#\n'.repeat(100_001))),
  'unreadable-file': { ...manifest(poetryManifest(['requests = "^2"'])), 'poetry.lock/x': '' },
  'invalid-setting': manifest(
    projectManifest([], '\n[tool.pyproject-nix-ls]\nseverity = { lock-stale = "loud" }\n'),
  ),
  'ambiguous-python': manifest(poetryManifest([]).replace('"^3.12"', '"*"')),
  'conflicting-requirements': {
    'requirements.txt': 'requests==2.31.0\n-r more.txt\n',
    'more.txt': 'requests<2\n',
  },
  'dangling-dependency': {
    ...manifest(poetryManifest(['requests = "^2"'])),
    'poetry.lock': poetryLock([
      'requests',
      '2.31.0',
      files('requests-2.31.0.tar.gz'),
      '[package.dependencies]',
      'urllib3 = ">=1.21.1,<3"',
    ]),
  },
  'deprecated-build-backend': manifest(
    poetryManifest(
      [],
      '\n[build-system]\nrequires = ["poetry>=0.12"]\nbuild-backend = "poetry.masonry.api"\n',
    ),
  ),
  'deprecated-classifier': withField('classifiers = ["Natural Language :: Ukranian"]'),
  'deprecated-key': manifest(
    poetryManifest(['black = { version = "^24", allows-prereleases = true }']),
  ),
  'deprecated-license': manifest(
    projectManifest([], 'license = { text = "MIT" }\n\n[tool.poetry]\npackages = []\n'),
  ),
  'deprecated-section': manifest(
    poetryManifest([], '\n[tool.poetry.dev-dependencies]\npytest = "^8"\n'),
  ),
  'duplicate-dependency': manifest(projectManifest(['requests>=2', 'Requests>=2'])),
  'duplicate-group': manifest(
    projectManifest([], '\n[dependency-groups]\ndev-tools = []\ndev_tools = []\n'),
  ),
  'group-cycle': manifest(
    projectManifest(
      [],
      '\n[dependency-groups]\ntest = [{ include-group = "dev" }]\ndev = [{ include-group = "test" }]\n',
    ),
  ),
  'invalid-configuration': manifest(
    poetryManifest([], '\n[[tool.poetry.source]]\nname = "internal"\n'),
  ),
  'invalid-constraint': manifest(poetryManifest(['requests = ">=2 <3 or"'])),
  'invalid-external-dependency': manifest(
    projectManifest([], '\n[external]\nhost-requires = ["dep:generic/zlib>=1.2"]\n'),
  ),
  'invalid-external-table': manifest(
    projectManifest([], '\n[external]\nbuild_requires = ["dep:virtual/compiler/c"]\n'),
  ),
  'invalid-license': manifest(
    projectManifest([], 'license = "Apache 2.0"\n\n[tool.poetry]\npackages = []\n'),
  ),
  'invalid-marker': manifest(projectManifest(['tomli; python < "3.11"'])),
  'invalid-name': manifest(projectManifest(['-requests'])),
  'invalid-readme': withField('readme = ["README.md", "HISTORY.txt"]'),
  'invalid-requirement': { 'requirements.txt': '--requirments base.txt\n' },
  'invalid-version': manifest(poetryManifest([]).replace('1.0.0', '1.x')),
  'lock-missing': { Pipfile: '[packages]\nrequests = "*"\n' },
  'lock-stale': {
    ...manifest(poetryManifest(['requests = "^2.25.0"'])),
    'poetry.lock': `${IMGAPP_LOCK}content-hash = "${'0'.repeat(64)}"\n`,
  },
  'lock-unsatisfied': {
    ...manifest(poetryManifest(['requests = "^2.25.0"'])),
    'poetry.lock': IMGAPP_LOCK,
  },
  'lock-version-unsupported': {
    ...manifest(poetryManifest(['requests = "^2"'])),
    'poetry.lock': IMGAPP_LOCK.replace('lock-version = "2.0"', 'lock-version = "9.0"'),
  },
  'lock-without-hashes': {
    ...manifest(poetryManifest(['requests = "^2"'])),
    'poetry.lock': poetryLock(['requests', '2.31.0', 'files = []']),
    'default.nix': poetryCall(''),
  },
  'missing-include': { 'requirements.txt': '-r base.txt\n' },
  'missing-metadata': manifest('[tool.poetry]\nname = "app"\n'),
  'missing-readme': manifest(projectManifest([], 'readme = "README.md"\n')),
  'not-in-lock': {
    ...manifest(poetryManifest(['requests = "^2"', 'flask = "^3"'])),
    'poetry.lock': poetryLock(['requests', '2.31.0']),
  },
  'project-migration': manifest(
    poetryManifest([], '\n[tool.pyproject-nix-ls]\ntarget = "nixpkgs"\n'),
  ),
  'python-incompatible': {
    ...manifest(poetryManifest(['click = "^8"']).replace('"^3.12"', '"^3.8"')),
    'poetry.lock': poetryLock(['click', '8.2.0']).replace('">=3.8"', '">=3.10"'),
  },
  'python-outside-requires-python': manifest(
    `${projectManifest([])}\n[tool.poetry.dependencies]\npython = ">=3.9"\n`,
  ),
  'self-dependency': manifest(poetryManifest(['app = "^1"'])),
  'unknown-classifier': withField('classifiers = ["Operating System :: OS Independant"]'),
  'unknown-extra': manifest(
    poetryManifest([], '\n[tool.poetry.extras]\nplugins = ["paho-mqtt"]\n'),
  ),
  'unknown-group': manifest(
    projectManifest(
      [],
      '\n[dependency-groups]\nall = [{ include-group = "tset" }]\ntest = ["pytest"]\n',
    ),
  ),
  'unknown-source': manifest(
    poetryManifest(['requests = { version = "^2", source = "internal" }']),
  ),
};
