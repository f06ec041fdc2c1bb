"""Reads submissions, grades them and writes results."""
