"""Long lines are broken between words."""

from nnlab.lines import WIDTH, filled


def test_long_lines_of_a_notebook_are_broken_between_words_and_keep_their_indentation():
    words = " ".join(["descent"] * 30)
    text = filled(f"Short.\n\n  {words}\n" + "x" * 100)
    first, empty, *broken, last = text.splitlines()
    assert (first, empty, last) == ("Short.", "", "x" * 100)
    assert len(broken) > 1 and all(line.startswith("  descent") for line in broken)
    assert filled(words, hanging="    ").splitlines()[1].startswith("    descent")
    assert max(map(len, broken)) <= WIDTH and " ".join(text.split()[1:-1]) == words
