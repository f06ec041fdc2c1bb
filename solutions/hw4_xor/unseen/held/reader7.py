# %% q1: no sigmoid on the output
# (1) the second layer returns z2, a linear output as in homework 3; the published network has
# a sigmoid on both layers.
def forward(X, W1, W2):
    hidden = sigmoid(X @ W1)
    output = hidden @ W2
    return hidden, output

# %% q2: mean over the entries, and a penalty that is not divided by N
# (1) np.mean divides by 2N entries, so the error is half of what it should be; (2) the penalty
# is lambda/2 times the squares and isn't divided by N.
def loss(X, Y, W1, W2, penalty=0.0):
    _, h2 = forward(X, W1, W2)
    error = 0.5 * np.mean((Y - h2) ** 2)
    squares = np.sum(W1**2) + np.sum(W2**2)
    return float(error + 0.5 * penalty * squares)

# %% q2: W2 is charged twice
# (1) a slip of copying: the penalty has the squares of W2 twice and those of W1 not at all.
def loss(X, Y, W1, W2, penalty=0.0):
    n = X.shape[0]
    h1, h2 = forward(X, W1, W2)
    total = 0.0
    for target_row, output_row in zip(Y, h2):
        for t, o in zip(target_row, output_row):
            total += (t - o) ** 2
    weight_cost = np.sum(np.square(W2)) + np.sum(np.square(W2))
    return float(total / (2 * n) + penalty / (2 * n) * weight_cost)

# %% q3: the penalty pulls with one number
# (1) the penalty's gradient is lambda/N times the sum of all entries of the matrix, the same
# number for each weight, and not each weight's own value.
def backward(X, Y, W1, W2, penalty=0.0):
    N = len(X)
    h1, h2 = forward(X, W1, W2)
    d2 = (h2 - Y) * h2 * (1 - h2) / N
    d1 = d2 @ W2.T * h1 * (1 - h1)
    dW2 = h1.T @ d2 + penalty / N * np.sum(W2)
    dW1 = X.T @ d1 + penalty / N * np.sum(W1)
    return dW1, dW2

# %% q3: the slope at what comes out, and lambda not divided by N
# (1) the hidden slope is the sigmoid's at h1, s(h1)(1 - s(h1)), and not h1 (1 - h1); (2) the
# penalty's gradient is lambda W without 1/N.
def backward(X, Y, W1, W2, penalty=0.0):
    def slope(z):
        return sigmoid(z) * (1 - sigmoid(z))

    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) / X.shape[0] * slope(h1 @ W2)
    delta1 = np.dot(delta2, W2.T) * slope(h1)
    return np.dot(X.T, delta1) + penalty * W1, np.dot(h1.T, delta2) + penalty * W2

# %% q4: the gap after the last sigmoid
# (1) subtracts the outputs h2, after the sigmoid, and not the pre-activations z2.
def symmetry_gap(X, W1, W2):
    def gap(points):
        out = forward(points, W1, W2)[1]
        return out[:, 1] - out[:, 0]

    return gap(X) + gap(-X)

# %% q5: the biases get a mean
# (1) the biases' derivatives are means over the rows, so they are divided by N twice.
def forward_b(X, params):
    h1 = sigmoid(X @ params["W1"] + params["b1"])
    return h1, sigmoid(h1 @ params["W2"] + params["b2"])


def backward_b(X, Y, params, penalty=0.0):
    N = len(X)
    h1, h2 = forward_b(X, params)
    d2 = (h2 - Y) * h2 * (1 - h2) / N
    d1 = (d2 @ params["W2"].T) * h1 * (1 - h1)
    return {"W1": X.T @ d1 + penalty / N * params["W1"], "b1": d1.mean(axis=0),
            "W2": h1.T @ d2 + penalty / N * params["W2"], "b2": d2.mean(axis=0)}

# %% q5: penalized biases in the shape of a row
# (1) the penalty is put on the biases, too; (2) keepdims leaves the biases' gradients in the
# shapes (1, H) and (1, 2) and not (H,) and (2,).
def forward_b(X, params):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    hidden = sigmoid(X.dot(W1) + b1)
    output = sigmoid(hidden.dot(W2) + b2)
    return hidden, output


def backward_b(X, Y, params, penalty=0.0):
    hidden, output = forward_b(X, params)
    n = X.shape[0]
    delta_out = (output - Y) * output * (1 - output) / n
    delta_hid = delta_out.dot(params["W2"].T) * hidden * (1 - hidden)
    grads = {"W1": X.T.dot(delta_hid), "b1": delta_hid.sum(axis=0, keepdims=True),
             "W2": hidden.T.dot(delta_out), "b2": delta_out.sum(axis=0, keepdims=True)}
    return {key: grads[key] + penalty / n * params[key] for key in grads}

# %% q6: each parameter sees the ones already moved
# (1) the gradient is worked out anew for each parameter, after the ones before it have been
# updated; all four should be taken at the same weights.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    params = {key: value.copy() for key, value in params.items()}
    history = {"loss": [], "accuracy": []}
    N = len(X)
    for _ in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append(float((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * N)))
        history["accuracy"].append(float(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1))))
        for key in ("W2", "b2", "W1", "b1"):
            params[key] = params[key] - learning_rate * backward_b(X, Y, params, penalty)[key]
    return params, history

# %% q6: a shallow copy, and a loss without its penalty
# (1) dict(params) copies the dict but not the arrays, and -= then changes the caller's arrays;
# (2) the recorded loss is the error alone, without the penalty.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    current = dict(params)
    losses, accuracies = np.zeros(epochs), np.zeros(epochs)
    wanted = Y.argmax(axis=1)
    for epoch in range(epochs):
        output = forward_b(X, current)[1]
        losses[epoch] = np.sum((output - Y) ** 2) / (2 * len(X))
        accuracies[epoch] = (output.argmax(axis=1) == wanted).mean()
        slopes = backward_b(X, Y, current, penalty)
        for name in current:
            current[name] -= learning_rate * slopes[name]
    return current, {"loss": losses, "accuracy": accuracies}

# %% q7: every array on a leash of its own
# (1) each array is clipped by its own norm and not by the one norm over all arrays together, so
# the step turns aside.
def clip_gradients(gradients, max_norm):
    clipped = {}
    for name, g in gradients.items():
        norm = np.sqrt(np.sum(g**2))
        clipped[name] = g * (max_norm / norm) if norm > max_norm else g.copy()
    return clipped

# %% q8: the rate falls in jumps
# (1) epoch // half_life in place of epoch / half_life: the rate is halved in jumps.
def decayed(learning_rate, epoch, half_life):
    halvings = epoch // half_life
    return learning_rate * 0.5**halvings


def l1_gradient(params, penalty):
    return {key: penalty * np.sign(value) if key in ("W1", "W2") else np.zeros(value.shape)
            for key, value in params.items()}

# %% q9: the factor upside down
# (1) missing_factor divides the claim by the measured slope, so it is 1/3 where 3 is due.
def corner_gap(f):
    a, b, c, d = f(np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]]))
    return float(a + b - c - d)


def missing_factor(f, claimed, x):
    h = 1e-5
    measured = (f(x + h) - f(x - h)) / (2 * h)
    return float(claimed(x) / measured)

# %% q9: signs for another order of the corners
# (1) the corners stand in the order 00, 01, 10, 11, but the signs + + - - belong to the order
# 00, 11, 01, 10 of the formula.
def corner_gap(f):
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    signs = np.array([1, 1, -1, -1])
    return float(np.dot(signs, f(corners)))


def missing_factor(f, claimed, x):
    step = 1e-5
    return float((f(x + step) - f(x - step)) / (2 * step) / claimed(x))
