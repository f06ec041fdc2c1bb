"""Sample submissions of hw1_neuron."""

OTHER_WAY = {
    "q1": '''
import math


def _one_sigmoid(number):
    if number < -700:
        return 0.0
    return 1 / (1 + math.exp(-number))


def sigmoid(x):
    values = np.array(x, dtype=float)
    flat = [_one_sigmoid(number) for number in values.flatten()]
    return np.array(flat).reshape(values.shape)
''',
    "q2": '''
def sigmoid_derivative(z):
    e = np.exp(-np.abs(np.asarray(z, dtype=float)))
    return e / (1 + e) ** 2
''',
    "q3": '''
def slope_of_tanh(x):
    return 1 / np.cosh(x) ** 2

def tanh(x, deriv=False):
    if deriv:
        return slope_of_tanh(x)
    return 2 / (1 + np.exp(-2 * x)) - 1
''',
    "q4": '''
def relu(x, deriv=False):
    if deriv:
        return x > 0
    return x * (x > 0)

heaviside = lambda x: np.asarray(x > 0).astype(int)
''',
    "q5": '''
def numerical_derivative(f, x, h=1e-5):
    x = np.asarray(x, dtype=float)
    answers = [(f(number + h) - f(number - h)) / h / 2 for number in x.ravel()]
    return np.reshape(answers, x.shape)
''',
    "q6": '''
def neuron(X, w, b, activation):
    outputs = []
    for sample in X:
        total = b
        for value, weight in zip(sample, w):
            total += value * weight
        outputs.append(activation(total))
    return np.array(outputs)
''',
    "q7": '''
def perceptron_predict(X, w, b):
    return np.array([float(np.dot(w, row)) + b > 0 for row in X])

def perceptron_fit(X, y, epochs):
    weights = np.zeros(X.shape[1] + 1)
    for epoch in range(epochs):
        mistakes = 0
        for row, label in zip(X, y):
            extended = np.append(row, 1.0)
            fires = weights @ extended > 0
            if label == 1 and not fires:
                weights = weights + extended
                mistakes += 1
            elif label == 0 and fires:
                weights = weights - extended
                mistakes += 1
        if mistakes == 0:
            break
    return weights[:-1], weights[-1]
''',
    "q8": '''
def slope_through(depth, derivative):
    best = 0.0
    for x in np.arange(-1000, 1001) / 100:
        best = max(best, float(derivative(x)))
    product = 1.0
    for layer in range(depth):
        product *= best
    return product
''',
}

SUBMISSIONS = {
    "right": {"about": "complete and right"},
    "other_way_right": {
        "about": "right, with loops, helpers and other names",
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
        "about": "overflow, slope of the output, wrong value at the corner",
        "answers": {
            "q1": '''
def sigmoid(x):
    return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))
''',
            "q2": '''
def sigmoid_derivative(x):
    x = np.asarray(x, dtype=float)
    return x * (1 - x)
''',
            "q4": '''
def relu(x, deriv=False):
    if deriv:
        return np.where(x >= 0, 1.0, 0.0)
    return np.maximum(x, 0)

def heaviside(x):
    return np.where(x > 0, 1.0, 0.0)
''',
        },
        "fails": ["q1", "q2", "q4"],
    },
    "mistakes_b": {
        "about": "one-sided difference, a column for a row, answers fire at 0",
        "answers": {
            "q5": '''
def numerical_derivative(f, x, h=1e-5):
    return (f(x + h) - f(x)) / h
''',
            "q6": '''
def neuron(X, w, b, activation):
    return activation(X @ w.reshape(-1, 1) + b)
''',
            "q7": '''
def perceptron_predict(X, w, b):
    return (X @ w + b >= 0).astype(int)

def perceptron_fit(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for epoch in range(epochs):
        for row, label in zip(X, y):
            error = label - int(row @ w + b >= 0)
            w, b = w + error * row, b + error
    return w, b
''',
        },
        "fails": ["q5", "q6", "q7"],
    },
    "syntax_error": {
        "about": "a bracket missing in question 3",
        "answers": {
            "q3": '''
def tanh(x, deriv=False):
    return (1 - np.tanh(x)**2 if deriv else np.tanh(x)
'''
        },
        "fails": ["q3"],
    },
    "missing_import": {
        "about": "an import that does not exist, before everything else",
        "prepend": "import notthere",
    },
}
