"""The commands for a terminal: `python -m nnlab check hw3_house_prices.ipynb`, and more."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import doctor, notebook_file, repair, submission, whole_check
from .notebook_file import UnusableError


def main(arguments: list[str] | None = None) -> int:
    """Run a command, and return 0 if all is well, 1 if something was found, 2 if it can't run."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal of Windows may lack a letter; a question mark is better than an error.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", line_buffering=True)
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except UnusableError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m nnlab", description="Check, hand in and mend a notebook of the course.",
        epilog="Example: python -m nnlab check hw1_neuron.ipynb",
    )  # fmt: skip
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = _command(commands, "check", _check, "run a whole notebook as grading does")
    check.add_argument("--seconds", type=float, default=0.0, metavar="N",
                       help="the limit of a cell, in seconds (default: as in grading)")  # fmt: skip
    _command(commands, "submit", _submit, "write the zip to hand in, with a receipt")
    mend = _command(commands, "repair", _repair,
                    "find cells of the course that were deleted, doubled or rewritten")  # fmt: skip
    mend.add_argument("--mend", action="store_true",
                      help="mend the notebook, and keep the one that was there")  # fmt: skip
    _command(commands, "doctor", _doctor, "find out why nothing works here", has_file=False)
    return parser


def _command(commands, name, run, description, has_file=True):  # type: ignore[no-untyped-def]
    example = f"Example: python -m nnlab {name}" + (" hw1_neuron.ipynb" if has_file else "")
    command = commands.add_parser(
        name, help=description, description=f"{description[0].upper()}{description[1:]}.",
        epilog=example,
    )  # fmt: skip
    command.set_defaults(run=run)
    if has_file:
        command.add_argument("file", nargs="?", default="", metavar="FILE",
                             help="the notebook (default: the only one here)")  # fmt: skip
    return command


def _check(options: argparse.Namespace) -> int:
    found = whole_check.check(notebook_file.choose(options.file), options.seconds)
    print(whole_check.report(found))
    return 0 if found.is_ready else 1


def _submit(options: argparse.Namespace) -> int:
    submission.submit(notebook_file.choose(options.file))
    return 0


def _repair(options: argparse.Namespace) -> int:
    return 0 if repair.repair(notebook_file.choose(options.file), options.mend) else 1


def _doctor(options: argparse.Namespace) -> int:
    return 0 if doctor.doctor(Path.cwd()) else 1


if __name__ == "__main__":
    sys.exit(main())
