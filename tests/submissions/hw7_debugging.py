"""Sample submissions of hw7_debugging."""

SUBMISSIONS = {
    "right": {"about": "complete and right"},
    "blank": {
        "about": "nothing filled in",
        "answers": {f"q{i}": "stub" for i in range(1, 8)},
        "fails": [f"q{i}" for i in range(1, 8)],
    },
}
