#!/usr/bin/env bash
# Runs the pre-commit hook as its user does: real pre-commit, on a project, with the last commit of
# this repository as the hook's. Wants pre-commit, git and the registry of npm.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export PRE_COMMIT_HOME=$folder/pre-commit GIT_CONFIG_GLOBAL=$folder/gitconfig
git config --global user.name test
git config --global user.email test@localhost
git config --global --add safe.directory '*'

git clone --quiet --no-local --depth 1 "file://$repository" "$folder/hook"
mkdir "$folder/project"
cd "$folder/project"
git init --quiet
cp -r "$repository/examples/imgapp-broken/." .
cat >.pre-commit-config.yaml <<YAML
repos:
  - repo: $folder/hook
    rev: $(git -C "$folder/hook" rev-parse HEAD)
    hooks:
      - id: pyproject-nix-ls
YAML
git add .

if printed=$(pre-commit run 2>&1); then
  printf 'FAIL it found nothing in a broken project\n%s\n' "$printed"
  exit 1
fi
for code in lock-stale lock-unsatisfied missing-build-system missing-native-input; do
  if ! grep --quiet --fixed-strings "[$code]" <<<"$printed"; then
    printf 'FAIL it did not find %s\n%s\n' "$code" "$printed"
    exit 1
  fi
done
echo 'ok   finds what is wrong, and keeps it from being committed'

rm -r ./*
cp -r "$repository/examples/imgapp/." .
git add .
if ! printed=$(pre-commit run 2>&1); then
  printf 'FAIL it found something in a healthy project\n%s\n' "$printed"
  exit 1
fi
grep --quiet 'Passed' <<<"$printed" || { printf 'FAIL it did not run\n%s\n' "$printed"; exit 1; }
echo 'ok   finds nothing in a healthy project'
