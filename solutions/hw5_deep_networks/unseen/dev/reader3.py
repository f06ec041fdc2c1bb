# %% q1: scale 0 taken for None
# `if not scale` is true for scale=0.0 as well, so 0 gives weights of size 1/sqrt(n) instead of zeros.
def initialize(sizes, rng, scale=None):
    result = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        s = scale
        if not scale:
            s = 1 / np.sqrt(n_in)
        result.append(s * rng.uniform(-1, 1, (n_in + 1, n_out)))
    return result

# %% q1: first layer's scale kept for all
# `scale` itself is overwritten in the first round of the loop, so for None all layers get 1/sqrt(n_0).
def initialize(sizes, rng, scale=None):
    weights = []
    for l in range(len(sizes) - 1):
        if scale is None:
            scale = 1.0 / sizes[l] ** 0.5
        w = rng.uniform(low=-scale, high=scale, size=(sizes[l] + 1, sizes[l + 1]))
        weights.append(w)
    return weights

# %% q2: keeps the ones; input not in the list
# 1) the layers are kept together with their columns of ones. 2) the list has m entries only, the input X is missing.
def feed_forward(weights, X, activations):
    layers = []
    layer = X
    n = len(X)
    for i in range(len(weights)):
        with_bias = np.column_stack([np.ones(n), layer])
        layer = activations[i](with_bias.dot(weights[i]))
        layers.append(np.column_stack([np.ones(n), layer]))
    return layers

# %% q3: last row dropped instead of row 0
# On the way back the last row of w is left out, not row 0, so the error passes through the bias row.
def gradients(weights, layers, Y, activations):
    ones = np.ones((Y.shape[0], 1))
    grads = []
    e = layers[-1] - Y
    for k in reversed(range(len(weights))):
        inputs = np.concatenate([ones, layers[k]], axis=1)
        S = inputs @ weights[k]
        d = np.multiply(e, activations[k](S, deriv=True))
        grads.insert(0, inputs.T @ d)
        e = d @ weights[k][:-1].T
    return grads

# %% q3: mean; reversed list
# 1) the gradients are divided by N, though the loss is a sum over the samples. 2) the list is in the order of the backward pass, last layer first, and isn't turned round.
def gradients(weights, layers, Y, activations):
    N = len(Y)
    back = layers[-1] - Y
    collected = []
    for w, L, f in zip(weights[::-1], layers[-2::-1], activations[::-1]):
        S = w[0] + L @ w[1:]
        delta = back * f(S, deriv=True)
        collected.append(np.vstack([delta.sum(axis=0), L.T @ delta]) / N)
        back = delta @ w[1:].T
    return collected

# %% q3: error passed back without the slope
# The error that goes back is e^{l+1} w^T and not delta^l w^T: the slope of the layer is left out on the way back, so only the last matrix is right.
def gradients(weights, layers, Y, activations):
    g = {}
    error = layers[-1] - Y
    for l in range(len(weights))[::-1]:
        A = np.insert(layers[l], 0, 1.0, axis=1)
        slope = activations[l](np.matmul(A, weights[l]), deriv=True)
        delta = error * slope
        g[l] = np.matmul(A.T, delta)
        error = np.matmul(error, weights[l][1:].T)
    return [g[l] for l in range(len(weights))]

# %% q3: bias gradient from the first sample; wrong activation
# 1) row 0 gets delta[0], the first sample's delta, instead of the sum over the samples. 2) the last layer's activation is used in all layers (activations[-1]).
def gradients(weights, layers, Y, activations):
    m = len(weights)
    grads = [np.empty(w.shape) for w in weights]
    f = activations[-1]
    e = layers[m] - Y
    for l in range(m - 1, -1, -1):
        S = layers[l] @ weights[l][1:] + weights[l][0]
        delta = e * f(S, deriv=True)
        grads[l][0] = delta[0]
        grads[l][1:] = layers[l].T @ delta
        e = delta @ weights[l][1:].T
    return grads

# %% q4: changes the caller's arrays
# A copy of the list is made, but not of the arrays, and -= changes the caller's arrays in place.
def update_weights(weights, grads, learning_rate):
    if len(weights) != len(grads):
        raise ValueError("not the same number of matrices")
    new = list(weights)
    for i in range(len(new)):
        new[i] -= learning_rate * grads[i]
    return new

# %% q4: uphill; only one direction of the length check
# 1) the gradient is added, so it climbs. 2) the ValueError comes only if there are fewer gradients than weights; more gradients pass.
def update_weights(weights, grads, learning_rate):
    if len(grads) < len(weights):
        raise ValueError("gradients are missing")
    return [weights[k] + learning_rate * grads[k] for k in range(len(weights))]

# %% q4: only the last matrix comes back
# The new list is made anew in every round of the loop, so only the last matrix is in it.
def update_weights(weights, grads, learning_rate):
    if not len(weights) == len(grads):
        raise ValueError
    for w, g in zip(weights, grads):
        new_list = []
        step = learning_rate * g
        new_list.append(w - step)
    return new_list

# %% q5: loss after the update
# The outputs are worked out again after the step, so each recorded loss is that after its update.
def fit(weights, X, Y, activations, learning_rate, epochs):
    history = []
    for _ in range(epochs):
        L = feed_forward(weights, X, activations)
        weights = update_weights(weights, gradients(weights, L, Y, activations), learning_rate)
        after = feed_forward(weights, X, activations)[-1]
        history.append(np.mean((after - Y) ** 2))
    return weights, np.array(history)

# %% q5: half the sum recorded
# The history holds E, half of the sum of squares, and not the mean over all entries.
def fit(weights, X, Y, activations, learning_rate, epochs):
    w = [a.copy() for a in weights]
    losses = np.empty(epochs)
    for epoch in range(epochs):
        layers = feed_forward(w, X, activations)
        diff = layers[-1] - Y
        losses[epoch] = 0.5 * np.sum(diff * diff)
        w = update_weights(w, gradients(w, layers, Y, activations), learning_rate)
    return w, losses

# %% q5: gradient always at the start
# The trained weights are kept in a new name, but forward and gradients go on using the weights that came in, so all epochs have the same loss and gradient.
def fit(weights, X, Y, activations, learning_rate, epochs):
    new_weights = [np.copy(w) for w in weights]
    mse = []
    for _ in range(epochs):
        layers = feed_forward(weights, X, activations)
        mse.append(float(((layers[-1] - Y) ** 2).mean()))
        slopes = gradients(weights, layers, Y, activations)
        new_weights = update_weights(new_weights, slopes, learning_rate)
    return new_weights, np.array(mse)

# %% q6: rows begin with the digit 1; 7 with f
# 1) the rows go from 1 to 9 and then 0, so row n isn't digit n. 2) the 7 is drawn with f.
def seven_segment():
    X = np.array([
        [0, 1, 1, 0, 0, 0, 0],   # 1
        [1, 1, 0, 1, 1, 0, 1],   # 2
        [1, 1, 1, 1, 0, 0, 1],   # 3
        [0, 1, 1, 0, 0, 1, 1],   # 4
        [1, 0, 1, 1, 0, 1, 1],   # 5
        [1, 0, 1, 1, 1, 1, 1],   # 6
        [1, 1, 1, 0, 0, 1, 0],   # 7
        [1, 1, 1, 1, 1, 1, 1],   # 8
        [1, 1, 1, 1, 0, 1, 1],   # 9
        [1, 1, 1, 1, 1, 1, 0],   # 0
    ], dtype=float)
    return X, np.eye(10)

# %% q7: activations outermost; scale forgotten
# 1) the loops are nested the other way round: all sizes of the first activation come first. 2) scale is not handed on to initialize, so it is always None there.
def compare(hidden_sizes, activations, learning_rate, epochs, rng, scale=1.0):
    X_d, Y_d = seven_segment()
    results = []
    for name, f in activations.items():
        for hidden in hidden_sizes:
            w0 = initialize([7, hidden, 10], rng)
            w, _ = fit(w0, X_d, Y_d, [f, sigmoid], learning_rate, epochs)
            answer = feed_forward(w, X_d, [f, sigmoid])[-1]
            acc = (answer.argmax(1) == Y_d.argmax(1)).mean()
            results.append({"hidden": hidden, "activation": name,
                            "loss": np.mean((answer - Y_d) ** 2), "accuracy": acc})
    return results

# %% q7: argmax over the wrong axis; half sum as loss
# 1) argmax over axis 0 asks which digit each output likes best, not which output is largest for each digit. 2) the loss is half of the sum of squares, not the mean.
def compare(hidden_sizes, activations, learning_rate, epochs, rng, scale=1.0):
    X, Y = seven_segment()
    digits = np.arange(10)
    everything = []
    for n in hidden_sizes:
        for label, bend in activations.items():
            acts = [bend, sigmoid]
            final = fit(initialize([7, n, 10], rng, scale), X, Y, acts, learning_rate, epochs)[0]
            Yt = feed_forward(final, X, acts)[-1]
            E = 0.5 * np.sum((Yt - Y) ** 2)
            right = np.count_nonzero(Yt.argmax(axis=0) == digits)
            everything.append({"hidden": n, "activation": label, "loss": E,
                               "accuracy": right / 10})
    return everything

# %% q7: accuracy rounds the outputs
# Accuracy is the share of single entries that are right when rounded to 0 or 1, of all 100, instead of the share of digits whose largest output is right.
def compare(hidden_sizes, activations, learning_rate, epochs, rng, scale=1.0):
    X, Y = seven_segment()
    found = []
    for h in hidden_sizes:
        for name in activations:
            f = [activations[name], sigmoid]
            w, _ = fit(initialize([7, h, 10], rng, scale=scale), X, Y, f, learning_rate, epochs)
            pred = feed_forward(w, X, f)[-1]
            row = {}
            row["hidden"] = h
            row["activation"] = name
            row["loss"] = float(((pred - Y) ** 2).mean())
            row["accuracy"] = float((np.round(pred) == Y).mean())
            found.append(row)
    return found

# %% q9: float32
# Everything is in PyTorch's default float32, not float64.
def torch_xor(epochs, seed):
    torch.manual_seed(seed)
    X = torch.tensor([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
    Y = torch.tensor([[0.], [1.], [1.], [0.]])
    net = torch.nn.Sequential(torch.nn.Linear(2, 20), torch.nn.ReLU(),
                              torch.nn.Linear(20, 1), torch.nn.Sigmoid())
    bce = torch.nn.BCELoss()
    adam = torch.optim.Adam(net.parameters(), lr=0.1)
    history = []
    for _ in range(epochs):
        adam.zero_grad()
        value = bce(net(X), Y)
        history.append(value.item())
        value.backward()
        adam.step()
    return net(X).detach().numpy().ravel(), history

# %% q9: seed set too late
# torch.manual_seed is called after the layers were made, so the start depends on what was drawn before and not on the seed.
def torch_xor(epochs, seed):
    model = torch.nn.Sequential(
        torch.nn.Linear(2, 20), torch.nn.ReLU(), torch.nn.Linear(20, 1), torch.nn.Sigmoid()
    ).double()
    torch.manual_seed(seed)
    inputs = torch.tensor([[a, b] for a in (0.0, 1.0) for b in (0.0, 1.0)], dtype=torch.float64)
    goal = torch.tensor([[0.0], [1.0], [1.0], [0.0]], dtype=torch.float64)
    opt = torch.optim.Adam(model.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = torch.nn.functional.binary_cross_entropy(model(inputs), goal)
        losses.append(float(loss.detach()))
        opt.zero_grad()
        loss.backward()
        opt.step()
    with torch.no_grad():
        return model(inputs)[:, 0].numpy(), losses

# %% q9: column of predictions; squared error
# 1) predictions have the shape (4, 1) and not (4,). 2) the squared error (MSELoss) is used in place of the binary cross-entropy.
def torch_xor(epochs, seed):
    torch.manual_seed(seed)
    m = torch.nn.Sequential(torch.nn.Linear(2, 20), torch.nn.ReLU(),
                            torch.nn.Linear(20, 1), torch.nn.Sigmoid())
    m = m.double()
    x = torch.tensor(X_xor)
    t = torch.tensor(np.array([[0.0], [1.0], [1.0], [0.0]]))
    criterion = torch.nn.MSELoss()
    optimizer = torch.optim.Adam(m.parameters(), lr=0.1)
    out = []
    for _ in range(epochs):
        optimizer.zero_grad()
        l = criterion(m(x), t)
        out.append(l.item())
        l.backward()
        optimizer.step()
    return m(x).detach().numpy(), out

