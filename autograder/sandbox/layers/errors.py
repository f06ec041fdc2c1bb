"""The error of a layer that can't be entered."""

from __future__ import annotations


class LayerError(Exception):
    """A layer was asked for that can't be entered here. `layer` is its name in policy.LAYERS."""

    def __init__(self, layer: str, reason: object) -> None:
        super().__init__(f"The layer “{layer}” can't be entered here: {reason}.")
        self.layer = layer
