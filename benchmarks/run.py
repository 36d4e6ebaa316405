"""Everything `make bench` measures, one after the other: the scale beside a bare scan, the models beside their peers.

Usage: python benchmarks/run.py; each part can also be run alone, with its own arguments.
"""

import subprocess
import sys
from pathlib import Path

PARTS = ("scale.py", "models.py")


def main() -> None:
    """Run every part. Raises CalledProcessError when one fails."""
    for part in PARTS:
        subprocess.run([sys.executable, str(Path(__file__).with_name(part))], check=True)


if __name__ == "__main__":
    main()
