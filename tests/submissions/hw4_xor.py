"""Sample submissions of hw4_xor."""

OTHER_WAY = {
    "q1": '''
def logistic(z):
    return 0.5 * (1 + np.tanh(z / 2))


def layer(inputs, W, b=0.0):
    return logistic(np.einsum("nd,dh->nh", inputs, W) + b)


def forward(X, W1, W2):
    hidden = layer(X, W1)
    return [hidden, layer(hidden, W2)]
''',
    "q2": '''
def loss(X, Y, W1, W2, penalty=0.0):
    N = X.shape[0]
    error = 0.0
    for guess, target in zip(forward(X, W1, W2)[1], Y):
        error += ((target - guess) ** 2).sum() / 2 / N
    return np.array(error + penalty / (2 * N) * (np.square(W1).sum() + np.square(W2).sum()))
''',
    "q3": '''
def backward(X, Y, W1, W2, penalty=0.0):
    dW1, dW2 = np.zeros(W1.shape), np.zeros(W2.shape)
    for x, y in zip(X, Y):
        h1, h2 = forward(x[None, :], W1, W2)
        h1, h2 = h1[0], h2[0]
        delta2 = (h2 - y) * (h2 - h2**2)
        delta1 = (W2 @ delta2) * (h1 - h1**2)
        dW2 += np.outer(h1, delta2)
        dW1 += np.outer(x, delta1)
    return [(dW1 + penalty * W1) / len(X), (dW2 + penalty * W2) / len(X)]
''',
    "q4": '''
def symmetry_gap(X, W1, W2):
    constant = (W2[:, 1] - W2[:, 0]).sum()
    return np.full(X.shape[0], constant)
''',
    "q5": '''
def forward_b(X, params):
    hidden = layer(X, params["W1"], params["b1"])
    return hidden, layer(hidden, params["W2"], params["b2"])


def backward_b(X, Y, params, penalty=0.0):
    """With the bias as one more row of weights, over a column of ones."""
    N = len(X)
    ones = np.ones((N, 1))
    h1, h2 = forward_b(X, params)
    out = (h2 - Y) * h2 * (1 - h2) / N
    last = np.hstack([h1, ones]).T @ out
    back = np.dot(out, params["W2"].T) * h1 * (1 - h1)
    first = np.hstack([X, ones]).T @ back
    gradients = dict(W1=first[:-1], b1=first[-1], W2=last[:-1], b2=last[-1])
    for name in ("W1", "W2"):
        gradients[name] = gradients[name] + penalty * params[name] / N
    return gradients
''',
    "q6": '''
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    params = {name: value.copy() for name, value in params.items()}
    history = dict(loss=[], accuracy=[])
    for epoch in range(epochs):
        guess = forward_b(X, params)[1]
        ridge = sum((params[name] ** 2).sum() for name in ("W1", "W2"))
        history["loss"].append(((Y - guess) ** 2).sum() / 2 / len(X) + penalty * ridge / 2 / len(X))
        right = 0
        for row, target in zip(guess, Y):
            right += int((row[1] > row[0]) == (target[1] > target[0]))
        history["accuracy"].append(right / len(X))
        gradients = backward_b(X, Y, params, penalty)
        for name in params:
            params[name] -= learning_rate * gradients[name]
    return params, history
''',
    "q7": '''
def clip_gradients(gradients, max_norm):
    flat = np.concatenate([g.ravel() for g in gradients.values()])
    length = np.linalg.norm(flat)
    if length <= max_norm:
        return gradients
    clipped = {}
    for name in gradients:
        clipped[name] = gradients[name] / length * max_norm
    return clipped
''',
    "q8": '''
def decayed(learning_rate, epoch, half_life):
    return learning_rate * np.exp(-np.log(2) * epoch / half_life)


def l1_gradient(params, penalty):
    gradients = {}
    for name, value in params.items():
        if name.startswith("W"):
            gradients[name] = penalty * ((value > 0).astype(int) - (value < 0).astype(int))
        else:
            gradients[name] = np.zeros_like(value)
    return gradients
''',
}

SUBMISSIONS = {
    "right": {"about": "complete and right"},
    "other_way_right": {
        "about": "right, sample by sample, with helpers, lists for tuples and other names",
        "answers": OTHER_WAY,
    },
    "blank": {
        "about": "nothing filled in",
        "answers": {f"q{i}": "stub" for i in range(1, 9)},
        "fails": [f"q{i}" for i in range(1, 9)],
    },
    "half_done": {
        "about": "questions 1 to 4 answered",
        "answers": {f"q{i}": "stub" for i in range(5, 9)},
        "fails": [f"q{i}" for i in range(5, 9)],
    },
    "mistakes_a": {
        "about": "the penalty as one number, biases averaged, all accuracies of entries, norm by array",
        "answers": {
            "q3": '''
def backward(X, Y, W1, W2, penalty=0.0):
    N = len(X)
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / N
    delta1 = (delta2 @ W2.T) * h1 * (1 - h1)
    squares = penalty / (2 * N) * (np.sum(W1**2) + np.sum(W2**2))
    return X.T @ delta1 + squares, h1.T @ delta2 + squares
''',
            "q6": '''
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean((h2 > 0.5) == (Y > 0.5)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history
''',
            "q7": '''
def clip_gradients(gradients, max_norm):
    clipped = {}
    for key, g in gradients.items():
        norm = np.sqrt(np.sum(g**2))
        clipped[key] = g * max_norm / norm if norm > max_norm else g
    return clipped
''',
        },
        "fails": ["q3", "q6", "q7"],
    },
    "mistakes_b": {
        "about": "the penalty not over N, gap after the sigmoid, weights changed in place, jumps",
        "answers": {
            "q2": '''
def loss(X, Y, W1, W2, penalty=0.0):
    error = np.sum((Y - forward(X, W1, W2)[1]) ** 2) / (2 * len(X))
    return error + penalty / 2 * (np.sum(W1**2) + np.sum(W2**2))
''',
            "q4": '''
def symmetry_gap(X, W1, W2):
    here, there = forward(X, W1, W2)[1], forward(-X, W1, W2)[1]
    return here[:, 1] - here[:, 0] + there[:, 1] - there[:, 0]
''',
            "q6": '''
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": np.zeros(epochs), "accuracy": np.zeros(epochs)}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"][epoch] = (np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X))
        history["accuracy"][epoch] = np.mean(h2.argmax(axis=1) == Y.argmax(axis=1))
        for key, slope in backward_b(X, Y, params, penalty).items():
            params[key] -= learning_rate * slope
    return params, history
''',
            "q8": '''
def decayed(learning_rate, epoch, half_life):
    return learning_rate * 0.5 ** (epoch // half_life)

def l1_gradient(params, penalty):
    return {key: penalty * np.sign(value) for key, value in params.items()}
''',
        },
        "fails": ["q2", "q4", "q6", "q8"],
    },
    "syntax_error": {
        "about": "a bracket missing in question 7",
        "answers": {
            "q7": '''
def clip_gradients(gradients, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients.values())
    return {key: g * min(1, max_norm / norm) for key, g in gradients.items()}
'''
        },
        "fails": ["q7"],
    },
    "missing_import": {
        "about": "an import that does not exist, before everything else",
        "prepend": "import notthere",
        "fails": [f"q{i}" for i in range(1, 9)],
    },
}
