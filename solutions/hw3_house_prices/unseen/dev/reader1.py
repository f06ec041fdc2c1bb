# %% q1: ddof=1
# The sample deviation (divided by N - 1) is used instead of the population's (divided by N).
def standardize(A):
    mu = np.mean(A, axis=0)
    sd = np.std(A, axis=0, ddof=1)
    if np.any(sd <= 1e-12 * np.max(np.abs(A), axis=0)):
        raise ValueError("constant column")
    return (A - mu) / sd, mu, sd

# %% q1: mean and std swapped on the way back
# unstandardize multiplies by the mean and adds the deviation instead of the other way round.
def unstandardize(scaled, mean, std):
    original = np.multiply(scaled, mean)
    original = original + std
    return original

# %% q1: root forgotten; order of the tuple
# 1) the variance is used in place of the standard deviation. 2) std and mean are returned in the wrong order.
def standardize(A):
    n = A.shape[0]
    mean = sum(A) / n
    std = np.sum((A - mean) ** 2, axis=0) / n
    if (std <= 1e-12 * abs(A).max(axis=0)).any():
        raise ValueError("a column has no spread")
    return (A - mean) / std, std, mean

# %% q1: absolute value forgotten; changes its argument
# 1) the limit is 1e-12 times the largest value, not the largest absolute value, so a constant negative column gives a negative limit and no error. 2) A -= mean and A /= std change the caller's array.
def standardize(A):
    mean = A.mean(axis=0)
    std = A.std(axis=0)
    limit = 1e-12 * A.max(axis=0)
    if (std <= limit).any():
        raise ValueError("constant!")
    A -= mean
    A /= std
    return A, mean, std

# %% q2: weights of the two inputs mixed
# weights[5:15] is reshaped to (5, 2) instead of (2, 5), so the weights of x1 and x2 are mixed up.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    W1 = weights[5:15].reshape(5, 2)
    hidden = sigmoid(np.dot(x, W1.T) + weights[:5])
    out = np.dot(hidden, weights[16:].reshape(-1, 1)) + weights[15]
    return sigmoid(out) if output == "sigmoid" else out

# %% q2: shape (N,)
# The weights to the output are not made a column, so the prediction has shape (N,) instead of (N, 1).
def forward(weights, x, output="sigmoid"):
    a_h = weights[0:5] + np.outer(x[:, 0], weights[5:10]) + np.outer(x[:, 1], weights[10:15])
    b_h = sigmoid(a_h)
    a_o = weights[15] + b_h @ weights[16:21]
    if output == "sigmoid":
        return sigmoid(a_o)
    elif output == "linear":
        return a_o
    raise ValueError("unknown output")

# %% q2: hidden sigmoid forgotten; other outputs pass as linear
# 1) the hidden layer has no activation, alpha_H goes on as it is. 2) any output other than "sigmoid" is treated as linear, no ValueError.
def forward(weights, x, output="sigmoid"):
    x1, x2 = x.T
    columns = []
    for j in range(5):
        columns.append(weights[j] + x1 * weights[5 + j] + x2 * weights[10 + j])
    H = np.stack(columns, axis=1)
    z = weights[15] + H @ weights[16:21].reshape(5, 1)
    if output == "sigmoid":
        z = sigmoid(z)
    return z

# %% q3: mean instead of sum
# Half of the mean of the squared errors instead of half of the sum.
def loss(weights, x, y, output="sigmoid"):
    guess = forward(weights, x, output)
    return float(0.5 * np.mean(np.square(guess - y)))

# %% q4: sign
# The error is taken as y - y_hat, so all 21 derivatives have the wrong sign.
def gradient(weights, x, y, output="sigmoid"):
    alpha = weights[:5] + x[:, [0]] * weights[5:10] + x[:, [1]] * weights[10:15]
    beta = sigmoid(alpha)
    y_hat = forward(weights, x, output)
    err = y - y_hat
    if output == "sigmoid":
        err = err * y_hat * (1 - y_hat)
    back = np.dot(err, weights[16:].reshape(1, 5)) * beta * (1 - beta)
    return np.concatenate([
        back.sum(axis=0),
        np.dot(x[:, 0], back),
        np.dot(x[:, 1], back),
        [err.sum()],
        np.dot(beta.T, err).ravel(),
    ])

# %% q4: sigmoid's slope for a linear output too
# The factor y_hat (1 - y_hat) is always in delta_O, also for output="linear", where it should be 1.
def gradient(weights, x, y, output="sigmoid"):
    N = x.shape[0]
    X1 = np.column_stack([np.ones(N), x])           # (N, 3)
    H = sigmoid(X1 @ weights[:15].reshape(3, 5))
    p = forward(weights, x, output)
    d_out = (p - y) * p * (1 - p)
    d_hid = d_out * weights[16:21] * H * (1 - H)
    g_in = X1.T @ d_hid
    return np.hstack([g_in.flatten(), d_out.sum(), (H.T @ d_out).flatten()])

# %% q4: hidden slope forgotten
# delta_H lacks the factor beta_H (1 - beta_H), so w1 to w15 are wrong; w16 to w21 are right.
def gradient(weights, x, y, output="sigmoid"):
    grads = np.zeros(21)
    for n in range(len(x)):
        x1, x2 = x[n]
        b = sigmoid(weights[0:5] + x1 * weights[5:10] + x2 * weights[10:15])
        pred = forward(weights, x[n:n + 1], output)[0, 0]
        d = pred - y[n, 0]
        if output == "sigmoid":
            d *= pred * (1 - pred)
        grads[15] += d
        grads[16:] += d * b
        hidden = d * weights[16:]
        grads[0:5] += hidden
        grads[5:10] += hidden * x1
        grads[10:15] += hidden * x2
    return grads

# %% q4: wrong weights on the way back; mean
# 1) the error passes back through weights[15:20] instead of weights[16:21]. 2) everything is divided by N, though the loss is a sum.
def gradient(weights, x, y, output="sigmoid"):
    n = len(x)
    a_h = weights[0:5] + x[:, 0:1] * weights[5:10] + x[:, 1:2] * weights[10:15]
    b_h = sigmoid(a_h)
    out = forward(weights, x, output)
    delta_o = out - y
    if output != "linear":
        delta_o = delta_o * out * (1 - out)
    delta_h = delta_o * weights[15:20] * b_h * (1 - b_h)
    parts = [delta_h.sum(0), (x[:, 0:1] * delta_h).sum(0), (x[:, 1:2] * delta_h).sum(0),
             delta_o.sum(0), (b_h * delta_o).sum(0)]
    return np.concatenate(parts) / n

# %% q4: sigmoid of a sigmoid; inputs swapped
# 1) the hidden slope is taken at beta_H instead of alpha_H: sigmoid is applied to the output again. 2) the derivatives of x1's weights and of x2's weights are exchanged.
def dsig(z):
    s = sigmoid(z)
    return s * (1 - s)

def gradient(weights, x, y, output="sigmoid"):
    x1, x2 = x[:, 0].reshape(-1, 1), x[:, 1].reshape(-1, 1)
    hid = sigmoid(weights[:5] + x1 * weights[5:10] + x2 * weights[10:15])
    pre = weights[15] + hid @ weights[16:].reshape(5, 1)
    if output == "sigmoid":
        d_o = (sigmoid(pre) - y) * dsig(pre)
    else:
        d_o = pre - y
    d_h = d_o @ weights[16:].reshape(1, 5) * dsig(hid)
    g = np.empty(21)
    g[:5] = np.sum(d_h, axis=0)
    g[5:10] = np.sum(d_h * x2, axis=0)
    g[10:15] = np.sum(d_h * x1, axis=0)
    g[15] = np.sum(d_o)
    g[16:] = np.sum(d_o * hid, axis=0)
    return g

# %% q5: stops when the loss rises
# Training is broken off as soon as the loss rises, though all epochs have to be run; losses is shorter then.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    current = weights.copy()
    track = []
    for _ in range(epochs):
        now = loss(current, x, y, output)
        if track and now > track[-1]:
            break  # no more progress
        track.append(now)
        current = current - learning_rate * gradient(current, x, y, output)
    return current, np.asarray(track)

# %% q5: gradient worked out once; output not handed on
# 1) the gradient is computed once before the loop, so each epoch uses the gradient of the start. 2) gradient is called without `output`, so it is always the sigmoid's.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    new_w = weights.copy()
    g = gradient(new_w, x, y)
    E = []
    for k in range(epochs):
        E.append(loss(new_w, x, y, output))
        new_w = new_w - learning_rate * g
    return new_w, np.array(E)

# %% q6: half forgotten
# The factor 1/2 is missing, the result is twice too large.
def unreachable_loss(y):
    low = y[y < 0]
    high = y[y > 1]
    return float(np.sum(low ** 2) + np.sum((high - 1) ** 2))

# %% q6: full square above 1
# For y > 1 it adds y^2 instead of (y - 1)^2.
def unreachable_loss(y):
    total = 0.0
    for value in y.ravel():
        if value < 0 or value > 1:
            total += value ** 2
    return 0.5 * total

# %% q7: float32
# The model is left in PyTorch's default float32, not float64.
def torch_model(hidden=5):
    first = torch.nn.Linear(2, hidden)
    second = torch.nn.Linear(hidden, 1)
    return torch.nn.Sequential(first, torch.nn.Sigmoid(), second)

# %% q7: half missing
# MSELoss(reduction="sum") is used without the factor 1/2, so losses and steps are twice too large.
def torch_train(model, x, y, learning_rate, epochs):
    X, Y = torch.tensor(x), torch.tensor(y)
    criterion = torch.nn.MSELoss(reduction="sum")
    opt = torch.optim.SGD(model.parameters(), lr=learning_rate)
    history = []
    for epoch in range(epochs):
        opt.zero_grad()
        value = criterion(model(X), Y)
        value.backward()
        opt.step()
        history.append(float(value))
    return history

# %% q7: hidden ignored; sigmoid at the end
# 1) the number of hidden neurons is always 5, whatever `hidden` says. 2) there is a Sigmoid behind the output too, which should be linear.
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.a = torch.nn.Linear(2, 5)
        self.b = torch.nn.Linear(5, 1)

    def forward(self, t):
        t = torch.sigmoid(self.a(t))
        return torch.sigmoid(self.b(t))


def torch_model(hidden=5):
    net = Net()
    return net.double()

# %% q8: float32
# All tensors are float32, so the derivatives agree to seven digits only and come back as float32.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, dtype=torch.float32, requires_grad=True)
    X = torch.tensor(x).float()
    Y = torch.tensor(y).float()
    hidden = torch.sigmoid(w[:5] + torch.matmul(X, w[5:15].view(2, 5)))
    out = w[15] + torch.matmul(hidden, w[16:].view(5, 1))
    pred = out if output == "linear" else torch.sigmoid(out)
    total = torch.sum((Y - pred) ** 2) / 2
    total.backward()
    return w.grad.detach().numpy()

