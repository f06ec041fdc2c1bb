# %% q1: no sigmoid on the output
# The sigmoid of the second layer is missing: h2 is z2.
def forward(X, W1, W2):
    hidden = sigmoid(np.dot(X, W1))
    out = np.dot(hidden, W2)
    return hidden, out


# %% q2: penalty without 1/N
# The penalty is lambda/2 times the squares: its division by N is missing.
def loss(X, Y, W1, W2, penalty=0.0):
    _, prediction = forward(X, W1, W2)
    n = len(X)
    err = np.sum(np.square(Y - prediction)) / (2 * n)
    reg = penalty / 2 * (np.sum(W1 ** 2) + np.sum(W2 ** 2))
    return err + reg


# %% q2: N is the number of entries
# N is taken as Y.size, the number of entries (twice that of the samples), in the error and in the penalty.
def loss(X, Y, W1, W2, penalty=0.0):
    out = forward(X, W1, W2)[1]
    N = Y.size
    squares = ((out - Y) ** 2).sum()
    weights_squared = (W1 * W1).sum() + (W2 * W2).sum()
    return float((squares + penalty * weights_squared) / (2 * N))


# %% q2: an array of losses, L1 in place of squares
# 1) The error is summed over axis 1 only, so an array with one loss for each sample comes back and not a number. 2) The penalty adds absolute values and not squares.
def loss(X, Y, W1, W2, penalty=0.0):
    out = forward(X, W1, W2)[1]
    N = len(X)
    per_sample = np.sum((Y - out) ** 2, axis=1) / (2 * N)
    reg = penalty / (2 * N) * (np.abs(W1).sum() + np.abs(W2).sum())
    return per_sample + reg


# %% q3: reshape in place of the transpose
# W2 is reshaped to (2, H) and not transposed, so delta1 mixes up the entries; dW1 is wrong, dW2 right.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    N, H = h1.shape
    delta2 = (h2 - Y) * h2 * (1 - h2) / N
    back = delta2 @ W2.reshape(2, H)
    delta1 = back * h1 * (1 - h1)
    dW1 = np.transpose(X) @ delta1 + penalty / N * W1
    dW2 = np.transpose(h1) @ delta2 + penalty / N * W2
    return dW1, dW2


# %% q3: penalty is one number for all weights, slope of hidden forgotten
# 1) The penalty's derivative is lambda/N times the sum of all weights, one number added to every entry. 2) delta1 lacks the hidden sigmoid's slope h1 (1 - h1).
def backward(X, Y, W1, W2, penalty=0.0):
    n = len(X)
    h1, h2 = forward(X, W1, W2)
    delta_2 = 1 / n * (h2 - Y) * h2 * (1 - h2)
    delta_1 = delta_2 @ W2.T
    grad_W1 = X.T @ delta_1 + penalty / n * np.sum(W1)
    grad_W2 = h1.T @ delta_2 + penalty / n * np.sum(W2)
    return grad_W1, grad_W2


# %% q4: gap after the last sigmoid
# The gap is taken from h2, after the last sigmoid, and not from z2.
def symmetry_gap(X, W1, W2):
    def gap(points):
        out = forward(points, W1, W2)[1]
        return out[:, 1] - out[:, 0]

    return gap(X) + gap(-X)


# %% q4: summed up to one number
# The sums of all rows are added up to one number, and it is not an array with one entry for each row.
def symmetry_gap(X, W1, W2):
    total = 0
    for pts in [X, -X]:
        hidden, _ = forward(pts, W1, W2)
        z = hidden @ W2
        total = total + np.sum(z[:, 1] - z[:, 0])
    return total


# %% q4: mirrored in one coordinate, sigmoid forgotten in the hidden layer
# 1) Only the first coordinate is flipped for the mirror image and not both. 2) The hidden sigmoid is left out, so z2 is X W1 W2.
def symmetry_gap(X, W1, W2):
    mirror = X * np.array([-1.0, 1.0])
    z_a = X @ W1 @ W2
    z_b = mirror @ W1 @ W2
    return (z_a[:, 1] - z_a[:, 0]) + (z_b[:, 1] - z_b[:, 0])


# %% q5: biases averaged
# The bias gradients are means over the rows and not sums, so they are divided by N twice.
def backward_b(X, Y, params, penalty=0.0):
    W1, W2 = params["W1"], params["W2"]
    h1, h2 = forward_b(X, params)
    N = len(X)
    delta2 = (h2 - Y) * h2 * (1 - h2) / N
    delta1 = (delta2 @ W2.T) * h1 * (1 - h1)
    grads = {}
    grads["W1"] = X.T @ delta1 + penalty / N * W1
    grads["b1"] = np.mean(delta1, axis=0)
    grads["W2"] = h1.T @ delta2 + penalty / N * W2
    grads["b2"] = np.mean(delta2, axis=0)
    return grads


# %% q5: bias after the sigmoid, b2 gradient without slope
# 1) forward_b adds b1 after the hidden sigmoid and not before it. 2) backward_b's gradient of b2 sums (h2 - Y)/N without the slope h2 (1 - h2).
def forward_b(X, params):
    h1 = sigmoid(X @ params["W1"]) + params["b1"]
    h2 = sigmoid(h1 @ params["W2"] + params["b2"])
    return h1, h2


def backward_b(X, Y, params, penalty=0.0):
    W1, b1, W2, b2 = (params[k] for k in ("W1", "b1", "W2", "b2"))
    h1 = sigmoid(X @ W1 + b1)
    h2 = sigmoid(h1 @ W2 + b2)
    N = len(X)
    error = (h2 - Y) / N
    delta2 = error * h2 * (1 - h2)
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    return {"W1": X.T @ delta1 + penalty / N * W1, "b1": delta1.sum(axis=0),
            "W2": h1.T @ delta2 + penalty / N * W2, "b2": error.sum(axis=0)}


# %% q6: the caller's arrays change
# dict(params) copies the dict alone, and -= changes the caller's arrays in place.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    theta = dict(params)
    history = {"loss": [], "accuracy": []}
    N = len(X)
    for _ in range(epochs):
        out = forward_b(X, theta)[1]
        cost = np.sum((Y - out) ** 2) / (2 * N)
        cost += penalty / (2 * N) * (np.sum(theta["W1"] ** 2) + np.sum(theta["W2"] ** 2))
        history["loss"].append(cost)
        history["accuracy"].append(np.mean(out.argmax(1) == Y.argmax(1)))
        g = backward_b(X, Y, theta, penalty)
        for name in theta:
            theta[name] -= learning_rate * g[name]
    return theta, history


# %% q6: gradients recomputed between parameters
# The gradients are computed anew before each of the four parameters, so the later ones belong to weights that have already moved.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    p = {k: v.copy() for k, v in params.items()}
    losses, accs = [], []
    for epoch in range(epochs):
        h1, h2 = forward_b(X, p)
        losses.append((np.sum((h2 - Y) ** 2) + penalty * (np.sum(p["W1"] ** 2) + np.sum(p["W2"] ** 2)))
                      / (2 * len(X)))
        accs.append(np.mean(np.argmax(h2, axis=1) == np.argmax(Y, axis=1)))
        for key in ["W2", "b2", "W1", "b1"]:
            p[key] = p[key] - learning_rate * backward_b(X, Y, p, penalty)[key]
    return p, {"loss": losses, "accuracy": accs}


# %% q6: penalty not handed on, accuracy entry by entry
# 1) backward_b is called without the penalty, so the weights are trained without it. 2) The accuracy compares (h2 > 0.5) with Y entry by entry and not the larger output with the larger target.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    def full_loss(p, out):
        n = len(X)
        return (np.sum((Y - out) ** 2) + penalty * (np.sum(p["W1"]**2) + np.sum(p["W2"]**2))) / (2*n)

    p = {k: v.copy() for k, v in params.items()}
    hist = {"loss": [], "accuracy": []}
    for i in range(epochs):
        out = forward_b(X, p)[1]
        hist["loss"].append(full_loss(p, out))
        hist["accuracy"].append(np.mean((out > 0.5) == (Y > 0.5)))
        d = backward_b(X, Y, p)
        p = {k: p[k] - learning_rate * d[k] for k in p}
    return p, hist


# %% q6: accuracy along the wrong axis
# The accuracy takes argmax along axis 0, so it compares which samples are largest in each column (two numbers) and not the answers of the samples.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    net = {k: v.copy() for k, v in params.items()}
    history = {"loss": [], "accuracy": []}
    for _ in range(epochs):
        h2 = forward_b(X, net)[1]
        penal = penalty * (np.sum(net["W1"] ** 2) + np.sum(net["W2"] ** 2))
        history["loss"].append((np.sum((Y - h2) ** 2) + penal) / (2 * len(X)))
        hits = np.argmax(h2, axis=0) == np.argmax(Y, axis=0)
        history["accuracy"].append(np.sum(hits) / len(hits))
        step = backward_b(X, Y, net, penalty)
        net = {k: net[k] - learning_rate * step[k] for k in net}
    return net, history


# %% q7: entries clipped
# np.clip bounds every entry to [-max_norm, max_norm], and the joint norm is not looked at, so the direction changes.
def clip_gradients(gradients, max_norm):
    return {name: np.clip(values, -max_norm, max_norm) for name, values in gradients.items()}


# %% q7: 1e-6 added, arguments changed
# 1) 1e-6 is added to the norm before the division, as PyTorch does, which is too much for tiny gradients. 2) The caller's arrays are scaled in place by *=.
def clip_gradients(gradients, max_norm):
    total = np.sqrt(sum(float(np.sum(g * g)) for g in gradients.values()))
    ratio = min(1.0, max_norm / (total + 1e-6))
    for g in gradients.values():
        g *= ratio
    return gradients


# %% q8: e in place of one half
# decayed uses exp(-epoch / half_life), so after one half-life 0.37 is left and not one half.
def decayed(learning_rate, epoch, half_life):
    fraction = np.exp(-epoch / half_life)
    return float(learning_rate * fraction)


# %% q8: biases too, zero counted as negative
# 1) l1_gradient gives the biases the penalty's gradient, too, and not zeros. 2) A weight that is exactly 0 gets -lambda and not 0.
def l1_gradient(params, penalty):
    return {k: penalty * np.where(v > 0, 1.0, -1.0) for k, v in params.items()}


# %% q8: fraction upside down, keys missing
# 1) decayed has the exponent half_life / epoch upside down (and divides by 0 at epoch 0). 2) l1_gradient returns W1 and W2 only, the keys b1 and b2 are missing.
def decayed(learning_rate, epoch, half_life):
    exponent = half_life / epoch
    return learning_rate * np.power(0.5, exponent)


def l1_gradient(params, penalty):
    return {name: penalty * np.sign(params[name]) for name in ("W1", "W2")}
