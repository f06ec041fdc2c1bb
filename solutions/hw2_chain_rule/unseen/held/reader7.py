# %% q1: the multiplication hands on the wrong factor
# (1) at p = s z the slope of s is multiplied by s and the slope of z by z; it should be the other
# input each time.
def square_graph(x, y, z):
    s = x + y
    p = s * z
    f = p**2
    df_dp = 2 * p
    df_ds = df_dp * s
    df_dz = df_dp * z
    return f, (df_ds, df_ds, df_dz)

# %% q2: the cosine of what came out of the sine
# (1) the sine's slope is taken at a = sin x and not at x.
def sine_graph(x, y, z):
    a = np.sin(x)
    s = a + y
    p = s * z
    f = p**3
    back_p = 3 * p**2
    back_s = back_p * z
    return float(f), (float(back_s * np.cos(a)), float(back_s), float(back_p * s))

# %% q3: not put back when f raises
# (1) the old value is put back only where f returns; if f raises an exception, the weight that
# had been moved stays moved.
def numerical_gradient(f, w, h=1e-6):
    slopes = np.zeros(w.shape)
    for index in np.ndindex(w.shape):
        kept = w[index]
        w[index] = kept + h
        above = f(w)
        w[index] = kept - h
        below = f(w)
        w[index] = kept
        slopes[index] = (above - below) / (2 * h)
    return slopes

# %% q3: rows in place of entries, and the copy is never reset
# (1) the loop runs over the first index only, so for a matrix a whole row is moved at once;
# (2) the copy keeps -h at every entry that was visited, so later entries are taken at other weights.
def numerical_gradient(f, w, h=1e-6):
    moved = w.copy()
    gradient = np.zeros_like(w)
    for i in range(len(moved)):
        moved[i] += h
        plus = f(moved)
        moved[i] -= 2 * h
        minus = f(moved)
        gradient[i] = (plus - minus) / (2 * h)
    return gradient

# %% q4: Python's max swallows nan
# (1) worst = max(worst, nan) keeps the old number, so a nan in a gradient gives a harmless
# number and not nan.
def relative_error(analytic, numeric):
    worst = 0.0
    for a, n in zip(analytic.ravel(), numeric.ravel()):
        scale = max(abs(a) + abs(n), 1e-8)
        worst = max(worst, abs(a - n) / scale)
    return float(worst)

# %% q4: the mean, and a floor that is added
# (1) the mean over the entries in place of the largest; (2) 1e-8 is added to the denominator
# and is not a floor under it.
def relative_error(analytic, numeric):
    distance = np.abs(analytic - numeric)
    size = np.abs(analytic) + np.abs(numeric) + 1e-8
    return float(np.mean(distance / size))

# %% q5: the same array in every row
# (1) the list holds one array many times over, changed in place, so every row of the path is the
# last point.
def gradient_descent(gradient, w0, learning_rate, steps):
    point = w0.copy()
    path = [point]
    for _ in range(steps):
        point -= learning_rate * gradient(point)
        path.append(point)
    return np.array(path)

# %% q5: changes w0, and the start is missing from the path
# (1) w is w0 itself and is changed in place, so the caller's start moves; (2) the path begins
# with the point after the first step, so it has `steps` rows and not steps + 1.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = np.zeros((steps, len(w0)))
    w = w0
    for t in range(steps):
        w -= learning_rate * gradient(w)
        path[t] = w
    return path

# %% q6: the largest entry of the diagonal
# (1) 2 over the largest diagonal entry in place of the largest eigenvalue.
def largest_stable_learning_rate(H):
    if H.ndim != 2 or H.shape[0] != H.shape[1]:
        raise ValueError("H is not square")
    if np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H is not symmetric")
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] <= 1e-12 * np.abs(eigenvalues).max():
        raise ValueError("H is not positive definite")
    return float(2 / np.diag(H).max())

# %% q6: absolute tolerances
# (1) np.allclose has tolerances of its own, 1e-5 and absolutely 1e-8, so slight asymmetry and an
# asymmetric H of tiny entries pass; (2) the smallest eigenvalue is compared with exactly 0.
def largest_stable_learning_rate(H):
    rows, columns = H.shape
    if rows != columns:
        raise ValueError("not square")
    if not np.allclose(H, H.T):
        raise ValueError("not symmetric")
    lam = np.linalg.eigvalsh(H)
    if lam.min() <= 0:
        raise ValueError("not positive definite")
    return 2.0 / float(lam.max())

# %% q7: a nan is never noticed
# (1) error > worst is false for nan, so a candidate with a nan in it is never named.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    worst, culprit = -1.0, 0
    for k, candidate in enumerate(candidates):
        error = relative_error(candidate(w), numeric)
        if error > worst:
            worst, culprit = error, k
    return culprit

# %% q7: the candidates vote
# (1) names the candidate that is farthest from the median of all of them and never asks f; with
# two candidates that is always the first one.
def find_the_bug(candidates, f, w):
    claims = np.array([np.ravel(candidate(w)) for candidate in candidates])
    middle = np.median(claims, axis=0)
    away = np.abs(claims - middle).sum(axis=1)
    away = np.where(np.isnan(away), np.inf, away)
    return int(np.argmax(away))

# %% q8: gradients add up over calls
# (1) as in PyTorch, backward doesn't set grad to 0 first, so what an earlier backward has left
# is counted again.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = parents
        self.grad = 0.0

    def __add__(self, other):
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def sin(self):
        return Value(np.sin(self.data), ((self, float(np.cos(self.data))),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) in seen:
                return
            seen.add(id(node))
            for parent, _ in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad


def slopes_of(program, **inputs):
    """Run a program on values: f, and its slope with respect to each input (given)."""
    names = {name: Value(number) for name, number in inputs.items()}
    exec(program, {}, names)
    names["f"].backward()
    return names["f"].data, {name: names[name].grad for name in inputs}

# %% q8: a parent counts once, and the cosine of what came out
# (1) parents are the keys of a dict, so in p * p or x + x the parent is kept once and half of its
# slope is lost; (2) the sine's slope is the cosine of the result, not of the data that went in.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = dict(parents)
        self.grad = 0.0

    def __add__(self, other):
        return Value(self.data + other.data, {self: 1.0, other: 1.0})

    def __mul__(self, other):
        return Value(self.data * other.data, {self: other.data, other: self.data})

    def sin(self):
        out = Value(np.sin(self.data))
        out.parents = {self: np.cos(out.data)}
        return out

    def backward(self):
        order, visited = [], set()

        def walk(node):
            if node not in visited:
                visited.add(node)
                for parent in node.parents:
                    walk(parent)
                order.append(node)

        walk(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in order[::-1]:
            for parent, slope in node.parents.items():
                parent.grad += float(slope) * node.grad


def slopes_of(program, **inputs):
    """Run a program on values: f, and its slope with respect to each input (given)."""
    names = {name: Value(number) for name, number in inputs.items()}
    exec(program, {}, names)
    names["f"].backward()
    return names["f"].data, {name: names[name].grad for name in inputs}
