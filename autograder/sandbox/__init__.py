"""The boundary between a submission and those who judge it: two processes, plain data between."""
