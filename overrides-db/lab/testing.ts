import { sdistOf } from '../../server/artifacts/testing.ts';

/**
 * How a package of the tests is built: Python that runs where `cc(…)` compiles `p.c` to a module, with further arguments.
 *
 * @param more further files of the sdist
 * @param brought files that the wheel has beside the module
 */
export function packageOf(
  build: string,
  source: string,
  more: Readonly<Record<string, string>> = {},
  brought: readonly string[] = [],
): Uint8Array {
  return sdistOf({
    'PKG-INFO': 'Metadata-Version: 2.1\nName: p\nVersion: 1.0\n',
    'pyproject.toml':
      '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
    'backend.py': `${BACKEND}${build.replaceAll(/^/gm, '    ')}\n    brought = ${JSON.stringify(brought)}\n${WHEEL}`,
    'p.c': `${source}${MODULE}`,
    ...more,
  });
}

/** A back end of PEP 517 without requirements, so that nothing is downloaded. */
const BACKEND = `import os, socket, subprocess, sys, sysconfig, time, zipfile

def cc(*arguments):
    include = sysconfig.get_paths()["include"]
    command = ["cc", "-shared", "-fPIC", f"-I{include}", "-o", "p.so", "p.c", *arguments]
    subprocess.run(command, check=True)

def build_wheel(folder, config_settings=None, metadata_directory=None):
`;

const WHEEL = `
    name = "p-1.0-cp313-cp313-linux_x86_64.whl"
    files = {
        "p-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\\nName: p\\nVersion: 1.0\\n",
        "p-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\\nGenerator: p\\nRoot-Is-Purelib: false\\nTag: cp313-cp313-linux_x86_64\\n",
        **{path: open(path, "rb").read() for path in ["p.so", *brought]},
    }
    files["p-1.0.dist-info/RECORD"] = "".join(f"{path},,\\n" for path in files).encode()
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        for path, content in files.items():
            wheel.writestr(path, content)
    return name
`;

const MODULE = `
#include <Python.h>
static struct PyModuleDef definition = { PyModuleDef_HEAD_INIT, "p", NULL, -1, NULL };
PyMODINIT_FUNC PyInit_p(void) { return PyModule_Create(&definition); }
`;
