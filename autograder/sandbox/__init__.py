"""Run a submission in a process of its own, and exchange nothing but plain data with it.

The packages are sorted by trust:

- `protocol` is used by both sides: the wire format, the meaning of a call, and all limits.
- `trusted` runs in the grader's process, together with the tests.
- `confined` runs in processes that a submission can rewrite. Nothing that they say is believed.
- `layers` confines a process, and proves that the confinement holds.

`trusted` and `confined` never import each other.
"""
