"""What runs inside of a copy of the root, without network, about the sdist /lab/sdist/*.

inside.py unpack     unpacks it to /lab/source
inside.py declared   prints `requires` of its `[build-system]` (PEP 518) as JSON
inside.py asked      writes what its back end asks for besides (PEP 517, get_requires_for_build_wheel) to /lab/asked.json
inside.py imports    imports what is at the top of the wheel /lab/out/*.whl; how that went to /lab/import.json
"""

import importlib
import json
import os
import pathlib
import shutil
import sys
import tomllib
import zipfile

WORK = pathlib.Path("/lab")
SOURCE = WORK / "source"
#: What pip takes where a project declares nothing (PEP 517, "Build backend interface").
LEGACY = {"requires": ["setuptools", "wheel"], "build-backend": "setuptools.build_meta:__legacy__"}


def main() -> None:
    {"unpack": unpack, "declared": declared, "asked": asked, "imports": imports}[sys.argv[1]]()


def unpack() -> None:
    (sdist,) = (WORK / "sdist").iterdir()
    shutil.rmtree(SOURCE, ignore_errors=True)
    if sdist.name.endswith(".zip"):
        shutil.unpack_archive(sdist, SOURCE)
    else:
        try:
            shutil.unpack_archive(sdist, SOURCE, filter="data")
        except TypeError:  # Before Python 3.11.4.
            shutil.unpack_archive(sdist, SOURCE)


def declared() -> None:
    print(json.dumps(build_system()["requires"]))


def build_system() -> dict:
    try:
        table = tomllib.loads((root() / "pyproject.toml").read_text("utf-8"))["build-system"]
    except (FileNotFoundError, KeyError):
        return LEGACY
    return {**LEGACY, **table}


def asked() -> None:
    system = build_system()
    os.chdir(root())
    sys.argv = ["setup.py"]
    for folder in reversed(system.get("backend-path", [])):
        sys.path.insert(0, os.path.abspath(folder))
    module, _, attribute = system["build-backend"].partition(":")
    backend = importlib.import_module(module)
    for name in filter(None, attribute.split(".")):
        backend = getattr(backend, name)
    hook = getattr(backend, "get_requires_for_build_wheel", None)
    asked_for = hook(None) if hook else []
    (WORK / "asked.json").write_text(json.dumps(list(asked_for)))


def root() -> pathlib.Path:
    (folder,) = (one for one in SOURCE.iterdir() if one.is_dir())
    return folder


def imports() -> None:
    """Stops at the first module that cannot be imported."""
    tried = []
    outcome = {"modules": tried}
    for name in modules():
        tried.append(name)
        try:
            importlib.import_module(name)
        except ImportError as error:
            # A library that the package loads by its path, and no module.
            if "does not define module export function" in str(error):
                tried.pop()
                continue
            outcome["failure"] = told(error)
            break
        except BaseException as error:  # What a module does when it is imported is its own affair.
            outcome["failure"] = told(error)
            break
    (WORK / "import.json").write_text(json.dumps(outcome))


def told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:300]


def modules() -> list[str]:
    (wheel,) = (WORK / "out").glob("*.whl")
    names = set()
    for path in zipfile.ZipFile(wheel).namelist():
        top, *rest = path.split("/")
        is_module = (not rest and top.endswith((".py", ".so"))) or rest == ["__init__.py"]
        if is_module and top.split(".")[0] not in {"test", "tests", "setup", "docs", "examples", "conftest"}:
            names.add(top.split(".")[0])
    return sorted(names)


main()
