#!/usr/bin/env python3
"""Fetches sdists and wheels into a folder outside of the repository, for read-packages.ts.

    python3 -m pip install unearth
    python3 fetch-packages.py FOLDER [NAME==VERSION …] [--wheels PLATFORM]

Without names it fetches what facts/sdist and facts/wheel have, each file by its SHA-256, where FOLDER lacks it;
with names, those releases beside. A wheel is taken for CPython 3.12 on PLATFORM (manylinux_2_39_x86_64 and what it
runs). One file at a time, with a pause between; run again, it goes on where it stopped. Nothing is built or run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pathlib
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unearth import PackageFinder

PAUSE = 0.5
LARGEST = 200_000_000
FACTS = pathlib.Path(__file__).resolve().parent.parent / "facts"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("requirement", nargs="*")
    parser.add_argument("--wheels", metavar="PLATFORM")
    arguments = parser.parse_args()
    failures = 0
    if arguments.requirement:
        kind = "wheel" if arguments.wheels else "sdist"
        wanted = [(kind, one, None, None) for one in arguments.requirement]
    else:
        wanted = list(known())
    for kind, requirement, file, sha256 in wanted:
        target = arguments.folder / kind
        target.mkdir(parents=True, exist_ok=True)
        if file and (target / file).exists():
            continue
        problem = fetch(finder(kind, arguments.wheels), requirement, file, sha256, target)
        if problem:
            failures += 1
            print(f"{requirement}: {problem}", file=sys.stderr)
        time.sleep(PAUSE)
    return 1 if failures else 0


def known():
    """What was read before: kind, `name==version`, file, SHA-256."""
    for kind in ("sdist", "wheel"):
        for path in sorted((FACTS / kind).glob("*.json")):
            for name, versions in json.loads(path.read_text())["packages"].items():
                for version, reading in versions.items():
                    yield kind, f"{name}=={version}", reading["file"], reading["sha256"]


def finder(kind: str, platform: str | None) -> PackageFinder:
    # Asked for where something is to be fetched: what is there needs no library.
    from unearth import PackageFinder
    from unearth.evaluator import TargetPython

    if kind == "sdist":
        return PackageFinder(no_binary=[":all:"], only_binary=(), ignore_compatibility=True)
    platforms = manylinux(platform or "manylinux_2_39_x86_64")
    target = TargetPython(
        py_ver=(3, 12), abis=["cp312", "abi3", "none"], impl="cp", platforms=platforms
    )
    return PackageFinder(no_binary=(), only_binary=[":all:"], target_python=target)


def manylinux(platform: str) -> list[str]:
    """All that a system of this tag runs, best first."""
    _, _, minor, machine = platform.split("_", 3)
    numbered = [f"manylinux_2_{one}_{machine}" for one in range(int(minor), 4, -1)]
    named = [f"{one}_{machine}" for one in ("manylinux2014", "manylinux2010", "manylinux1", "linux")]
    return [*numbered, *named, "any"]


def fetch(find: PackageFinder, requirement: str, file, sha256, target: pathlib.Path) -> str | None:
    """None where the file is there afterwards, else what was wrong."""
    matches = [one for one in find.find_matches(requirement) if file in (None, one.link.filename)]
    if not matches:
        return "no such file"
    link = matches[0].link
    digest = hashlib.sha256()
    part = target / f"{link.filename}.part"
    with find.session.get_stream(link.normalized) as response:
        response.raise_for_status()
        if int(response.headers.get("content-length", 0)) > LARGEST:
            return "larger than what is read"
        with part.open("wb") as out:
            for piece in response.iter_bytes(65536):
                out.write(piece)
                digest.update(piece)
    if sha256 and digest.hexdigest() != sha256:
        part.unlink()
        return "another file than the one that was read"
    part.rename(target / link.filename)
    return None


if __name__ == "__main__":
    sys.exit(main())
