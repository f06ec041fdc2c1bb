"""The hostile notebooks in the folders here are read as text and never imported."""

collect_ignore_glob = ["*/*"]
