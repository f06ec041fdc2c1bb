# %% q1: one mean for all columns
# Mean and deviation are taken over all entries of the array (no axis), so they are numbers, not (D,), and columns are not standardized one by one.
def standardize(A):
    m = A.mean()
    s = A.std()
    if s <= 1e-12 * np.abs(A).max():
        raise ValueError("all values are equal")
    scaled = np.divide(A - m, s)
    return scaled, m, s

# %% q1: compares with exactly 0
# A constant column is recognized only if its deviation is exactly 0, so np.full((10, 2), 0.1) with its deviation of 1e-17 passes.
def standardize(A):
    N = len(A)
    mean = A.sum(axis=0) / N
    centered = A - mean
    std = np.sqrt((centered ** 2).sum(axis=0) / N)
    for d in range(A.shape[1]):
        if std[d] == 0:
            raise ValueError(f"column {d} is constant")
    return centered / std, mean, std

# %% q2: counted from 1 as in the table
# The slices begin one too late (weights[1:6], [6:11], [11:16]), because w1 was taken for weights[1]; the output's weights are right.
def forward(weights, x, output="sigmoid"):
    w = weights
    bias_h, from1, from2 = w[1:6], w[6:11], w[11:16]
    x1 = x[:, :1]
    x2 = x[:, 1:]
    h = sigmoid(bias_h + x1 * from1 + x2 * from2)
    o = w[15] + h.dot(w[16:21])[:, None]
    if output == "linear":
        return o
    if output == "sigmoid":
        return sigmoid(o)
    raise ValueError("output must be sigmoid or linear")

# %% q2: bias of the output inside the sum; ValueError returned
# 1) w16 is added to each of the five products, so the output's bias counts five times. 2) for an unknown output the ValueError is returned, not raised.
def forward(weights, x, output="sigmoid"):
    rows = []
    for a, b in x:
        total = 0.0
        for j in range(5):
            beta = sigmoid(weights[j] + a * weights[5 + j] + b * weights[10 + j])
            total += beta * weights[16 + j] + weights[15]
        rows.append([total])
    pred = np.array(rows)
    if output == "linear":
        return pred
    elif output == "sigmoid":
        return sigmoid(pred)
    else:
        return ValueError("wrong output")

# %% q3: output not handed on
# forward is called without `output`, so the loss is always that of the sigmoid output.
def loss(weights, x, y, output="sigmoid"):
    residual = y - forward(weights, x)
    return float(np.sum(residual * residual) / 2)

# %% q3: (N, 1) minus (N,)
# The predictions are flattened but y is not, so y - prediction is an (N, N) table of all differences and far too much is summed.
def loss(weights, x, y, output="sigmoid"):
    prediction = forward(weights, x, output).ravel()
    squares = (y - prediction) ** 2
    return 0.5 * float(squares.sum())

# %% q3: half forgotten; an array comes back
# 1) the factor 1/2 is missing. 2) the sum is over axis 0 only, so an array of shape (1,) is returned, not a float.
def loss(weights, x, y, output="sigmoid"):
    y_hat = forward(weights, x, output=output)
    E = np.sum((y_hat - y) ** 2, axis=0)
    return E

# %% q4: only the last sample counts
# In the loop over the samples the derivatives are assigned with = instead of +=, so only the last sample's derivatives come out.
def gradient(weights, x, y, output="sigmoid"):
    g = np.zeros(21)
    y_hat = forward(weights, x, output)
    for i in range(len(x)):
        h = sigmoid(weights[:5] + x[i, 0] * weights[5:10] + x[i, 1] * weights[10:15])
        slope = y_hat[i, 0] * (1 - y_hat[i, 0]) if output == "sigmoid" else 1.0
        delta = (y_hat[i, 0] - y[i, 0]) * slope
        dh = delta * weights[16:21] * h * (1 - h)
        g[15] = delta
        g[16:21] = delta * h
        g[0:5] = dh
        g[5:10] = dh * x[i, 0]
        g[10:15] = dh * x[i, 1]
    return g

# %% q4: order of the 21 derivatives
# All derivatives are right but the vector begins with the output's six (w16 to w21) and the hidden ones follow.
def gradient(weights, x, y, output="sigmoid"):
    H = sigmoid(weights[:5] + x @ weights[5:15].reshape(2, 5))
    P = forward(weights, x, output)
    D = (P - y) * (P * (1 - P) if output == "sigmoid" else 1)
    DH = D @ weights[16:][None, :] * H * (1 - H)
    # output first, that's where backpropagation begins
    return np.concatenate([D.sum(axis=0), (H.T @ D)[:, 0], DH.sum(axis=0), (x.T @ DH).ravel()])

# %% q4: slope of the output forgotten
# delta_O is y_hat - y also for the sigmoid output, its slope y_hat (1 - y_hat) is missing; linear is right.
def gradient(weights, x, y, output="sigmoid"):
    ones = np.ones((len(x), 1))
    inputs = np.hstack([ones, x])
    W = np.vstack([weights[0:5], weights[5:10], weights[10:15]])
    beta = sigmoid(inputs.dot(W))
    delta_out = forward(weights, x, output) - y
    delta_hid = delta_out.dot(weights[16:21][np.newaxis, :]) * (beta - beta ** 2)
    dW = inputs.T.dot(delta_hid)
    dv = np.hstack([ones, beta]).T.dot(delta_out)
    return np.append(dW.ravel(), dv.ravel())

# %% q5: changes the caller's weights
# weights -= ... works in place, so the array that was handed in is changed.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    history = []
    for epoch in range(epochs):
        history.append(loss(weights, x, y, output))
        weights -= learning_rate * gradient(weights, x, y, output)
    return weights, np.array(history)

# %% q5: loss after the update
# Each loss is recorded after the update of its epoch, so losses[0] is not that of the start.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    w = np.array(weights)
    losses = np.zeros(epochs)
    for i in range(epochs):
        step = learning_rate * gradient(w, x, y, output)
        w = w - step
        losses[i] = loss(w, x, y, output)
    return w, losses

# %% q5: one sample after the other; order of the tuple
# 1) the weights are updated sample by sample (stochastic), not once an epoch with all samples. 2) losses and weights are returned in the wrong order.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    w = weights * 1.0
    losses = []
    for _ in range(epochs):
        losses.append(loss(w, x, y, output))
        for n in range(len(x)):
            w = w - learning_rate * gradient(w, x[n:n + 1], y[n:n + 1], output)
    return np.array(losses), w

# %% q6: only very negative prices; mean
# 1) the lower part counts only y < -1 in place of y < 0. 2) the mean over all targets is taken instead of the sum.
def unreachable_loss(y):
    below = np.where(y < -1, y, 0.0)
    above = np.where(y > 1, y - 1, 0.0)
    return float(0.5 * np.mean(below ** 2 + above ** 2))

# %% q6: upper part only weighs if the lower is empty
# An elif on the whole array: if any target is negative, the part above 1 is left out altogether.
def unreachable_loss(y):
    flat = y.flatten()
    floor = 0.0
    if np.any(flat < 0):
        floor += np.sum(flat[flat < 0] ** 2) / 2
    elif np.any(flat > 1):
        floor += np.sum((flat[flat > 1] - 1) ** 2) / 2
    return float(floor)

# %% q7: gradients add up
# The gradients are never set to zero, so each epoch's step contains those of all epochs before.
def torch_train(model, x, y, learning_rate, epochs):
    inputs = torch.from_numpy(x)
    targets = torch.from_numpy(y)
    losses = []
    for _ in range(epochs):
        error = model(inputs) - targets
        E = 0.5 * torch.sum(error ** 2)
        losses.append(E.item())
        E.backward()
        with torch.no_grad():
            for p in model.parameters():
                p -= learning_rate * p.grad
    return losses

# %% q7: momentum; mean loss
# 1) SGD runs with momentum 0.9 instead of plain gradient descent. 2) the loss is half of the mean squared error (MSELoss's default reduction), not half of the sum.
def torch_train(model, x, y, learning_rate, epochs):
    data_x = torch.as_tensor(x, dtype=torch.float64)
    data_y = torch.as_tensor(y, dtype=torch.float64)
    mse = torch.nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate, momentum=0.9)
    out = []
    for _ in range(epochs):
        optimizer.zero_grad()
        l = mse(model(data_x), data_y) * 0.5
        out.append(l.item())
        l.backward()
        optimizer.step()
    return out

# %% q7: loss after the step
# The loss that is recorded is recomputed after the update, so the list is one epoch late.
def torch_train(model, x, y, learning_rate, epochs):
    tx, ty = torch.tensor(x), torch.tensor(y)

    def half_sum():
        return ((model(tx) - ty) ** 2).sum() / 2

    losses = []
    for _ in range(epochs):
        model.zero_grad()
        half_sum().backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.sub_(learning_rate * parameter.grad)
            losses.append(half_sum().item())
    return losses

# %% q8: backward twice
# E.backward() is called twice, and PyTorch adds the gradients up: all 21 are doubled.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    tx, ty = torch.tensor(x), torch.tensor(y)
    h = torch.sigmoid(w[0:5] + tx[:, 0:1] * w[5:10] + tx[:, 1:2] * w[10:15])
    o = w[15] + (h * w[16:21]).sum(dim=1, keepdim=True)
    if output == "sigmoid":
        o = torch.sigmoid(o)
    E = 0.5 * ((o - ty) ** 2).sum()
    E.backward(retain_graph=True)   # so that it can be used again
    E.backward()
    return w.grad.numpy()

# %% q8: (N, 1) against (N,); output ignored
# 1) the prediction is (N,) and y is (N, 1), so the difference is (N, N). 2) the sigmoid is always applied at the output, `output` is not looked at.
def torch_gradient(weights, x, y, output="sigmoid"):
    W = torch.tensor(weights, requires_grad=True)
    X = torch.tensor(x)
    target = torch.tensor(y)
    z = W[:5] + torch.outer(X[:, 0], W[5:10]) + torch.outer(X[:, 1], W[10:15])
    yhat = torch.sigmoid(torch.mv(torch.sigmoid(z), W[16:]) + W[15])
    (0.5 * (target - yhat).pow(2).sum()).backward()
    return W.grad.numpy()

# %% q8: mean; a tensor comes back
# 1) half of the mean squared error is differentiated, not half of the sum, so all is divided by N. 2) a torch tensor is returned instead of a NumPy array.
def torch_gradient(weights, x, y, output="sigmoid"):
    params = torch.tensor(weights, requires_grad=True)
    xs, ys = torch.from_numpy(x), torch.from_numpy(y)
    ones = torch.ones(len(x), 1, dtype=torch.float64)
    layer = torch.sigmoid(torch.cat([ones, xs], dim=1) @ params[:15].reshape(3, 5))
    result = torch.cat([ones, layer], dim=1) @ params[15:].reshape(6, 1)
    if output == "sigmoid":
        result = torch.sigmoid(result)
    (grad,) = torch.autograd.grad(0.5 * torch.mean((result - ys) ** 2), params)
    return grad
