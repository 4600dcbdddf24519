"""Where Debian has ninja, and running it, by the names that the distribution on PyPI has for them."""

import os
import sys

BIN_DIR = "/usr/bin"


def ninja() -> None:
    os.execv("/usr/bin/ninja", ["ninja", *sys.argv[1:]])
