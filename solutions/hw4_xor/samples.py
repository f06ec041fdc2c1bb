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
    "q9": '''
def corner_gap(f):
    answers = [f(np.array([[a, b]]))[0] for a in (0.0, 1.0) for b in (0.0, 1.0)]
    return answers[0] - answers[1] - answers[2] + answers[3]


def missing_factor(f, claimed, x):
    h = 1e-5
    return np.float64(f(x + h) - f(x - h)) / (2 * h * claimed(x))
''',
}

FRESH_EYES = {
    "q1": '''
def squash(z):
    return 1 / (1 + np.exp(-z))


def forward(X, W1, W2):
    h1 = squash(np.einsum("ni,ij->nj", X, W1))
    return h1, squash(np.einsum("nj,jk->nk", h1, W2))
''',
    "q2": '''
def loss(X, Y, W1, W2, penalty=0.0):
    miss = (Y - forward(X, W1, W2)[1]).ravel()
    w = np.concatenate([W1.ravel(), W2.ravel()])
    return (miss @ miss + penalty * (w @ w)) / (2 * len(Y))
''',
    "q3": '''
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    d2 = (h2 - Y) * (h2 - h2 * h2) / len(X)
    d1 = np.einsum("nk,jk->nj", d2, W2) * (h1 - h1**2)
    dW1 = np.einsum("ni,nj->ij", X, d1)
    dW2 = np.einsum("nj,nk->jk", h1, d2)
    return [dW1 + penalty * W1 / len(X), dW2 + penalty * W2 / len(X)]
''',
    "q4": '''
def symmetry_gap(X, W1, W2):
    z2 = sum(squash(sign * X @ W1) @ W2 for sign in (1, -1))
    return np.diff(z2, axis=1).ravel()
''',
    "q5": '''
def forward_b(X, params):
    h1 = squash(np.dot(X, params["W1"]) + params["b1"][None, :])
    h2 = squash(np.dot(h1, params["W2"]) + params["b2"][None, :])
    return h1, h2


def backward_b(X, Y, params, penalty=0.0):
    g = {key: np.zeros(value.shape) for key, value in params.items()}
    for x, y in zip(X, Y):
        h1, h2 = (h[0] for h in forward_b(x[None, :], params))
        d2 = (h2 - y) * h2 * (1 - h2) / len(X)
        d1 = (params["W2"] @ d2) * h1 * (1 - h1)
        g["b2"] += d2
        g["b1"] += d1
        g["W2"] += np.outer(h1, d2)
        g["W1"] += np.outer(x, d1)
    g["W1"] += penalty / len(X) * params["W1"]
    g["W2"] += penalty / len(X) * params["W2"]
    return g
''',
    "q6": '''
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    p = {key: np.array(value) for key, value in params.items()}
    L, A = np.zeros(epochs), np.zeros(epochs)
    one = np.ones(len(X))
    for e in range(epochs):
        h1, h2 = forward_b(X, p)
        weights = (p["W1"] ** 2).sum() + (p["W2"] ** 2).sum()
        L[e] = 0.5 * ((Y - h2) ** 2).sum(axis=1).mean() + penalty * weights / 2 / len(X)
        A[e] = ((h2[:, 1] > h2[:, 0]) == (Y[:, 1] > Y[:, 0])).mean()
        d2 = (h2 - Y) * h2 * (1 - h2) / len(X)
        d1 = d2 @ p["W2"].T * h1 * (1 - h1)
        g = {"W1": X.T @ d1 + penalty * p["W1"] / len(X), "b1": one @ d1,
             "W2": h1.T @ d2 + penalty * p["W2"] / len(X), "b2": one @ d2}
        for key in p:
            p[key] -= learning_rate * g[key]
    return p, {"accuracy": A, "loss": L}
''',
    "q7": '''
def clip_gradients(gradients, max_norm):
    norm = np.sqrt(sum(np.vdot(g, g) for g in gradients.values()))
    factor = max_norm / max(norm, max_norm)
    return {key: g * factor for key, g in gradients.items()}
''',
    "q8": '''
def decayed(learning_rate, epoch, half_life):
    return learning_rate * np.exp2(-epoch / half_life)


def l1_gradient(params, penalty):
    zeros = {"b1": np.zeros(params["b1"].shape, dtype=int), "b2": np.zeros(2)}
    return {"W1": penalty * np.sign(params["W1"]), "W2": penalty * np.sign(params["W2"]), **zeros}
''',
    "q9": '''
def corner_gap(f):
    same, differ = np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([[0.0, 1.0], [1.0, 0.0]])
    return np.sum(f(same)) - np.sum(f(differ))


def missing_factor(f, claimed, x):
    slope = (f(x + 1e-5) - f(x - 1e-5)) / (2 * 1e-5)
    return slope / claimed(x)
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
        "answers": {f"q{i}": "stub" for i in range(1, 10)},
        "fails": [f"q{i}" for i in range(1, 10)],
    },
    "half_done": {
        "about": "questions 1 to 4 answered",
        "answers": {f"q{i}": "stub" for i in range(5, 10)},
        "fails": [f"q{i}" for i in range(5, 10)],
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
    "fresh_eyes": {
        "about": "right, by einsum, outer products and arrays in the history",
        "answers": FRESH_EYES,
    },
    "mistakes_c": {
        "about": "penalty twice, losses of the network without biases, 1e-6 on the norm, W / |W|",
        "answers": {
            "q3": '''
def backward(X, Y, W1, W2, penalty=0.0):
    N = len(X)
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / N
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    return X.T @ delta1 + 2 * penalty / N * W1, h1.T @ delta2 + 2 * penalty / N * W2
''',
            "q6": '''
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    params = {key: value.copy() for key, value in params.items()}
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        history["loss"].append(loss(X, Y, params["W1"], params["W2"], penalty))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        gradients = backward_b(X, Y, params, penalty)
        for key in params:
            params[key] -= learning_rate * gradients[key]
    return params, history
''',
            "q7": '''
def clip_gradients(gradients, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))
    return {key: g * min(1, max_norm / (norm + 1e-6)) for key, g in gradients.items()}
''',
            "q8": '''
def decayed(learning_rate, epoch, half_life):
    return learning_rate * 0.5 ** (epoch / half_life)


def l1_gradient(params, penalty):
    return {"W1": penalty * params["W1"] / np.abs(params["W1"]), "b1": np.zeros_like(params["b1"]),
            "W2": penalty * np.sign(params["W2"]), "b2": np.zeros_like(params["b2"])}
''',
        },
        "fails": ["q3", "q6", "q7", "q8"],
    },
    "mistakes_d": {
        "about": "another mirror, biases averaged, one parameter after the other, spectral norms",
        "answers": {
            "q4": '''
def symmetry_gap(X, W1, W2):
    z2 = sigmoid(X @ W1) @ W2 + sigmoid(X * [-1, 1] @ W1) @ W2
    return z2[:, 1] - z2[:, 0]
''',
            "q5": '''
def forward_b(X, params):
    h1 = sigmoid(X @ params["W1"] + params["b1"])
    return h1, sigmoid(h1 @ params["W2"] + params["b2"])


def backward_b(X, Y, params, penalty=0.0):
    N = len(X)
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / N
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    return {"W1": X.T @ delta1 + penalty / N * params["W1"], "b1": delta1.mean(axis=0),
            "W2": h1.T @ delta2 + penalty / N * params["W2"], "b2": delta2.mean(axis=0)}
''',
            "q6": '''
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    params = dict(params)
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        for key in params:
            step = backward_b(X, Y, params, penalty)[key]
            params[key] = params[key] - learning_rate * step
    return params, history
''',
            "q7": '''
def clip_gradients(gradients, max_norm):
    norm = np.sqrt(sum(np.linalg.norm(g, 2) ** 2 for g in gradients.values()))
    if norm <= max_norm:
        return gradients
    return {key: g * max_norm / norm for key, g in gradients.items()}
''',
        },
        "fails": ["q4", "q5", "q6", "q7"],
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
    },
}
