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

SUBMISSIONS = {
    "right": {"about": "complete and right"},
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
        "fails": [f"q{i}" for i in range(1, 7)],
    },
}
