"""The verdict on the sandbox: which layers confine a submission, and what got through them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Isolation:
    """What confines a submission.

    Attributes:
        layers: The layers in force.
        faults: What a worker could do although it must not be able to, one sentence each.
    """

    layers: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def held(self) -> bool:
        """True if there are layers, and nothing got through them."""
        return bool(self.layers) and not self.faults

    @property
    def note(self) -> str:
        """The verdict as a sentence for the report."""
        names = ", ".join(self.layers) or "none"
        proof = "proven by trying to break out" if self.held else "NOT ENOUGH: " + self.why
        return f"Isolation: {names}; {proof}."

    @property
    def why(self) -> str:
        """Why the isolation is not enough. Only meaningful if it isn't."""
        return "; ".join(fault.rstrip(".") for fault in self.faults) or "no layer is there"
