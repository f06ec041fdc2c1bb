"""Sample submissions of hw7_debugging."""

OTHER_WAY = {
    "q1": '''
def norms_through(weights, X, activation):
    pre, post = {}, {0: X}
    for l in range(len(weights)):
        pre[l + 1] = np.einsum("ni,ij->nj", post[l], weights[l])
        post[l + 1] = activation(pre[l + 1])
    answer = [None] * len(weights)
    backward = post[len(weights)] / X.shape[0]
    for l in range(len(weights), 0, -1):
        backward = backward * activation(pre[l], deriv=True)
        total = 0
        for i in range(weights[l - 1].shape[0]):
            for j in range(weights[l - 1].shape[1]):
                total += np.sum(post[l - 1][:, i] * backward[:, j]) ** 2
        answer[l - 1] = total ** 0.5
        backward = np.einsum("nj,ij->ni", backward, weights[l - 1])
    return answer


def gradient_norms(depth, activation, rng, width=32):
    stack = rng.standard_normal((depth, width, width)) / np.sqrt(width)
    return norms_through(list(stack), rng.standard_normal((16, width)), activation)
''',
    "q2": '''
def xavier(fan_in, fan_out, rng):
    r = (6 / (fan_in + fan_out)) ** 0.5
    return (rng.random((fan_out, fan_in)).T * 2 - 1) * r


def he(fan_in, fan_out, rng):
    W = np.empty((fan_in, fan_out))
    for i in range(fan_in):
        W[i] = rng.standard_normal(fan_out)
    return np.sqrt(2.0) * W / np.sqrt(fan_in)
''',
    "q3": '''
def dead_fraction(W, b, X):
    dead = 0
    for h in range(W.shape[1]):
        largest = max(float(np.dot(x, W[:, h]) + b[h]) for x in X)
        if not largest > 0:
            dead += 1
    return np.float64(dead) / W.shape[1]
''',
    "q4": '''
def repeated_factor(a, b, steps):
    return np.multiply.accumulate(np.array([a] + [b] * steps))


def clipped_factor(a, b, steps, limit):
    values = np.empty(steps + 1)
    values[0] = a
    for k in range(1, steps + 1):
        values[k] = np.clip(values[k - 1] * b, -limit, limit)
    return values


def first_overflow(b):
    b = np.float64(abs(b))
    if not b > 1:
        return None
    low, high = 0, 1
    with np.errstate(over="ignore"):
        while np.isfinite(b ** high):
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            if np.isinf(b ** middle):
                high = middle
            else:
                low = middle
    return np.int64(high)
''',
    "q5": '''
def diagnose(history):
    loss = list(history["loss"])
    norms = np.array(history["gradient_norms"])
    finite = all(np.isfinite(loss)) and not np.isnan(norms).any() and not np.isinf(norms).any()
    rises = falls = 0.0
    for before, after in zip(loss[:-1], loss[1:]):
        if after > before:
            rises += after - before
        else:
            falls += before - after
    means = norms.sum(axis=0) / len(norms)
    rules = [
        ("exploding", not finite or bool((norms > 10000).any())),
        ("dead", history["active_share"][-1] < 0.01),
        ("learning rate too high", 2 * rises > falls),
        ("vanishing", means[0] * 1000 < means[-1]),
        ("learning rate too low", loss[-1] / loss[0] > 0.9),
    ]
    for answer, holds in rules:
        if holds:
            return answer
    return "healthy"


def epoch_means(history, batches):
    answer = {}
    for key, values in history.items():
        parts = [values[i:i + batches] for i in range(0, len(values), batches)]
        answer[key] = np.array([part.mean(axis=0) for part in parts])
    return answer
''',
    "q6": '''
from nnlab import gradcheck


def step_error(step, loss, weights, learning_rate):
    after = step([1.0 * W for W in weights], learning_rate)
    answers = ()
    for k in range(len(weights)):
        def alone(V):
            return loss([*weights[:k], V, *weights[k + 1:]])
        slopes = gradcheck.numerical_gradient(alone, weights[k].copy())
        difference = (weights[k] - after[k]) / learning_rate - slopes
        answers += (np.sqrt(np.sum(difference ** 2) / np.sum(slopes ** 2)),)
    return answers


def slope_at_zero(f):
    h = 1e-4
    return (f(np.array([h])) - f(np.array([-h])))[0] / (2 * h)
''',
    "q7": '''
def mended_tanh(z):
    return 2 * sigmoid(2 * z) - 1


def mended_penalized_step(W, X, Y, learning_rate, penalty):
    new = W.copy()
    N = len(X)
    for x, y in zip(X, Y):
        h = 1 / (1 + np.exp(-x @ W))
        new -= learning_rate / N * np.outer(x, (h - y) * h * (1 - h))
    return new - learning_rate * penalty / N * W


def mended_deep_step(weights, X, Y, learning_rate):
    weights = [W.copy() for W in weights]
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    error = layers[-1] - Y
    for l in reversed(range(len(weights))):
        delta = error * layers[l + 1] * (1 - layers[l + 1])
        error = delta @ weights[l][1:].T
        weights[l] -= learning_rate * with_ones(layers[l]).T @ delta
    return tuple(weights)


def sorted_steps():
    return {"a": True, "b": False, "c": False, "d": True, "e": True, "f": False, "g": True}
''',
    "q8": '''
def bias_spread(forward, weights, X):
    answer = np.zeros(len(weights))
    for l, W in enumerate(weights):
        alone = np.vstack([W[:1], np.zeros_like(W[1:])])
        outputs = forward(weights[:l] + [alone] + weights[l + 1:], X)
        for column in outputs.T:
            answer[l] = max(answer[l], column.max() - column.min())
    return answer


def symmetry_spread(scores, X):
    sums = []
    for x in X:
        a, b = scores(x[None])[0], scores(-x[None])[0]
        sums.append(a[1] - a[0] + b[1] - b[0])
    return max(sums) - min(sums)


def unchanged(function, *arguments):
    import copy
    copies = copy.deepcopy(arguments)
    function(*copies)
    def same(a, b):
        if isinstance(a, list):
            return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
        return np.array_equal(a, b)
    return all(same(a, b) for a, b in zip(arguments, copies))
''',
    "q9": '''
def mended_forward(weights, X):
    rows = []
    for x in X:
        for W in weights:
            x = 1 / (1 + np.exp(-(W[0] + x @ W[1:])))
        rows.append(x)
    return np.array(rows)


def xor_params():
    W1 = np.array([[9, 9, -9], [-9, -9, 9]])
    b1 = np.array([-9, 0, -9])
    return {"W1": W1, "b1": b1, "W2": np.array([[0, 4], [0, 0], [-4, 0]]), "b2": np.array([0, -2])}


def sorted_networks():
    return {"h": False, "i": True, "j": False, "k": False, "l": True, "m": False, "n": True}
''',
}

FRESH_EYES = {
    "q1": '''
def norms_through(weights, X, activation):
    zs, As = [], [X]
    for W in weights:
        zs.append(As[-1] @ W)
        As.append(activation(zs[-1]))
    error = As[-1] / len(X)
    norms = np.zeros(len(weights))
    for l in reversed(range(len(weights))):
        delta = error * activation(zs[l], deriv=True)
        norms[l] = np.linalg.norm(As[l].T @ delta)
        error = delta @ weights[l].T
    return norms


def gradient_norms(depth, activation, rng, width=32):
    weights = [rng.normal(0, np.sqrt(1 / width), (width, width)) for _ in range(depth)]
    X = rng.normal(size=(16, width))
    return norms_through(weights, X, activation)
''',
    "q2": '''
def xavier(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, (fan_in, fan_out))


def he(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))
''',
    "q3": '''
def dead_fraction(W, b, X):
    out = relu(X @ W + b)
    return float(np.mean(np.all(out == 0, axis=0)))
''',
    "q4": '''
def repeated_factor(a, b, steps):
    v = np.empty(steps + 1)
    v[0] = a
    for k in range(steps):
        v[k + 1] = v[k] * b
    return v


def clipped_factor(a, b, steps, limit):
    v = np.empty(steps + 1)
    v[0] = a
    for k in range(steps):
        v[k + 1] = np.clip(v[k] * b, -limit, limit)
    return v


def first_overflow(b):
    b = abs(b)
    if b <= 1:
        return None
    n, product = 0, 1.0
    while product != np.inf:
        product *= b
        n += 1
    return n
''',
    "q5": '''
def diagnose(history):
    loss = history["loss"]
    norms = history["gradient_norms"]
    active = history["active_share"]
    if not np.isfinite(loss).all() or not np.isfinite(norms).all() or (norms > 1e4).any():
        return "exploding"
    if active[-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    rises = change[change > 0].sum()
    falls = -change[change < 0].sum()
    if rises > falls / 2:
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    if loss[-1] > 0.9 * loss[0]:
        return "learning rate too low"
    return "healthy"


def epoch_means(history, batches):
    answer = {}
    for key, values in history.items():
        parts = [values[i:i + batches] for i in range(0, len(values), batches)]
        answer[key] = np.array([part.mean(axis=0) for part in parts])
    return answer
''',
    "q6": '''
def step_error(step, loss, weights, learning_rate):
    after = step([W.copy() for W in weights], learning_rate)
    errors = []
    for l, W in enumerate(weights):
        used = (W - after[l]) / learning_rate
        numeric = np.zeros_like(W)
        for i in np.ndindex(W.shape):
            moved = [V.copy() for V in weights]
            moved[l][i] += 1e-5
            up = loss(moved)
            moved[l][i] -= 2e-5
            down = loss(moved)
            numeric[i] = (up - down) / 2e-5
        errors.append(float(np.linalg.norm(used - numeric) / np.linalg.norm(numeric)))
    return errors


def slope_at_zero(f):
    return float((f(1e-5) - f(-1e-5)) / 2e-5)
''',
    "q7": '''
def mended_tanh(z):
    return (1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z))


def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    return W - learning_rate * (X.T @ delta + penalty * W) / len(X)


def mended_deep_step(weights, X, Y, learning_rate):
    weights = [W.copy() for W in weights]
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    error = layers[-1] - Y
    for k in reversed(range(len(weights))):
        delta = error * layers[k + 1] * (1 - layers[k + 1])
        error = delta @ weights[k][1:].T
        weights[k] -= learning_rate * with_ones(layers[k]).T @ delta
    return weights


def sorted_steps():
    return {"a": True, "b": False, "c": False, "d": True, "e": True, "f": False, "g": True}
''',
    "q8": '''
def bias_spread(forward, weights, X):
    spreads = []
    for l in range(len(weights)):
        silenced = [W.copy() for W in weights]
        silenced[l][1:] = 0
        out = forward(silenced, X)
        spreads.append(float((out.max(axis=0) - out.min(axis=0)).max()))
    return spreads


def symmetry_spread(scores, X):
    def g(X):
        s = scores(X)
        return s[:, 1] - s[:, 0]
    total = g(X) + g(-X)
    return float(total.max() - total.min())


def unchanged(function, *arguments):
    import copy
    copies = copy.deepcopy(arguments)
    function(*copies)
    def same(a, b):
        if isinstance(a, list):
            return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
        return np.array_equal(a, b)
    return all(same(a, b) for a, b in zip(arguments, copies))
''',
    "q9": '''
def mended_forward(weights, X):
    for W in weights:
        X = sigmoid(with_ones(X) @ W)
    return X


def xor_params():
    return {"W1": np.array([[10.0, -10.0], [10.0, -10.0]]), "b1": np.array([-10.0, -10.0]),
            "W2": np.array([[1.0, -1.0], [1.0, -1.0]]), "b2": np.array([0.0, 1.0])}


def sorted_networks():
    return {"h": False, "i": True, "j": False, "k": False, "l": True, "m": False, "n": True}
''',
}

SUBMISSIONS = {
    "right": {"about": "complete and right"},
    "other_way_right": {
        "about": "right, with loops, einsum, bisection, tuples and another XOR",
        "answers": OTHER_WAY,
    },
    "fresh_eyes": {
        "about": "right, each question as its text reads at first",
        "answers": FRESH_EYES,
    },
    "slips_hidden": {
        "about": "slips that the public checks let pass",
        "answers": {
            "q2": '''
def xavier(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, (fan_in, fan_out))


def he(fan_in, fan_out, rng):
    return np.random.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))
''',
            "q3": '''
def dead_fraction(W, b, X):
    return float(np.mean(np.all(np.isclose(relu(X @ W + b), 0), axis=0)))
''',
            "q4": '''
def repeated_factor(a, b, steps):
    return a * b ** np.arange(steps + 1.0)


def clipped_factor(a, b, steps, limit):
    values = [a]
    for _ in range(steps):
        values.append(np.clip(values[-1] * b, -limit, limit))
    return np.array(values)


def first_overflow(b):
    if abs(b) <= 1:
        return None
    return int(np.ceil(1024 / np.log2(abs(b))))
''',
            "q5": '''
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not np.isfinite(loss).all() or not np.isfinite(norms).all():
        return "exploding"
    if loss.max() > 1e4 or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -change[change < 0].sum() / 2:
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"


def epoch_means(history, batches):
    answer = {}
    for key, values in history.items():
        parts = [values[i:i + batches] for i in range(0, len(values), batches)]
        answer[key] = np.array([part.mean(axis=0) for part in parts])
    return answer
''',
            "q8": '''
def bias_spread(forward, weights, X):
    spreads = []
    for l in range(len(weights)):
        silenced = [W.copy() for W in weights]
        silenced[l][1:] = 0
        out = forward(silenced, X)
        spreads.append(float((out.max(axis=0) - out.min(axis=0)).mean()))
    return spreads


def symmetry_spread(scores, X):
    both = scores(X) + scores(-X)
    return float(np.ptp(both[:, 1] - both[:, 0]))


def unchanged(function, *arguments):
    import copy
    copies = copy.deepcopy(arguments)
    function(*copies)
    def same(a, b):
        if isinstance(a, list):
            return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
        return np.array_equal(a, b)
    return all(same(a, b) for a, b in zip(arguments, copies))
''',
            "q9": '''
def mended_forward(weights, X):
    for W in weights:
        X = sigmoid(with_ones(X) @ W)
    return X


def xor_params():
    return {"W1": np.array([[10.0, -10.0], [10.0, -10.0]]), "b1": np.array([-10.0, -10.0]),
            "W2": np.array([[1.0, -1.0], [1.0, -1.0]]), "b2": np.array([0.0, 1.0])}


def sorted_networks():
    return {"h": False, "i": True, "j": False, "k": False, "l": True, "m": False, "n": True}
''',
        },
        "fails": ["q2", "q3", "q4", "q5", "q8"],
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
        "about": "last layer first, variance for deviation, zeros counted, factors off by one",
        "answers": {
            "q1": '''
def norms_through(weights, X, activation):
    layers, slopes = [X], []
    for W in weights:
        slopes.append(activation(layers[-1] @ W, deriv=True))
        layers.append(activation(layers[-1] @ W))
    error, norms = layers[-1] / len(X), []
    for l in reversed(range(len(weights))):
        error = error * slopes[l]
        norms.append(np.sqrt(np.sum((layers[l].T @ error) ** 2)))
        error = error @ weights[l].T
    return np.array(norms)


def gradient_norms(depth, activation, rng, width=32):
    weights = [rng.normal(0, width**-0.5, (width, width)) for _ in range(depth)]
    return norms_through(weights, rng.normal(0, 1, (16, width)), activation)
''',
            "q2": '''
def xavier(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, (fan_in, fan_out))


def he(fan_in, fan_out, rng):
    return rng.normal(0, 2 / fan_in, (fan_in, fan_out))
''',
            "q3": '''
def dead_fraction(W, b, X):
    return float(np.mean(X @ W + b <= 0))
''',
            "q4": '''
def repeated_factor(a, b, steps):
    return np.array([a * b**k for k in range(steps + 1)])


def clipped_factor(a, b, steps, limit):
    return np.clip(repeated_factor(a, b, steps), -limit, limit)


def first_overflow(b):
    if abs(b) <= 1:
        return None
    return int(np.floor(np.log(np.finfo(float).max) / np.log(abs(b))))
''',
        },
        "fails": ["q1", "q2", "q3", "q4"],
    },
    "mistakes_b": {
        "about": "rules in another order, one slip of two mended, biases still last",
        "answers": {
            "q5": '''
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    if not np.isfinite(loss).all() or not np.isfinite(norms).all() or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    if loss[-1] > loss[0]:
        return "learning rate too high"
    if loss[-1] > 0.9 * loss[0]:
        return "learning rate too low"
    return "healthy"


def epoch_means(history, batches):
    answer = {}
    for key, values in history.items():
        parts = [values[i:i + batches] for i in range(0, len(values), batches)]
        answer[key] = np.array([part.mean(axis=0) for part in parts])
    return answer
''',
            "q6": '''
def step_error(step, loss, weights, learning_rate):
    after = step([W.copy() for W in weights], learning_rate)
    errors = []
    for k, W in enumerate(weights):
        numeric = np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            moved = [V.copy() for V in weights]
            moved[k][i] += 1e-5
            high = loss(moved)
            moved[k][i] -= 2e-5
            numeric[i] = (high - loss(moved)) / 2e-5
        used = (W - after[k]) / learning_rate
        errors.append(np.linalg.norm(used - numeric) / np.linalg.norm(numeric))
    return errors


def slope_at_zero(f):
    return float(f(1e-5) - f(-1e-5)) / 2e-5
''',
            "q7": '''
def mended_tanh(z):
    return np.tanh(z)


def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    return W - learning_rate * (X.T @ delta + penalty * W)


def mended_deep_step(weights, X, Y, learning_rate):
    return step_c(weights, X, Y, learning_rate)


def sorted_steps():
    return {"a": True, "b": False, "c": False, "d": True, "e": True, "f": False, "g": True}
''',
            "q8": '''
def bias_spread(forward, weights, X):
    spreads = []
    for l in range(len(weights)):
        for W in weights:
            W[1:] = 0.0
        spreads.append(float(np.ptp(forward(weights, X))))
    return spreads


def symmetry_spread(scores, X):
    both = scores(X) + scores(-X)
    return float(np.ptp(both[:, 1] - both[:, 0]))


def unchanged(function, *arguments):
    import copy
    copies = copy.deepcopy(arguments)
    function(*copies)
    def same(a, b):
        if isinstance(a, list):
            return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
        return np.array_equal(a, b)
    return all(same(a, b) for a, b in zip(arguments, copies))
''',
            "q9": '''
def mended_forward(weights, X):
    return forward_j(weights, X)


def xor_params():
    W1 = np.array([[5.0, -5.0], [5.0, -5.0]])
    return {"W1": W1, "b1": np.zeros(2), "W2": np.array([[1.0, 0.0], [1.0, 0.0]]),
            "b2": np.zeros(2)}


def sorted_networks():
    return {"h": False, "i": True, "j": False, "k": False, "l": True, "m": False, "n": True}
''',
        },
        "fails": ["q5", "q7", "q8", "q9"],
    },
    "syntax_error": {
        "about": "a bracket missing in question 3",
        "answers": {
            "q3": '''
def dead_fraction(W, b, X):
    return float(np.mean((X @ W + b <= 0).all(axis=0))
'''
        },
        "fails": ["q3"],
    },
    "missing_import": {
        "about": "an import that does not exist, before everything else",
        "prepend": "import notthere",
    },
}
