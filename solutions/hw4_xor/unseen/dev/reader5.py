# %% q1: no sigmoid on the output
# The second layer is left linear: h2 = z2.
def forward(X, W1, W2):
    hidden_sum = np.dot(X, W1)
    h1 = sigmoid(hidden_sum)
    h2 = np.dot(h1, W2)
    return h1, h2

# %% q2: averaged over all entries
# np.mean over the (N, 2) table divides by 2N, and with the half by 4N: the error is half of what it
# should be. The penalty is right.
def loss(X, Y, W1, W2, penalty=0.0):
    _, h2 = forward(X, W1, W2)
    error = 0.5 * np.mean((Y - h2) ** 2)
    weight_cost = penalty / (2 * len(X)) * (np.sum(W1 ** 2) + np.sum(W2 ** 2))
    return float(error + weight_cost)

# %% q2: penalty not divided by N; only W1 is penalized
# (1) penalty / 2 in place of penalty / (2N): equal for one sample only.
# (2) the squares of W2 are missing from the penalty.
def loss(X, Y, W1, W2, penalty=0.0):
    N = X.shape[0]
    h1, h2 = forward(X, W1, W2)
    diff = h2 - Y
    L = 0.0
    for n in range(N):
        L += np.dot(diff[n], diff[n])
    L = L / (2 * N)
    # ridge
    L += penalty / 2 * np.sum(W1 * W1)
    return float(L)

# %% q3: W2 is not transposed on the way back
# delta_2 @ W2 in place of delta_2 @ W2.T: (N, 2) times (H, 2) does not fit, a ValueError (matmul);
# for H = 2 it runs and is wrong.
def backward(X, Y, W1, W2, penalty=0.0):
    n = len(X)
    h1, h2 = forward(X, W1, W2)
    d2 = (h2 - Y) / n * h2 * (1 - h2)
    dW2 = h1.T @ d2 + penalty / n * W2
    d1 = (d2 @ W2) * h1 * (1 - h1)
    dW1 = X.T @ d1 + penalty / n * W1
    return dW1, dW2

# %% q3: the penalty's gradient is one number; order of the results swapped
# (1) lambda/N times the sum of the squared weights is added to every entry; each weight pulls at itself alone.
# (2) returns (dW2, dW1) in place of (dW1, dW2).
def backward(X, Y, W1, W2, penalty=0.0):
    N = X.shape[0]
    z1 = X @ W1
    h1 = sigmoid(z1)
    h2 = sigmoid(h1 @ W2)
    delta2 = (h2 - Y) * (h2 * (1 - h2)) / N
    delta1 = (delta2 @ W2.T) * (h1 * (1 - h1))
    grad_W2 = h1.T @ delta2 + penalty / N * np.sum(W2 ** 2)
    grad_W1 = X.T @ delta1 + penalty / N * np.sum(W1 ** 2)
    return grad_W2, grad_W1

# %% q4: gap taken after the last sigmoid
# h2 in place of z2: the gap has to be taken before the sigmoid.
def symmetry_gap(X, W1, W2):
    def gap(points):
        h1, h2 = forward(points, W1, W2)
        return h2[:, 1] - h2[:, 0]

    return gap(X) + gap(-X)

# %% q4: column 0 minus column 1
# The sign is turned round: the gap is column 1 minus column 0.
def symmetry_gap(X, W1, W2):
    s = []
    for x in X:
        z_here = sigmoid(x @ W1) @ W2
        z_mirror = sigmoid(-x @ W1) @ W2
        s.append((z_here[0] - z_here[1]) + (z_mirror[0] - z_mirror[1]))
    return np.array(s)

# %% q5: derivative of the biases is a mean
# The 1/N is in delta already; the mean over the rows divides by N a second time.
def forward_b(X, params):
    h1 = sigmoid(X @ params["W1"] + params["b1"])
    h2 = sigmoid(h1 @ params["W2"] + params["b2"])
    return h1, h2


def backward_b(X, Y, params, penalty=0.0):
    N = len(X)
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / N
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    return {
        "W1": X.T @ delta1 + penalty / N * params["W1"],
        "b1": delta1.mean(axis=0),
        "W2": h1.T @ delta2 + penalty / N * params["W2"],
        "b2": delta2.mean(axis=0),
    }

# %% q5: output bias forgotten on the way forward; biases penalized
# (1) forward_b leaves b2 out of the second layer.
# (2) the penalty's term is added to the derivatives of b1 and b2 too.
def forward_b(X, params):
    W1, b1 = params["W1"], params["b1"]
    W2 = params["W2"]
    hidden = sigmoid(X @ W1 + b1)
    out = sigmoid(hidden @ W2)
    return hidden, out


def backward_b(X, Y, params, penalty=0.0):
    m = X.shape[0]
    hidden, out = forward_b(X, params)
    d_out = (1 / m) * (out - Y) * out * (1 - out)
    d_hid = (d_out @ params["W2"].T) * hidden * (1 - hidden)
    grads = {}
    grads["W2"] = hidden.T @ d_out
    grads["b2"] = np.sum(d_out, axis=0)
    grads["W1"] = X.T @ d_hid
    grads["b1"] = np.sum(d_hid, axis=0)
    for key in grads:
        grads[key] = grads[key] + penalty / m * params[key]
    return grads

# %% q6: accuracy in percent
# history["accuracy"] goes from 0 to 100, it should be a share from 0 to 1.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    p = {k: v.copy() for k, v in params.items()}
    losses, accuracies = [], []
    N = len(X)
    for epoch in range(epochs):
        h2 = forward_b(X, p)[1]
        squares = np.sum(p["W1"] ** 2) + np.sum(p["W2"] ** 2)
        losses.append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * N))
        correct = np.sum(np.argmax(h2, axis=1) == np.argmax(Y, axis=1))
        accuracies.append(100 * correct / N)
        g = backward_b(X, Y, p, penalty)
        p = {k: p[k] - learning_rate * g[k] for k in p}
    return p, {"loss": losses, "accuracy": accuracies}

# %% q6: derivatives at weights that were updated in between; penalty missing in the recorded loss
# (1) backward_b is called anew for each parameter, after the ones before it have moved.
# (2) history["loss"] is the error alone, without the penalty on W1 and W2.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    new = {name: np.array(value) for name, value in params.items()}
    history = {"loss": np.zeros(epochs), "accuracy": np.zeros(epochs)}
    for e in range(epochs):
        _, h2 = forward_b(X, new)
        history["loss"][e] = 0.5 * np.sum((h2 - Y) ** 2) / len(X)
        history["accuracy"][e] = (h2.argmax(axis=1) == Y.argmax(axis=1)).mean()
        for name in ["W1", "b1", "W2", "b2"]:
            new[name] = new[name] - learning_rate * backward_b(X, Y, new, penalty)[name]
    return new, history

# %% q7: each array is clipped on its own
# There is one norm over all arrays together; here each array is scaled by its own norm.
def clip_gradients(gradients, max_norm):
    clipped = {}
    for key, g in gradients.items():
        norm = np.sqrt((g ** 2).sum())
        if norm > max_norm:
            clipped[key] = g * (max_norm / norm)
        else:
            clipped[key] = g.copy()
    return clipped

# %% q8: half-life in jumps; L1 penalty divided by the number of weights' rows
# (1) epoch // half_life: the rate stays constant and then jumps.
# (2) the L1 gradient is divided (here by len(W)), it should be lambda * sign(W).
def decayed(learning_rate, epoch, half_life):
    halvings = epoch // half_life
    return float(learning_rate * 0.5 ** halvings)


def l1_gradient(params, penalty):
    result = {name: np.zeros_like(value) for name, value in params.items()}
    for name in ("W1", "W2"):
        W = params[name]
        result[name] = penalty / len(W) * np.sign(W)
    return result
