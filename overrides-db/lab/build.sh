#!/bin/sh
# Inside of a copy of the root, without network: builds the sdist $1 to /work/out, then imports what it gave.
# /work/opened and /work/loaded get the files that the build and the import opened, looked for with success, or ran;
# /work/import.json what came of the import.
set -u
pip=$(echo /usr/share/python-wheels/pip-*.whl)/pip

traced() {
  list=$1
  shift
  strace -f --seccomp-bpf -qq -z -e trace=%file -e signal=none \
    -o "|grep -oE '\"/(usr|lib|etc|bin)[^\"]*\"' | sort -u > $list" "$@"
}

export CARGO_HOME=/opt/cargo CARGO_NET_OFFLINE=true
traced /work/opened python3 "$pip" wheel --verbose --no-deps --no-index --no-build-isolation --use-pep517 --no-cache-dir \
  --wheel-dir /work/out "$1" || exit
cd /tmp
python3 "$pip" install --quiet --no-deps --no-index --no-compile --target /work/site /work/out/*.whl >/dev/null 2>&1
PYTHONPATH=/work/site traced /work/loaded timeout 120 python3 /work/inside.py imports >/dev/null 2>&1
exit 0
