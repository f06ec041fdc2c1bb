"""Sample submissions of hw5_deep_networks."""

OTHER_WAY = {
    "q1": '''
def initialize(sizes, rng, scale=None):
    shapes = [(sizes[k] + 1, sizes[k + 1]) for k in range(len(sizes) - 1)]
    weights = [None] * len(shapes)
    for k in reversed(range(len(shapes))):
        rows, columns = shapes[k]
        s = rows ** -0.5 if scale is None else float(scale)
        flat = np.array([2 * s * rng.random() - s for _ in range(rows * columns)])
        weights[k] = flat.reshape((columns, rows)).T
    return tuple(weights)
''',
    "q2": '''
def feed_forward(weights, X, activations):
    layers = [X.copy()]
    for k in range(len(weights)):
        rows = []
        for sample in layers[k]:
            extended = np.insert(sample, 0, 1.0)
            rows.append(activations[k](weights[k].T.dot(extended)))
        layers.append(np.array(rows))
    return layers
''',
    "q3": '''
def gradients(weights, layers, Y, activations):
    def back(k):
        """dE/d(pre-activation) of layer k + 1, and the gradients from there on."""
        S = np.einsum("ij,jk->ik", layers[k], weights[k][1:]) + weights[k][:1]
        if k == len(weights) - 1:
            upstream, later = layers[k + 1] - Y, ()
        else:
            delta, later = back(k + 1)
            upstream = np.einsum("ij,kj->ik", delta, weights[k + 1][1:])
        delta = np.multiply(upstream, activations[k](S, True))
        G = np.concatenate([np.sum(delta, axis=0, keepdims=True), np.dot(layers[k].T, delta)])
        return delta, (G, *later)

    return back(0)[1]
''',
    "q4": '''
def update_weights(weights, grads, learning_rate):
    new = [w.copy() for w in weights]
    for k, g in enumerate(grads):
        if k >= len(new):
            raise ValueError("too many gradients")
        new[k] -= learning_rate * g
    if len(grads) < len(new):
        raise ValueError("too few gradients")
    return new
''',
    "q5": '''
def fit(weights, X, Y, activations, learning_rate, epochs):
    history = []
    for _ in range(epochs):
        layers = feed_forward(weights, X, activations)
        difference = Y - layers[-1]
        history.append(np.average(difference * difference))
        weights = update_weights(
            weights, gradients(weights, layers, Y, activations), learning_rate)
    return [weights, history]
''',
    "q6": '''
def seven_segment():
    rows = ["1111110", "0110000", "1101101", "1111001", "0110011",
            "1011011", "1011111", "1110000", "1111111", "1111011"]
    X = np.array([[int(c) for c in row] for row in rows], dtype=np.float64)
    Y = np.zeros((10, 10), dtype=int)
    Y[range(10), range(10)] = 1
    return X, Y
''',
    "q7": '''
from itertools import product

def compare(hidden_sizes, activations, learning_rate, epochs, rng, scale=1.0):
    X, Y = seven_segment()
    table = []
    for size, (name, f) in product(hidden_sizes, activations.items()):
        w = initialize((X.shape[1], size, Y.shape[1]), rng, scale=scale)
        w = fit(w, X, Y, (f, sigmoid), learning_rate, epochs)[0]
        out = feed_forward(w, X, (f, sigmoid))[2]
        right = sum(int(np.argmax(o)) == digit for digit, o in enumerate(out))
        table.append(dict(accuracy=np.float64(right / 10), loss=((out - Y) ** 2).mean(),
                          activation=name, hidden=np.int64(size)))
    return table
''',
    "q8": '''
def winning_entry():
    return dict(seed=np.int64(3), learning_rate=1, hidden=(10, 9),
                activations=("sigmoid", "sigmoid", "sigmoid"))
''',
    "q9": '''
def torch_xor(epochs, seed):
    generator = torch.Generator().manual_seed(seed)
    def draw(*shape):
        return (torch.rand(*shape, dtype=torch.float64, generator=generator) * 2 - 1).requires_grad_()
    W, b, V, c = draw(2, 20), draw(20), draw(20), draw(())
    X = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float64)
    y = torch.tensor([0, 1, 1, 0], dtype=torch.float64)
    optimizer = torch.optim.Adam([W, b, V, c], lr=0.1)
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        z = torch.relu(X @ W + b) @ V + c
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y)
        losses[epoch] = float(loss.detach())
        optimizer.zero_grad(); loss.backward(); optimizer.step()
    with torch.no_grad():
        return torch.sigmoid(torch.relu(X @ W + b) @ V + c).numpy(), losses


def keras_xor(epochs, seed):
    raise NotImplementedError("hw5 q9: keras_xor")
''',
    "q10": '''
def softmax(S):
    rows = []
    for scores in S.tolist():
        weights = [np.exp(score - max(scores)) for score in scores]
        rows.append(np.array(weights) / sum(weights))
    return np.vstack(rows)


def cross_entropy(S, Y):
    def of_sample(scores, target):
        top = scores.max()
        return top + np.log(sum(np.exp(s - top) for s in scores)) - np.dot(target, scores)

    return sum(of_sample(scores, target) for scores, target in zip(S, Y))


def entropy_gradients(weights, layers, Y, activations):
    last = softmax(layers[-1]) - Y
    G = [np.concatenate([np.sum(last, axis=0, keepdims=True), np.dot(layers[-2].T, last)])]
    for k in range(len(weights) - 2, -1, -1):
        S = np.einsum("ij,jk->ik", layers[k], weights[k][1:]) + weights[k][:1]
        last = np.einsum("ij,kj->ik", last, weights[k + 1][1:]) * activations[k](S, True)
        G.insert(0, np.concatenate([np.sum(last, axis=0, keepdims=True), np.dot(layers[k].T, last)]))
    return tuple(G)
''',
}

FRESH_EYES = {
    "q1": '''
def initialize(sizes, rng, scale=None):
    weights = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        s = 1 / np.sqrt(n_in) if scale is None else scale
        weights.append(s * rng.uniform(-1, 1, size=(n_in + 1, n_out)))
    return weights
''',
    "q2": '''
def feed_forward(weights, X, activations):
    layers = [X]
    for w, f in zip(weights, activations):
        ones = np.ones((len(layers[-1]), 1))
        layers.append(f(np.hstack([ones, layers[-1]]) @ w))
    return layers
''',
    "q3": '''
def gradients(weights, layers, Y, activations):
    m = len(weights)
    grads = [None] * m
    e = layers[-1] - Y
    for l in range(m - 1, -1, -1):
        L1 = np.column_stack([np.ones(len(layers[l])), layers[l]])
        delta = e * activations[l](L1 @ weights[l], deriv=True)
        grads[l] = L1.T @ delta
        e = delta @ weights[l][1:].T
    return grads
''',
    "q4": '''
def update_weights(weights, grads, learning_rate):
    if len(weights) != len(grads):
        raise ValueError("weights and grads differ in length")
    return [w - learning_rate * g for w, g in zip(weights, grads)]
''',
    "q5": '''
def fit(weights, X, Y, activations, learning_rate, epochs):
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        layers = feed_forward(weights, X, activations)
        losses[epoch] = np.mean((layers[-1] - Y) ** 2)
        weights = update_weights(weights, gradients(weights, layers, Y, activations), learning_rate)
    return weights, losses
''',
    "q6": '''
def seven_segment():
    X = np.array([[1, 1, 1, 1, 1, 1, 0],
                  [0, 1, 1, 0, 0, 0, 0],
                  [1, 1, 0, 1, 1, 0, 1],
                  [1, 1, 1, 1, 0, 0, 1],
                  [0, 1, 1, 0, 0, 1, 1],
                  [1, 0, 1, 1, 0, 1, 1],
                  [1, 0, 1, 1, 1, 1, 1],
                  [1, 1, 1, 0, 0, 0, 0],
                  [1, 1, 1, 1, 1, 1, 1],
                  [1, 1, 1, 1, 0, 1, 1]], dtype=float)
    return X, np.eye(10)
''',
    "q7": '''
def compare(hidden_sizes, activations, learning_rate, epochs, rng, scale=1.0):
    X, Y = seven_segment()
    table = []
    for h in hidden_sizes:
        for name, f in activations.items():
            weights = initialize([7, h, 10], rng, scale)
            weights, _ = fit(weights, X, Y, [f, sigmoid], learning_rate, epochs)
            out = feed_forward(weights, X, [f, sigmoid])[-1]
            table.append({"hidden": h, "activation": name, "loss": np.mean((out - Y) ** 2),
                          "accuracy": np.mean(out.argmax(axis=1) == np.arange(10))})
    return table
''',
    "q8": '''
def winning_entry():
    return {"hidden": [10, 10], "activations": ["tanh", "tanh", "sigmoid"],
            "learning_rate": 0.5, "seed": 0}
''',
    "q9": '''
def torch_xor(epochs, seed):
    torch.manual_seed(seed)
    X = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float64)
    Y = torch.tensor([[0], [1], [1], [0]], dtype=torch.float64)
    model = torch.nn.Sequential(torch.nn.Linear(2, 20), torch.nn.ReLU(),
                                torch.nn.Linear(20, 1), torch.nn.Sigmoid()).double()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    loss_of = torch.nn.BCELoss()
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = loss_of(model(X), Y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    with torch.no_grad():
        predictions = model(X).numpy().ravel()
    return predictions, losses


def keras_xor(epochs, seed):
    import keras
    keras.utils.set_random_seed(seed)
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    Y = np.array([[0.0], [1.0], [1.0], [0.0]])
    model = keras.Sequential([keras.layers.Dense(20, activation="relu"),
                              keras.layers.Dense(1, activation="sigmoid")])
    model.compile(optimizer=keras.optimizers.Adam(0.1), loss="binary_crossentropy")
    losses = [float(model.train_on_batch(X, Y)) for _ in range(epochs)]
    return model.predict(X, verbose=0).ravel(), losses
''',
}

SUBMISSIONS = {
    "right": {"about": "complete and right"},
    "other_way_right": {
        "about": "right, with loops, recursion, tuples, another order of draws, no Keras",
        "answers": OTHER_WAY,
    },
    "blank": {
        "about": "nothing filled in",
        "answers": {f"q{i}": "stub" for i in range(1, 11)},
        "fails": [f"q{i}" for i in range(1, 11)],
    },
    "half_done": {
        "about": "questions 1 to 5 answered",
        "answers": {f"q{i}": "stub" for i in range(6, 11)},
        "fails": [f"q{i}" for i in range(6, 11)],
    },
    "mistakes_a": {
        "about": "no bias row, slope at the activation, loss after the update, 9 without its tail",
        "answers": {
            "q1": '''
def initialize(sizes, rng, scale=None):
    return [rng.uniform(-1, 1, (a, b)) * (1 / np.sqrt(a) if scale is None else scale)
            for a, b in zip(sizes, sizes[1:])]
''',
            "q3": '''
def gradients(weights, layers, Y, activations):
    error, found = layers[-1] - Y, []
    for j in range(len(weights) - 1, -1, -1):
        delta = error * activations[j](layers[j + 1], deriv=True)
        found.insert(0, np.vstack([delta.sum(axis=0), layers[j].T @ delta]))
        error = delta @ weights[j][1:].T
    return found
''',
            "q5": '''
def fit(weights, X, Y, activations, learning_rate, epochs):
    losses = []
    for _ in range(epochs):
        layers = feed_forward(weights, X, activations)
        weights = update_weights(weights, gradients(weights, layers, Y, activations), learning_rate)
        losses.append(np.mean((feed_forward(weights, X, activations)[-1] - Y) ** 2))
    return weights, losses
''',
            "q6": '''
def seven_segment():
    rows = ["1111110", "0110000", "1101101", "1111001", "0110011",
            "1011011", "1011111", "1110000", "1111111", "1110011"]
    return np.array([[float(c) for c in row] for row in rows]), np.eye(10)
''',
        },
        "fails": ["q1", "q3", "q5", "q6", "q7", "q10"],
    },
    "mistakes_b": {
        "about": "bias last, in place, scale 0 taken for None, a recipe that learns nothing",
        "answers": {
            "q1": '''
def initialize(sizes, rng, scale=None):
    return [rng.uniform(-1, 1, (a + 1, b)) * (scale or 1 / np.sqrt(a))
            for a, b in zip(sizes, sizes[1:])]
''',
            "q2": '''
def feed_forward(weights, X, activations):
    layers = [X]
    for w, f in zip(weights, activations):
        layers.append(f(np.hstack([layers[-1], np.ones((len(X), 1))]) @ w))
    return layers


def with_ones(layer):
    return np.hstack([np.ones((len(layer), 1)), layer])
''',
            "q4": '''
def update_weights(weights, grads, learning_rate):
    if len(weights) != len(grads):
        raise ValueError
    for w, g in zip(weights, grads):
        w -= learning_rate * g
    return weights
''',
            "q8": '''
def winning_entry():
    return {"hidden": [10, 10], "activations": ["tanh", "tanh", "sigmoid"],
            "learning_rate": 0.01, "seed": 0}
''',
        },
        "fails": ["q1", "q2", "q4", "q5", "q7", "q8"],
    },
    "syntax_error": {
        "about": "a colon missing in question 4",
        "answers": {
            "q4": '''
def update_weights(weights, grads, learning_rate)
    return [w - learning_rate * g for w, g in zip(weights, grads)]
'''
        },
        "fails": ["q4", "q5", "q7"],
    },
    "missing_import": {
        "about": "an import that does not exist, before everything else",
        "prepend": "import notthere",
    },
    "fresh_eyes": {"about": "right, each formula as it stands in the text", "answers": FRESH_EYES},
    "fresh_slips_a": {
        "about": "a generator of its own, stops early, e and f swapped, loss after the update",
        "answers": {
            "q1": '''
def initialize(sizes, rng, scale=None):
    rng = np.random.default_rng(0)
    return [(1 / np.sqrt(a) if scale is None else scale) * rng.uniform(-1, 1, (a + 1, b))
            for a, b in zip(sizes, sizes[1:])]
''',
            "q5": '''
def fit(weights, X, Y, activations, learning_rate, epochs):
    losses = []
    for _ in range(epochs):
        layers = feed_forward(weights, X, activations)
        losses.append(np.mean((layers[-1] - Y) ** 2))
        if losses[-1] < 1e-5:
            break
        weights = update_weights(weights, gradients(weights, layers, Y, activations), learning_rate)
    return weights, losses
''',
            "q6": '''
def seven_segment():
    X = np.array([[1, 1, 1, 1, 1, 1, 0],
                  [0, 1, 1, 0, 0, 0, 0],
                  [1, 1, 0, 1, 1, 0, 1],
                  [1, 1, 1, 1, 0, 0, 1],
                  [0, 1, 1, 0, 0, 1, 1],
                  [1, 0, 1, 1, 0, 1, 1],
                  [1, 0, 1, 1, 1, 1, 1],
                  [1, 1, 1, 0, 0, 0, 0],
                  [1, 1, 1, 1, 1, 1, 1],
                  [1, 1, 1, 1, 0, 1, 1]], dtype=float)
    return X[:, [0, 1, 2, 3, 5, 4, 6]], np.eye(10)
''',
            "q9": '''
def torch_xor(epochs, seed):
    torch.manual_seed(seed)
    X = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float64)
    Y = torch.tensor([[0], [1], [1], [0]], dtype=torch.float64)
    model = torch.nn.Sequential(torch.nn.Linear(2, 20), torch.nn.ReLU(),
                                torch.nn.Linear(20, 1), torch.nn.Sigmoid()).double()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    loss_of = torch.nn.BCELoss()
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = loss_of(model(X), Y)
        loss.backward()
        optimizer.step()
        losses.append(loss_of(model(X), Y).item())
    with torch.no_grad():
        predictions = model(X).numpy().ravel()
    return predictions, losses

def keras_xor(epochs, seed):
    raise NotImplementedError("hw5 q9: keras_xor")
''',
        },
        "fails": ["q1", "q5", "q6", "q7", "q9"],
    },
    "fresh_slips_b": {
        "about": "random from 0 to 1, error sent back through new weights, argmax over samples",
        "answers": {
            "q1": '''
def initialize(sizes, rng, scale=None):
    return [(1 / np.sqrt(a) if scale is None else scale) * rng.random((a + 1, b))
            for a, b in zip(sizes, sizes[1:])]
''',
            "q3": '''
def gradients(weights, layers, Y, activations):
    m = len(weights)
    grads = [None] * m
    e = layers[-1] - Y
    for l in range(m - 1, -1, -1):
        L1 = np.column_stack([np.ones(len(layers[l])), layers[l]])
        delta = e * activations[l](L1 @ weights[l], deriv=True)
        grads[l] = L1.T @ delta
        e = delta @ (weights[l] - 0.5 * grads[l])[1:].T
    return grads
''',
            "q7": '''
def compare(hidden_sizes, activations, learning_rate, epochs, rng, scale=1.0):
    X, Y = seven_segment()
    table = []
    for h in hidden_sizes:
        for name, f in activations.items():
            weights = initialize([7, h, 10], rng, scale)
            weights, _ = fit(weights, X, Y, [f, sigmoid], learning_rate, epochs)
            out = feed_forward(weights, X, [f, sigmoid])[-1]
            table.append({"hidden": h, "activation": name, "loss": np.mean((out - Y) ** 2),
                          "accuracy": np.mean(out.argmax(axis=0) == np.arange(10))})
    return table
''',
            "q9": '''
def torch_xor(epochs, seed):
    X = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float64)
    Y = torch.tensor([[0], [1], [1], [0]], dtype=torch.float64)
    model = torch.nn.Sequential(torch.nn.Linear(2, 20), torch.nn.ReLU(),
                                torch.nn.Linear(20, 1), torch.nn.Sigmoid()).double()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    loss_of = torch.nn.BCELoss()
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = loss_of(model(X), Y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    with torch.no_grad():
        predictions = model(X).numpy().ravel().round()
    return predictions, losses

def keras_xor(epochs, seed):
    raise NotImplementedError("hw5 q9: keras_xor")
''',
        },
        "fails": ["q1", "q3", "q5", "q7", "q9", "q10"],
    },
    "fresh_slips_c": {
        "about": "the step divided by the number of samples",
        "answers": {
            "q5": '''
def fit(weights, X, Y, activations, learning_rate, epochs):
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        layers = feed_forward(weights, X, activations)
        losses[epoch] = np.mean((layers[-1] - Y) ** 2)
        weights = update_weights(weights, gradients(weights, layers, Y, activations),
                                 learning_rate / len(X))
    return weights, losses
''',
        },
        "fails": ["q5", "q7"],
    },
}
