"""Mutants by rule are one slip each, and all different."""

import ast

from tools.proof.mutants import mutants

ANSWER = '''
def f(x, mean=False):
    """A docstring with 1 + 1."""
    if x < 0:
        raise ValueError(f"{x} is below {0}")
    total = 0
    for k in range(3):
        total += k * x[-1]
    return np.sum(total, axis=1) if mean else total / 2
'''


def test_each_has_one_line_changed_or_left_out():
    original = ast.unparse(ast.parse(ANSWER)).splitlines()
    made = mutants(ANSWER)
    for mutant in made:
        lines = mutant.source.splitlines()
        changed = sum(a != b for a, b in zip(original, lines))
        assert len(lines) < len(original) or changed == 1, mutant.name
        compile(mutant.source, "mutant", "exec")
    assert len({mutant.source for mutant in made}) == len(made)


def test_the_slips_that_people_make_are_there():
    names = {mutant.name for mutant in mutants(ANSWER)}
    for line in (
        "total += k * x[-1] -> total -= k * x[-1]",
        "total += k * x[-1] -> total += k / x[-1]",
        "total += k * x[-1] -> total += k * x[+1]",
        "for k in range(3): -> for k in range(4):",
        "if x < 0: -> if x <= 0:",
        "if x < 0: -> if not x < 0:",
        "return np.sum(total, axis=1) if mean else total / 2 -> "
        "return np.mean(total, axis=1) if mean else total / 2",
        "return np.sum(total, axis=1) if mean else total / 2 -> "
        "return np.sum(total, axis=2) if mean else total / 2",
    ):
        assert line in names, names


def test_words_for_people_stay():
    assert not any("docstring" in m.name or "ValueError" in m.name.split(" -> ")[-1]
                   for m in mutants(ANSWER))  # fmt: skip


def test_what_carries_no_points_is_left_alone():
    graded = ANSWER + '\n\ndef extra(x):\n    """Something else."""\n    return x + 1\n'
    assert len(mutants(graded)) > len(mutants(ANSWER))
    assert len(mutants(graded.replace("Something", "Extra credit: something"))) == len(
        mutants(ANSWER)
    )
