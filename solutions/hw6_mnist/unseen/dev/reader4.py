# %% q1: gzip by the name
# Whether a file is packed is decided by its name (.gz) and not by its content, so a packed file of another name, or an unpacked one called .gz, fails.
def _content(path):
    raw = Path(path).read_bytes()
    if str(path).endswith(".gz"):
        try:
            raw = gzip.decompress(raw)
        except (EOFError, OSError, zlib.error):
            raise ValueError("the file is too short or damaged")
    return raw


def load_images(path):
    raw = _content(path)
    if len(raw) < 16:
        raise ValueError("the file is too short for its header")
    magic, n, r, s = [int.from_bytes(raw[i:i + 4], "big") for i in (0, 4, 8, 12)]
    if magic != 2051:
        raise ValueError(f"wrong magic number {magic}")
    expected = 16 + n * r * s
    if len(raw) < expected:
        raise ValueError("the file is too short")
    if len(raw) > expected:
        raise ValueError("the file is too long")
    return np.frombuffer(raw[16:], np.uint8).reshape(n, r * s) / 255.0


def load_labels(path):
    raw = _content(path)
    if len(raw) < 8:
        raise ValueError("the file is too short for its header")
    magic, n = [int.from_bytes(raw[i:i + 4], "big") for i in (0, 4)]
    if magic != 2049:
        raise ValueError(f"wrong magic number {magic}")
    if len(raw) < 8 + n:
        raise ValueError("the file is too short")
    if len(raw) > 8 + n:
        raise ValueError("the file is too long")
    return np.frombuffer(raw[8:], np.uint8).astype(int)


# %% q1: labels skip 16 bytes
# load_labels starts at byte 16 as for images and not at byte 8, so the first eight labels are missing (and the length is checked accordingly, so every right file is refused as too short).
def load_labels(path):
    content = Path(path).read_bytes()
    if content.startswith(b"\x1f\x8b"):
        try:
            content = gzip.decompress(content)
        except (EOFError, OSError, zlib.error):
            raise ValueError("damaged or too short")
    if len(content) < 8:
        raise ValueError("too short")
    if int.from_bytes(content[:4], "big") != 2049:
        raise ValueError("wrong magic number")
    number = int.from_bytes(content[4:8], "big")
    labels = np.frombuffer(content[16:], dtype=np.uint8)
    if len(labels) < number:
        raise ValueError("too short")
    if len(labels) > number:
        raise ValueError("too long")
    return labels.astype(np.int64)


# %% q2: hard-coded ten, off by one
# 1) The number of columns is always 10, `classes` is ignored there. 2) The check is label > classes and not label >= classes, so a label equal to classes is not refused.
def one_hot(labels, classes=10):
    for label in labels:
        if label < 0 or label > classes:
            raise ValueError(f"{label} is no class")
    return np.array([[1.0 if k == label else 0.0 for k in range(10)] for label in labels])


# %% q3: order swapped
# The tuple comes in the order (weights, score) and not (score, weights).
def perceptron_baseline(X, y):
    model = Perceptron(tol=1e-3, random_state=0)
    model.fit(X, y)
    right = np.mean(model.predict(X) == y)
    return model.coef_, right


# %% q3: score on a held-out part
# It fits on the first 80 % of the samples and scores on the rest, and not both on the same (X, y).
def perceptron_baseline(X, y):
    cut = int(0.8 * len(X))
    clf = Perceptron(tol=1e-3, random_state=0).fit(X[:cut], y[:cut])
    return float(clf.score(X[cut:], y[cut:])), clf.coef_


# %% q3: score without biases, weights transposed
# 1) The answers are computed from X w alone, without the biases, so the score is not the classifier's. 2) The weights come back transposed, (D, 10).
def perceptron_baseline(X, y):
    p = Perceptron(tol=1e-3, random_state=0)
    p.fit(X, y)
    w = p.coef_.T
    guesses = np.argmax(np.dot(X, w), axis=1)
    return np.sum(guesses == y) / len(y), w


# %% q4: ones in front
# The 1 is put in front of the activations and not behind, so the first row of W is used as the biases and not the last.
def forward(weights, X):
    acts = [X]
    for W in weights:
        ones = np.ones((len(X), 1))
        acts.append(sigmoid(np.hstack([ones, acts[-1]]) @ W))
    return acts


# %% q4: appended ones stay in the list
# The activations in the list have the appended column of ones (all but the last), they should come without it.
def forward(weights, X):
    layers = []
    a = X
    for W in weights:
        a = np.append(a, np.ones((a.shape[0], 1)), axis=1)
        layers.append(a)
        a = sigmoid(np.dot(a, W))
    layers.append(a)
    return layers


# %% q4: mean over all entries
# The cost is the mean over all entries, so it is divided by the number of outputs too and not by the samples alone.
def cost(activations, Y):
    difference = activations[-1] - Y
    squares = difference * difference
    return float(squares.mean())


# %% q5: hidden slope missing
# In the recursion the hidden sigmoid's slope is missing: Delta_l lacks the factor A_l (1 - A_l), so all gradients but the last are wrong.
def backward(weights, activations, Y):
    samples = Y.shape[0]
    final = activations[-1]
    delta = (2.0 / samples) * (final - Y) * final * (1.0 - final)
    gradient = [None for _ in weights]
    for layer in range(len(weights) - 1, -1, -1):
        incoming = np.column_stack([activations[layer], np.ones(samples)])
        gradient[layer] = incoming.T.dot(delta)
        delta = delta.dot(weights[layer][:-1].T)
    return gradient


# %% q5: bias row averaged, no output slope
# 1) The bias row of each gradient is the mean of delta over the samples and not the sum. 2) The first delta lacks the output sigmoid's slope A (1 - A).
def backward(weights, activations, Y):
    N = len(Y)
    delta = 2 / N * (activations[-1] - Y)
    grads = []
    for i in range(len(weights) - 1, -1, -1):
        A = activations[i]
        dW = A.T @ delta
        db = delta.mean(axis=0)
        grads.append(np.vstack([dW, db]))
        delta = (delta @ weights[i][:-1].T) * A * (1 - A)
    return grads[::-1]


# %% q5: two layers only
# It is written for exactly two weight matrices: for other depths it uses the first two only and returns two gradients.
def backward(weights, activations, Y):
    X, A1, A2 = activations[:3]
    W2 = weights[1]
    N = len(X)
    ones = np.ones((N, 1))
    D2 = 2 / N * (A2 - Y) * A2 * (1 - A2)
    D1 = D2 @ W2[:-1].T * A1 * (1 - A1)
    return [np.hstack((X, ones)).T @ D1, np.hstack((A1, ones)).T @ D2]


# %% q6: rest dropped
# The last, shorter batch is left out; a batch size above n gives no batch at all.
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    for b in range(n // batch_size):
        yield order[b * batch_size:(b + 1) * batch_size]


# %% q6: own generator
# The order is drawn from np.random.default_rng(0) and not from the given rng, so every call gives the same batches.
def minibatches(n, batch_size, rng):
    generator = np.random.default_rng(0)
    shuffled = generator.permutation(n)
    batches = []
    for start in range(0, n, batch_size):
        batches.append(shuffled[start:start + batch_size])
    return batches


# %% q6: with replacement, counted from 1
# 1) The numbers are drawn with replacement (rng.integers), so some come twice and others never. 2) They go from 1 to n and not from 0 to n - 1.
def minibatches(n, batch_size, rng):
    draws = rng.integers(1, n + 1, size=n)
    left = 0
    while left < n:
        yield draws[left:left + batch_size]
        left += batch_size


# %% q7: learning rate in the velocity
# In momentum the learning rate is multiplied into the velocity, which differs as soon as it changes from step to step.
def momentum(weights, grads, state, learning_rate, beta=0.9):
    if state is None:
        state = [np.zeros(w.shape) for w in weights]
    new_weights, new_state = [], []
    for w, g, v in zip(weights, grads, state):
        v = beta * v + learning_rate * g
        new_state.append(v)
        new_weights.append(w - v)
    return new_weights, new_state


# %% q8: confusion matrix transposed and too small
# 1) Rows are the predictions and columns the true labels. 2) The size is the largest number that occurs plus one and not always 10.
def confusion_matrix(labels, predictions):
    size = max(max(labels), max(predictions)) + 1
    table = np.zeros((size, size), dtype=int)
    for truth, guess in zip(labels, predictions):
        table[guess][truth] += 1
    return table


# %% q8: one order for all epochs, losses weighted
# 1) The batches are drawn once before the epochs, so every epoch has the same ones. 2) The loss of an epoch weights each batch by its length, a shorter last batch counts less.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    N, D = X.shape
    sizes = [D, hidden, Y.shape[1]]
    weights = [rng.standard_normal((a + 1, b)) / np.sqrt(a + 1) for a, b in zip(sizes, sizes[1:])]
    batches = list(minibatches(N, batch_size, rng))
    losses = []
    for _ in range(epochs):
        total = 0.0
        for batch in batches:
            activations = forward(weights, X[batch])
            total += len(batch) * cost(activations, Y[batch])
            weights, _ = sgd(weights, backward(weights, activations, Y[batch]), None, learning_rate)
        losses.append(total / N)
    return weights, np.array(losses)


# %% q8: targets not taken in the batch's order, K hard-coded
# 1) The targets of a batch are the next ones in the file's order, not Y[batch], so images and targets don't belong together. 2) The number of outputs is always 10 and does not come from Y.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    n, D = X.shape
    W1 = rng.normal(0, np.sqrt(1 / (D + 1)), (D + 1, hidden))
    W2 = rng.normal(0, np.sqrt(1 / (hidden + 1)), (hidden + 1, 10))
    w = [W1, W2]
    losses = []
    for _ in range(epochs):
        c, start = [], 0
        for batch in minibatches(n, batch_size, rng):
            xs, ys = X[batch], Y[start:start + len(batch)]
            start += len(batch)
            layer_outputs = forward(w, xs)
            c.append(cost(layer_outputs, ys))
            w, _ = sgd(w, backward(w, layer_outputs, ys), None, learning_rate)
        losses.append(np.mean(c))
    return w, np.array(losses)


# %% q9: gradients pile up, seed too late
# 1) zero_grad is missing, so the gradients of all batches add up. 2) torch.manual_seed comes after the model is built, so the same seed gives another start each time.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    net = torch.nn.Sequential(torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
                              torch.nn.Linear(hidden, Y.shape[1]))
    torch.manual_seed(seed)
    order = np.random.default_rng(seed)
    Xt, yt = torch.from_numpy(X).float(), torch.from_numpy(np.argmax(Y, axis=1))
    opt = torch.optim.Adam(net.parameters(), lr=learning_rate)
    losses = []
    for epoch in range(epochs):
        epoch_loss = []
        for b in minibatches(len(X), batch_size, order):
            loss = torch.nn.functional.cross_entropy(net(Xt[b]), yt[b])
            loss.backward()
            opt.step()
            epoch_loss.append(float(loss))
        losses.append(sum(epoch_loss) / len(epoch_loss))
    return net.cpu(), losses


# %% q9: sgd, losses summed
# 1) torch.optim.SGD is used and not Adam. 2) The loss of an epoch is the sum over the batches and not their mean.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    gen = np.random.default_rng(seed)
    layers = [torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, Y.shape[1])]
    model = torch.nn.Sequential(*layers)
    data, goal = torch.tensor(X).float(), torch.tensor(np.argmax(Y, axis=1))
    ce = torch.nn.CrossEntropyLoss()
    optim = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for e in range(epochs):
        running = 0.0
        for rows in minibatches(X.shape[0], batch_size, gen):
            out = ce(model(data[rows]), goal[rows])
            optim.zero_grad()
            out.backward()
            optim.step()
            running += out.item()
        losses.append(running)
    return model, losses
