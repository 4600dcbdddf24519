#!/usr/bin/env bash
# VS Code 1.100 as code-server, from npm, for the test that uses it in a headless Chromium.
#
#   code-server.sh path       where it is, or would be
#   code-server.sh make       makes it, unless it is there
#   code-server.sh check      succeeds where `run` works
#   code-server.sh run ARG…   runs it
#
# Wants Node 20, which is what this release is for, ripgrep, a C++ compiler and make.
set -euo pipefail

version=4.100.3
folder=${PNLS_CODE_SERVER:-${XDG_CACHE_HOME:-$HOME/.cache}/pyproject-nix-ls/code-server-$version}
entry=$folder/node_modules/code-server/out/node/entry.js

make_code_server() {
  [ -f "$entry" ] && return 0
  local partial=$folder.partial vscode
  mkdir -p "$(dirname "$folder")"
  exec 9>"$folder.lock"
  flock 9
  [ -f "$entry" ] && return 0
  rm -rf "$partial"
  mkdir -p "$partial"
  vscode=$partial/node_modules/code-server/lib/vscode
  # Its own scripts want to build what this use of it never loads; what it does load is built below.
  npm install --prefix "$partial" --ignore-scripts "code-server@$version"
  npm install --prefix "$vscode" --ignore-scripts --omit=dev
  ln -s node_modules "$vscode/node_modules.asar"
  ln -s code-linux.sh "$vscode/bin/remote-cli/code-server"
  ln -s browser-linux.sh "$vscode/bin/helpers/browser.sh"
  use_headers
  npm rebuild --prefix "$partial" argon2
  npm rebuild --prefix "$vscode" @vscode/spdlog native-watchdog
  mkdir -p "$vscode/node_modules/@vscode/ripgrep/bin"
  cp "$(command -v rg)" "$vscode/node_modules/@vscode/ripgrep/bin/rg"
  mv "$partial" "$folder"
}

# Node's headers beside Node, where they are there: node-gyp downloads them otherwise.
use_headers() {
  local prefix
  prefix=$(node --print 'require("node:path").resolve(process.execPath, "../..")')
  if [ -d "$prefix/include/node" ]; then export npm_config_nodedir=$prefix; fi
}

case ${1:-} in
  path) echo "$folder" ;;
  make) make_code_server ;;
  check)
    [ -f "$entry" ] || { echo "there is no code-server $version at $folder" >&2; exit 1; }
    [ "$(node --print 'process.versions.node.split(".")[0]')" = 20 ] || { echo "code-server $version wants Node 20" >&2; exit 1; }
    ;;
  run)
    shift
    exec node "$entry" "$@"
    ;;
  *)
    sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
