# %% q1: flat tuple
# It returns one flat tuple (f, dx, dy, dz) of four and not (f, (dx, dy, dz)); the numbers are right.
def square_graph(x, y, z):
    a = x + y
    b = a * z
    grad_b = 2 * b
    grad_a = grad_b * z
    grad_z = grad_b * a
    return float(b ** 2), float(grad_a), float(grad_a), float(grad_z)


# %% q1: precedence slip in f, 2 of the square forgotten
# 1) The brackets are missing in f, which is (x + y z)^2 and not ((x + y) z)^2. 2) The 2 of the square's slope is forgotten, so all three slopes are half as large as they should be.
def square_graph(x, y, z):
    value = (x + y * z) ** 2

    def back():
        p = (x + y) * z
        dp = p
        ds = dp * z
        return ds, ds, dp * (x + y)

    return value, back()


# %% q1: abs in the slope
# The slope of the square is taken as 2 |p| in place of 2 p, so all slopes have the wrong sign where p is negative.
def square_graph(x, y, z):
    nodes = {}
    nodes["s"] = x + y
    nodes["p"] = nodes["s"] * z
    nodes["f"] = abs(nodes["p"]) ** 2
    dp = 2 * abs(nodes["p"])   # size of the product
    ds = dp * z
    dz = dp * nodes["s"]
    return nodes["f"], (ds, ds, dz)


# %% q1: central differences in place of the chain rule
# The slopes are central differences with h = 1e-6, not the chain rule, so they do not agree to eleven digits.
def square_graph(x, y, z):
    func = lambda x, y, z: ((x + y) * z) ** 2
    h = 1e-6
    gx = (func(x + h, y, z) - func(x - h, y, z)) / (2 * h)
    gy = (func(x, y + h, z) - func(x, y - h, z)) / (2 * h)
    gz = (func(x, y, z + h) - func(x, y, z - h)) / (2 * h)
    return func(x, y, z), (gx, gy, gz)


# %% q2: cosine at what came out
# The cosine is taken at a = sin x (what came out of the sine) and not at x, so df_dx is wrong; the rest is right.
def sine_graph(x, y, z):
    a = np.sin(x)
    s = a + y
    p = s * z
    f = p ** 3
    dp = 3 * p ** 2
    ds = dp * z
    dz = dp * s
    da = ds
    dx = da * np.cos(a)   # sine node
    return f, (dx, ds, dz)


# %% q2: p overwritten by the cube
# The name p is overwritten with p^3 before the way back, so the cube's slope 3 p^2 is taken at f and not at p.
def sine_graph(x, y, z):
    a = np.sin(x)
    s = a + y
    p = s * z
    p = np.power(p, 3)
    f = p
    back_p = 3 * np.power(p, 2)
    back_s = back_p * z
    back_z = back_p * s
    back_x = back_s * np.cos(x)
    return f, (back_x, back_s, back_z)


# %% q3: not restored when f raises
# The old value is kept and put back, but without try/finally: if f raises an exception, w stays moved.
def numerical_gradient(f, w, h=1e-6):
    n = np.zeros(w.shape)
    for idx in np.ndindex(*w.shape):
        old = w[idx]
        w[idx] = old + h
        f_plus = f(w)
        w[idx] = old - h
        f_minus = f(w)
        w[idx] = old
        n[idx] = (f_plus - f_minus) / (2 * h)
    return n


# %% q3: entries stay moved, sign
# 1) The working copy is made once and an entry is left at w_i - h after its turn, so the later slopes are taken at a shifted point. 2) The difference is f(w - h) - f(w + h), so the sign is wrong.
def numerical_gradient(f, w, h=1e-6):
    work = np.array(w, dtype=float)
    g = np.zeros(work.shape)
    for i in np.ndindex(work.shape):
        work[i] += h
        above = f(work)
        work[i] -= 2 * h
        below = f(work)
        g[i] = (below - above) / (2 * h)
    return g


# %% q4: nan is skipped
# The loop keeps the worst with `if r > worst`, which is never true for nan, so a nan is ignored and a harmless number comes back.
def relative_error(analytic, numeric):
    worst = 0.0
    for x, y in zip(np.ravel(analytic), np.ravel(numeric)):
        r = abs(x - y) / np.maximum(abs(x) + abs(y), 1e-8)
        if r > worst:
            worst = r
    return float(worst)


# %% q4: floor is added
# 1e-8 is added to |a| + |n| instead of being the least value of it, so small gradients give a smaller error than they should.
def relative_error(analytic, numeric):
    difference = np.abs(np.subtract(analytic, numeric))
    total = np.abs(analytic) + np.abs(numeric) + 1e-8   # never zero
    return float(np.max(difference / total))


# %% q4: nanmax, no abs in numerator
# 1) np.nanmax drops nan entries, so a nan does not show. 2) The absolute value of the difference is missing, so an entry with a < n counts as negative and is overlooked.
def relative_error(analytic, numeric):
    d = analytic - numeric
    scale = np.maximum(np.abs(analytic) + np.abs(numeric), 1e-8)
    return float(np.nanmax(d / scale))


# %% q5: w0 missing from the path
# The start w0 is not in the path: the array has `steps` rows, the points after each step only.
def gradient_descent(gradient, w0, learning_rate, steps):
    w = w0.copy()
    D = w.size
    out = np.empty((steps, D))
    for k in range(steps):
        w = w - learning_rate * gradient(w)
        out[k, :] = w
    return out


# %% q6: allclose with its absolute tolerance
# Symmetry is checked with np.allclose at its defaults (1e-5 relative, 1e-8 absolute), so a clearly unsymmetric H with tiny entries passes, and so does one that is off by 1e-6.
def largest_stable_learning_rate(H):
    if H.ndim != 2 or H.shape[0] != H.shape[1]:
        raise ValueError(f"not square: {H.shape}")
    if not np.allclose(H, H.T):
        raise ValueError("not symmetric")
    eigen = np.linalg.eigvalsh(H)
    largest_abs = np.max(np.abs(eigen))
    if np.min(eigen) <= 1e-12 * largest_abs:
        raise ValueError("not positive definite")
    return 2.0 / np.max(eigen)


# %% q6: eigenvalue 0 slips through
# Positive definite is checked as smallest eigenvalue < 0 and without the relative 1e-12, so an H with an eigenvalue 0 (or 1e-17 by rounding) is accepted.
def largest_stable_learning_rate(H):
    n, m = np.shape(H)
    if n != m:
        raise ValueError("square matrix needed")
    tol = 1e-9 * np.abs(H).max()
    for i in range(n):
        for j in range(i):
            if abs(H[i, j] - H[j, i]) > tol:
                raise ValueError("symmetric matrix needed")
    values = np.linalg.eigvalsh(H)
    if np.any(values < 0):
        raise ValueError("positive definite matrix needed")
    return 2 / values[-1]


# %% q6: symmetrized instead of refused
# An unsymmetric H is silently replaced by (H + H^T)/2, so no ValueError is raised for it.
def largest_stable_learning_rate(H):
    assert_square = H.shape[0] == H.shape[1]
    if not assert_square:
        raise ValueError("H has to be (D, D)")
    sym = (H + H.T) / 2      # rounding
    lambdas, _ = np.linalg.eigh(sym)
    if lambdas.min() <= 1e-12 * max(abs(lambdas)):
        raise ValueError("H has a flat or falling direction")
    return 2 / lambdas.max()


# %% q7: nan is not noticed
# The worst is kept with `error > worst`, which is never true for nan, so a candidate with a nan is not found and another index (or 0) comes back.
def find_the_bug(candidates, f, w):
    num = numerical_gradient(f, w)
    worst, which = 0.0, 0
    for k, candidate in enumerate(candidates):
        error = relative_error(candidate(w), num)
        if error > worst:
            worst, which = error, k
    return which


# %% q7: voting
# It compares every candidate with the median of all candidates and never asks f, so with two candidates it can't tell which is wrong (and a nan spoils the median).
def find_the_bug(candidates, f, w):
    answers = np.array([c(w) for c in candidates])
    middle = np.median(answers, axis=0)
    off = [np.abs(a - middle).max() for a in answers]
    return int(np.argmax(off))


# %% q7: counted from 1, nan dropped
# 1) The index is counted from 1 and not from 0. 2) np.nanmax over the entries drops a nan, so a candidate with a nan in it looks right.
def find_the_bug(candidates, f, w):
    g = numerical_gradient(f, w)
    best, bug = -1.0, None
    for number, cand in enumerate(candidates, start=1):
        a = cand(w)
        err = np.nanmax(np.abs(a - g) / (np.abs(a) + np.abs(g)))
        if err > best:
            best = err
            bug = number
    return bug


# %% q7: first entry only, list of errors returned
# 1) Only the first entry of each gradient is compared, so a wrong entry elsewhere is overlooked. 2) It returns the largest error itself and not its index.
def find_the_bug(candidates, f, w):
    truth = np.ravel(numerical_gradient(f, w))[0]
    errors = []
    for grad in candidates:
        first = np.ravel(grad(w))[0]
        errors.append(np.inf if np.isnan(first) else abs(first - truth) / (abs(first) + abs(truth)))
    return max(errors)
