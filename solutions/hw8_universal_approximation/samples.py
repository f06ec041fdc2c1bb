"""Sample submissions of hw8_universal_approximation."""

OTHER_WAY = {
    "q1": '''
import math

def tanh_switch(z):
    return (1 + np.tanh(z / 2)) / 2

def bump(x, left, right, height, steepness):
    up, down = tanh_switch((x - left) * steepness), tanh_switch((x - right) * steepness)
    return np.subtract(up, down) * height
''',
    "q2": '''
class Staircase:
    def __init__(self, f, n):
        self.n = n
        self.bumps = []
        for i in range(1, n + 1):
            left = (i - 1) / n if i > 1 else -1
            right = i / n if i < n else 2
            self.bumps.append((left, right, f((2 * i - 1) / (2 * n))))

    def __call__(self, x):
        total = np.zeros(np.shape(x))
        for left, right, height in self.bumps:
            total += bump(x, left, right, height, 50 * self.n)
        return total


def staircase(f, n):
    return Staircase(f, n)
''',
    "q3": '''
def max_error(f, g, points=1001):
    worst = 0.0
    for k in range(points):
        x = k / (points - 1)
        worst = max(worst, abs(f(x) - g(x)))
    return np.float64(worst)
''',
    "q4": '''
def network_from_bumps(f, n):
    s = 50 * n
    weights, biases, out = [], [], []
    for i in range(n):
        left = -1.0 if i == 0 else i / n
        right = 2.0 if i == n - 1 else (i + 1) / n
        height = f((i + 0.5) / n)
        weights += [s, s]
        biases += [-s * left, -s * right]
        out += [[height], [-height]]
    return [np.array([weights], dtype=float), np.array(biases, dtype=float), np.array(out)]
''',
    "q5": '''
class Network:
    def __init__(self, hidden, rng):
        self.W1 = rng.standard_normal((1, hidden))
        self.b1 = rng.standard_normal((1, hidden))
        self.W2 = np.zeros((hidden, 1))
        self.b2 = np.zeros((1, 1))

    def forward(self, X):
        self.h = np.tanh(X @ self.W1 + self.b1)
        return self.h @ self.W2 + self.b2

    def step(self, X, Y, rate):
        out = self.forward(X)
        d_out = 2 * (out - Y) / X.shape[0]
        d_hidden = (d_out @ self.W2.T) * (1 - np.square(self.h))
        dW2, db2 = self.h.T @ d_out, d_out.sum(axis=0, keepdims=True)
        dW1, db1 = X.T @ d_hidden, d_hidden.sum(axis=0, keepdims=True)
        self.W1 -= rate * dW1
        self.b1 -= rate * db1
        self.W2 -= rate * dW2
        self.b2 -= rate * db2
        return float(((out - Y) ** 2).mean())


def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    network = Network(hidden, rng)
    losses = [network.step(x[:, None], y[:, None], learning_rate) for _ in range(epochs)]
    return (lambda x: network.forward(np.asarray(x)[:, None])[:, 0]), losses
''',
    "q6": '''
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)[0]
    errors = []
    for x, y in [(x_train, y_train), (x_test, y_test)]:
        miss = predict(x) - y
        errors.append(miss @ miss / len(y))
    return errors
''',
    "q7": '''
def promises():
    true = set("BDIJL")
    return {letter: np.bool_(letter in true) for letter in "LKJIHGFEDCBA"}
''',
}

FRESH_EYES = {
    "q1": '''
def bump(x, left, right, height, steepness):
    return height * (sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right)))
''',
    "q2": '''
def staircase(f, n):
    heights = [f((i + 0.5) / n) for i in range(n)]

    def g(x):
        s = 50 * n
        total = heights[0] * sigmoid(s * (x + 1))
        for i in range(1, n):
            total = total + (heights[i] - heights[i - 1]) * sigmoid(s * (x - i / n))
        return total - heights[-1] * sigmoid(s * (x - 2))

    return g
''',
    "q3": '''
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points).reshape(-1, 1)
    return np.abs(f(x) - g(x)).max()
''',
    "q4": '''
def network_from_bumps(f, n):
    s = 50 * n
    lefts = np.arange(n) / n
    rights = np.arange(1, n + 1) / n
    lefts[0], rights[-1] = -1, 2
    heights = np.array([f((i + 0.5) / n) for i in range(n)])
    W1 = np.full((1, 2 * n), -float(s))
    b1 = np.concatenate([s * rights, s * lefts])
    W2 = np.concatenate([heights, -heights]).reshape(-1, 1)
    return W1, b1, W2
''',
    "q5": '''
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1 = rng.uniform(1, 2, hidden) * rng.choice([-1.0, 1.0], hidden)
    b1 = -W1 * rng.uniform(-2, 2, hidden)
    W2 = rng.normal(0, 1 / np.sqrt(hidden), hidden)
    b2 = 0.0
    losses = []
    N = len(x)
    for _ in range(epochs):
        h = np.tanh(np.outer(x, W1) + b1)
        e = h @ W2 + b2 - y
        losses.append(np.mean(e ** 2))
        dO = 2 / N * e
        dH = np.outer(dO, W2) * (1 - h ** 2)
        gW2, gb2 = h.T @ dO, dO.sum()
        gW1, gb1 = x @ dH, dH.sum(axis=0)
        W1 = W1 - learning_rate * gW1
        b1 = b1 - learning_rate * gb1
        W2 = W2 - learning_rate * gW2
        b2 = b2 - learning_rate * gb2

    def predict(z):
        return np.tanh(np.outer(z, W1) + b1) @ W2 + b2

    return predict, np.array(losses)
''',
    "q6": '''
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict, _ = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    train = np.mean((predict(x_train) - y_train) ** 2)
    test = np.mean((predict(x_test) - y_test) ** 2)
    return float(train), float(test)
''',
    "q7": '''
def promises():
    return {"A": False, "B": True, "C": False, "D": True, "E": False, "F": False,
            "G": False, "H": False, "I": True, "J": True, "K": False, "L": True}
''',
}

SUBMISSIONS = {
    "right": {"about": "complete and right"},
    "fresh_eyes": {
        "about": "right, with switches turned around and steps in place of bumps",
        "answers": FRESH_EYES,
    },
    "fresh_eyes_start": {
        "about": "one bump with one wide end, a start that knows the data, another network tested",
        "answers": {
            **FRESH_EYES,
            "q2": '''
def staircase(f, n):
    def g(x):
        total = 0
        for i in range(n):
            left, right = i / n, (i + 1) / n
            if i == n - 1:
                right = 2
            elif i == 0:
                left = -1
            total = total + bump(x, left, right, f((i + 0.5) / n), 50 * n)
        return total

    return g
''',
            "q5": FRESH_EYES["q5"].replace("b2 = 0.0", "b2 = y.mean()"),
            "q6": '''
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    settings = hidden, rng, learning_rate, epochs
    train = np.mean((fit_curve(x_train, y_train, *settings)[0](x_train) - y_train) ** 2)
    test = np.mean((fit_curve(x_train, y_train, *settings)[0](x_test) - y_test) ** 2)
    return train, test
''',
        },
        "fails": ["q2", "q5", "q6"],
    },
    "fresh_eyes_sigmoids": {
        "about": "sigmoids trained in place of tanh, the heights of half the bumps the wrong way round",
        "answers": {
            **FRESH_EYES,
            "q4": FRESH_EYES["q4"].replace(
                "np.concatenate([heights, -heights])", "np.stack([heights, -heights], axis=1)"
            ),
            "q5": FRESH_EYES["q5"]
            .replace("np.tanh(", "sigmoid(")
            .replace("(1 - h ** 2)", "h * (1 - h)"),
        },
        "fails": ["q4", "q5"],
    },
    "other_way_right": {
        "about": "right, with loops, classes, another start and another order of neurons",
        "answers": OTHER_WAY,
    },
    "blank": {
        "about": "nothing filled in",
        "answers": {f"q{i}": "stub" for i in range(1, 8)},
        "fails": [f"q{i}" for i in range(1, 8)],
    },
    "half_done": {
        "about": "questions 1 to 4 answered",
        "answers": {f"q{i}": "stub" for i in range(5, 8)},
        "fails": ["q5", "q6", "q7"],
    },
    "mistakes_a": {
        "about": "ends at 0 and 1, a grid without its end, inner weights times the height",
        "answers": {
            "q2": '''
def staircase(f, n):
    def g(x):
        return sum(bump(x, i / n, (i + 1) / n, f((i + 0.5) / n), 50 * n) for i in range(n))
    return g
''',
            "q3": '''
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points, endpoint=False)
    return float(np.max(np.abs(f(x) - g(x))))
''',
            "q4": '''
def network_from_bumps(f, n):
    edges = np.arange(n + 1) / n
    s = 50.0 * n
    heights = np.array([f((i + 0.5) / n) for i in range(n)])
    b1 = -s * np.concatenate([edges[:-1], edges[1:]])
    return np.full((1, 2 * n), s), b1, np.concatenate([heights, -heights])[:, None]
''',
            "q7": '''
def promises():
    return dict.fromkeys("ABCDEFGHIJKL", True)
''',
        },
        "fails": ["q2", "q3", "q4", "q7"],
    },
    "mistakes_b": {
        "about": "half the gradient, losses after the update, errors from before it",
        "answers": {
            "q1": '''
def bump(x, left, right, height, steepness):
    return height * sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right))
''',
            "q5": '''
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = rng.normal(0, 1, hidden), rng.normal(0, 1, hidden), rng.normal(0, 1, hidden), 0.0
    def predict(x):
        return np.tanh(np.outer(x, W1) + b1) @ W2 + b2
    losses = []
    for _ in range(epochs):
        a = np.tanh(np.outer(x, W1) + b1)
        delta = (a @ W2 + b2 - y) / len(x)
        back = np.outer(delta, W2) * (1 - a**2)
        W1, b1 = W1 - learning_rate * x @ back, b1 - learning_rate * back.sum(axis=0)
        W2, b2 = W2 - learning_rate * delta @ a, b2 - learning_rate * delta.sum()
        losses.append(np.mean((predict(x) - y) ** 2))
    return predict, losses
''',
            "q6": '''
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict, losses = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    return losses[0], np.mean((predict(x_test) - y_test) ** 2)
''',
        },
        "fails": ["q1", "q2", "q5", "q6"],
    },
    "syntax_error": {
        "about": "a bracket missing in question 3",
        "answers": {
            "q3": '''
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points)
    return float(np.max(np.abs(f(x) - g(x)))
'''
        },
        "fails": ["q3"],
    },
    "missing_import": {
        "about": "an import that does not exist, before everything else",
        "prepend": "import notthere",
    },
}
