#!/usr/bin/env bash
# The steps of action.yml.
#
#   github-action.sh node    says in GITHUB_OUTPUT whether the Node.js at hand will do
#   github-action.sh build   builds the server beside this script, unless it is built
#   github-action.sh check   checks what the inputs (INPUT_…) say; exits as `check` does
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=$repository/dist/main.js

node_fits() {
  node --eval 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)' 2>/dev/null
}

build() {
  [ -f "$program" ] && return 0
  npm ci --prefix "$repository" --ignore-scripts --no-audit --no-fund
  npm run --prefix "$repository" --silent build
}

check() {
  local arguments=() paths=() path status=0
  while IFS= read -r path; do
    if [ -n "$path" ]; then paths+=("$path"); fi
  done <<<"${INPUT_PATHS:-.}"
  if [ "${INPUT_RECURSIVE:-true}" = true ]; then arguments+=(--recursive); fi
  if [ -n "${INPUT_FAIL_ON:-}" ]; then arguments+=("--fail-on=$INPUT_FAIL_ON"); fi
  if [ -n "${INPUT_SELECT:-}" ]; then arguments+=("--select=$INPUT_SELECT"); fi
  if [ -n "${INPUT_IGNORE:-}" ]; then arguments+=("--ignore=$INPUT_IGNORE"); fi
  if [ -n "${INPUT_TARGET:-}" ]; then arguments+=("--target=$INPUT_TARGET"); fi
  arguments+=(-- "${paths[@]}")
  node "$program" check --format=github "${arguments[@]}" || status=$?
  if [ -n "${INPUT_SARIF_FILE:-}" ]; then
    node "$program" check --format=sarif "${arguments[@]}" >"$INPUT_SARIF_FILE" || true
    echo "sarif-file=$INPUT_SARIF_FILE" >>"$GITHUB_OUTPUT"
  fi
  return "$status"
}

case ${1:-} in
  node) if node_fits; then echo fits=true; else echo fits=false; fi >>"$GITHUB_OUTPUT" ;;
  build) build ;;
  check) check ;;
  *)
    sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
