#!/usr/bin/env bash
# Runs a command where Nix 2.34 builds in its sandbox on the laboratory's Debian: enter.sh LAYERS SOURCES FOLDER COMMAND…
#
#   LAYERS   a file that names folders, one a line, that lie over the Debian root (Python's headers, patchelf, uv)
#   SOURCES  a folder with checkouts of uv2nix, pyproject.nix, …; at /sources
#   FOLDER   what the command may write to; at /project
#
# The root is Debian forky's (scripts/forky-root.sh), entered by pivot_root, since Nix does not sandbox inside of a
# chroot. Debian's packages are at /debs, /debian is what builds see as /usr, /files has downloads. The store is kept in
# $PNLS_LAB/nix. Mounts live in a namespace of the command's own. Needs root rights.
set -euo pipefail

lab=${PNLS_LAB:-${XDG_CACHE_HOME:-$HOME/.cache}/pyproject-nix-ls/lab}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
forky=$("$here/../../../scripts/forky-root.sh" path)
layers=$1 sources=$2 folder=$3
shift 3
mkdir -p "$lab/nix/store" "$lab/nix-mnt" "$lab/files" "$lab/crates"
exec unshare --mount --pid --fork --kill-child --propagation private -- bash -c '
  set -euo pipefail
  forky=$1 lab=$2 here=$3 layers=$4 sources=$5 folder=$6
  shift 6
  mount -t tmpfs -o mode=755 nix-build "$lab/nix-mnt"
  cd "$lab/nix-mnt"
  mkdir new upper work lower
  mount -t overlay -o "lowerdir=$forky,upperdir=$PWD/upper,workdir=$PWD/work" overlay new
  mount -t tmpfs -o mode=1777 tmp new/tmp
  mkdir -p new/debian new/debs new/files new/crates new/sources new/project new/lab new/nix new/old
  lower= number=0
  while read -r layer; do
    ln -s "$layer" "lower/$number"
    lower=$lower$number:
    number=$((number + 1))
  done <"$layers"
  (cd lower && mount -t overlay -o "ro,lowerdir=$lower$lab/trixie" overlay ../new/debian)
  mount --bind "$lab/debs" new/debs
  mount --bind "$lab/files" new/files
  mount --bind "$lab/crates" new/crates
  mount --bind "$lab/nix" new/nix
  mount --bind "$sources" new/sources
  # corepkgs names its lib by an absolute path.
  mkdir -p "new$sources"
  mount --bind "$sources" "new$sources"
  mount --bind "$folder" new/project
  mount --bind "$here" new/lab
  mount -t proc proc new/proc
  mount --rbind /dev new/dev
  cat >new/etc/nix/nix.conf <<CONF
build-users-group =
sandbox = true
sandbox-fallback = false
sandbox-paths = /usr=/debian/usr /bin=/debian/usr/bin /lib=/debian/usr/lib /lib64=/debian/usr/lib64 /debs=/debs /files=/files /crates=/crates
substituters =
filter-syscalls = false
cores = 1
max-jobs = 1
CONF
  cd new
  pivot_root . old
  umount -l /old
  cd /project
  exec env -i HOME=/tmp PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"
' bash "$forky" "$lab" "$here" "$layers" "$sources" "$folder" "$@"
