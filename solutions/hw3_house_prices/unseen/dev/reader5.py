# %% q1: deviation divided by N - 1
# ddof=1 gives the sample's deviation; the population's (divided by N) is asked for.
# (A single row gives nan and no ValueError.)
def standardize(A):
    mean = A.mean(axis=0)
    std = A.std(axis=0, ddof=1)
    biggest = np.abs(A).max(axis=0)
    if (std <= 1e-12 * biggest).any():
        raise ValueError("constant column")
    scaled = (A - mean) / std
    return scaled, mean, std


def unstandardize(scaled, mean, std):
    return mean + scaled * std

# %% q1: constant columns compared with exactly 0; undone in the wrong order
# (1) `std == 0` misses columns like np.full((10, 2), 0.1), whose deviation is 1e-17.
# (2) (scaled + mean) * std in place of scaled * std + mean.
def standardize(A):
    N, D = A.shape
    mu = A.sum(axis=0) / N
    sigma = np.sqrt(((A - mu) ** 2).sum(axis=0) / N)
    for d in range(D):
        if sigma[d] == 0:
            raise ValueError(f"column {d} has no scale")
    return (A - mu) / sigma, mu, sigma


def unstandardize(scaled, mean, std):
    A = (scaled + mean) * std
    return A

# %% q2: weights reshaped the wrong way round
# weights[5:15].reshape(5, 2).T takes w6, w7 as the two weights of hidden 1; the order is
# w6..w10 from x1, w11..w15 from x2, i.e. reshape(2, 5).
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(f"unknown output {output!r}")
    W = weights[5:15].reshape(5, 2).T
    hidden = sigmoid(weights[:5] + x @ W)
    z = weights[15] + hidden @ weights[16:].reshape(5, 1)
    if output == "sigmoid":
        z = sigmoid(z)
    return z

# %% q3: mean over the samples in place of the sum
# np.mean divides by N; E is half the *sum* of the squared errors.
def loss(weights, x, y, output="sigmoid"):
    y_hat = forward(weights, x, output)
    residual = y - y_hat
    E = np.mean(residual ** 2) / 2
    return float(E)

# %% q4: slope of the output's sigmoid forgotten
# delta_O = y_hat - y for both outputs: the factor y_hat (1 - y_hat) is missing for "sigmoid".
def gradient(weights, x, y, output="sigmoid"):
    hidden = sigmoid(weights[0:5] + x[:, [0]] * weights[5:10] + x[:, [1]] * weights[10:15])
    y_hat = forward(weights, x, output)
    delta_o = y_hat - y                                     # (N, 1)
    delta_h = delta_o * weights[16:21] * hidden * (1 - hidden)   # (N, 5)
    parts = [
        delta_h.sum(axis=0),
        (delta_h * x[:, [0]]).sum(axis=0),
        (delta_h * x[:, [1]]).sum(axis=0),
        delta_o.sum(axis=0),
        (delta_o * hidden).sum(axis=0),
    ]
    return np.concatenate(parts)

# %% q4: error goes back through w16 to w20; hidden slope taken at the output
# (1) off by one: the outgoing weights are weights[16:21], here weights[15:20].
# (2) the hidden slope is s (1 - s) with s = sigmoid(beta_H): the slope at the output of the sigmoid.
def gradient(weights, x, y, output="sigmoid"):
    x1 = x[:, 0:1]
    x2 = x[:, 1:2]
    beta = sigmoid(weights[0:5] + x1 * weights[5:10] + x2 * weights[10:15])
    y_hat = forward(weights, x, output)
    d_out = y_hat - y
    if output == "sigmoid":
        d_out = d_out * y_hat * (1 - y_hat)
    w_out = weights[15:20].reshape(1, 5)
    s = sigmoid(beta)
    d_hid = (d_out @ w_out) * (s * (1 - s))
    g = np.zeros(21)
    g[0:5] = np.sum(d_hid, axis=0)
    g[5:10] = np.sum(d_hid * x1, axis=0)
    g[10:15] = np.sum(d_hid * x2, axis=0)
    g[15] = np.sum(d_out)
    g[16:21] = np.sum(beta * d_out, axis=0)
    return g

# %% q4: last sample only
# Inside the loop over the samples the entries are set with = and not added up with +=, so the
# gradient is that of the last sample alone (right for N = 1).
def gradient(weights, x, y, output="sigmoid"):
    grad = np.zeros(21)
    prediction = forward(weights, x, output)
    for n in range(len(x)):
        alpha = weights[:5] + x[n, 0] * weights[5:10] + x[n, 1] * weights[10:15]
        beta = sigmoid(alpha)
        p = prediction[n, 0]
        slope = p * (1 - p) if output == "sigmoid" else 1.0
        delta_out = (p - y[n, 0]) * slope
        delta_hidden = delta_out * weights[16:21] * beta * (1 - beta)
        grad[0:5] = delta_hidden
        grad[5:10] = delta_hidden * x[n, 0]
        grad[10:15] = delta_hidden * x[n, 1]
        grad[15] = delta_out
        grad[16:21] = delta_out * beta
    return grad

# %% q5: loss recorded after the update
# losses[0] should be the loss of the weights that came in; here each is taken after its update.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    w = weights.copy()
    history = []
    for _ in range(epochs):
        w = w - learning_rate * gradient(w, x, y, output)
        history.append(loss(w, x, y, output))
    return w, np.array(history)

# %% q5: the caller's weights are changed; output not handed on
# (1) `w = weights` is no copy, and -= changes the array that came in.
# (2) loss and gradient are called without `output`, so "linear" trains with a sigmoid output.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    w = weights
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        losses[epoch] = loss(w, x, y)
        g = gradient(w, x, y)
        w -= learning_rate * g
    return w, losses

# %% q6: prices above 1 cost their whole square
# For y > 1 the best output is 1, so (y - 1)^2 stays; here y^2 is summed on both sides.
def unreachable_loss(y):
    total = 0.0
    for value in y.ravel():
        if value < 0 or value > 1:
            total += value ** 2
    return 0.5 * total

# %% q7: gradients are never set to zero; MSE without the half
# (1) zero_grad is missing, so the gradients of all epochs add up.
# (2) MSELoss(reduction="sum") has no 1/2: losses and gradient are twice those of E.
def torch_model(hidden=5):
    model = torch.nn.Sequential(
        torch.nn.Linear(2, hidden),
        torch.nn.Sigmoid(),
        torch.nn.Linear(hidden, 1),
    )
    return model.double()


def torch_train(model, x, y, learning_rate, epochs):
    X, Y = torch.from_numpy(x), torch.from_numpy(y)
    criterion = torch.nn.MSELoss(reduction="sum")
    history = []
    for epoch in range(epochs):
        E = criterion(model(X), Y)
        history.append(E.item())
        E.backward()
        with torch.no_grad():
            for p in model.parameters():
                p -= learning_rate * p.grad
    return history

# %% q8: output is always a sigmoid
# The argument `output` is ignored: for "linear" the derivatives are those of a sigmoid output.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    X = torch.tensor(x)
    target = torch.tensor(y)
    first = torch.stack([w[5:10], w[10:15]])       # (2, 5)
    hidden = torch.sigmoid(X @ first + w[0:5])
    y_hat = torch.sigmoid(hidden @ w[16:21].reshape(5, 1) + w[15])
    E = 0.5 * torch.sum((target - y_hat) ** 2)
    E.backward()
    return w.grad.numpy()
