"""What both sides of the boundary share: the wire format, calls, limits and the policy."""
