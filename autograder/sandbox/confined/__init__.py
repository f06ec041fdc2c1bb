"""The submission's side of the boundary. A submission can rewrite everything in these processes."""
