"""A mail server for tests: it speaks SMTP on a real socket, keeps what it takes, and refuses when it is told to."""

import socketserver
import threading
from contextlib import contextmanager


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 mailbox")
        while line := self.rfile.readline().decode().strip():
            word = line.split(" ")[0].split(":")[0].upper()
            if word == "DATA":
                self._say("354 go on")
                self._take()
            elif word == "RCPT" and self.server.refusing:
                self._say("451 not now")
            else:
                self._say("221 bye" if word == "QUIT" else "250 yes")
                if word == "QUIT":
                    return

    def _take(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.taken.append(b"".join(lines).decode())
        self._say("250 taken")

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class _Mailbox(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mailbox():
    """`taken` is what came; `refusing` makes it take nothing, as a busy server does; `port` is where it listens."""
    with _Mailbox(("127.0.0.1", 0), _Conversation) as server:
        server.taken, server.refusing, server.port = [], False, server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
