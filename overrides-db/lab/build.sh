#!/bin/sh
# Inside of a copy of the root, without network: builds the sdist $1 to /lab/out, then imports what it gave.
# /lab/opened and /lab/loaded get the files that the build and the import opened, looked for with success, or ran;
# /lab/import.json what came of the import.
set -u
pip=$(echo /usr/share/python-wheels/pip-*.whl)/pip

traced() {
  list=$1
  shift
  strace -f --seccomp-bpf -qq -z -e trace=%file -e signal=none \
    -o "|grep -oE '\"/(usr|lib|etc|bin)[^\"]*\"' | sort -u > $list" "$@"
}

# The lock file that crates were vendored by, where the sdist has none (crates.ts).
source=$1
if [ -f /opt/cargo/Cargo.lock ]; then
  python3 /lab/inside.py unpack
  cp /opt/cargo/Cargo.lock "/lab/source/$(cat /opt/cargo/lock-path)"
  source=$(echo /lab/source/*)
fi

export CARGO_HOME=/opt/cargo CARGO_NET_OFFLINE=true
traced /lab/opened python3 "$pip" wheel --verbose --no-deps --no-index --no-build-isolation --use-pep517 --no-cache-dir \
  --wheel-dir /lab/out "$source" || exit
cd /tmp
python3 "$pip" install --quiet --no-deps --no-index --no-compile --target /lab/site /lab/out/*.whl >/dev/null 2>&1
PYTHONPATH=/lab/site traced /lab/loaded timeout 120 python3 /lab/inside.py imports >/dev/null 2>&1
exit 0
