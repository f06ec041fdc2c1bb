# %% q1: scale of 0 is taken for None
# `if scale` / `scale or` is False for 0.0 as well: scale=0.0 draws random weights instead of zeros.
def initialize(sizes, rng, scale=None):
    weights = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        s = scale or 1 / np.sqrt(n_in)
        weights.append(s * rng.uniform(-1, 1, size=(n_in + 1, n_out)))
    return weights

# %% q1: numbers from 0 to 1 only; biases start at zero
# (1) rng.random gives 0 to 1, the weights should lie between -scale and scale.
# (2) row 0 is set to 0; the biases are to be drawn like the rest.
def initialize(sizes, rng, scale=None):
    m = len(sizes) - 1
    ws = []
    for layer in range(m):
        n, n_next = sizes[layer], sizes[layer + 1]
        if scale is None:
            factor = n ** -0.5
        else:
            factor = scale
        w = factor * rng.random((n + 1, n_next))
        w[0, :] = 0.0
        ws.append(w)
    return ws

# %% q2: ones stacked behind the layer
# The column of ones is put last, so the last row of each matrix is used as the bias in place of row 0.
def feed_forward(weights, X, activations):
    layers = [X]
    ones = np.ones((X.shape[0], 1))
    for w, f in zip(weights, activations):
        extended = np.hstack((layers[-1], ones))
        layers.append(f(extended @ w))
    return layers

# %% q3: slope taken at what comes out of the activation
# f'(layers[l+1]) in place of f'(S^l). (For relu both agree.)
def gradients(weights, layers, Y, activations):
    grads = [None] * len(weights)
    error = layers[-1] - Y
    for l in reversed(range(len(weights))):
        delta = error * activations[l](layers[l + 1], deriv=True)
        with_bias = np.column_stack([np.ones(len(Y)), layers[l]])
        grads[l] = with_bias.T @ delta
        error = delta @ weights[l][1:].T
    return grads

# %% q3: sign of the error; list comes back in the order of the walk
# (1) e^m = Y - Y_tilde: every derivative has the wrong sign.
# (2) the gradients are appended from the last layer to the first and never reversed.
def gradients(weights, layers, Y, activations):
    result = []
    N = len(Y)
    e = Y - layers[-1]
    l = len(weights) - 1
    while l >= 0:
        A = np.concatenate([np.ones((N, 1)), layers[l]], axis=1)
        S = A @ weights[l]
        d = e * activations[l](S, deriv=True)
        result.append(np.dot(A.T, d))
        e = np.dot(d, weights[l][1:, :].T)
        l -= 1
    return result

# %% q4: the caller's arrays are changed
# `w -= ...` works on the arrays that came in; list(weights) copies the list but not its arrays.
def update_weights(weights, grads, learning_rate):
    if len(grads) != len(weights):
        raise ValueError("weights and grads are of different length")
    new = list(weights)
    for w, g in zip(new, grads):
        w -= learning_rate * g
    return new

# %% q5: gradient divided by the number of samples
# grads / N: the learning rates are meant for the sum (right for N = 1 only). The losses' formula is right.
def fit(weights, X, Y, activations, learning_rate, epochs):
    current = [w.copy() for w in weights]
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        layers = feed_forward(current, X, activations)
        losses[epoch] = np.mean((layers[-1] - Y) ** 2)
        slopes = [g / len(X) for g in gradients(current, layers, Y, activations)]
        current = update_weights(current, slopes, learning_rate)
    return current, losses

# %% q5: half the sum recorded; recorded after the update
# (1) losses are E = 1/2 sum, in place of the mean over all entries.
# (2) each loss is taken with the updated weights, not before the update.
def fit(weights, X, Y, activations, learning_rate, epochs):
    w = list(weights)
    record = []
    layers = feed_forward(w, X, activations)
    for _ in range(epochs):
        g = gradients(w, layers, Y, activations)
        w = update_weights(w, g, learning_rate)
        layers = feed_forward(w, X, activations)
        record.append(0.5 * np.sum((layers[-1] - Y) ** 2))
    return w, np.array(record)

# %% q6: 6 and 9 without tails
# Another display's 6 (no a) and 9 (no d): rows 6 and 9 are wrong in one entry each.
def seven_segment():
    segs = "abcdefg"
    digits = {
        0: "abcdef", 1: "bc", 2: "abdeg", 3: "abcdg", 4: "bcfg",
        5: "acdfg", 6: "cdefg", 7: "abc", 8: "abcdefg", 9: "abcfg",
    }
    X = np.zeros((10, 7))
    for d, lit in digits.items():
        for s in lit:
            X[d, segs.index(s)] = 1.0
    Y = np.eye(10)
    return X, Y

# %% q7: scale is not handed on to initialize
# initialize(...) is called without scale, so it always divides by the root, whatever compare is told.
def compare(hidden_sizes, activations, learning_rate, epochs, rng, scale=1.0):
    X, Y = seven_segment()
    rows = []
    for h in hidden_sizes:
        for name, f in activations.items():
            start = initialize([7, h, 10], rng)
            funcs = [f, sigmoid]
            trained, _ = fit(start, X, Y, funcs, learning_rate, epochs)
            out = feed_forward(trained, X, funcs)[-1]
            rows.append({
                "hidden": h,
                "activation": name,
                "loss": float(np.mean((out - Y) ** 2)),
                "accuracy": float(np.mean(out.argmax(axis=1) == np.arange(10))),
            })
    return rows

# %% q7: last recorded loss is one update old; activations outermost
# (1) losses[-1] was recorded before the last update; the loss of the trained weights is asked for.
# (2) the loops are nested the other way round: sizes have to be outermost.
def compare(hidden_sizes, activations, learning_rate, epochs, rng, scale=1.0):
    X, Y = seven_segment()
    table = []
    for name in activations:
        act = activations[name]
        for size in hidden_sizes:
            w0 = initialize([7, size, 10], rng, scale)
            w, losses = fit(w0, X, Y, [act, sigmoid], learning_rate, epochs)
            answer = np.argmax(feed_forward(w, X, [act, sigmoid])[-1], axis=1)
            hits = sum(int(answer[k] == k) for k in range(10))
            entry = dict(hidden=size, activation=name, loss=losses[-1], accuracy=hits / 10)
            table.append(entry)
    return table

# %% q8: learning rate far too small
# The form is right, but at a rate of 0.001 two layers of sigmoids do not learn within 2,000 epochs.
def winning_entry():
    recipe = {}
    recipe["hidden"] = [10, 10]
    recipe["activations"] = ["sigmoid", "sigmoid", "sigmoid"]
    recipe["learning_rate"] = 0.001
    recipe["seed"] = 42
    return recipe

# %% q9: losses recorded after the update; float32
# (1) the loss is worked out again after optimizer.step(), losses[0] is that of the updated weights.
# (2) the model and the data are float32, the predictions too.
def torch_xor(epochs, seed):
    torch.manual_seed(seed)
    net = torch.nn.Sequential(
        torch.nn.Linear(2, 20), torch.nn.ReLU(), torch.nn.Linear(20, 1), torch.nn.Sigmoid()
    )
    inputs = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    targets = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
    bce = torch.nn.BCELoss()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.1)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        bce(net(inputs), targets).backward()
        optimizer.step()
        losses.append(bce(net(inputs), targets).item())
    predictions = net(inputs).detach().numpy().ravel()
    return predictions, losses


def keras_xor(epochs, seed):
    raise NotImplementedError("hw5 q9: keras_xor")
