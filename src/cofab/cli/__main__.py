"""`python -m cofab.cli` is `cofab`."""

import sys

from cofab.cli import main

sys.exit(main())
