# %% q1: multiplication hands on its own input
# The factors of the product are mixed up: s gets times s and z gets times z, instead of times the other input.
def square_graph(x, y, z):
    s = x + y
    p = s * z
    f = p ** 2
    dp = 2 * p
    ds = dp * s
    dz = dp * z
    return f, (ds, ds, dz)

# %% q1: slope at what came out, and a flat result
# (1) The slope of the square is taken at f: 2 f instead of 2 p.
# (2) Returns one flat tuple of four numbers and not (f, (three slopes)).
def square_graph(x, y, z):
    s = x + y
    p = s * z
    f = p * p
    df_dp = 2 * f
    df_ds = df_dp * z
    df_dz = df_dp * s
    return f, df_ds, df_ds, df_dz

# %% q2: cosine at the wrong place
# The cosine is taken at a = sin x, what came out of the sine, instead of at x.
def sine_graph(x, y, z):
    a = np.sin(x)
    s = a + y
    p = s * z
    f = p ** 3
    back_p = 3 * p ** 2
    back_s = back_p * z
    return float(f), (float(back_s * np.cos(a)), float(back_s), float(back_p * s))

# %% q2: minus cosine, and the square forgotten
# (1) The derivative of the sine is taken to be -cos.
# (2) The slope of the cube is 3 p in place of 3 p^2.
def sine_graph(x, y, z):
    a = np.sin(x)
    s = a + y
    p = s * z
    f = p**3
    dfdp = 3 * p
    dfdz = dfdp * s
    dfds = dfdp * z
    dfdy = dfds
    dfdx = dfds * -np.cos(x)
    return f, (dfdx, dfdy, dfdz)

# %% q3: put back by arithmetic, and not after an exception
# (1) w is moved itself and moved back by adding and taking away h, which is not the same to the bit.
# (2) If f raises an exception, w stays moved: no try/finally.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for idx in np.ndindex(w.shape):
        w[idx] += h
        f_plus = f(w)
        w[idx] -= 2 * h
        f_minus = f(w)
        w[idx] += h
        g[idx] = (f_plus - f_minus) / (2 * h)
    return g

# %% q3: earlier entries stay moved
# The two copies are made once before the loop and never put back, so from the second entry on all earlier
# entries are moved as well.
def numerical_gradient(f, w, h=1e-6):
    up, down = w.copy(), w.copy()
    grad = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% q3: rows instead of entries
# Loops over len(w): for an array of two dimensions a whole row is moved at once, and every entry of that row
# gets the sum of the row's slopes.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros_like(w)
    for i in range(len(w)):
        e = np.zeros_like(w)
        e[i] = h
        g[i] = (f(w + e) - f(w - e)) / (2 * h)
    return g

# %% q4: mean of the entries, floor added
# (1) The mean over the entries is returned, not the largest.
# (2) 1e-8 is added to the denominator instead of being its lower limit.
def relative_error(analytic, numeric):
    diff = np.abs(analytic - numeric)
    total = np.abs(analytic) + np.abs(numeric) + 1e-8
    return float(np.mean(diff / total))

# %% q4: a loop that a nan slips through
# The running maximum is updated with "if r > worst", which is never true for nan: a broken gradient gets a
# harmless number.
def relative_error(analytic, numeric):
    worst = 0.0
    for a, n in zip(analytic.ravel(), numeric.ravel()):
        r = abs(a - n) / max(abs(a) + abs(n), 1e-8)
        if r > worst:
            worst = r
    return float(worst)

# %% q4: largest difference over largest size
# The maximum of the numerator and that of the denominator are taken apart, so a wrong small entry hides
# behind a large one.
def relative_error(analytic, numeric):
    oben = np.max(np.abs(analytic - numeric))
    unten = np.max(np.abs(analytic) + np.abs(numeric))
    return float(oben / max(unten, 1e-8))

# %% q5: the same array in every row
# The point is moved in place and appended without a copy: all rows hold the last point.
def gradient_descent(gradient, w0, learning_rate, steps):
    w = w0.copy()
    path = [w]
    for t in range(steps):
        w -= learning_rate * gradient(w)
        path.append(w)
    return np.array(path)

# %% q5: start left out, slope never looked at again
# (1) The start w0 is not in the path, which has only `steps` rows.
# (2) The gradient is worked out once at w0 and used for all steps.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = np.zeros((steps, len(w0)))
    g = gradient(w0)
    w = w0
    for k in range(steps):
        w = w - learning_rate * g
        path[k] = w
    return path

# %% q6: the smallest eigenvalue
# eigvalsh sorts in ascending order; the first one, the smallest, is taken for the largest.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1]:
        raise ValueError("not square")
    if np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("not symmetric")
    lam = np.linalg.eigvalsh(H)
    if lam.min() <= 1e-12 * np.abs(lam).max():
        raise ValueError("not positive definite")
    return float(2 / lam[0])

# %% q6: absolute tolerances
# (1) Symmetry is checked with np.allclose, whose 1e-8 is absolute (and 1e-5 relative): small or slightly skewed
# matrices get through.
# (2) Positive definite is checked by comparing with exactly 0, so rounding lets a singular H pass.
def largest_stable_learning_rate(H):
    rows, cols = H.shape
    if rows != cols or not np.allclose(H, H.T):
        raise ValueError("H must be square and symmetric")
    eig = np.linalg.eigvalsh(H)
    if eig[0] <= 0:
        raise ValueError("H must be positive definite")
    return float(2.0 / eig[-1])

# %% q7: blind for nan
# The worst candidate is kept with "if error > worst"; a candidate with a nan never is, and index 0 is returned.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    worst, culprit = 0.0, 0
    for k, candidate in enumerate(candidates):
        error = relative_error(candidate(w), numeric)
        if error > worst:
            worst, culprit = error, k
    return culprit

# %% q7: sign not dropped, counted from 1
# (1) The signed sum of the differences is used, so a gradient that is too small looks better than a right one.
# (2) The index is counted from 1.
def find_the_bug(candidates, f, w):
    n = numerical_gradient(f, w)
    off = []
    for c in candidates:
        off.append(np.sum((c(w) - n) / np.abs(n)))
    return int(np.argmax(off)) + 1

# %% q8: = in place of +=
# A node's share overwrites what its parent has got already: only the last way counts.
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        return Value(float(np.sin(self.data)), [(self, float(np.cos(self.data)))])

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
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad = slope * node.grad


def slopes_of(program, **inputs):
    """Run a program on values: f, and its slope with respect to each input (given)."""
    names = {name: Value(number) for name, number in inputs.items()}
    exec(program, {}, names)
    names["f"].backward()
    return names["f"].data, {name: names[name].grad for name in inputs}

# %% q8: breadth first, and old slopes left
# (1) The graph is walked breadth first from f: a node may pass its grad on before all shares have arrived.
# (2) What an earlier backward has left in grad is not set to zero.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def __add__(self, b):
        return Value(self.data + b.data, ((self, 1.0), (b, 1.0)))

    def __mul__(self, b):
        return Value(self.data * b.data, ((self, b.data), (b, self.data)))

    def sin(self):
        return Value(np.sin(self.data), ((self, np.cos(self.data)),))

    def backward(self):
        self.grad = 1.0
        queue = [self]
        done = {id(self)}
        while queue:
            node = queue.pop(0)
            for par, sl in node.parents:
                par.grad += sl * node.grad
                if id(par) not in done:
                    done.add(id(par))
                    queue.append(par)


def slopes_of(program, **inputs):
    """Run a program on values: f, and its slope with respect to each input (given)."""
    names = {name: Value(number) for name, number in inputs.items()}
    exec(program, {}, names)
    names["f"].backward()
    return names["f"].data, {name: names[name].grad for name in inputs}

# %% q8: a parent counts once
# The parents are kept as the keys of a dict, so p * p or x + x remembers its parent once only, and half of
# the slope is lost.
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self.slopes = dict(parents)

    def __add__(self, other):
        return Value(self.data + other.data, {self: 1.0, other: 1.0})

    def __mul__(self, other):
        return Value(self.data * other.data, {self: other.data, other: self.data})

    def sin(self):
        return Value(float(np.sin(self.data)), {self: float(np.cos(self.data))})

    def backward(self):
        topo = []
        visited = set()

        def build(v):
            if v not in visited:
                visited.add(v)
                for p in v.slopes:
                    build(p)
                topo.append(v)

        build(self)
        for v in topo:
            v.grad = 0.0
        self.grad = 1.0
        for v in topo[::-1]:
            for p, s in v.slopes.items():
                p.grad += s * v.grad


def slopes_of(program, **inputs):
    """Run a program on values: f, and its slope with respect to each input (given)."""
    names = {name: Value(number) for name, number in inputs.items()}
    exec(program, {}, names)
    names["f"].backward()
    return names["f"].data, {name: names[name].grad for name in inputs}
