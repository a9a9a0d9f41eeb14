"""One web process, on a listening socket that the supervisor opened: `python -m keyworker.console.web FD`."""

import gc
import os
import socket
import sys

import uvicorn

PROXIES = "127.0.0.1,::1"
GRACE_SECONDS = 8
# A page makes some 50,000 small objects and frees nearly all by counting references; the collector's own habit of
# walking everything after each 700 costs a tenth of the page. What is left over goes after four times as many.
COLLECT_AFTER = 50_000


def main() -> None:
    """Serve until told to stop; live-update streams get `GRACE_SECONDS` to end."""
    config = uvicorn.Config(
        "config.asgi:application",
        # Addresses in an access log say who asked about whom; the audit trail keeps what must be kept.
        access_log=False,
        log_config=None,  # the settings' own: a traceback there leaves out the values it passed
        log_level="warning",
        lifespan="off",
        server_header=False,
        # Nothing that one request set for itself is there for the next one on the same connection.
        reset_contextvars=True,
        proxy_headers=True,
        forwarded_allow_ips=os.environ.get("KEYWORKER_PROXIES", PROXIES),
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    config.load()
    gc.collect()
    gc.freeze()  # The program itself is never garbage.
    gc.set_threshold(COLLECT_AFTER, 4, 10)
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(sys.argv[1]))])


if __name__ == "__main__":
    main()
