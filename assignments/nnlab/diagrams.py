"""The diagrams of the course, which stand before the code: neurons, layers, and a graph with a cut.

Each function returns a drawing that carries the names of its chapter's formulas. The command
`coursework release` writes it to the file that the notebook shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .svg import BLUE, GRAY, GREEN, ORANGE, Drawing

BIAS, MANY = "1", "⋮"  # Texts of a circle: a fake input of 1, and many circles that are not drawn.


def neuron() -> Drawing:
    """Return one neuron: inputs and weights, a fake input of 1 and the bias, the sum, the bend."""
    picture = Drawing(
        640, 330,
        "One neuron. The inputs x1, x2 and so on to xD come in over arrows with the weights w1, "
        "w2 to wD, and a fake input of 1 over an arrow with the bias b. A first circle adds up "
        "what comes in, to x w + b. A second one bends the sum with the activation f. Out comes "
        "a = f(x w + b).",
    )  # fmt: skip
    picture.node("sum", (280, 170), "+", ORANGE, radius=28)
    picture.node("bend", (460, 170), "f", ORANGE, radius=28)
    inputs = {"1": ("b", 55), "x_1": ("w_1", 130), "x_2": ("w_2", 190), "x_D": ("w_D", 295)}
    for name, (weight, y) in inputs.items():
        color = GRAY if name == "1" else BLUE
        picture.node(name, (60, y), name, color)
        picture.arrow(name, "sum", color, weight, at=0.5)
    picture.formula((60, 243), "⋮")
    picture.arrow("sum", "bend", ORANGE, "x w + b")
    picture.arrow("bend", (590, 170), ORANGE)
    picture.tag((604, 170), "a", ORANGE)
    for x, text in ((60, "inputs"), (170, "weights"), (280, "adds up"), (460, "bends"),
                    (604, "output")):  # fmt: skip
        picture.words((x, 14), text)
    return picture


def graph_cut() -> Drawing:
    """Return the graph of ((x + y) z)^2 twice: with a cut, and from the cut on."""
    picture = Drawing(
        700, 410,
        "Above, the graph of f = ((x + y) z)^2, which is square_graph(x, y, z). x and y go into a "
        "plus, which gives s; s and z go into a times, which gives p; p goes into a square, which "
        "gives f. A cut goes through the edge s. Below, square_graph(s, 0, z): the same graph with "
        "s itself as its first input and 0 as its second. The plus gives s + 0 = s, and all that "
        "follows is as above, so the slope of the first input is the slope of f with respect to s.",
    )  # fmt: skip
    calls = {"square_graph(x, y, z)": ("x", "y", BLUE, 0),
             "square_graph(s, 0, z)": ("s", "0", GREEN, 210)}  # fmt: skip
    for call, (first, second, color, top) in calls.items():
        nodes = {"first": (40, 40, first, color), "second": (40, 105, second, color),
                 "z": (40, 170, "z", BLUE), "plus": (180, 72, "+", GRAY),
                 "times": (370, 105, "×", GRAY), "square": (510, 105, "( )^2", GRAY),
                 "f": (660, 105, "f", ORANGE)}  # fmt: skip
        for name, (x, y, text, fill) in nodes.items():
            picture.node(call + name, (x, top + y), text, fill)
        edges = {("first", "plus"): "", ("second", "plus"): "", ("plus", "times"): "s",
                 ("z", "times"): "z", ("times", "square"): "p", ("square", "f"): ""}  # fmt: skip
        for (start, end), label in edges.items():
            picture.arrow(call + start, call + end, GRAY, label, at=0.6 if label == "s" else 0.5)
        picture.words((684, top + 36), call, anchor="end")
    picture.dashes((232, 40), (232, 122), ORANGE)
    picture.words((232, 26), "cut", ORANGE)
    picture.words((684, 270), "the slope of its first input is ∂f/∂s", anchor="end")
    return picture


def network_2_5_1() -> Drawing:
    """Return the network of ten houses with the name of each of its 21 weights."""
    picture = Drawing(
        720, 510,
        "The 2-5-1 network. From a bias, a 1, the weights w1 to w5 go to hidden 1 to hidden 5. "
        "From the input x1 the weights w6 to w10 go to hidden 1 to hidden 5, and from the input "
        "x2 the weights w11 to w15. From a second bias w16 goes to the output, and from hidden 1 "
        "to hidden 5 go w17 to w21.",
    )  # fmt: skip
    sources = {"bias": (60, "1", GRAY, 0.42), "x_1": (270, "x_1", BLUE, 0.57),
               "x_2": (460, "x_2", GREEN, 0.72)}  # fmt: skip
    for name, (y, text, color, _) in sources.items():
        picture.node(name, (50, y), text, color)
    picture.node("output", (650, 290), "ŷ", ORANGE)
    picture.node("output bias", (390, 50), "1", GRAY)
    for j in range(1, 6):
        picture.node(f"hidden {j}", (390, 60 + 80 * j), f"H_{j}", ORANGE)
    for k, (name, (_, _, color, at)) in enumerate(sources.items()):
        for j in range(1, 6):
            picture.arrow(name, f"hidden {j}", color, f"w_{{{5 * k + j}}}", at)
    picture.arrow("output bias", "output", GRAY, "w_{16}")
    for j in range(1, 6):
        picture.arrow(f"hidden {j}", "output", ORANGE, f"w_{{{16 + j}}}")
    for x, text in ((50, "inputs"), (390, "hidden"), (650, "output")):
        picture.words((x, 14), text)
    return picture


def network_2_3_2() -> Drawing:
    """Return the network of XOR, without biases, with the entries of its two matrices."""
    picture = Drawing(
        720, 405,
        "The 2-3-2 network, which has no biases. From the inputs x[0] and x[1] six arrows lead to "
        "three hidden neurons, h1[0] to h1[2], with the entries of the matrix W1 of shape (2, 3): "
        "W1[i, j] leads from input i to hidden neuron j. From these, six arrows lead to two "
        "outputs, h2[0] and h2[1], with the entries of the matrix W2 of shape (3, 2).",
    )  # fmt: skip
    columns = {"x": (60, (115, 275), BLUE), "h1": (355, (65, 195, 325), ORANGE),
               "h2": (655, (115, 275), GREEN)}  # fmt: skip
    for (layer, (x, rows, color)), heading in zip(columns.items(), ("input", "hidden", "output")):
        picture.words((x, 14), heading)
        for j, y in enumerate(rows):
            picture.node(f"{layer}[{j}]", (x, y), f"{layer}[{j}]", color, radius=28)
    for matrix, start, end, places in (("W1", "x", "h1", (0.34, 0.63)),
                                       ("W2", "h1", "h2", (0.25, 0.47, 0.74))):  # fmt: skip
        for i, at in enumerate(places):
            for j in range(len(columns[end][1])):
                label = f"{matrix}[{i}, {j}]"
                picture.arrow(f"{start}[{i}]", f"{end}[{j}]", columns[start][2], label, at)
        middle = (columns[start][0] + columns[end][0]) / 2
        picture.words((middle, 390), f"{matrix}: ({len(places)}, {len(columns[end][1])})")
    return picture


def layers() -> Drawing:
    """Return a network of any depth: its layers, and the matrices with the biases in row 0."""
    picture = Drawing(
        720, 415,
        "A network of any depth. Columns of circles are the layers: layers[0] is the input of n_0 "
        "numbers, layers[1] to layers[m - 1] are hidden, layers[m] is the output of n_m numbers. "
        "On top of each column but the last stands a 1. From all circles of a column and its 1, "
        "arrows lead to all circles of the next one: they are the matrix weights[l], of shape "
        "(n_l + 1, n_(l+1)), whose row 0 belongs to the 1.",
    )  # fmt: skip
    _columns(
        picture,
        {
            "layers[0]": (65, ["1", "", "", "⋮", ""], "n_0", BLUE),
            "layers[1]": (245, ["1", "", "", "⋮", ""], "n_1", ORANGE),
            "layers[m−1]": (475, ["1", "", "", "⋮", ""], "n_{m−1}", ORANGE),
            "layers[m]": (655, ["", "⋮", ""], "n_m", GREEN),
        },
        [("weights[0]", "(n_0 + 1, n_1)"), None, ("weights[m−1]", "(n_{m−1} + 1, n_m)")],
    )
    picture.formula((360, 200), "· · ·")
    return picture


def network_784_64_10() -> Drawing:
    """Return the network of handwritten digits with its sizes and the shapes of its matrices."""
    picture = Drawing(
        720, 415,
        "The 784-64-10 network. The 784 pixels of an image are the columns of X, also called A0. "
        "From them and a 1, arrows lead to 64 hidden neurons, A1, with the matrix W1 of shape "
        "(785, 64). From these and a 1, arrows lead to ten outputs, A2, one for each digit, with "
        "the matrix W2 of shape (65, 10). In each matrix the last row belongs to the 1.",
    )  # fmt: skip
    _columns(
        picture,
        {
            "784 pixels": (65, ["x_1", "x_2", "⋮", "x_{784}", "1"], "A_0 = X", BLUE),
            "64 hidden": (360, ["", "", "⋮", "", "1"], "A_1", ORANGE),
            "10 digits": (655, ["0", "", "⋮", "9"], "A_2", GREEN),
        },
        [("W_1", "(785, 64)"), ("W_2", "(65, 10)")],
    )
    return picture


def _columns(
    picture: Drawing,
    columns: dict[str, tuple[float, list[str], str, str]],
    matrices: Sequence[tuple[str, str] | None],
) -> None:
    """Draw layers as columns of circles, with all arrows from each to the next one.

    Args:
        picture: What to draw on.
        columns: By heading: the place of the column from left to right, the texts in its circles
            from top to bottom, the formula below it, and its color. BIAS and MANY have a
            meaning as texts.
        matrices: For each gap between two columns the name and the shape of its matrix, or None if
            the gap stands for many layers.
    """
    before: list[str] = []
    gaps = iter(matrices)
    for heading, (x, texts, formula, color) in columns.items():
        picture.words((x, 14), heading)
        picture.formula((x, 373), formula)
        names = []
        for row, text in enumerate(texts):
            at = (x, 190 + 65 * (row - (len(texts) - 1) / 2))
            if text == MANY:
                picture.formula(at, text)
            else:
                names.append(f"{heading} {row}")
                picture.node(names[-1], at, text, GRAY if text == BIAS else color)
        matrix = next(gaps) if before else None
        for start in before if matrix else []:
            for end, text in zip(names, (text for text in texts if text != MANY)):
                if text != BIAS:
                    picture.arrow(start, end, GRAY)
        if matrix:
            middle = (x + picture.nodes[before[0]][0][0]) / 2
            picture.tag((middle, 373), matrix[0])
            picture.tag((middle, 399), matrix[1])
        before = names


DIAGRAMS: dict[str, Callable[[], Drawing]] = {
    f.__name__: f
    for f in (neuron, graph_cut, network_2_5_1, network_2_3_2, layers, network_784_64_10)
}
