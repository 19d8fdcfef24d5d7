"""The harnesses are found from here, as from the fuzzers' own commands."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
