"""Sample submissions of hw2_chain_rule."""

OTHER_WAY = {
    "q1": '''
class Node:
    def __init__(self, value, parents=()):
        self.value, self.parents, self.grad = value, parents, 0.0

    def __add__(self, other):
        return Node(self.value + other.value, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Node(self.value * other.value, [(self, other.value), (other, self.value)])

    def backward(self, upstream=1.0):
        self.grad += upstream
        for parent, slope in self.parents:
            parent.backward(upstream * slope)


def square_graph(x, y, z):
    x, y, z = Node(x), Node(y), Node(z)
    p = (x + y) * z
    f = p * p
    f.backward()
    return [f.value, [x.grad, y.grad, z.grad]]
''',
    "q2": '''
import math


def sine_graph(x, y, z):
    a = math.sin(x)
    s = a + y
    p = s * z
    df_dz = 3 * p * p * s
    df_dy = 3 * p * p * z
    return p * p * p, np.array([df_dy * math.cos(x), df_dy, df_dz])[[0, 1, 2]].tolist()
''',
    "q3": '''
def numerical_gradient(f, w, h=1e-6):
    answers = []
    for k in range(w.size):
        old = w.flat[k]
        try:
            w.flat[k] = old + h
            up = f(w)
            w.flat[k] = old - h
            down = f(w)
        finally:
            w.flat[k] = old
        answers.append((up - down) / h / 2)
    return np.reshape(answers, w.shape)
''',
    "q4": '''
def relative_error(analytic, numeric):
    worst = 0
    for a, n in zip(analytic.flatten(), numeric.flatten()):
        if a != a or n != n:
            return float("inf")
        worst = max(worst, abs(a - n) / max(abs(a) + abs(n), 1e-8))
    return worst
''',
    "q5": '''
def gradient_descent(gradient, w0, learning_rate, steps):
    w = w0.copy()
    path = [w.copy()]
    while len(path) <= steps:
        w -= learning_rate * gradient(w.copy())
        path.append(w.copy())
    return np.stack(path)
''',
    "q6": '''
def largest_stable_learning_rate(H):
    rows, columns = H.shape
    if rows != columns:
        raise ValueError("not square")
    scale = np.max(np.abs(H))
    for i in range(rows):
        for j in range(i):
            if abs(H[i, j] - H[j, i]) > 1e-9 * scale:
                raise ValueError("not symmetric")
    values = np.sort(np.real(np.linalg.eigvals(H)))
    if not values[0] > 1e-12 * max(abs(values)):
        raise ValueError("not positive definite")
    return 2 / values[-1]
''',
    "q7": '''
def find_the_bug(candidates, f, w):
    for index, candidate in enumerate(candidates):
        passed = relative_error(candidate(w.copy()), numerical_gradient(f, w.copy())) < 1e-5
        if not passed:
            return index
''',
    "q8": '''
class Value:
    tape = []

    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents
        Value.tape.append(self)

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        return Value(float(np.sin(self.data)), [(self, float(np.cos(self.data)))])

    def backward(self):
        for value in Value.tape:
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(Value.tape[: Value.tape.index(self) + 1]):
            for parent, slope in value.parents:
                parent.grad += slope * value.grad


def slopes_of(program, **inputs):
    names = {name: Value(number) for name, number in inputs.items()}
    exec(program, {}, names)
    names["f"].backward()
    return names["f"].data, {name: names[name].grad for name in inputs}
''',
}

FRESH_EYES = {
    "q1": '''
def square_graph(x, y, z):
    v = np.float64(x) + y
    return np.square(v * z), tuple(2 * v * z * np.array([z, z, v]))
''',
    "q2": '''
def sine_graph(x, y, z):
    a = np.sin(x)
    s = a + y
    p = s * z
    f = p**3
    df_dp = 3 * p**2
    df_ds = df_dp * z
    return f, [df_ds * np.cos(x), df_ds, df_dp * s]
''',
    "q3": '''
def numerical_gradient(f, w, h=1e-6):
    moves = h * np.eye(w.size).reshape((w.size,) + w.shape)
    slopes = [(f(w + move) - f(w - move)) / (2 * h) for move in moves]
    return np.array(slopes).reshape(w.shape)
''',
    "q4": '''
def relative_error(analytic, numeric):
    worst = 0.0
    for a, n in zip(analytic.ravel(), numeric.ravel()):
        r = abs(a - n) / max(abs(a) + abs(n), 1e-8)
        if np.isnan(r):
            return r
        if r > worst:
            worst = r
    return worst
''',
    "q5": '''
def gradient_descent(gradient, w0, learning_rate, steps):
    path = w0[None].copy()
    for t in range(steps):
        path = np.vstack([path, path[-1] - learning_rate * gradient(path[-1])])
    return path
''',
    "q6": '''
def largest_stable_learning_rate(H):
    if len(set(H.shape)) > 1:
        raise ValueError("H is not square")
    if (abs(H - H.T) > 1e-9 * abs(H).max()).any():
        raise ValueError("H is not symmetric")
    lam = np.linalg.eigh(H)[0]
    if not lam[0] > 1e-12 * max(abs(lam)):
        raise ValueError("H is not positive definite")
    return 2 / np.linalg.norm(H, 2)
''',
    "q7": '''
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w.copy(), 1e-5)
    for i, candidate in enumerate(candidates):
        gap = np.abs(candidate(w.copy()) - numeric)
        if not (gap < 2e-4 * np.abs(numeric)).all():
            return i
''',
    "q8": '''
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, ((self, 1), (other, 1)))

    def __mul__(self, other):
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def sin(self):
        return Value(np.sin(self.data), ((self, np.cos(self.data)),))

    def backward(self):
        done, todo = [], [(self, False)]
        while todo:
            node, complete = todo.pop()
            if complete:
                done.append(node)
            elif not any(node is other for other in done):
                todo.append((node, True))
                todo += [(parent, False) for parent, _ in node.parents]
        for node in done:
            node.grad = 0.0
        self.grad = 1.0
        for node in done[::-1]:
            for parent, slope in node.parents:
                parent.grad = parent.grad + node.grad * slope


def slopes_of(program, **inputs):
    names = {name: Value(number) for name, number in inputs.items()}
    exec(program, {}, names)
    names["f"].backward()
    return names["f"].data, {name: names[name].grad for name in inputs}
''',
}

SUBMISSIONS = {
    "right": {"about": "complete and right"},
    "other_way_right": {
        "about": "right, with a small autograd class, loops, in place with try and finally",
        "answers": OTHER_WAY,
    },
    "fresh_eyes": {
        "about": "right, with np.eye, norms, lists and differences of another step",
        "answers": FRESH_EYES,
    },
    "fresh_slips_a": {
        "about": "slopes by dividing back, cosine by Pythagoras, nothing put back after a crash",
        "answers": {
            "q1": '''
def square_graph(x, y, z):
    s = x + y
    f = (s * z) ** 2
    return f, (2 * f / s, 2 * f / s, 2 * f / z)
''',
            "q2": '''
def sine_graph(x, y, z):
    a = np.sin(x)
    p = (a + y) * z
    back = 3 * p**2
    return p**3, (back * z * np.sqrt(1 - a**2), back * z, back * (a + y))
''',
            "q3": '''
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        old = w[i]
        w[i] = old + h
        up = f(w)
        w[i] = old - h
        down = f(w)
        w[i] = old
        g[i] = (up - down) / (2 * h)
    return g
''',
            "q4": '''
def relative_error(analytic, numeric):
    return np.sum(np.abs(analytic - numeric) / np.maximum(abs(analytic) + abs(numeric), 1e-8))
''',
        },
        "fails": ["q1", "q2", "q3", "q4"],
    },
    "fresh_slips_b": {
        "about": "stops early, tolerances of the wrong size",
        "answers": {
            "q5": '''
def gradient_descent(gradient, w0, learning_rate, steps):
    path = [w0]
    for t in range(steps):
        path.append(path[-1] - learning_rate * gradient(path[-1]))
        if np.allclose(path[-1], path[-2]):
            break
    return np.array(path)
''',
            "q6": '''
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1]:
        raise ValueError("H is not square")
    if (np.abs(H - H.T) > 1e-9 * np.abs(H)).any():
        raise ValueError("H is not symmetric")
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-12 * np.abs(lam).max():
        raise ValueError("H is not positive definite")
    return 2 / lam[-1]
''',
            "q7": '''
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    for i, candidate in enumerate(candidates):
        if not np.allclose(candidate(w), numeric):
            return i
''',
        },
        "fails": ["q5", "q6", "q7"],
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
        "about": "the 2 of the square lost, cosine at the output, weights not put back, a lost nan",
        "answers": {
            "q1": '''
def square_graph(x, y, z):
    s = x + y
    p = s * z
    return p ** 2, (p * z, p * z, p * s)
''',
            "q2": '''
def sine_graph(x, y, z):
    a = np.sin(x)
    p = (a + y) * z
    back = 3 * p ** 2
    return p ** 3, (back * z * np.cos(a), back * z, back * (a + y))
''',
            "q3": '''
def numerical_gradient(f, w, h=1e-6):
    gradient = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        w[i] += h
        up = f(w)
        w[i] -= 2 * h
        down = f(w)
        w[i] += h
        gradient[i] = (up - down) / (2 * h)
    return gradient
''',
            "q4": '''
def relative_error(analytic, numeric):
    worst = 0.0
    for a, n in zip(analytic.ravel(), numeric.ravel()):
        worst = max(worst, abs(a - n) / max(abs(a) + abs(n), 1e-8))
    return worst
''',
        },
        "fails": ["q1", "q2", "q3", "q4", "q7"],
    },
    "mistakes_b": {
        "about": "one row too few, smallest eigenvalue, a nan that no comparison notices, a share lost",
        "answers": {
            "q5": '''
def gradient_descent(gradient, w0, learning_rate, steps):
    path = []
    w = w0
    for _ in range(steps):
        path.append(w)
        w = w - learning_rate * gradient(w)
    return np.array(path)
''',
            "q6": '''
def largest_stable_learning_rate(H):
    values = np.linalg.eigvalsh(H)
    if values[0] <= 0:
        raise ValueError("not positive definite")
    return 2 / values[0]
''',
            "q7": '''
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    worst, answer = 0.0, 0
    for k, candidate in enumerate(candidates):
        error = relative_error(candidate(w), numeric)
        if error > worst:
            worst, answer = error, k
    return answer
''',
            "q8": '''
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        return Value(np.sin(self.data), [(self, np.cos(self.data))])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad = slope * node.grad


def slopes_of(program, **inputs):
    names = {name: Value(number) for name, number in inputs.items()}
    exec(program, {}, names)
    names["f"].backward()
    return names["f"].data, {name: names[name].grad for name in inputs}
''',
        },
        "fails": ["q5", "q6", "q7", "q8"],
    },
    "syntax_error": {
        "about": "a bracket missing in question 4",
        "answers": {
            "q4": '''
def relative_error(analytic, numeric):
    return np.max(np.abs(analytic - numeric) / (np.abs(analytic) + np.abs(numeric))
'''
        },
        "fails": ["q4", "q7"],
    },
    "missing_import": {
        "about": "an import that does not exist, before everything else",
        "prepend": "import notthere",
    },
}
