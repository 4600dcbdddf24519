#!/usr/bin/env bash
# The Debian root that every build of the laboratory starts from, and the one way into it.
#
#   root.sh make                 makes the root, unless it is there and complete
#   root.sh packages PACKAGE…    names, one a line, the Debian packages that installing these would add (with network)
#   root.sh download PACKAGE…    fetches those into $lab/debs and unpacks each into a layer of its own
#   root.sh offline LAYERS FOLDER SECONDS COMMAND…
#                                runs a command without network, as `builder`, in a copy of the root under the
#                                layers of the file LAYERS (one folder a line, first on top); FOLDER is at /lab
#   root.sh online LAYERS FOLDER SECONDS COMMAND…
#                                the same with network: for what runs no package's code
#
# Mounts live in a namespace of the command's own, and what is written there goes with it. Needs root rights.
set -euo pipefail

# The laboratory names the suite, and a folder of each suite's own.
suite=${PNLS_LAB_SUITE:-trixie}
packages=(build-essential python3 python3-pip-whl strace ca-certificates)
lab=${PNLS_LAB:-${XDG_CACHE_HOME:-$HOME/.cache}/pyproject-nix-ls/lab}
root=$lab/$suite
stamp=etc/pyproject-nix-ls.packages
builder=1000

# The mirror that this machine itself installs from.
mirror() {
  if [ -n "${PNLS_DEBIAN_MIRROR:-}" ]; then
    echo "$PNLS_DEBIAN_MIRROR"
    return
  fi
  local uri
  uri=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -E '/debian/?$' | head -n 1)
  [ -n "$uri" ] || { echo 'root.sh: no Debian mirror in the sources of apt; set PNLS_DEBIAN_MIRROR' >&2; return 1; }
  echo "$uri"
}

complete() {
  [ -f "$root/$stamp" ] && [ "$(cat "$root/$stamp")" = "${packages[*]}" ]
}

make_root() {
  complete && return 0
  local mirror partial=$root.partial
  mirror=$(mirror)
  mkdir -p "$lab"
  exec 9>"$root.lock"
  flock 9
  complete && return 0
  rm -rf --one-file-system "$root" "$partial"
  debootstrap --variant=minbase "$suite" "$partial" "$mirror"
  cp /etc/resolv.conf "$partial/etc/"
  # What this machine needs to reach its mirror (a proxy, a certificate) the root needs as well.
  cp -r /etc/apt/apt.conf.d/. "$partial/etc/apt/apt.conf.d/"
  root=$partial
  (as_root apt-get update)
  (as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}")
  (as_root apt-get clean)
  (as_root useradd --uid "$builder" --create-home builder)
  mkdir -p "$partial/lab" "$partial/cache"
  echo "${packages[*]}" >"$partial/$stamp"
  mv "$partial" "$lab/$suite"
}

# With network and as root: apt alone.
as_root() {
  exec unshare --mount --propagation private -- bash -c '
    set -euo pipefail
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
    cd /
    exec chroot "$1" /usr/bin/env PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "${@:2}"
  ' bash "$root" "$@"
}

closure() {
  local package rest=()
  for package in "$@"; do
    case $package in forky-*) echo "$package" ;; *) rest+=("$package") ;; esac
  done
  [ ${#rest[@]} -eq 0 ] || debian_closure "${rest[@]}"
}

# A name that the suite does not have is passed over: packages are split and joined from one suite to the next.
debian_closure() {
  local known
  known=$( (as_root apt-cache pkgnames) | grep -Fx "$(printf '%s\n' "$@")") || return 0
  mapfile -t known <<<"$known"
  as_root apt-get install --simulate --no-install-recommends "${known[@]}" | sed -n 's/^Inst \([^ ]*\) .*/\1/p' | sort
}

# A package's files by themselves: a layer for it is its folder, and leaving it out is leaving out that folder.
download() {
  local package missing=() rust=
  mkdir -p "$lab/debs"
  exec 9>"$lab/debs.lock"
  flock 9
  for package in "$@"; do
    [ ! -d "$lab/debs/$package" ] || continue
    case $package in forky-*) rust=yes ;; *) missing+=("$package") ;; esac
  done
  if [ -n "$rust" ] && [ ! -d "$lab/debs/patchelf" ]; then missing+=(patchelf); fi
  [ ${#missing[@]} -eq 0 ] || fetch "${missing[@]}"
  [ -z "$rust" ] || make_rust
}

fetch() {
  local package file
  rm -f "$root"/cache/*.deb
  (as_root env -C /cache apt-get -o APT::Sandbox::User=root download -qq "$@" >&2)
  for package in "$@"; do
    file=$(find "$root/cache" -name "${package}_*.deb")
    unpack "$file" "$lab/debs/.$package"
    rm "$file"
    mv "$lab/debs/.$package" "$lab/debs/$package"
  done
}

# Crates ask for a newer Rust than trixie has: forky's, with the libraries that it stands on, in a folder of its own.
# forky-rustc and forky-cargo are the programs, so that each can be left out.
make_rust() {
  [ ! -d "$lab/debs/forky-rust" ] || return 0
  local work=$lab/debs/.forky home=/usr/local/rust file program
  local libraries=$home/usr/lib/x86_64-linux-gnu
  rm -rf "$work"
  mkdir -p "$work/all"
  debootstrap --download-only --variant=minbase --include=rustc,cargo forky "$work/download" "$(mirror)" sid >&2
  for file in "$work"/download/var/cache/apt/archives/*.deb; do
    # tar fails where a package has nothing of it.
    dpkg-deb --fsys-tarfile "$file" | tar -x -C "$work/all" --wildcards './usr/lib/*' './usr/bin/rustc' './usr/bin/cargo' 2>/dev/null || true
  done
  mkdir -p "$work/rust$libraries" "$work/rust$home/usr/bin" "$work/rustc/usr/bin" "$work/cargo/usr/bin"
  cp -a "$work"/all/usr/lib/x86_64-linux-gnu/*.so* "$work/rust$libraries/"
  cp -a "$work/all/usr/lib/rustlib" "$work/rust$home/usr/lib/"
  # A run path of their own would hide that of the program.
  for file in "$work/rust$libraries"/{libLLVM,librustc_driver}*.so*; do
    [ -L "$file" ] || patchelf --force-rpath --set-rpath "$libraries" "$file"
  done
  for program in rustc cargo; do
    cp -aL "$work/all/usr/bin/$program" "$work/rust$home/usr/bin/"
    patchelf --set-interpreter "$libraries/ld-linux-x86-64.so.2" --force-rpath --set-rpath "$libraries" \
      "$work/rust$home/usr/bin/$program"
    ln -s "$home/usr/bin/$program" "$work/$program/usr/bin/$program"
  done
  for program in rustc cargo; do mv "$work/$program" "$lab/debs/forky-$program"; done
  mv "$work/rust" "$lab/debs/forky-rust"
  rm -rf "$work"
}

# The root's, which its own loader runs here.
patchelf() {
  "$root/lib64/ld-linux-x86-64.so.2" --library-path "$root/usr/lib/x86_64-linux-gnu" "$lab/debs/patchelf/usr/bin/patchelf" "$@"
}

unpack() {
  local file=$1 folder=$2 top link target
  rm -rf "$folder"
  dpkg-deb -x "$file" "$folder"
  # A folder in the place of the root's link would hide everything behind it.
  for top in bin sbin lib lib64; do
    [ -d "$folder/$top" ] && [ ! -L "$folder/$top" ] || continue
    mkdir -p "$folder/usr"
    cp -a "$folder/$top" "$folder/usr/" && rm -r "${folder:?}/$top"
  done
  for link in "$folder"/usr/lib/jvm/*/bin/*; do
    [ -e "$link" ] || continue
    mkdir -p "$folder/usr/bin"
    ln -sfn "${link#"$folder"}" "$folder/usr/bin/$(basename "$link")"
  done
  # The links that its installation would make (libblas.so).
  { dpkg-deb -I "$file" postinst 2>/dev/null || true; } | sed -e ':join' -e '/\\$/N' -e 's/\\\n/ /' -e 'tjoin' |
    grep -oE -- '--(install|slave) +/[^ $]+ +[^ ]+ +/[^ $]+' | while read -r _ link _ target; do
      [ -e "$folder$target" ] || [ -L "$folder$target" ] || continue
      mkdir -p "$folder$(dirname "$link")"
      ln -sfn "$target" "$folder$link"
    done || true
}

# In a copy of the root under layers, as `builder`; what is written outside of /lab goes when the command ends.
enter() {
  local network=$1
  shift
  local namespaces=(--mount --pid --ipc --uts --fork --kill-child --propagation private)
  [ "$network" = online ] || namespaces+=(--net)
  exec unshare "${namespaces[@]}" -- bash -c '
    set -euo pipefail
    root=$1 lab=$2 builder=$3 network=$4 layers=$5 folder=$6 seconds=$7
    mount -t tmpfs -o size=8g,mode=755 lab-build "$lab/mnt"
    mkdir "$lab/mnt/upper" "$lab/mnt/work" "$lab/mnt/root" "$lab/mnt/lower"
    # Names as short as can be: the kernel takes one page of them.
    lower= number=0
    while read -r layer; do
      ln -s "$layer" "$lab/mnt/lower/$number"
      lower=$lower$number:
      number=$((number + 1))
    done <"$layers"
    cd "$lab/mnt/lower"
    mount -t overlay -o "lowerdir=$lower$root,upperdir=$lab/mnt/upper,workdir=$lab/mnt/work" overlay "$lab/mnt/root"
    cd /
    target=$lab/mnt/root
    mount -t proc proc "$target/proc"
    mount -t tmpfs -o mode=755 lab-dev "$target/dev"
    for device in null zero full random urandom tty; do
      touch "$target/dev/$device"
      mount --bind "/dev/$device" "$target/dev/$device"
    done
    ln -s /proc/self/fd "$target/dev/fd"
    mkdir -m 1777 "$target/dev/shm"
    mkdir -p "$target/lab"
    mount --bind "$folder" "$target/lab"
    variables=(PYTHONHASHSEED=0 SOURCE_DATE_EPOCH=315532800 MAKEFLAGS=-j1)
    if [ "$network" = online ]; then
      mkdir -p "$lab/shared"
      chown "$builder:$builder" "$lab/shared"
      mount --bind "$lab/shared" "$target/cache"
      # What this machine needs to reach an index.
      mount --bind /etc/resolv.conf "$target/etc/resolv.conf"
      mount --bind /etc/ssl/certs/ca-certificates.crt "$target/etc/ssl/certs/ca-certificates.crt"
      [ ! -f /etc/pip.conf ] || cp /etc/pip.conf "$target/etc/pip.conf"
      variables=(PIP_CACHE_DIR=/cache/pip CARGO_HOME=/cache/cargo)
    fi
    chroot "$target" /sbin/ldconfig
    status=0
    timeout --kill-after=10 "$seconds" chroot --userspec="$builder:$builder" "$target" /usr/bin/prlimit --as=8589934592 \
      /usr/bin/setpriv --no-new-privs /usr/bin/env -i -C /lab HOME=/lab PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin LC_ALL=C.UTF-8 \
      "${variables[@]}" "${@:8}" || status=$?
    exit "$status"
  ' bash "$root" "$lab" "$builder" "$network" "$@"
}

mkdir -p "$lab/mnt"
case ${1:-} in
  make) make_root ;;
  packages) shift; closure "$@" ;;
  download) shift; download "$@" ;;
  offline | online) enter "$@" ;;
  *) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 2 ;;
esac
