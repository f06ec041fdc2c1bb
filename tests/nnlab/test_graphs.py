"""The drawing of computational graphs."""

import matplotlib.pyplot as plt
import pytest
from nnlab.graphs import SINE, SQUARE, graph_picture, graph_text

VALUES = {"x": 1.0, "y": 2.0, "z": -2.0, "s": 3.0, "p": -6.0, "f": 36.0}
GRADIENTS = {"x": 24.0, "y": 24.0, "z": -36.0, "s": 24.0, "p": -12.0, "f": 1.0}


def texts_of(fig):
    """Close the figure and return the texts in it."""
    texts = [text.get_text() for text in fig.axes[0].texts]
    plt.close(fig)
    return texts


def test_every_edge_carries_its_value_and_its_gradient():
    texts = texts_of(graph_picture(SQUARE, VALUES, GRADIENTS))
    assert {"x = 1", "z = −2", "p = −6", "∂f/∂p = −12", "∂f/∂x = 24", "∂f/∂f = 1"} <= set(texts)
    assert len(texts) == 2 * len(SQUARE.edges) + len(SQUARE.nodes)


def test_the_text_says_what_the_picture_shows():
    text = graph_text(SQUARE, VALUES, GRADIENTS)
    assert "z = -2 forward, -36 back" in text
    assert text.count("forward") == len(SQUARE.edges)


def test_the_sine_graph_has_one_node_more():
    assert set(SINE.nodes) - {"sine", "cube"} == set(SQUARE.nodes) - {"square"}
    texts = texts_of(graph_picture(SINE, {**VALUES, "a": 0.5}, {**GRADIENTS, "a": -1.5}))
    assert {"a = 0.5", "∂f/∂a = −1.5", "sin"} <= set(texts)


@pytest.mark.parametrize("graph", [SQUARE, SINE])
def test_edges_join_nodes_from_left_to_right(graph):
    for start, end, _ in graph.edges:
        assert graph.nodes[start][0][0] < graph.nodes[end][0][0]
    names = [name for _, _, name in graph.edges]
    assert len(set(names)) == len(names)


def test_a_number_that_lacks_is_a_sentence():
    with pytest.raises(ValueError, match="The value of a is missing"):
        graph_picture(SINE, VALUES, GRADIENTS)
    with pytest.raises(ValueError, match="The gradient of p, f is missing"):
        graph_text(SQUARE, VALUES, {k: v for k, v in GRADIENTS.items() if k not in "pf"})
