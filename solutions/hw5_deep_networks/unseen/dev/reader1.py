# %% q1: normal numbers; root forgotten
# 1) the numbers are drawn from a standard normal distribution, not uniformly from -1 to 1. 2) for None the scale is 1/n_l instead of 1/sqrt(n_l).
def initialize(sizes, rng, scale=None):
    def one(rows, cols):
        factor = 1.0 / rows if scale is None else scale
        return factor * rng.standard_normal((rows + 1, cols))
    return [one(a, b) for a, b in zip(sizes, sizes[1:])]

# %% q1: only positive weights
# rng.random() lies between 0 and 1, so all weights are positive: uniform(0, s) in place of uniform(-s, s).
def initialize(sizes, rng, scale=None):
    m = len(sizes) - 1
    ws = []
    for i in range(m):
        spread = scale if scale is not None else np.sqrt(1 / sizes[i])
        ws.append(rng.random((sizes[i] + 1, sizes[i + 1])) * spread)
    return ws

# %% q1: bias on the wrong side; generator not used
# 1) the extra one for the bias is added to the columns: (n_l, n_{l+1} + 1). 2) np.random is used in place of rng, so equal generators give different weights.
def initialize(sizes, rng, scale=None):
    list_of_w = []
    for k in range(1, len(sizes)):
        before, after = sizes[k - 1], sizes[k]
        if scale is None:
            factor = before ** -0.5
        else:
            factor = scale
        list_of_w.append(factor * np.random.uniform(-1, 1, size=(before, after + 1)))
    return list_of_w

# %% q2: ones at the end
# The column of ones is put behind the layer and not in front, so the last row of the weights acts as the bias.
def feed_forward(weights, X, activations):
    out = [X]
    for W, act in zip(weights, activations):
        padded = np.append(out[-1], np.ones((X.shape[0], 1)), axis=1)
        out.append(act(np.dot(padded, W)))
    return out

# %% q2: first activation everywhere
# activations[0] is used in each layer instead of the layer's own.
def feed_forward(weights, X, activations):
    f = activations[0]
    layers = [X]
    current = X
    for w in weights:
        current = f(current @ w[1:] + w[0])
        layers.append(current)
    return layers

# %% q2: X in every layer
# A stale variable: the product is always made with X and not with the layer before, so it fails (or is wrong) for more than one weight matrix.
def feed_forward(weights, X, activations):
    stack = [X]
    bias_column = np.ones((len(X), 1))
    for i, matrix in enumerate(weights):
        s = np.concatenate([bias_column, X], axis=1) @ matrix
        stack.append(activations[i](s))
    return stack

# %% q3: slope at the output
# The slope is taken at layers[l+1], which is what comes out of the activation, and not at S.
def gradients(weights, layers, Y, activations):
    m = len(weights)
    result = [None] * m
    err = layers[-1] - Y
    for l in range(m - 1, -1, -1):
        delta = err * activations[l](layers[l + 1], deriv=True)
        L1 = np.hstack((np.ones((len(Y), 1)), layers[l]))
        result[l] = np.dot(L1.T, delta)
        err = np.dot(delta, weights[l][1:].T)
    return result

# %% q3: sign of the error
# The error begins with Y - Y_tilde instead of Y_tilde - Y: all gradients have the wrong sign.
def add_ones(A):
    return np.c_[np.ones(len(A)), A]

def gradients(weights, layers, Y, activations):
    e = Y - layers[-1]
    out = [np.zeros_like(w) for w in weights]
    l = len(weights) - 1
    while l >= 0:
        s = add_ones(layers[l]) @ weights[l]
        delta = e * activations[l](s, True)
        out[l] = add_ones(layers[l]).T @ delta
        e = delta @ weights[l][1:, :].T
        l -= 1
    return out

# %% q4: zip stops early
# No check of the lengths: zip stops at the shorter list, and no ValueError is raised.
def update_weights(weights, grads, learning_rate):
    updated = []
    for W, G in zip(weights, grads):
        updated.append(np.subtract(W, learning_rate * G))
    return updated

# %% q5: gradient divided by N; divides by N only
# 1) the learning rate is divided by N, so the step is that of a mean. 2) the loss is the sum of squares divided by N only, not by N times the number of outputs.
def fit(weights, X, Y, activations, learning_rate, epochs):
    N = X.shape[0]
    current = weights
    losses = []
    for i in range(epochs):
        layers = feed_forward(current, X, activations)
        losses.append(np.sum((layers[-1] - Y) ** 2) / N)
        grads = gradients(current, layers, Y, activations)
        current = update_weights(current, grads, learning_rate / N)
    return current, np.array(losses)

# %% q5: early stop; order of the tuple
# 1) training stops as soon as the loss rises, so not all epochs are run and losses is too short. 2) losses and weights are returned in the wrong order.
def fit(weights, X, Y, activations, learning_rate, epochs):
    losses = []
    best = np.inf
    for _ in range(epochs):
        out = feed_forward(weights, X, activations)
        now = np.average(np.square(out[-1] - Y))
        losses.append(now)
        if now > best:
            break
        best = now
        weights = update_weights(weights, gradients(weights, out, Y, activations), learning_rate)
    return np.array(losses), weights

# %% q6: digits without tails
# 6 is drawn without its upper bar a and 9 without its lower bar d.
def seven_segment():
    lit = {0: "abcdef", 1: "bc", 2: "abdeg", 3: "abcdg", 4: "bcfg",
           5: "acdfg", 6: "cdefg", 7: "abc", 8: "abcdefg", 9: "abcfg"}
    X = np.zeros((10, 7))
    for digit, bars in lit.items():
        for bar in bars:
            X[digit, "abcdefg".index(bar)] = 1.0
    return X, np.identity(10)

# %% q6: e and f mixed up
# The fifth column is f and the sixth is e (upper and lower left swapped), so all digits in which only one of the two is lit are wrong.
def seven_segment():
    order = "abcdfeg"
    names = ["abcdef", "bc", "abdeg", "abcdg", "bcfg", "acdfg", "acdefg", "abc", "abcdefg", "abcdfg"]
    X = np.array([[1.0 if c in name else 0.0 for c in order] for name in names])
    Y = np.eye(len(names))
    return X, Y

# %% q7: same activation on the output
# The activation of the hidden layer is used on the output too, which should always be a sigmoid.
def compare(hidden_sizes, activations, learning_rate, epochs, rng, scale=1.0):
    X, Y = seven_segment()
    table = []
    for h in hidden_sizes:
        for name, act in activations.items():
            start = initialize([7, h, 10], rng, scale)
            trained, _ = fit(start, X, Y, [act, act], learning_rate, epochs)
            out = feed_forward(trained, X, [act, act])[-1]
            table.append(dict(hidden=h, activation=name, loss=float(np.mean((out - Y) ** 2)),
                              accuracy=float(np.mean(out.argmax(axis=1) == np.arange(10)))))
    return table

# %% q7: loss before the last update
# The loss is the last entry of the history, which is that before the last update; the accuracy is right.
def compare(hidden_sizes, activations, learning_rate, epochs, rng, scale=1.0):
    X, Y = seven_segment()
    rows = []
    for size in hidden_sizes:
        for key in activations:
            fs = [activations[key], sigmoid]
            w, losses = fit(initialize([7, size, 10], rng, scale), X, Y, fs, learning_rate, epochs)
            said = np.argmax(feed_forward(w, X, fs)[-1], axis=1)
            hits = sum(int(s == d) for d, s in enumerate(said))
            rows.append({"hidden": size, "activation": key, "loss": losses[-1],
                         "accuracy": hits / 10})
    return rows

# %% q8: rate far too small
# The learning rate of 0.001 is so small that after 2,000 epochs the loss is still near 0.09, far above the limit.
def winning_entry():
    return dict(hidden=[10, 10], activations=["tanh", "tanh", "sigmoid"],
                learning_rate=0.001, seed=1)

# %% q8: functions instead of names
# The activations are given as the functions themselves and not as their names.
def winning_entry():
    recipe = {}
    recipe["hidden"] = [10, 10]
    recipe["activations"] = [tanh, tanh, sigmoid]
    recipe["learning_rate"] = 0.5
    recipe["seed"] = 7
    return recipe

# %% q8: too wide; key misnamed
# 1) 20 hidden neurons in a layer, more than the 10 that are allowed. 2) the key is "lr" instead of "learning_rate".
def winning_entry():
    entry = {
        "hidden": [20, 10],
        "activations": ["tanh", "tanh", "sigmoid"],
        "lr": 0.3,
        "seed": 3,
    }
    return entry

# %% q9: predictions before the last update; summed loss
# 1) the predictions are those of the last forward pass, before the last update. 2) the cross-entropy is summed over the four samples (reduction="sum"), not their mean.
def torch_xor(epochs, seed):
    torch.manual_seed(seed)
    f64 = torch.float64
    hidden = torch.nn.Linear(2, 20, dtype=f64)
    final = torch.nn.Linear(20, 1, dtype=f64)
    X = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=f64)
    Y = torch.tensor([0, 1, 1, 0], dtype=f64)
    opt = torch.optim.Adam([*hidden.parameters(), *final.parameters()], lr=0.1)
    loss_fn = torch.nn.BCELoss(reduction="sum")
    losses = []
    for _ in range(epochs):
        pred = torch.sigmoid(final(torch.relu(hidden(X)))).squeeze(1)
        loss = loss_fn(pred, Y)
        losses.append(loss.item())
        opt.zero_grad()
        loss.backward()
        opt.step()
    return pred.detach().numpy(), losses
