# %% q1: order swapped
# The tuple comes in the order (h2, h1) and not (h1, h2).
def forward(X, W1, W2):
    layers = [X]
    for W in (W1, W2):
        layers.append(sigmoid(layers[-1] @ W))
    return layers[2], layers[1]


# %% q1: z1 fed on, softmax output
# 1) The second layer gets z1 and not h1. 2) The output is a softmax over the two columns and not a sigmoid.
def forward(X, W1, W2):
    pre_hidden = X @ W1
    h1 = sigmoid(pre_hidden)
    scores = pre_hidden @ W2
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    h2 = e / e.sum(axis=1, keepdims=True)
    return h1, h2


# %% q1: only the last sample
# It loops over the rows but returns the activations of the last sample only, with shapes (H,) and (2,).
def forward(X, W1, W2):
    for sample in X:
        act1 = sigmoid(np.dot(sample, W1))
        act2 = sigmoid(np.dot(act1, W2))
    return act1, act2


# %% q2: penalty on W1 only, square of the sum
# 1) Only W1 is penalized, W2 is forgotten. 2) The penalty is the square of the sum of the weights and not the sum of their squares.
def loss(X, Y, W1, W2, penalty=0.0):
    samples = X.shape[0]
    yhat = forward(X, W1, W2)[1]
    data_term = 0.5 * np.sum((yhat - Y) ** 2) / samples
    penalty_term = penalty * np.sum(W1) ** 2 / (2 * samples)
    return data_term + penalty_term


# %% q3: 1/N forgotten in delta
# The 1/N is missing in delta2, so the error's part of both gradients is N times too large; the penalty's part is right.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    n = X.shape[0]
    d_out = (h2 - Y) * h2 * (1 - h2)
    d_hid = np.dot(d_out, W2.T) * h1 * (1 - h1)
    gW2 = np.dot(h1.T, d_out) + penalty / n * W2
    gW1 = np.dot(X.T, d_hid) + penalty / n * W1
    return gW1, gW2


# %% q3: 1/N twice for W1
# dW1 is divided by N a second time (delta2, and so delta1, has the 1/N already); dW2 is right.
def backward(X, Y, W1, W2, penalty=0.0):
    N = len(X)
    hidden, out = forward(X, W1, W2)
    delta_out = (out - Y) / N * out * (1 - out)
    delta_hidden = delta_out @ W2.T * hidden * (1 - hidden)
    dW2 = hidden.T @ delta_out + penalty / N * W2
    dW1 = X.T @ delta_hidden / N + penalty / N * W1
    return dW1, dW2


# %% q3: slope of the sigmoid at h1
# The slope of the hidden sigmoid is taken at h1 (what came out), sigmoid(h1)(1 - sigmoid(h1)), and not at z1; dW1 is wrong, dW2 right.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    N = len(Y)
    d2 = (h2 - Y) * h2 * (1 - h2) / N
    s = sigmoid(h1)
    d1 = (d2 @ W2.T) * s * (1 - s)
    dW2 = h1.T @ d2 + (penalty / N) * W2
    dW1 = X.T @ d1 + (penalty / N) * W1
    return dW1, dW2


# %% q3: sign of the error, order
# 1) delta2 has Y - h2 and not h2 - Y, so the error's part has the wrong sign. 2) The gradients come in the order (dW2, dW1).
def backward(X, Y, W1, W2, penalty=0.0):
    a1, a2 = forward(X, W1, W2)
    count = X.shape[0]
    err = (Y - a2) / count
    e2 = err * a2 * (1 - a2)
    e1 = np.dot(e2, W2.T) * a1 * (1 - a1)
    grads = [np.dot(a1.T, e2) + penalty * W2 / count, np.dot(X.T, e1) + penalty * W1 / count]
    return grads[0], grads[1]


# %% q4: shape (N, 1)
# The slices 1:2 and 0:1 keep the axis, so the answer has shape (N, 1) and not (N,).
def symmetry_gap(X, W1, W2):
    def pre(x):
        h1, _ = forward(x, W1, W2)
        return h1 @ W2

    plus, minus = pre(X), pre(-X)
    return (plus[:, 1:2] - plus[:, 0:1]) + (minus[:, 1:2] - minus[:, 0:1])


# %% q4: rows reversed, difference
# 1) X[::-1] reverses the order of the rows and is not the mirror image -X. 2) The second gap is subtracted and not added.
def symmetry_gap(X, W1, W2):
    gaps = []
    for data in (X, X[::-1]):
        h = sigmoid(data.dot(W1))
        z = h.dot(W2)
        gaps.append(z[:, 1] - z[:, 0])
    return gaps[0] - gaps[1]


# %% q5: biases penalized
# The penalty is added to the biases' gradients too.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    n = X.shape[0]
    d2 = (h2 - Y) / n * (h2 * (1 - h2))
    d1 = np.dot(d2, params["W2"].T) * (h1 * (1 - h1))
    raw = {"W1": np.dot(X.T, d1), "b1": d1.sum(0), "W2": np.dot(h1.T, d2), "b2": d2.sum(0)}
    return {k: raw[k] + penalty / n * params[k] for k in raw}


# %% q5: keepdims
# The bias gradients are summed with keepdims, so they have shapes (1, H) and (1, 2) and not (H,) and (2,).
def backward_b(X, Y, params, penalty=0.0):
    m = len(X)
    a1, a2 = forward_b(X, params)
    dz2 = (a2 - Y) * a2 * (1 - a2) / m
    dz1 = dz2.dot(params["W2"].T) * a1 * (1 - a1)
    return dict(
        W1=X.T.dot(dz1) + penalty * params["W1"] / m,
        b1=dz1.sum(axis=0, keepdims=True),
        W2=a1.T.dot(dz2) + penalty * params["W2"] / m,
        b2=dz2.sum(axis=0, keepdims=True),
    )


# %% q5: backward without biases, other keys
# 1) backward_b uses the activations of question 1's forward, which knows no biases. 2) The gradients have the keys dW1, db1, dW2, db2 and not those of the parameters.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward(X, params["W1"], params["W2"])
    dW1, dW2 = backward(X, Y, params["W1"], params["W2"], penalty)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    return {"dW1": dW1, "db1": np.sum(delta1, axis=0), "dW2": dW2, "db2": np.sum(delta2, axis=0)}


# %% q6: history after the update
# Loss and accuracy are recorded after the update of each epoch and not before it.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    current = {name: np.array(value) for name, value in params.items()}
    curve_loss, curve_acc = np.zeros(epochs), np.zeros(epochs)
    for e in range(epochs):
        grad = backward_b(X, Y, current, penalty)
        current = {name: current[name] - learning_rate * grad[name] for name in current}
        out = forward_b(X, current)[1]
        sq = np.sum(current["W1"] ** 2) + np.sum(current["W2"] ** 2)
        curve_loss[e] = np.sum((Y - out) ** 2) / (2 * len(X)) + penalty * sq / (2 * len(X))
        curve_acc[e] = np.mean(np.argmax(out, axis=1) == np.argmax(Y, axis=1))
    return current, {"loss": curve_loss, "accuracy": curve_acc}


# %% q6: loss without penalty, accuracy in percent
# 1) history["loss"] lacks the penalty. 2) The accuracy is in percent, from 0 to 100, and not a share.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    w = {k: params[k].copy() for k in ("W1", "b1", "W2", "b2")}
    history = {"loss": [], "accuracy": []}
    truth = Y.argmax(axis=1)
    for _ in range(epochs):
        _, out = forward_b(X, w)
        history["loss"].append(float(0.5 * np.sum((out - Y) ** 2) / X.shape[0]))
        history["accuracy"].append(100 * float(np.mean(out.argmax(axis=1) == truth)))
        slopes = backward_b(X, Y, w, penalty)
        for k in w:
            w[k] = w[k] - learning_rate * slopes[k]
    return w, history


# %% q7: each array on its own
# Every array is clipped by its own norm and not by one norm over all arrays.
def clip_gradients(gradients, max_norm):
    clipped = {}
    for key, g in gradients.items():
        length = np.sqrt(np.sum(g ** 2))
        clipped[key] = g * max_norm / length if length > max_norm else g.copy()
    return clipped


# %% q7: short gradients stretched, zeros become nan
# 1) The factor has no min(1, ...), so gradients that are short enough are stretched to max_norm. 2) All zeros give 0/0, nan.
def clip_gradients(gradients, max_norm):
    everything = np.concatenate([np.ravel(g) for g in gradients.values()])
    scale = max_norm / np.linalg.norm(everything)
    return {k: scale * v for k, v in gradients.items()}


# %% q7: sum of the norms
# The joint norm is taken as the sum of the arrays' norms and not as the root of the sum of all squares, so it is too large and too much is clipped.
def clip_gradients(gradients, max_norm):
    norms = [np.linalg.norm(np.ravel(g)) for g in gradients.values()]
    joint = np.sum(norms)
    if joint <= max_norm:
        return {k: g.copy() for k, g in gradients.items()}
    return {k: g * (max_norm / joint) for k, g in gradients.items()}


# %% q8: jumps
# decayed uses the whole-number division epoch // half_life, so the rate falls in jumps and not continuously.
def decayed(learning_rate, epoch, half_life):
    halvings = epoch // half_life
    return learning_rate * 0.5 ** halvings


# %% q8: sign by division
# l1_gradient computes the sign as W / |W|, which is nan where a weight is exactly 0.
def l1_gradient(params, penalty):
    out = {}
    for key, value in params.items():
        if key.startswith("b"):
            out[key] = np.zeros(value.shape)
        else:
            out[key] = penalty * value / np.abs(value)
    return out


