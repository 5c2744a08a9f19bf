"""The program: `python -m mingcha`."""

import sys

from . import main

sys.exit(main())
