#!/usr/bin/env bash
# A Debian forky root with the real Neovim, Helix, Emacs, Kakoune, Nix and Poetry, for the tests that use them.
#
#   forky-root.sh path          where it is, or would be
#   forky-root.sh make          makes it, unless it is there and complete
#   forky-root.sh check         succeeds where `run` works
#   forky-root.sh run CMD ARG…  runs a command in it, in the current folder, seeing this repository and /tmp
#
# Mounts live in a namespace of the command's own: none is left behind. Needs root rights.
set -euo pipefail

suite=forky
packages=(neovim hx emacs-nox elpa-lsp-mode kakoune nix-bin python3-poetry python3-packaging git nodejs)
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
root=${PNLS_FORKY:-${XDG_CACHE_HOME:-$HOME/.cache}/pyproject-nix-ls/$suite}
stamp=etc/pyproject-nix-ls.packages

complete() {
  # A root that the user names is taken as it is.
  [ -n "${PNLS_FORKY:-}" ] && return 0
  [ -f "$root/$stamp" ] && [ "$(cat "$root/$stamp")" = "${packages[*]}" ]
}

# The mirror that this machine itself installs from.
mirror() {
  if [ -n "${PNLS_DEBIAN_MIRROR:-}" ]; then
    echo "$PNLS_DEBIAN_MIRROR"
    return
  fi
  local uri
  uri=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -E '/debian/?$' | head -n 1)
  [ -n "$uri" ] || { echo 'forky-root: no Debian mirror in the sources of apt; set PNLS_DEBIAN_MIRROR' >&2; return 1; }
  echo "$uri"
}

# In a mount namespace of its own: `inside ROOT COMMAND…`, with the host's folders at their own paths.
inside() {
  local target=$1 folders=(/tmp)
  shift
  # The folder above holds optional test material beside the repository.
  local above
  above=$(dirname "$repository")
  if [ "$above" = / ]; then folders+=("$repository"); else folders+=("$above"); fi
  exec unshare --mount --propagation private -- bash -c '
    set -euo pipefail
    target=$1 cwd=$2 count=$3
    shift 3
    mount -t proc proc "$target/proc"
    mount --rbind /dev "$target/dev"
    for folder in "${@:1:$count}"; do
      mkdir -p "$target$folder"
      mount --bind "$folder" "$target$folder"
    done
    shift "$count"
    exec chroot "$target" /usr/bin/env -C "$cwd" PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
  ' bash "$target" "$PWD" "${#folders[@]}" "${folders[@]}" "$@"
}

make_root() {
  complete && return 0
  local mirror partial=$root.partial
  mirror=$(mirror)
  mkdir -p "$(dirname "$root")"
  exec 9>"$root.lock"
  flock 9
  complete && return 0
  rm -rf --one-file-system "$root" "$partial"
  debootstrap --variant=minbase "$suite" "$partial" "$mirror" sid
  cp /etc/resolv.conf "$partial/etc/"
  # What this machine needs to reach its mirror (a proxy, a certificate) the root needs as well.
  cp -r /etc/apt/apt.conf.d/. "$partial/etc/apt/apt.conf.d/"
  cd /
  (inside "$partial" apt-get update)
  (inside "$partial" DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}")
  (inside "$partial" apt-get clean)
  # Evaluation as root, with no builders to give work to.
  mkdir -p "$partial/etc/nix"
  echo 'build-users-group =' >"$partial/etc/nix/nix.conf"
  echo "${packages[*]}" >"$partial/$stamp"
  mv "$partial" "$root"
}

case ${1:-} in
  path) echo "$root" ;;
  make) make_root ;;
  check)
    [ -d "$root" ] || { echo "there is no root at $root" >&2; exit 1; }
    complete || { echo "the root at $root is not complete" >&2; exit 1; }
    (inside "$root" true)
    ;;
  run)
    shift
    inside "$root" "$@"
    ;;
  *)
    sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
