"""The one exception whose text is written for people."""


class CourseworkError(Exception):
    """A problem that the user can solve. Its text says what is wrong and what to do."""
