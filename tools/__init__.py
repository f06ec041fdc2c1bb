"""The `coursework` command: thin click commands over plain functions."""
