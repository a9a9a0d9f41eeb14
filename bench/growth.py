"""Compares the p50 of each page at the first and the last size measured."""

import json
import sys
from pathlib import Path


def main() -> int:
    results = [json.loads((Path(folder) / "figures.json").read_text()) for folder in sys.argv[1:]]
    if len(results) < 2:
        return 0
    small, large = results[0], results[-1]
    print(f"\nGrowth from {small['people']:,} to {large['people']:,} people (p50, 1 client)")
    for name, figures in large["pages"].items():
        if name in small["pages"]:
            before, after = small["pages"][name]["p50_1"], figures["p50_1"]
            print(f"  {name:<44} {before:6.1f} → {after:6.1f} ms   × {after / before:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
