"""Between a client and PostgreSQL: passes everything on, and cuts the connection right before or after a commit."""

import select
import socket
import tempfile
import threading
from pathlib import Path
from typing import Final, Literal, Self

from sqlalchemy import URL

SOCKET: Final = ".s.PGSQL.5432"
"""What a client looks for in the folder that it is told as host."""

Cut = Literal["before", "after"] | None
"""Before the server has the COMMIT; or after the server has done it and before the client knows."""


class LossyLine:
    """A Unix socket that leads to the server's; each cut is for one commit."""

    def __init__(self, server: URL) -> None:
        self._server = str(Path(str(server.query["host"])) / SOCKET)
        self._folder = tempfile.TemporaryDirectory(prefix="line-")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(Path(self._folder.name) / SOCKET))
        self._listener.listen()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()
        self.cut: Cut = None
        self.cuts = 0
        self.url = server.update_query_dict({"host": self._folder.name})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes whoever waits for the next client
        self._listener.close()
        for thread in self._threads:
            thread.join()
        self._folder.cleanup()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return  # closed
            thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        """Pass on what both sides say, until one has gone or a commit is to be cut."""
        with client, socket.socket(socket.AF_UNIX) as server:
            server.connect(self._server)
            while True:
                for side in select.select([client, server], [], [])[0]:
                    data = side.recv(1 << 16)
                    if not data:
                        return
                    if side is server:
                        client.sendall(data)
                    elif self.cut and b"COMMIT\0" in data:
                        self._cut(server, data)
                        return
                    else:
                        server.sendall(data)

    def _cut(self, server: socket.socket, data: bytes) -> None:
        if self.cut == "after":
            server.sendall(data)
            server.recv(1 << 16)  # it is done; the client will not hear of it
        self.cut = None
        self.cuts += 1
