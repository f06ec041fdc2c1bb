"""The zygote as the grader sees it: a child process that answers requests."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...errors import CourseworkError
from ..protocol.limits import MAX_CONTROL_MESSAGE
from ..protocol.policy import Confinement

# The module that the zygote runs as a program. The trusted side never imports it.
PROGRAM = "autograder.sandbox.confined.zygote"
# The zygote has to answer a request within this many seconds. Its first answer comes only after it
# has imported everything that submissions need.
PATIENCE = 120.0
# At the end, the zygote has this many seconds to exit by itself.
EXIT_SECONDS = 5.0


class ZygoteProcess:
    """A running zygote. It is safe to use from several threads.

    The requests and their operands are the methods of `confined.zygote.Zygote`.
    """

    def __init__(self, settings: Mapping[str, Any], home: Path) -> None:
        """Start the zygote. It imports what submissions need while this process goes on.

        Args:
            settings: Its settings, as `confined.zygote` describes them.
            home: A folder for its caches, which is made if the user has no home to write to.
        """
        self.lock = threading.Lock()
        self._is_ready = False
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control = ours
        self.process = subprocess.Popen(
            [sys.executable, "-s", "-m", PROGRAM, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            cwd="/",
            env={
                "PATH": "/usr/bin:/bin",
                "HOME": _home(home),
                "LANG": "C.UTF-8",
                "PYTHONHASHSEED": "0",
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        ours.send(json.dumps(settings).encode())

    def wait_until_ready(self) -> None:
        """Wait until the zygote can fork workers. A request does that, too.

        Raises:
            CourseworkError: The zygote failed, ended or does not answer.
        """
        with self.lock:
            self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        if not self._is_ready:
            self._receive()
            self._is_ready = True

    def ask(self, operation: str, descriptors: Sequence[int] = (), **operands: Any) -> Any:
        """Send a request and return its reply.

        Args:
            operation: The name of a method of `confined.zygote.Zygote`.
            descriptors: Descriptors to pass to it.
            operands: Its arguments.

        Raises:
            CourseworkError: The zygote failed, ended or does not answer.
        """
        with self.lock:
            self._wait_until_ready()
            message = json.dumps({"operation": operation, **operands}).encode()
            try:
                socket.send_fds(self.control, [message], list(descriptors))
                return self._receive()
            except OSError as error:
                raise CourseworkError(f"The sandbox can't be reached: {error.strerror}") from None

    def fork(
        self, operation: str, sock: socket.socket, confinement: Confinement, **operands: Any
    ) -> int:
        """Have a worker forked that is confined before it does anything.

        Args:
            operation: "fork" for a worker that serves, "prove" for one that tries to break out.
            sock: The worker's end of a socket pair.
            confinement: How the worker is confined.
            operands: Further arguments of the operation.

        Returns:
            The worker's process id, as the zygote sees it.
        """
        reply = self.ask(
            operation,
            [sock.fileno()],
            layers=confinement.layers,
            scratch=confinement.scratch,
            readable=confinement.readable,
            uid=confinement.uid,
            **operands,
        )
        return int(reply["pid"])

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def close(self) -> None:
        """End the zygote, and with it all its workers."""
        self.control.close()
        try:
            self.process.wait(EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _receive(self) -> Any:
        self.control.settimeout(PATIENCE)
        try:
            message = self.control.recv(MAX_CONTROL_MESSAGE)
        except TimeoutError:
            raise CourseworkError("The sandbox does not answer.") from None
        if not message:
            raise CourseworkError(f"The sandbox ended, with code {self.process.wait(5)}.")
        reply = json.loads(message)
        if "error" in reply:
            raise CourseworkError(f"The sandbox failed: {reply['error']}")
        return reply


def _home(substitute: Path) -> str:
    """Return the user's home folder, or make the substitute if the home can't be written to."""
    home = os.environ.get("HOME", "")
    if home and os.access(home, os.W_OK):
        return home
    substitute.mkdir()
    return str(substitute)
