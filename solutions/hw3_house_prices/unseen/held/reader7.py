# %% q1: N - 1, and a deviation compared with exactly 0
# (1) the sample's deviation (ddof=1, as pandas and PyTorch do it) in place of the population's;
# (2) only a deviation of exactly 0 is refused, so rounding lets constant columns pass.
def standardize(A):
    mean = A.mean(axis=0)
    std = A.std(axis=0, ddof=1)
    if np.any(std == 0):
        raise ValueError("a column is constant")
    return (A - mean) / std, mean, std


def unstandardize(scaled, mean, std):
    return scaled * std + mean

# %% q1: the way back in the wrong order
# (1) unstandardize adds the mean first and then multiplies by the deviation.
def standardize(A):
    mean, std = np.mean(A, axis=0), np.std(A, axis=0)
    if (std <= 1e-12 * np.abs(A).max(axis=0)).any():
        raise ValueError("constant column")
    return (A - mean) / std, mean, std


def unstandardize(scaled, mean, std):
    return (scaled + mean) * std

# %% q2: the weights in another order, and any other output is linear
# (1) reads w1 to w15 neuron by neuron, three weights each (reshape(5, 3)), where the table goes
# edge by edge, five each; (2) an unknown output is taken for linear and raises no ValueError.
def forward(weights, x, output="sigmoid"):
    W_hidden = weights[:15].reshape(5, 3)
    ones = np.ones((x.shape[0], 1))
    hidden = sigmoid(np.hstack([ones, x]) @ W_hidden.T)
    alpha_out = weights[15] + hidden @ weights[16:21].reshape(5, 1)
    if output == "sigmoid":
        return sigmoid(alpha_out)
    return alpha_out

# %% q2: the output's bias is taken for the last weight
# (1) takes w16 to w20 as the output weights and w21 as the output's bias.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(f"unknown output {output!r}")
    x1, x2 = x[:, :1], x[:, 1:]
    hidden = sigmoid(weights[0:5] + x1 * weights[5:10] + x2 * weights[10:15])
    z = hidden @ weights[15:20].reshape(-1, 1) + weights[20]
    return sigmoid(z) if output == "sigmoid" else z

# %% q3: a column minus a flat array
# (1) the prediction is made flat, y is not, so (N, 1) minus (N,) becomes a table (N, N) and all
# pairs of houses are summed.
def loss(weights, x, y, output="sigmoid"):
    predicted = forward(weights, x, output)[:, 0]
    errors = y - predicted
    return float(0.5 * np.sum(errors**2))

# %% q4: the hidden slope is taken at what comes out
# (1) the hidden layer's slope is sigmoid'(beta) = s(beta)(1 - s(beta)) and not beta (1 - beta).
def gradient(weights, x, y, output="sigmoid"):
    N = len(x)
    inputs = np.hstack([np.ones((N, 1)), x])
    beta = sigmoid(inputs @ weights[:15].reshape(3, 5))
    prediction = forward(weights, x, output)
    d_out = prediction - y
    if output == "sigmoid":
        d_out = d_out * prediction * (1 - prediction)
    slope = sigmoid(beta) * (1 - sigmoid(beta))
    d_hidden = d_out @ weights[16:21].reshape(1, 5) * slope
    to_hidden = inputs.T @ d_hidden
    to_output = beta.T @ d_out
    return np.concatenate([to_hidden.ravel(), [d_out.sum()], to_output.ravel()])

# %% q4: always a sigmoid's slope, and the mean
# (1) the output's slope y (1 - y) is used for a linear output, too; (2) all derivatives are
# divided by the number of samples, though E is a sum.
def gradient(weights, x, y, output="sigmoid"):
    n = x.shape[0]
    y_hat = forward(weights, x, output)
    hidden = sigmoid(weights[0:5] + x[:, [0]] * weights[5:10] + x[:, [1]] * weights[10:15])
    delta_o = (y_hat - y) * y_hat * (1 - y_hat)
    delta_h = delta_o * weights[16:21] * hidden * (1 - hidden)
    g = np.zeros(21)
    g[0:5] = delta_h.sum(axis=0)
    g[5:10] = (delta_h * x[:, [0]]).sum(axis=0)
    g[10:15] = (delta_h * x[:, [1]]).sum(axis=0)
    g[15] = delta_o.sum()
    g[16:21] = (delta_o * hidden).sum(axis=0)
    return g / n

# %% q5: the loss after the update
# (1) each loss is recorded after its update, so the loss of the start is missing.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    w = np.array(weights)
    losses = []
    for _ in range(epochs):
        w = w - learning_rate * gradient(w, x, y, output)
        losses.append(loss(w, x, y, output))
    return w, losses

# %% q5: in place, and stops where the loss rises
# (1) weights -= ... changes the caller's array; (2) training breaks off as soon as a loss is
# larger than the one before, so not all epochs are run.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    history = []
    for epoch in range(epochs):
        E = loss(weights, x, y, output)
        history.append(E)
        if epoch > 0 and E > history[-2]:
            break
        weights -= learning_rate * gradient(weights, x, y, output)
    return weights, np.array(history)

# %% q6: prices above 1 cost their whole square
# (1) for y > 1 the cost is y^2 and not (y - 1)^2.
def unreachable_loss(y):
    too_low = y[y < 0]
    too_high = y[y > 1]
    return float(0.5 * np.sum(too_low**2) + 0.5 * np.sum(too_high**2))

# %% q6: the half is forgotten
# (1) the distances to the interval from 0 to 1 are squared and summed, but without the 1/2 of E.
def unreachable_loss(y):
    nearest = np.clip(y, 0.0, 1.0)
    return float(((y - nearest) ** 2).sum())

# %% q7: no half, and gradients never set to zero
# (1) MSELoss(reduction="sum") has no 1/2, so losses and steps are doubled; (2) no zero_grad, so
# each step uses the sum of all gradients so far.
def torch_model(hidden=5):
    net = torch.nn.Sequential(torch.nn.Linear(2, hidden), torch.nn.Sigmoid(),
                              torch.nn.Linear(hidden, 1))
    return net.double()


def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    criterion = torch.nn.MSELoss(reduction="sum")
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        E = criterion(model(inputs), targets)
        losses.append(E.item())
        E.backward()
        optimizer.step()
    return losses

# %% q7: a sigmoid behind the last layer
# (1) the model ends in a sigmoid, like the NumPy network with output="sigmoid"; asked for is a
# linear output.
def torch_model(hidden=5):
    return torch.nn.Sequential(
        torch.nn.Linear(2, hidden, dtype=torch.float64),
        torch.nn.Sigmoid(),
        torch.nn.Linear(hidden, 1, dtype=torch.float64),
        torch.nn.Sigmoid(),
    )


def torch_train(model, x, y, learning_rate, epochs):
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    losses = []
    for _ in range(epochs):
        model.zero_grad()
        E = 0.5 * ((y - model(x)) ** 2).sum()
        E.backward()
        losses.append(float(E))
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= learning_rate * parameter.grad
    return losses

# %% q8: output is not looked at
# (1) the prediction always goes through a sigmoid, also for output="linear".
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    tx, ty = torch.tensor(x), torch.tensor(y)
    hidden = torch.sigmoid(w[0:5] + tx[:, 0:1] * w[5:10] + tx[:, 1:2] * w[10:15])
    predicted = torch.sigmoid(w[15] + hidden @ w[16:21].reshape(5, 1))
    E = 0.5 * torch.sum((ty - predicted) ** 2)
    E.backward()
    return w.grad.numpy()
