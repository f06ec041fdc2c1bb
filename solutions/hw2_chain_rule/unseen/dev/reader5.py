# %% q1: the two slopes of the multiplication are swapped
# dp/ds = z and dp/dz = s, here the other way round: df_ds = df_dp * s, df_dz = df_dp * z.
def square_graph(x, y, z):
    s = x + y
    p = s * z
    f = p ** 2
    # way back
    df_dp = 2 * p
    df_ds = df_dp * s
    df_dz = df_dp * z
    df_dx = df_ds
    df_dy = df_ds
    return f, (df_dx, df_dy, df_dz)

# %% q1: addition treated like a multiplication
# df_dx and df_dy are multiplied by the other summand: an addition hands the slope on unchanged.
def square_graph(x, y, z):
    sum_ = x + y
    product = sum_ * z
    value = product * product
    d_product = 2.0 * product
    d_z = d_product * sum_
    d_sum = d_product * z
    d_x = d_sum * y
    d_y = d_sum * x
    slopes = (d_x, d_y, d_z)
    return value, slopes

# %% q2: power rule leaves the exponent at 1; cosine also on the way to y
# (1) df_dp = 3 p in place of 3 p^2.
# (2) the factor cos(x) belongs to the sine alone, here df_dy gets it as well.
def sine_graph(x, y, z):
    a = np.sin(x)
    s = a + y
    p = s * z
    f = p**3

    back_p = 3 * p
    back_z = back_p * s
    back_s = back_p * z
    back_a = back_s * np.cos(x)
    return float(f), (float(back_a), float(back_a), float(back_z))

# %% q3: only the first axis is walked through
# range(len(w)) moves a whole row of a two-dimensional w at once, and each entry of the row gets the
# row's sum of slopes. One-dimensional w come out right.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros_like(w)
    for i in range(len(w)):
        plus, minus = w.copy(), w.copy()
        plus[i] += h
        minus[i] -= h
        g[i] = (f(plus) - f(minus)) / (2 * h)
    return g

# %% q3: one-sided difference over 2h; weights restored by subtracting h
# (1) after the step up the entry goes back to w and not to w - h: (f(w+h) - f(w)) / (2h) is half the slope.
# (2) w[i] += h, -= h does not restore w to the bit (and not at all if f raises).
def numerical_gradient(f, w, h=1e-6):
    grad = np.zeros(w.shape)
    for idx in np.ndindex(w.shape):
        w[idx] += h
        f_plus = f(w)
        w[idx] -= h
        f_minus = f(w)
        grad[idx] = (f_plus - f_minus) / (2 * h)
    return grad

# %% q4: mean in place of the maximum
# The worst entry counts, here it is the average over all entries.
def relative_error(analytic, numeric):
    top = np.abs(analytic - numeric)
    bottom = np.maximum(np.abs(analytic) + np.abs(numeric), 1e-8)
    ratios = top / bottom
    return float(ratios.mean())

# %% q4: comparisons lose a nan; the floor is added instead of a maximum
# (1) `r > worst` is False for nan, so a broken gradient gets a harmless number.
# (2) |a| + |n| + 1e-8 in place of max(|a| + |n|, 1e-8): (0, 1) against (2e-9, 1) gives 0.167, not 0.2.
def relative_error(analytic, numeric):
    worst = 0.0
    for a, n in zip(analytic.ravel(), numeric.ravel()):
        r = abs(a - n) / (abs(a) + abs(n) + 1e-8)
        if r > worst:
            worst = r
    return float(worst)

# %% q5: the same array many times over
# w is a copy of w0, but it is changed in place and the list holds the same array at each step:
# all rows are the last point.
def gradient_descent(gradient, w0, learning_rate, steps):
    w = np.array(w0, dtype=float)
    points = [w]
    for t in range(steps):
        w -= learning_rate * gradient(w)
        points.append(w)
    return np.array(points)

# %% q5: one row too few
# The path has `steps` rows: the point after the last step is never stored (and steps = 0 gives (0, D)).
def gradient_descent(gradient, w0, learning_rate, steps):
    path = np.empty((steps, len(w0)))
    current = w0.copy()
    for t in range(steps):
        path[t] = current
        current = current - learning_rate * gradient(current)
    return path

# %% q6: smallest eigenvalue decides
# 2 / lambda_min in place of 2 / lambda_max; the three ValueErrors are right.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1]:
        raise ValueError("H is not square")
    biggest = np.abs(H).max()
    if np.any(np.abs(H - H.T) > 1e-9 * biggest):
        raise ValueError("H is not symmetric")
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-12 * np.abs(lam).max():
        raise ValueError("H is not positive definite")
    return float(2 / lam[0])

# %% q6: absolute tolerances; semidefinite H let through
# (1) np.allclose with its own tolerances (atol 1e-8): a tiny H that is not symmetric passes.
# (2) only eigenvalues below 0 are refused: a singular H (eigenvalue 0, or 1e-17) is no error.
def largest_stable_learning_rate(H):
    rows, columns = H.shape
    if rows != columns:
        raise ValueError("not square")
    if not np.allclose(H, H.T):
        raise ValueError("not symmetric")
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues.min() < 0:
        raise ValueError("not positive definite")
    return 2.0 / float(eigenvalues.max())

# %% q7: a candidate with nan is not noticed
# `error > worst` is never True for nan, so a candidate whose gradient has a nan is not named.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    culprit = 0
    worst = -1.0
    for k, candidate in enumerate(candidates):
        error = relative_error(candidate(w), numeric)
        if error > worst:
            worst = error
            culprit = k
    return culprit
