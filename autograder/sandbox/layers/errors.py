"""What is raised where a layer can't be entered."""

from __future__ import annotations


class LayerError(Exception):
    """The layer `layer`, one of policy.LAYERS, was asked for and can't be entered here."""

    def __init__(self, layer: str, reason: object) -> None:
        super().__init__(f"The layer “{layer}” can't be entered here: {reason}.")
        self.layer = layer
