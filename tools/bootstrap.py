# ruff: noqa: UP031, UP036
"""From a bare Python to a working checkout, and then the target that `make` was asked for.

This file runs on any Python, so that an old one gets a sentence; the work is in `targets` and `environment`.
"""

import sys

if sys.version_info < (3, 11):
    sys.stderr.write(
        "Cofab needs Python 3.11 or newer; this is %d.%d at %s.\n"
        "Install a newer one (on Debian or Ubuntu: apt install python3.11 python3.11-venv) and run make again,\n"
        "or name it: make PYTHON=/path/to/python3.11 demo\n"
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )
    sys.exit(1)

import targets

sys.exit(targets.main(sys.argv[1:]))
