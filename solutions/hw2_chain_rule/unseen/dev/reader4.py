# %% q1: slope of the square taken at s
# The slope of the square is taken at s (2 s) and not at p (2 p), so all three slopes are wrong; f is right.
def square_graph(x, y, z):
    summ = x + y            # add node
    prod = summ * z         # multiply node
    result = prod ** 2      # square node
    d_prod = 2 * summ
    d_summ = d_prod * z
    dz = d_prod * summ
    return result, (d_summ, d_summ, dz)


# %% q1: order of slopes, p returned for f
# 1) The slopes come in the order (df_dz, df_dx, df_dy) and not x, y, z. 2) The value returned is p and not p^2.
def square_graph(x, y, z):
    s = x + y
    out = s * z
    upstream = 2 * out
    dz = upstream * s
    dx = dy = upstream * z
    return out, (dz, dx, dy)


# %% q2: square root of 1 - a^2
# The cosine is computed as sqrt(1 - sin^2 x), which is never negative, so df_dx has the wrong sign wherever cos x is negative.
def sine_graph(x, y, z):
    sin_x = np.sin(x)
    cos_x = np.sqrt(1 - sin_x * sin_x)
    total = sin_x + y
    prod = total * z
    g = 3 * prod * prod
    return prod ** 3, (g * z * cos_x, g * z, g * total)


# %% q2: degrees
# x is treated as degrees: sine and cosine are taken at x pi/180, although x is in radians.
def sine_graph(x, y, z):
    angle = np.deg2rad(x)
    a = np.sin(angle)
    s = a + y
    p = s * z
    dfdp = 3 * p**2
    dfds = dfdp * z
    dfdy = dfds
    dfdx = dfds * np.cos(angle)
    dfdz = dfdp * s
    return p**3, (dfdx, dfdy, dfdz)


# %% q2: 2p from question 1, order x z y
# 1) The slope of the last node is 2 p as in question 1 and not 3 p^2. 2) The slopes come in the order x, z, y.
def sine_graph(x, y, z):
    s = np.sin(x) + y
    p = s * z
    last = 2 * p
    into_sum = last * z
    into_z = last * s
    into_y = into_sum
    into_x = into_sum * np.cos(x)
    return p * p * p, (into_x, into_z, into_y)


# %% q2: minus cosine, df_dz times z
# 1) The slope of the sine has a minus sign, -cos x. 2) df_dz is df/dp times z and not times s.
def sine_graph(x, y, z):
    from math import sin, cos
    s = sin(x) + y
    p = s * z
    slope_cube = 3 * p ** 2
    slope_s = slope_cube * z
    df_dx = slope_s * -cos(x)
    df_dy = slope_s
    df_dz = slope_cube * z
    return p ** 3, (df_dx, df_dy, df_dz)


# %% q3: forward difference
# It takes the forward difference (f(w + h) - f(w)) / h and not the central one.
def numerical_gradient(f, w, h=1e-6):
    result = np.zeros(w.shape)
    base = f(w)
    for index in np.ndindex(w.shape):
        moved = w.copy()
        moved[index] += h
        result[index] = (f(moved) - base) / h
    return result


# %% q3: divided by h
# The difference of both sides is divided by h and not by 2 h, so the gradient is twice as large.
def numerical_gradient(f, w, h=1e-6):
    grad = np.empty_like(w)
    it = np.nditer(w, flags=["multi_index"])
    for _ in it:
        k = it.multi_index
        plus, minus = w.copy(), w.copy()
        plus[k] = plus[k] + h
        minus[k] = minus[k] - h
        grad[k] = (f(plus) - f(minus)) / h
    return grad


# %% q3: restored by adding h again
# The entry of w is restored by adding h back, not by putting the old value back, so w is not the same to the bit (nor at all if f raises).
def numerical_gradient(f, w, h=1e-6):
    slopes = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        w[i] += h
        up = f(w)
        w[i] -= 2 * h
        down = f(w)
        w[i] += h   # back to where it was
        slopes[i] = (up - down) / (2 * h)
    return slopes


# %% q3: rows moved as a whole
# It loops over range(len(w)) only, so for two or more dimensions a whole row is moved at once and gets one common slope; right for one dimension only.
def numerical_gradient(f, w, h=1e-6):
    gradient = np.zeros_like(w)
    for i in range(len(w)):
        e = np.zeros_like(w)
        e[i] = 1.0
        gradient[i] = (f(w + h * e) - f(w - h * e)) / (2 * h)
    return gradient


# %% q3: flat array given to f, h of its own
# 1) f is called with the flattened array and not with one of w's shape, which breaks for two dimensions or more. 2) The given h is ignored, 1e-5 is always used.
def numerical_gradient(f, w, h=1e-6):
    eps = 1e-5
    flat = w.flatten()
    values = []
    for j in range(flat.size):
        left, right = flat.copy(), flat.copy()
        left[j] -= eps
        right[j] += eps
        values.append((f(right) - f(left)) / (2 * eps))
    return np.array(values).reshape(w.shape)


# %% q4: mean
# It returns the mean over the entries and not the largest, so one wrong entry is averaged away.
def relative_error(analytic, numeric):
    a, b = np.abs(analytic), np.abs(numeric)
    floor = 1e-8
    errs = np.abs(analytic - numeric) / np.maximum(a + b, floor)
    return float(np.sum(errs) / errs.size)


# %% q4: norms, floor 1e-12
# 1) It compares the norms of the whole arrays, |a - n| / (|a| + |n|), and not entry by entry with the maximum. 2) The floor is 1e-12 and not 1e-8.
def relative_error(analytic, numeric):
    top = np.linalg.norm(np.ravel(analytic - numeric))
    bottom = np.linalg.norm(np.ravel(analytic)) + np.linalg.norm(np.ravel(numeric))
    return float(top / np.maximum(bottom, 1e-12))


# %% q5: uphill
# The step is added and not subtracted, so it walks uphill.
def gradient_descent(gradient, w0, learning_rate, steps):
    points = [np.copy(w0)]
    for t in range(steps):
        newest = points[t]
        points.append(newest + learning_rate * gradient(newest))
    return np.stack(points)


# %% q5: the same array in all rows
# The list holds the same array many times (w is changed in place and appended without a copy), so every row is the last point; w0 itself is safe.
def gradient_descent(gradient, w0, learning_rate, steps):
    w = np.array(w0, dtype=float)
    history = [w]
    for _ in range(steps):
        w -= learning_rate * gradient(w)
        history.append(w)
    return np.array(history)


# %% q5: w0 changed, one step too few
# 1) w0 is changed in place by -=. 2) The loop makes steps - 1 steps, so the last row is missing.
def gradient_descent(gradient, w0, learning_rate, steps):
    trajectory = [w0.copy()]
    for step in range(1, steps):
        w0 -= learning_rate * gradient(w0)
        trajectory.append(w0.copy())
    return np.vstack(trajectory)


# %% q5: step of fixed length, stops early
# 1) The gradient is divided by its norm, so every step has the length of the learning rate. 2) It breaks off where the slope is below 1e-6, so there are fewer rows than steps + 1.
def gradient_descent(gradient, w0, learning_rate, steps):
    current = np.array(w0, dtype=np.float64)
    rows = [current]
    for _ in range(steps):
        g = gradient(current)
        length = np.sqrt(np.dot(g, g))
        if length < 1e-6:
            break   # arrived
        current = current - learning_rate * g / length
        rows.append(current)
    return np.array(rows)


# %% q6: largest entry, None for unsymmetric
# 1) It uses the largest entry of H in place of the largest eigenvalue. 2) For an H that is not symmetric it prints and returns None and raises no ValueError.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1]:
        raise ValueError("H is not square")
    gap = np.abs(H - H.T).max()
    if gap > 1e-9 * np.abs(H).max():
        print("H is not symmetric")
        return None
    ev = np.linalg.eigvalsh(H)
    if ev.min() <= 1e-12 * np.abs(ev).max():
        raise ValueError("H is not positive definite")
    return 2 / np.max(H)


# %% q6: one over lambda, absolute tolerance
# 1) It returns 1 / lambda_max and not 2 / lambda_max. 2) The test for positive definite uses the absolute bound 1e-12, so an H with entries around 1e-15 is refused.
def largest_stable_learning_rate(H):
    if H.shape != H.T.shape:
        raise ValueError("only square matrices")
    if np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("only symmetric matrices")
    eigenvalues = sorted(np.linalg.eigvalsh(H))
    if eigenvalues[0] <= 1e-12:
        raise ValueError("only positive definite matrices")
    return 1 / eigenvalues[-1]


# %% q7: threshold too large
# A candidate is called wrong from a relative error of 1e-2 on only, so one that is off by one part in a thousand is missed and None comes back.
def find_the_bug(candidates, f, w):
    n = numerical_gradient(f, w)
    for i in range(len(candidates)):
        r = relative_error(candidates[i](w), n)
        if np.isnan(r) or r > 1e-2:
            return i


