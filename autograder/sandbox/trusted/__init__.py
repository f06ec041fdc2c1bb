"""The grader's side of the boundary. Tests and results are in this process."""
