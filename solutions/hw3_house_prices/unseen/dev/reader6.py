# %% q1: sample deviation
# The deviation is divided by N - 1 (ddof=1), although the population's is asked for. (A single row then
# gives nan and no ValueError, too.)
def standardize(A):
    mean = A.mean(axis=0)
    std = A.std(axis=0, ddof=1)
    if (std <= 1e-12 * np.abs(A).max(axis=0)).any():
        raise ValueError("a column is constant")
    return (A - mean) / std, mean, std


def unstandardize(scaled, mean, std):
    return scaled * std + mean

# %% q1: compared with exactly 0, undone in the wrong order
# (1) A constant column is looked for by std == 0: full of 0.1 it has a deviation of 1e-17 and passes.
# (2) unstandardize adds the mean first and then multiplies: (scaled + mean) * std.
def standardize(A):
    mu = np.mean(A, axis=0)
    sigma = np.std(A, axis=0)
    if np.any(sigma == 0):
        raise ValueError("constant column")
    return (A - mu) / sigma, mu, sigma


def unstandardize(scaled, mean, std):
    return (scaled + mean) * std

# %% q2: weights grouped by neuron
# The first 15 weights are read as five rows of three (bias, x1, x2 of each hidden neuron) instead of
# three rows of five, the order of the table.
def forward(weights, x, output="sigmoid"):
    W = weights[:15].reshape(5, 3)
    alpha_h = W[:, 0] + x[:, [0]] * W[:, 1] + x[:, [1]] * W[:, 2]
    beta_h = sigmoid(alpha_h)
    alpha_o = weights[15] + beta_h @ weights[16:].reshape(5, 1)
    if output == "sigmoid":
        return sigmoid(alpha_o)
    elif output == "linear":
        return alpha_o
    raise ValueError(output)

# %% q2: ones behind, and no ValueError
# (1) The column of ones is appended behind the inputs while the biases are the first row of the matrix:
# every input meets the wrong weights.
# (2) Any output other than "sigmoid" is taken to be linear; no ValueError.
def forward(weights, x, output="sigmoid"):
    ones = np.ones((len(x), 1))
    W1 = weights[0:15].reshape(3, 5)
    hidden = sigmoid(np.hstack([x, ones]) @ W1)
    out = weights[15] + hidden @ weights[16:21, None]
    return sigmoid(out) if output == "sigmoid" else out

# %% q3: mean in place of sum
# Half the mean of the squared errors: N times too small.
def loss(weights, x, y, output="sigmoid"):
    err = y - forward(weights, x, output)
    return float(0.5 * np.mean(err ** 2))

# %% q3: a flat y, and the output not handed on
# (1) y is flattened, so (N,) minus (N, 1) becomes an (N, N) table whose squares are all added up.
# (2) `output` is not handed on to forward: always the sigmoid's loss.
def loss(weights, x, y, output="sigmoid"):
    prediction = forward(weights, x)
    return float(np.sum((y.flatten() - prediction) ** 2) / 2)

# %% q4: the sigmoid's slope for every output
# delta_O has the factor y_hat (1 - y_hat) for the linear output, too.
def gradient(weights, x, y, output="sigmoid"):
    x1, x2 = x[:, 0:1], x[:, 1:2]
    beta = sigmoid(weights[0:5] + x1 * weights[5:10] + x2 * weights[10:15])
    y_hat = forward(weights, x, output)
    d_o = (y_hat - y) * y_hat * (1 - y_hat)
    d_h = d_o * weights[16:21] * beta * (1 - beta)
    return np.concatenate([d_h.sum(axis=0), (d_h * x1).sum(axis=0), (d_h * x2).sum(axis=0),
                           d_o.sum(axis=0), (d_o * beta).sum(axis=0)])

# %% q4: sign, and the two inputs swapped
# (1) The error is y - y_hat, so all derivatives have the wrong sign.
# (2) w6-w10 get the sums with x2 and w11-w15 those with x1.
def gradient(weights, x, y, output="sigmoid"):
    beta = sigmoid(weights[:5] + np.outer(x[:, 0], weights[5:10]) + np.outer(x[:, 1], weights[10:15]))
    pred = forward(weights, x, output)
    slope = pred * (1 - pred) if output == "sigmoid" else 1.0
    delta_o = (y - pred) * slope
    delta_h = delta_o @ weights[None, 16:] * beta * (1 - beta)
    g = np.zeros(21)
    g[:5] = delta_h.sum(0)
    g[5:10] = x[:, 1] @ delta_h
    g[10:15] = x[:, 0] @ delta_h
    g[15] = delta_o.sum()
    g[16:] = (beta.T @ delta_o)[:, 0]
    return g

# %% q4: the hidden slope taken at the output of the hidden layer
# The slope of the hidden sigmoids is worked out at beta_H instead of at alpha_H: sigmoid(beta)(1 - sigmoid(beta)).
def gradient(weights, x, y, output="sigmoid"):
    def dsig(v):
        return sigmoid(v) * (1 - sigmoid(v))

    h = sigmoid(weights[0:5] + x[:, [0]] * weights[5:10] + x[:, [1]] * weights[10:15])
    a_o = weights[15] + h @ weights[16:21].reshape(5, 1)
    if output == "sigmoid":
        do = (sigmoid(a_o) - y) * dsig(a_o)
    else:
        do = a_o - y
    dh = do @ weights[16:21].reshape(1, 5) * dsig(h)
    grads = [np.sum(dh, axis=0), x[:, 0] @ dh, x[:, 1] @ dh, np.sum(do, axis=0), (h.T @ do).ravel()]
    return np.hstack(grads)

# %% q5: the caller's weights move
# weights -= ... changes the array that came in.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = []
    for _ in range(epochs):
        losses.append(loss(weights, x, y, output))
        weights -= learning_rate * gradient(weights, x, y, output)
    return weights, np.array(losses)

# %% q5: loss after the update, gradient of another output
# (1) The loss is recorded after the update.
# (2) `output` is not handed on to gradient: a linear network is trained with the sigmoid's gradient.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    w = weights.copy()
    history = np.empty(epochs)
    for e in range(epochs):
        w = w - learning_rate * gradient(w, x, y)
        history[e] = loss(w, x, y, output)
    return w, history

# %% q6: what is above 1 costs its whole square
# For y > 1 the full y^2 is counted instead of (y - 1)^2.
def unreachable_loss(y):
    below = y[y < 0]
    above = y[y > 1]
    return float(0.5 * np.sum(below ** 2) + 0.5 * np.sum(above ** 2))

# %% q6: half forgotten, and a mean
# (1) The factor 1/2 is missing.
# (2) The squares are averaged over the samples instead of added up.
def unreachable_loss(y):
    best = np.clip(y, 0.0, 1.0)
    return float(np.mean((y - best) ** 2))

# %% q7: gradients never set to zero
# torch_train never calls zero_grad: PyTorch adds the gradients of all epochs up.
def torch_model(hidden=5):
    return torch.nn.Sequential(torch.nn.Linear(2, hidden), torch.nn.Sigmoid(),
                               torch.nn.Linear(hidden, 1)).double()


def torch_train(model, x, y, learning_rate, epochs):
    x_t, y_t = torch.tensor(x), torch.tensor(y)
    opt = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        E = 0.5 * ((model(x_t) - y_t) ** 2).sum()
        losses.append(E.item())
        E.backward()
        opt.step()
    return losses

# %% q7: no half, and always five neurons
# (1) MSELoss(reduction="sum") without the 1/2: losses and steps are twice too large.
# (2) The model has 5 hidden neurons whatever `hidden` says.
def torch_model(hidden=5):
    model = torch.nn.Sequential(
        torch.nn.Linear(2, 5, dtype=torch.float64),
        torch.nn.Sigmoid(),
        torch.nn.Linear(5, 1, dtype=torch.float64),
    )
    return model


def torch_train(model, x, y, learning_rate, epochs):
    criterion = torch.nn.MSELoss(reduction="sum")
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    inputs, targets = torch.from_numpy(x), torch.from_numpy(y)
    history = []
    for epoch in range(epochs):
        optimizer.zero_grad()
        out = criterion(model(inputs), targets)
        history.append(out.item())
        out.backward()
        optimizer.step()
    return history

# %% q7: a sigmoid behind the last layer
# The model ends with a Sigmoid, like the published NumPy network; asked for is a linear output.
def torch_model(hidden=5):
    layers = [torch.nn.Linear(2, hidden), torch.nn.Sigmoid(), torch.nn.Linear(hidden, 1), torch.nn.Sigmoid()]
    return torch.nn.Sequential(*layers).double()


def torch_train(model, x, y, learning_rate, epochs):
    X, Y = torch.tensor(x), torch.tensor(y)
    losses = []
    for _ in range(epochs):
        model.zero_grad()
        E = torch.sum((Y - model(X)) ** 2) / 2
        E.backward()
        losses.append(float(E))
        with torch.no_grad():
            for p in model.parameters():
                p -= learning_rate * p.grad
    return losses

# %% q8: always a sigmoid at the end
# `output` is not looked at: the linear output goes through the sigmoid, too.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    X, Y = torch.tensor(x), torch.tensor(y)
    h = torch.sigmoid(w[0:5] + X[:, 0:1] * w[5:10] + X[:, 1:2] * w[10:15])
    pred = torch.sigmoid(w[15] + h @ w[16:21].reshape(5, 1))
    E = 0.5 * torch.sum((Y - pred) ** 2)
    E.backward()
    return w.grad.numpy()

# %% q8: float32, and a mean
# (1) Everything is turned to float32: agreement to seven digits only, and a float32 result.
# (2) The loss is half the mean, not half the sum.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, dtype=torch.float32, requires_grad=True)
    xt = torch.tensor(x, dtype=torch.float32)
    yt = torch.tensor(y, dtype=torch.float32)
    hidden = torch.sigmoid(w[:5] + xt @ w[5:15].view(2, 5))
    out = w[15] + hidden @ w[16:].view(5, 1)
    if output == "sigmoid":
        out = torch.sigmoid(out)
    loss_value = 0.5 * torch.mean((out - yt) ** 2)
    loss_value.backward()
    return w.grad.numpy()
