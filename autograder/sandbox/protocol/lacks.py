"""What a machine that grades does not have, in words that both sides know."""

from __future__ import annotations

import re

NO_COMMANDS = "Commands to the system (!, %pip, %%bash) are not run when a notebook is graded."
NO_PROGRAMS = (
    "Programs can't be started when a notebook is graded: write in Python what the program does, "
    "or take the call out"
)
NO_NETWORK = "There is no network when a notebook is graded"
NO_PROCESSES = (
    "Pools of processes (multiprocessing) and shared memory are not available when a notebook is "
    "graded"
)
# Commands that install packages. What a notebook installs is there already, or its import fails.
INSTALLER = re.compile(r"(?:^|[\s/;&|])(?:pip[\d.]*|conda|mamba|micromamba|uv|apt|apt-get)(?:\s|$)")
