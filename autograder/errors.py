"""The one exception whose text is written for people."""


class CourseworkError(Exception):
    """Something that the person at the keyboard can mend; the text says what and how."""
