"""What a great many articles cost, by stage: seconds and memory for 1,000, 10,000 and 100,000.

python benchmarks/scale.py stories --data ../shared/data --score ../shared/score
pip install -e '.[benchmarks]'
python benchmarks/scale.py lineage --data ../shared/data --score ../shared/score
"""

from __future__ import annotations

import argparse

import scale_lineage
import scale_stories


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    stages = parser.add_subparsers(required=True)
    scale_stories.add_arguments(stages.add_parser("stories", help="articles into stories"))
    scale_lineage.add_arguments(stages.add_parser("lineage", help="who copied whom"))
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
