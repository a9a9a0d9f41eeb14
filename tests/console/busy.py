"""Stands in for a web process: answers every caller with its own number, until it is told to stop."""

import os
import socket
import sys


def main() -> None:
    listening = socket.socket(fileno=int(sys.argv[1]))
    while True:
        caller, _ = listening.accept()
        caller.sendall(str(os.getpid()).encode())
        caller.close()


if __name__ == "__main__":
    main()
