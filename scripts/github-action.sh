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

# One line on standard error, which the runner reads for commands as it reads standard output.
fail() {
  printf 'pyproject-nix-ls action: %s\n' "$(printf '%s' "$1" | tr -c '[:print:]' '?')" >&2
}

# Whether the folder of a relative path is in the current one: a repository may bring a link under its name.
is_inside() {
  local here there
  case $1 in /*) return 0 ;; esac
  here=$(pwd -P)
  there=$(cd -P -- "$(dirname -- "$1")" 2>/dev/null && pwd -P) || return 1
  case $there/ in "${here%/}"/*) return 0 ;; *) return 1 ;; esac
}

# Writes the SARIF log of what is checked to a file: whole, or not at all, and never through a link that is there.
# Says in GITHUB_OUTPUT that it did.
write_sarif() {
  local file=$1 temporary written=0
  shift
  if ! is_inside "$file"; then
    fail "sarif-file is in no folder of the workspace: $file"
    return 2
  fi
  if [ -d "$file" ]; then
    fail "sarif-file is a folder: $file"
    return 2
  fi
  if ! temporary=$(mktemp "$(dirname -- "$file")/.pyproject-nix-ls-XXXXXXXXXX"); then
    fail "sarif-file cannot be written: $file"
    return 2
  fi
  node "$program" check --format=sarif "$@" >"$temporary" || written=$?
  # What is not whole JSON was not written whole, whatever the status says of the projects.
  if node --eval 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))' "$temporary" 2>/dev/null &&
    chmod 644 "$temporary" && mv -f -- "$temporary" "$file"; then
    printf 'sarif-file=%s\n' "$file" >>"$GITHUB_OUTPUT"
    if [ "$written" -gt 1 ]; then return 2; fi
    return 0
  fi
  rm -f -- "$temporary"
  fail "sarif-file could not be written: $file"
  return 2
}

check() {
  local sarif=${INPUT_SARIF_FILE:-}
  case $sarif in
    *[[:cntrl:]]*)
      # It would add lines of its own to GITHUB_OUTPUT.
      fail 'sarif-file holds a line break or another control character'
      return 2
      ;;
    -*) sarif=./$sarif ;;
  esac
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
  if [ -n "$sarif" ]; then
    if write_sarif "$sarif" "${arguments[@]}"; then :; else status=2; fi
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
