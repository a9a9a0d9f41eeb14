"""A small installation: a database and two processes under the supervisor. Arguments: home, module of the processes."""

import sys
from pathlib import Path

from keyworker.console.cluster import Cluster
from keyworker.console.supervisor import Post, Supervisor, listen


def main() -> None:
    with listen("127.0.0.1", 0) as listening, Cluster(Path(sys.argv[1]), fast=True) as cluster:
        number = listening.fileno()
        print(listening.getsockname()[1], flush=True)
        Supervisor([Post(sys.argv[2], (str(number),), (number,)) for _ in range(2)], cluster).run()


if __name__ == "__main__":
    main()
