import type { Message } from './model.ts';

/** Versions that are taken from a repository, which sources in the store do not have. */
export const versionMessages: readonly Message[] = [
  {
    marker: 'unable to detect version for',
    pattern: /setuptools[-_]scm was unable to detect version for/,
    tells: 'version',
    names: ['SETUPTOOLS_SCM_PRETEND_VERSION'],
    source: 'setuptools-scm, _get_version_impl.py; hatch-vcs prints it too',
    example: 'LookupError: setuptools-scm was unable to detect version for /build/source.',
    gives: 'SETUPTOOLS_SCM_PRETEND_VERSION',
  },
  {
    marker: 'Error getting the version from source',
    pattern: /Error getting the version from source `vcs`/,
    tells: 'version',
    names: ['SETUPTOOLS_SCM_PRETEND_VERSION'],
    source: 'hatch-vcs',
    example: 'Error getting the version from source `vcs`: no version',
    gives: 'SETUPTOOLS_SCM_PRETEND_VERSION',
  },
  {
    marker: 'Versioning for this project requires either',
    pattern: /Versioning for this project requires either an sdist tarball/,
    tells: 'version',
    names: ['PBR_VERSION'],
    source: 'pbr, packaging.py',
    example:
      'Exception: Versioning for this project requires either an sdist tarball, or access to a git repository.',
    gives: 'PBR_VERSION',
  },
  {
    marker: 'Unable to find git tags',
    pattern:
      /(?:setuptools_git_versioning|versioningit|dunamai).{0,200}(?:[Uu]nable|not a git|[Nn]o tags)/,
    tells: 'advice',
    advice:
      'Its version comes from a git repository, which the sources in the store do not have: take the sdist of the index, or set the version by a patch.',
    source: 'setuptools-git-versioning, versioningit, dunamai',
    example: 'dunamai: Unable to find git tags',
    gives: 'advice',
  },
  {
    marker: 'Unable to detect version control system',
    pattern: /Unable to detect version control system/,
    tells: 'version',
    names: ['POETRY_DYNAMIC_VERSIONING_BYPASS'],
    source: 'dunamai, by poetry-dynamic-versioning',
    example: 'RuntimeError: Unable to detect version control system. Checked: Git.',
    gives: 'POETRY_DYNAMIC_VERSIONING_BYPASS',
  },
  {
    marker: 'does not appear to be a Git project',
    pattern: /does not appear to be a (?:Git|VCS) project/,
    tells: 'version',
    names: ['PDM_BUILD_SCM_VERSION'],
    source: 'pdm-backend, hooks/version',
    example: 'Cannot find the version: /build/source does not appear to be a Git project',
    gives: 'PDM_BUILD_SCM_VERSION',
  },
];
