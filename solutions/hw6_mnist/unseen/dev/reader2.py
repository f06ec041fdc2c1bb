# %% q1: too long passes
# load_images takes the first N R S values and never notices a file that is too long.
def load_images(path):
    with open(path, "rb") as file:
        blob = file.read()
    if blob[:2] == b"\x1f\x8b":
        try:
            blob = gzip.decompress(blob)
        except (EOFError, OSError, zlib.error) as e:
            raise ValueError("too short or damaged gzip stream") from e
    if len(blob) < 16:
        raise ValueError("too short: no header")
    header = np.frombuffer(blob[:16], dtype=">u4").astype(int)
    if header[0] != 2051:
        raise ValueError("wrong magic number")
    count, rows, cols = header[1:]
    size = count * rows * cols
    if len(blob) - 16 < size:
        raise ValueError("too short: pixels are missing")
    pixels = np.frombuffer(blob[16:16 + size], dtype=np.uint8)
    return pixels.reshape(count, rows * cols).astype(np.float64) / 255


# %% q1: 28 x 28 hard-coded, damaged gzip not caught
# 1) The images are taken to be 28 x 28, rows and columns of the header are ignored. 2) The errors of gzip.decompress are not caught, so a damaged stream gives EOFError, OSError or zlib.error and no ValueError.
def load_images(path):
    data = Path(path).read_bytes()
    if data[0:2] == bytes([0x1F, 0x8B]):
        data = gzip.decompress(data)
    if len(data) < 16:
        raise ValueError("file too short")
    if int.from_bytes(data[0:4], "big") != 2051:
        raise ValueError("bad magic number")
    n = int.from_bytes(data[4:8], "big")
    total = 16 + n * 28 * 28
    if len(data) < total:
        raise ValueError("file too short")
    elif len(data) > total:
        raise ValueError("file too long")
    values = np.frombuffer(data, np.uint8, offset=16)
    return values.reshape(n, 784) / 255.0


# %% q1: divided by 256, float32
# 1) The values are divided by 256 and not by 255, so black is not 1. 2) The array is float32 and not float64.
def load_images(path):
    def number(part):
        return int.from_bytes(part, "big")

    b = Path(path).read_bytes()
    if b[:2] == b"\x1f\x8b":
        try:
            b = gzip.decompress(b)
        except (EOFError, OSError, zlib.error):
            raise ValueError("too short or damaged: broken gzip")
    if len(b) < 16:
        raise ValueError("too short for the header")
    if number(b[:4]) != 2051:
        raise ValueError("wrong magic number for images")
    N, R, S = number(b[4:8]), number(b[8:12]), number(b[12:16])
    if len(b) != 16 + N * R * S:
        raise ValueError("too short" if len(b) < 16 + N * R * S else "too long")
    flat = np.frombuffer(b[16:], np.uint8).astype(np.float32)
    return flat.reshape(N, R * S) / 256


# %% q1: header too short not checked
# load_images does not check that the header is complete: struct.unpack raises struct.error for a file of fewer than 16 bytes and not a ValueError.
import struct


def load_images(path):
    buf = Path(path).read_bytes()
    if buf[:2] == b"\x1f\x8b":
        try:
            buf = gzip.decompress(buf)
        except (EOFError, OSError, zlib.error) as problem:
            raise ValueError(f"too short or damaged: {problem}")
    magic, n, h, w = struct.unpack(">IIII", buf[:16])
    if magic != 2051:
        raise ValueError("wrong magic number")
    body = np.frombuffer(buf[16:], dtype=np.uint8)
    if body.size < n * h * w:
        raise ValueError("too short")
    if body.size > n * h * w:
        raise ValueError("too long")
    return body.reshape(n, h * w) / 255


# %% q2: negative labels pass
# Labels below 0 are not refused: -1 puts the 1 into the last column.
def one_hot(labels, classes=10):
    if labels.max() >= classes:
        raise ValueError("label too large")
    table = np.zeros((len(labels), classes))
    table[np.arange(len(labels)), labels] = 1
    return table


# %% q2: columns by the labels that occur
# Columns are the different labels that occur (np.unique) and not 0 to classes - 1, so both their number and their place are wrong if a label is missing.
def one_hot(labels, classes=10):
    if (labels < 0).any() or (labels >= classes).any():
        raise ValueError("label out of range")
    kinds = np.unique(labels)
    return (labels[:, None] == kinds[None, :]).astype(float)


# %% q4: linear output, half in the cost
# 1) The last layer has no sigmoid. 2) The cost has a factor 1/2 that the formula doesn't have.
def forward(weights, X):
    out = [X]
    for k, W in enumerate(weights):
        z = out[-1] @ W[:-1] + W[-1]
        out.append(z if k == len(weights) - 1 else sigmoid(z))
    return out


def cost(activations, Y):
    last = activations[-1]
    return float(np.sum((Y - last) ** 2) / (2 * len(Y)))


# %% q4: X not in the list, cost not averaged
# 1) The list begins with A_1, X is missing. 2) The cost is the sum over the samples, without 1/N.
def forward(weights, X):
    activations = []
    current = X
    for W in weights:
        current = sigmoid(np.dot(current, W[:-1, :]) + W[-1, :])
        activations.append(current)
    return activations


def cost(activations, Y):
    return float(np.sum(np.square(activations[-1] - Y)))


# %% q5: first row left out
# On the way back W is used without its first row and not without its last row (the biases).
def backward(weights, activations, Y):
    L = len(weights)
    n = len(Y)
    grads = [None] * L
    delta = 2 / n * (activations[-1] - Y) * activations[-1] * (1 - activations[-1])
    for l in range(L - 1, -1, -1):
        a = activations[l]
        grads[l] = np.hstack([a, np.ones((n, 1))]).T @ delta
        if l > 0:
            delta = (delta @ weights[l][1:].T) * a * (1 - a)
    return grads


# %% q5: list from back to front, 1/N missing
# 1) The list of gradients goes from the last layer to the first, it is not turned round. 2) The factor 1/N is missing: the first delta has 2 and not 2/N.
def backward(weights, activations, Y):
    result = []
    A = activations[-1]
    delta = 2 * (A - Y) * A * (1 - A)
    for k in reversed(range(len(weights))):
        before = activations[k]
        extended = np.c_[before, np.ones(len(before))]
        result.append(extended.T @ delta)
        delta = delta @ weights[k][:-1].T * before * (1 - before)
    return result


# %% q6: ready-made blocks
# The order of blocks 0..B-1, B..2B-1 is shuffled and not that of the single samples.
def minibatches(n, batch_size, rng):
    numbers = np.arange(n)
    starts = np.arange(0, n, batch_size)
    rng.shuffle(starts)
    return [numbers[s:s + batch_size] for s in starts]


# %% q6: batches of even length
# np.array_split makes batches of nearly equal length and not of batch_size with the rest in the last one.
def minibatches(n, batch_size, rng):
    how_many = int(np.ceil(n / batch_size))
    return np.array_split(rng.permutation(n), how_many)


# %% q7: state changed in place
# momentum changes the velocities that came in (v *= beta; v += g), so the function is not pure.
def momentum(weights, grads, state, learning_rate, beta=0.9):
    if state is None:
        state = [0 * w for w in weights]
    result = []
    for k in range(len(weights)):
        v = state[k]
        v *= beta
        v += grads[k]
        result.append(weights[k] - learning_rate * v)
    return result, state


# %% q7: t per matrix
# In adam t is raised once for each matrix and not once for each step, so the bias correction of all but the first matrix is wrong.
def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    if state is None:
        state = (0, [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights])
    t, ms, ss = state
    out, new_m, new_s = [], [], []
    for w, g, m, s in zip(weights, grads, ms, ss):
        t = t + 1
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g * g
        step = (m / (1 - beta1 ** t)) / (np.sqrt(s / (1 - beta2 ** t)) + epsilon)
        out.append(w - learning_rate * step)
        new_m.append(m)
        new_s.append(s)
    return out, (t, new_m, new_s)


# %% q7: epsilon in the root, corrections missing
# 1) In adam epsilon stands inside the root. 2) The divisions by 1 - beta^t are missing.
def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    if state is None:
        first = [np.zeros(w.shape) for w in weights]
        second = [np.zeros(w.shape) for w in weights]
    else:
        first, second = state
    first = [beta1 * m + (1 - beta1) * g for m, g in zip(first, grads)]
    second = [beta2 * s + (1 - beta2) * g ** 2 for s, g in zip(second, grads)]
    new = [w - learning_rate * m / np.sqrt(s + epsilon) for w, m, s in zip(weights, first, second)]
    return new, (first, second)


# %% q7: old velocity used, sgd in place
# 1) momentum moves w by the old velocity, before it is updated (so the first step does nothing). 2) sgd changes the given weights in place with -=.
def sgd(weights, grads, state, learning_rate):
    for w, g in zip(weights, grads):
        w -= learning_rate * g
    return list(weights), None


def momentum(weights, grads, state, learning_rate, beta=0.9):
    v_old = state if state is not None else [np.zeros_like(g) for g in grads]
    stepped = [w - learning_rate * v for w, v in zip(weights, v_old)]
    v_new = [beta * v + g for v, g in zip(v_old, grads)]
    return stepped, v_new


# %% q8: confusion matrix counts pairs once
# counts[labels, predictions] += 1 with index arrays adds 1 only once for each different pair, however often it occurs.
def confusion_matrix(labels, predictions):
    counts = np.zeros((10, 10), dtype=int)
    counts[labels, predictions] += 1
    return counts


# %% q8: cost after the update
# The cost of each batch is taken after its update and not before.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    D, K = X.shape[1], Y.shape[1]
    weights = [rng.normal(0, (D + 1) ** -0.5, (D + 1, hidden)),
               rng.normal(0, (hidden + 1) ** -0.5, (hidden + 1, K))]
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        costs = []
        for idx in minibatches(len(X), batch_size, rng):
            grads = backward(weights, forward(weights, X[idx]), Y[idx])
            weights, _ = sgd(weights, grads, None, learning_rate)
            costs.append(cost(forward(weights, X[idx]), Y[idx]))
        losses[epoch] = np.mean(costs)
    return weights, losses


# %% q8: start from zeros
# All weights start at zero, so all hidden neurons stay equal for ever, as one neuron.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    W1 = np.zeros((X.shape[1] + 1, hidden))
    W2 = np.zeros((hidden + 1, Y.shape[1]))
    weights = [W1, W2]
    history = []
    for epoch in progress(range(epochs), "epochs"):
        batch_costs = []
        for rows in minibatches(X.shape[0], batch_size, rng):
            acts = forward(weights, X[rows])
            batch_costs.append(cost(acts, Y[rows]))
            weights, _ = sgd(weights, backward(weights, acts, Y[rows]), None, learning_rate)
        history.append(sum(batch_costs) / len(batch_costs))
    return weights, np.array(history)


# %% q8: learning rate divided by the batch size, return in the loop
# 1) The learning rate is divided by the length of the batch, although the gradient is a mean already. 2) The return stands inside the epoch loop, so it stops after the first epoch.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    weights = [rng.normal(0, 1 / np.sqrt(X.shape[1] + 1), (X.shape[1] + 1, hidden)),
               rng.normal(0, 1 / np.sqrt(hidden + 1), (hidden + 1, Y.shape[1]))]
    losses = []
    for epoch in range(epochs):
        values = []
        for b in minibatches(len(X), batch_size, rng):
            acts = forward(weights, X[b])
            values.append(cost(acts, Y[b]))
            slopes = backward(weights, acts, Y[b])
            weights, _ = sgd(weights, slopes, None, learning_rate / len(b))
        losses.append(np.mean(values))
        return weights, np.array(losses)


# %% q9: softmax in the model
# The model ends with a Softmax, although CrossEntropyLoss has one already, so the outputs are not the scores Z.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = torch.nn.Sequential(
        torch.nn.Linear(X.shape[1], hidden),
        torch.nn.ReLU(),
        torch.nn.Linear(hidden, Y.shape[1]),
        torch.nn.Softmax(dim=1),
    )
    inputs = torch.tensor(X, dtype=torch.float32)
    classes = torch.tensor(Y.argmax(axis=1))
    criterion = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for idx in minibatches(len(X), batch_size, rng):
            optimizer.zero_grad()
            value = criterion(model(inputs[idx]), classes[idx])
            value.backward()
            optimizer.step()
            batch_losses.append(value.item())
        losses.append(float(np.mean(batch_losses)))
    return model, losses


