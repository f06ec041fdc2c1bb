# %% q1: 0 is taken for None
# (1) `scale or ...` takes a scale of 0.0 for "not given", so scale=0 gives random weights and not
# zeros.
def initialize(sizes, rng, scale=None):
    weights = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        s = scale or 1 / np.sqrt(n_in)
        weights.append(s * rng.uniform(-1, 1, size=(n_in + 1, n_out)))
    return weights

# %% q1: positive weights, and biases of 0
# (1) rng.random draws from 0 to 1 and not from -1 to 1; (2) row 0, the biases, is set to zero
# and not drawn like the rest.
def initialize(sizes, rng, scale=None):
    result = []
    for l in range(len(sizes) - 1):
        spread = 1 / sizes[l] ** 0.5 if scale is None else scale
        w = spread * rng.random((sizes[l] + 1, sizes[l + 1]))
        w[0] = 0.0
        result.append(w)
    return result

# %% q2: the ones stand last
# (1) the column of ones is put behind the layer and not in front of it, so row 0 of the weights
# meets the first input and the last row is taken for the bias.
def feed_forward(weights, X, activations):
    layers = [X]
    for w, f in zip(weights, activations):
        ones = np.ones((len(X), 1))
        layers.append(f(np.hstack([layers[-1], ones]) @ w))
    return layers

# %% q3: the wrong row is left out on the way back
# (1) the error goes back through w[:-1] (without the last row) and not through w[1:] (without
# row 0, the biases).
def gradients(weights, layers, Y, activations):
    result = [None] * len(weights)
    error = layers[-1] - Y
    for l in range(len(weights) - 1, -1, -1):
        with_bias = np.column_stack([np.ones(len(Y)), layers[l]])
        delta = error * activations[l](with_bias @ weights[l], deriv=True)
        result[l] = with_bias.T @ delta
        error = delta @ weights[l][:-1].T
    return result

# %% q3: the slope at what comes out, and a mean
# (1) the slope is taken at layers[l + 1], the output of the activation, not at S; (2) the error
# is divided by the number of samples, though E is a sum.
def gradients(weights, layers, Y, activations):
    n = Y.shape[0]
    e = (layers[-1] - Y) / n
    grads = []
    for l in reversed(range(len(weights))):
        delta = e * activations[l](layers[l + 1], deriv=True)
        extended = np.hstack([np.ones((n, 1)), layers[l]])
        grads.insert(0, extended.T @ delta)
        e = delta @ weights[l][1:].T
    return grads

# %% q4: zip stops at the shorter list
# (1) lists of different length raise no ValueError; zip leaves the last layers out.
def update_weights(weights, grads, learning_rate):
    moved = []
    for w, g in zip(weights, grads):
        moved.append(w - learning_rate * g)
    return moved

# %% q5: records E and not the mean
# (1) the history holds E, half the sum of the squares, and not their mean over all entries.
def fit(weights, X, Y, activations, learning_rate, epochs):
    current = [w.copy() for w in weights]
    losses = np.empty(epochs)
    for epoch in range(epochs):
        layers = feed_forward(current, X, activations)
        losses[epoch] = 0.5 * np.sum((layers[-1] - Y) ** 2)
        current = update_weights(current, gradients(current, layers, Y, activations),
                                 learning_rate)
    return current, losses

# %% q6: 6 and 9 without tails
# (1) another display: 6 without its top bar a and 9 without its bottom bar d; the text wants both
# with their tails.
def seven_segment():
    lit = ["abcdef", "bc", "abdeg", "abcdg", "bcfg", "acdfg", "cdefg", "abc", "abcdefg", "abcfg"]
    X = np.zeros((10, 7))
    for digit, bars in enumerate(lit):
        for bar in bars:
            X[digit, "abcdefg".index(bar)] = 1.0
    return X, np.eye(10)

# %% q7: one start for all activations of a size
# (1) the weights are drawn once for each size and used for all its activations; each network
# should have a fresh start.
def compare(hidden_sizes, activations, learning_rate, epochs, rng, scale=1.0):
    X, Y = seven_segment()
    rows = []
    for size in hidden_sizes:
        begin = initialize([7, size, 10], rng, scale)
        for name, f in activations.items():
            weights, _ = fit(begin, X, Y, [f, sigmoid], learning_rate, epochs)
            out = feed_forward(weights, X, [f, sigmoid])[-1]
            rows.append({"hidden": size, "activation": name,
                         "loss": float(np.mean((out - Y) ** 2)),
                         "accuracy": float(np.mean(out.argmax(axis=1) == np.arange(10)))})
    return rows

# %% q7: the last recorded loss, and the activation on the output too
# (1) the loss is losses[-1], which is from before the last update; (2) the hidden layer's
# activation is used on the output as well, where a sigmoid is due.
def compare(hidden_sizes, activations, learning_rate, epochs, rng, scale=1.0):
    X, Y = seven_segment()
    table = []
    for h in hidden_sizes:
        for name in activations:
            both = [activations[name]] * 2
            weights, losses = fit(initialize([7, h, 10], rng, scale), X, Y, both, learning_rate,
                                  epochs)
            answer = np.argmax(feed_forward(weights, X, both)[-1], axis=1)
            hits = sum(int(a == k) for k, a in enumerate(answer))
            table.append(dict(hidden=h, activation=name, loss=losses[-1], accuracy=hits / 10))
    return table

# %% q8: functions in place of names
# (1) the activations are the functions themselves; the entry needs their names as strings.
def winning_entry():
    return {"hidden": [10, 10], "activations": [tanh, tanh, sigmoid], "learning_rate": 0.2,
            "seed": 1}

# %% q9: float32, and the predictions of one epoch too early
# (1) everything is in PyTorch's float32, where float64 is asked for; (2) the predictions are
# those of the last forward pass, from before the last update.
def torch_xor(epochs, seed):
    torch.manual_seed(seed)
    X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    Y = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
    model = torch.nn.Sequential(torch.nn.Linear(2, 20), torch.nn.ReLU(), torch.nn.Linear(20, 1),
                                torch.nn.Sigmoid())
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    criterion = torch.nn.BCELoss()
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        out = model(X)
        loss = criterion(out, Y)
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return out.detach().numpy().ravel(), losses


def keras_xor(epochs, seed):
    raise NotImplementedError("hw5 q9: keras_xor")

# %% q10: one largest score for all rows, and a logarithm of 0
# (1) the largest score of the whole array is subtracted and not that of each row, so a row far
# below it becomes 0/0; (2) cross_entropy takes the logarithm of the softmax, which is -inf where
# a probability has underflowed to 0.
def softmax(S):
    grown = np.exp(S - np.max(S))
    return grown / grown.sum(axis=1, keepdims=True)


def cross_entropy(S, Y):
    return float(-np.sum(Y * np.log(softmax(S))))


def entropy_gradients(weights, layers, Y, activations):
    result = []
    error = softmax(layers[-1]) - Y
    for l in range(len(weights) - 1, -1, -1):
        padded = np.hstack([np.ones((len(Y), 1)), layers[l]])
        delta = error * activations[l](padded @ weights[l], deriv=True)
        result.append(padded.T @ delta)
        error = delta @ weights[l][1:].T
    return result[::-1]

# %% q10: P - Y is averaged
# (1) entropy_gradients divides P - Y by the number of samples, as libraries do; E is a sum here.
def softmax(S):
    shifted = S - S.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    return e / np.sum(e, axis=1, keepdims=True)


def cross_entropy(S, Y):
    top = S.max(axis=1)
    log_sums = top + np.log(np.exp(S - top[:, None]).sum(axis=1))
    return float(np.sum(log_sums - (Y * S).sum(axis=1)))


def entropy_gradients(weights, layers, Y, activations):
    P = softmax(layers[-1])
    return gradients(weights, [*layers[:-1], (P - Y) / len(Y)], np.zeros_like(Y), activations)
