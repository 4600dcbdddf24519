"""Scripts for the console entry points of what lies in a package: entry-points.py OUT INTERPRETER."""

import configparser
import pathlib
import stat
import sys

out, interpreter = pathlib.Path(sys.argv[1]), sys.argv[2]
for file in out.glob("lib/*/site-packages/*.dist-info/entry_points.txt"):
    points = configparser.ConfigParser(delimiters=["="], strict=False)
    points.optionxform = str
    points.read(file)
    for name, target in points["console_scripts"].items() if points.has_section("console_scripts") else []:
        module, _, function = target.partition(":")
        script = out / "bin" / name
        script.write_text(f"#!{interpreter}\nimport sys\nfrom {module} import {function.split('.')[0]}\nsys.exit({function}())\n")
        script.chmod(script.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
