# %% q1: the name decides
# gzip is recognized by the name ending in .gz, not by the first two bytes of the content.
import gzip
import zlib
from pathlib import Path


def read_bytes(path):
    raw = Path(path).read_bytes()
    if str(path).endswith(".gz"):
        try:
            raw = gzip.decompress(raw)
        except (EOFError, OSError, zlib.error) as error:
            raise ValueError(f"file too short or damaged: {error}")
    return raw


def load_images(path):
    raw = read_bytes(path)
    if len(raw) < 16:
        raise ValueError("file too short: no header")
    magic, n, rows, cols = [int.from_bytes(raw[i:i + 4], "big") for i in (0, 4, 8, 12)]
    if magic != 2051:
        raise ValueError(f"wrong magic number {magic}")
    size = 16 + n * rows * cols
    if len(raw) < size:
        raise ValueError("file too short")
    if len(raw) > size:
        raise ValueError("file too long")
    return np.frombuffer(raw[16:], np.uint8).reshape(n, rows * cols) / 255


def load_labels(path):
    raw = read_bytes(path)
    if len(raw) < 8:
        raise ValueError("file too short: no header")
    magic, n = int.from_bytes(raw[:4], "big"), int.from_bytes(raw[4:8], "big")
    if magic != 2049:
        raise ValueError(f"wrong magic number {magic}")
    if len(raw) < 8 + n:
        raise ValueError("file too short")
    if len(raw) > 8 + n:
        raise ValueError("file too long")
    return np.frombuffer(raw[8:], np.uint8).astype(int)

# %% q1: what is too long is cut off, and 256
# (1) A file that is too long is accepted: only the bytes that the header asks for are read.
# (2) The values are divided by 256, so black is 0.996 and not 1.
import gzip
import zlib
from pathlib import Path


def unpack(path):
    data_bytes = Path(path).read_bytes()
    if data_bytes[:2] == b"\x1f\x8b":
        try:
            data_bytes = gzip.decompress(data_bytes)
        except (EOFError, OSError, zlib.error):
            raise ValueError("too short or damaged gzip stream") from None
    return data_bytes


def load_images(path):
    d = unpack(path)
    if len(d) < 16:
        raise ValueError("too short for its header")
    if int.from_bytes(d[0:4], "big") != 2051:
        raise ValueError("wrong magic number")
    N, R, S = (int.from_bytes(d[k:k + 4], "big") for k in (4, 8, 12))
    if len(d) - 16 < N * R * S:
        raise ValueError("too short")
    X = np.frombuffer(d, np.uint8, count=N * R * S, offset=16)
    return X.reshape(N, R * S).astype(np.float64) / 256


def load_labels(path):
    d = unpack(path)
    if len(d) < 8:
        raise ValueError("too short for its header")
    if int.from_bytes(d[0:4], "big") != 2049:
        raise ValueError("wrong magic number")
    N = int.from_bytes(d[4:8], "big")
    if len(d) - 8 < N:
        raise ValueError("too short")
    return np.frombuffer(d, np.uint8, count=N, offset=8).astype(np.int64)

# %% q1: square images only
# The number of columns is never read: an image is taken to have rows x rows pixels.
import gzip
import zlib
from pathlib import Path


def _content(path, magic, header):
    with open(path, "rb") as file:
        content = file.read()
    if content.startswith(b"\x1f\x8b"):
        try:
            content = gzip.decompress(content)
        except (EOFError, OSError, zlib.error):
            raise ValueError("damaged, too short")
    if len(content) < header:
        raise ValueError("too short")
    if int.from_bytes(content[:4], "big") != magic:
        raise ValueError("wrong magic number")
    return content


def _check(content, wanted):
    if len(content) != wanted:
        raise ValueError("too short" if len(content) < wanted else "too long")


def load_images(path):
    content = _content(path, 2051, 16)
    n = int.from_bytes(content[4:8], "big")
    size = int.from_bytes(content[8:12], "big")
    _check(content, 16 + n * size * size)
    return np.frombuffer(content[16:], np.uint8).reshape(n, size * size).astype(float) / 255


def load_labels(path):
    content = _content(path, 2049, 8)
    _check(content, 8 + int.from_bytes(content[4:8], "big"))
    return np.frombuffer(content[8:], np.uint8).astype(int)

# %% q2: below 0 is not looked at
# Only labels that are too large are refused; -1 becomes the last column without a word.
def one_hot(labels, classes=10):
    if np.any(labels >= classes):
        raise ValueError("label out of range")
    Y = np.zeros((len(labels), classes))
    Y[np.arange(len(labels)), labels] = 1
    return Y

# %% q2: columns from the labels, off by one at the top
# (1) The number of columns is the largest label plus one, `classes` is not used for it.
# (2) A label equal to classes is let through (> in place of >=).
def one_hot(labels, classes=10):
    if labels.min() < 0 or labels.max() > classes:
        raise ValueError("labels must be from 0 to classes - 1")
    return np.eye(labels.max() + 1)[labels]

# %% q3: results in the wrong order
# The result is in the order (weights, score).
from sklearn.linear_model import Perceptron


def perceptron_baseline(X, y):
    clf = Perceptron(tol=1e-3, random_state=0)
    clf.fit(X, y)
    return clf.coef_, clf.score(X, y)

# %% q3: biases among the weights, and a count
# (1) The intercepts are put in front of the weights: (10, D + 1).
# (2) The score is the number of right answers, not their share.
from sklearn.linear_model import Perceptron


def perceptron_baseline(X, y):
    model = Perceptron(tol=1e-3, random_state=0).fit(X, y)
    right = int(np.sum(model.predict(X) == y))
    W = np.hstack([model.intercept_[:, None], model.coef_])
    return right, W

# %% q4: biases in the first row
# As in homework 5 the ones are put in front, so the first row is used as biases, not the last.
def forward(weights, X):
    A = [X]
    for W in weights:
        ones = np.ones((A[-1].shape[0], 1))
        A.append(sigmoid(np.hstack([ones, A[-1]]) @ W))
    return A


def cost(activations, Y):
    return float(np.sum((Y - activations[-1]) ** 2) / len(Y))

# %% q4: mean over everything, linear output
# (1) The cost is averaged over the outputs as well: K times too small.
# (2) The last layer has no sigmoid.
def forward(weights, X):
    acts = [X]
    for k, W in enumerate(weights):
        z = acts[-1] @ W[:-1] + W[-1]
        acts.append(z if k == len(weights) - 1 else sigmoid(z))
    return acts


def cost(activations, Y):
    return float(np.mean((activations[-1] - Y) ** 2))

# %% q4: the ones stay in the activations
# The hidden activations are kept with the appended column of ones: (N, n_l + 1) in the list.
def forward(weights, X):
    activations = [X]
    a = np.c_[X, np.ones(len(X))]
    for l, W in enumerate(weights):
        a = sigmoid(a @ W)
        if l < len(weights) - 1:
            a = np.c_[a, np.ones(len(a))]
        activations.append(a)
    return activations


def cost(activations, Y):
    d = Y - activations[-1]
    return float((d * d).sum(axis=1).mean())

# %% q5: the wrong row left out
# The first row of W_{l+1} is left out on the way back instead of the last one (homework 5's habit).
def backward(weights, activations, Y):
    N = len(Y)
    grads = [None] * len(weights)
    A = activations[-1]
    delta = 2 / N * (A - Y) * A * (1 - A)
    for l in range(len(weights) - 1, -1, -1):
        below = activations[l]
        grads[l] = np.hstack([below, np.ones((N, 1))]).T @ delta
        if l > 0:
            delta = delta @ weights[l][1:].T * below * (1 - below)
    return grads

# %% q5: no 2, and the hidden slope forgotten
# (1) The 2 of the square is missing in Delta_L.
# (2) The hidden Deltas lack their factor A (1 - A).
def backward(weights, activations, Y):
    out = activations[-1]
    delta = (out - Y) * out * (1 - out) / len(Y)
    result = []
    for W, A in zip(reversed(weights), reversed(activations[:-1])):
        extended = np.c_[A, np.ones(len(A))]
        result.append(extended.T @ delta)
        delta = delta @ W[:-1].T
    return result[::-1]

# %% q5: the bias row as a mean
# The last row of each gradient is the mean of Delta over the samples and not its column sum: 1/N twice.
def backward(weights, activations, Y):
    L = len(weights)
    delta = (activations[L] - Y) * activations[L] * (1 - activations[L]) * 2 / len(Y)
    g = [0] * L
    for l in reversed(range(L)):
        g[l] = np.vstack([activations[l].T @ delta, np.mean(delta, axis=0)])
        delta = (delta @ weights[l][:-1, :].T) * (activations[l] * (1 - activations[l]))
    return g

# %% q6: the rest is dropped
# Only full batches: what is left over at the end is not handed out (nor anything if batch_size > n).
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    for k in range(n // batch_size):
        yield order[k * batch_size:(k + 1) * batch_size]

# %% q6: blocks in random order, always the same
# (1) Ready-made blocks of neighboring numbers are put into a random order, not single samples.
# (2) The order comes from a generator of its own with seed 0, rng is not used: every epoch is alike.
def minibatches(n, batch_size, rng):
    starts = np.arange(0, n, batch_size)
    np.random.default_rng(0).shuffle(starts)
    return [np.arange(s, min(s + batch_size, n)) for s in starts]

# %% q6: drawn with replacement
# rng.integers draws the samples of each batch independently: in an epoch some come twice and others never.
def minibatches(n, batch_size, rng):
    batches = []
    for start in range(0, n, batch_size):
        size = min(batch_size, n - start)
        batches.append(rng.integers(0, n, size))
    return batches

# %% q7: t counts matrices
# In adam, t is raised inside the loop over the weight matrices, so it counts matrices and not steps.
def sgd(weights, grads, state, learning_rate):
    return [w - learning_rate * g for w, g in zip(weights, grads)], None


def momentum(weights, grads, state, learning_rate, beta=0.9):
    if state is None:
        state = [np.zeros_like(w) for w in weights]
    v = [beta * v_old + g for v_old, g in zip(state, grads)]
    return [w - learning_rate * vi for w, vi in zip(weights, v)], v


def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    if state is None:
        state = (0, [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights])
    t, m_old, s_old = state
    new, ms, ss = [], [], []
    for w, g, m, s in zip(weights, grads, m_old, s_old):
        t = t + 1
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g ** 2
        m_hat = m / (1 - beta1 ** t)
        s_hat = s / (1 - beta2 ** t)
        new.append(w - learning_rate * m_hat / (np.sqrt(s_hat) + epsilon))
        ms.append(m)
        ss.append(s)
    return new, (t, ms, ss)

# %% q7: epsilon inside the root, momentum as an average
# (1) adam adds epsilon under the root.
# (2) momentum has the factor (1 - beta) in front of g.
def sgd(weights, grads, state, learning_rate):
    return [w - learning_rate * g for w, g in zip(weights, grads)], state


def momentum(weights, grads, state, learning_rate, beta=0.9):
    old = state if state is not None else [0.0] * len(weights)
    new = [beta * v + (1 - beta) * g for v, g in zip(old, grads)]
    return [w - learning_rate * v for w, v in zip(weights, new)], new


def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t, m, s = (0, [0.0] * len(weights), [0.0] * len(weights)) if state is None else state
    t = t + 1
    m = [beta1 * a + (1 - beta1) * g for a, g in zip(m, grads)]
    s = [beta2 * a + (1 - beta2) * g * g for a, g in zip(s, grads)]
    out = []
    for w, a, b in zip(weights, m, s):
        out.append(w - learning_rate * (a / (1 - beta1 ** t)) / np.sqrt(b / (1 - beta2 ** t) + epsilon))
    return out, (t, m, s)

# %% q7: the velocity is changed where it lies
# momentum and adam update the arrays of the state that came in (*=, +=): the same call gives another answer the
# second time.
def sgd(weights, grads, state, learning_rate):
    new_weights = []
    for w, g in zip(weights, grads):
        new_weights.append(w - learning_rate * g)
    return new_weights, None


def momentum(weights, grads, state, learning_rate, beta=0.9):
    if state is None:
        state = [np.zeros(w.shape) for w in weights]
    new_weights = []
    for w, g, v in zip(weights, grads, state):
        v *= beta
        v += g
        new_weights.append(w - learning_rate * v)
    return new_weights, state


def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    if state is None:
        state = {"t": 0, "m": [np.zeros(w.shape) for w in weights], "s": [np.zeros(w.shape) for w in weights]}
    state["t"] += 1
    new_weights = []
    for i in range(len(weights)):
        state["m"][i] = beta1 * state["m"][i] + (1 - beta1) * grads[i]
        state["s"][i] = beta2 * state["s"][i] + (1 - beta2) * grads[i] ** 2
        m = state["m"][i] / (1 - beta1 ** state["t"])
        s = state["s"][i] / (1 - beta2 ** state["t"])
        new_weights.append(weights[i] - learning_rate * m / (np.sqrt(s) + epsilon))
    return new_weights, state

# %% q8: repeated pairs count once
# confusion_matrix adds 1 by a fancy index; NumPy does that once for each pair, however often it occurs.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    D, K = X.shape[1], Y.shape[1]
    weights = [rng.normal(0, (D + 1) ** -0.5, (D + 1, hidden)), rng.normal(0, (hidden + 1) ** -0.5, (hidden + 1, K))]
    losses, state = [], None
    for _ in progress(range(epochs), "epochs"):
        costs = []
        for batch in minibatches(len(X), batch_size, rng):
            acts = forward(weights, X[batch])
            costs.append(cost(acts, Y[batch]))
            weights, state = sgd(weights, backward(weights, acts, Y[batch]), state, learning_rate)
        losses.append(np.mean(costs))
    return weights, np.array(losses)


def confusion_matrix(labels, predictions):
    C = np.zeros((10, 10), dtype=int)
    C[labels, predictions] += 1
    return C

# %% q8: one order for all epochs, last cost only
# (1) The batches are drawn once before the loop, and every epoch runs through the same ones.
# (2) The loss of an epoch is the cost of its last batch, not the mean over the batches.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = [rng.normal(0, 1 / np.sqrt(m + 1), (m + 1, n)) for m, n in zip(sizes, sizes[1:])]
    batches = list(minibatches(len(X), batch_size, rng))
    losses = []
    for epoch in range(epochs):
        for b in batches:
            A = forward(weights, X[b])
            c = cost(A, Y[b])
            weights, _ = sgd(weights, backward(weights, A, Y[b]), None, learning_rate)
        losses.append(c)
    return weights, np.array(losses)


def confusion_matrix(labels, predictions):
    C = np.zeros((10, 10))
    for t, p in zip(labels, predictions):
        C[t, p] += 1
    return C

# %% q8: rows and columns exchanged
# In the confusion matrix the rows are the predictions and the columns the true labels.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    d, k = X.shape[1], Y.shape[1]
    W1 = rng.standard_normal((d + 1, hidden)) / np.sqrt(d + 1)
    W2 = rng.standard_normal((hidden + 1, k)) / np.sqrt(hidden + 1)
    w = [W1, W2]
    losses = np.zeros(epochs)
    for e in range(epochs):
        batch_costs = []
        for idx in minibatches(X.shape[0], batch_size, rng):
            a = forward(w, X[idx])
            batch_costs.append(cost(a, Y[idx]))
            w, _ = sgd(w, backward(w, a, Y[idx]), None, learning_rate)
        losses[e] = sum(batch_costs) / len(batch_costs)
    return w, losses


def confusion_matrix(labels, predictions):
    M = np.zeros((10, 10), dtype=int)
    for i in range(len(labels)):
        M[predictions[i], labels[i]] += 1
    return M

# %% q8: start from N(0, 1), targets not shuffled along
# (1) The start is drawn from N(0, 1), far too large: the division by the root of the rows is forgotten.
# (2) Inside the loop the targets are Y[:len(batch)] and not Y[batch]: images meet the labels of others.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    weights = [rng.normal(0, 1, (X.shape[1] + 1, hidden)), rng.normal(0, 1, (hidden + 1, Y.shape[1]))]
    losses = []
    for _ in range(epochs):
        total = []
        for batch in minibatches(len(X), batch_size, rng):
            target = Y[:len(batch)]
            acts = forward(weights, X[batch])
            total.append(cost(acts, target))
            weights, _ = sgd(weights, backward(weights, acts, target), None, learning_rate)
        losses.append(np.mean(total))
    return weights, np.array(losses)


def confusion_matrix(labels, predictions):
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (labels, predictions), 1)
    return counts

# %% q9: a second softmax
# The model ends with a Softmax although CrossEntropyLoss has one in it: its outputs are no scores.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = torch.nn.Sequential(torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
                                torch.nn.Linear(hidden, Y.shape[1]), torch.nn.Softmax(dim=1)).to(device)
    x = torch.tensor(X, dtype=torch.float32, device=device)
    y = torch.tensor(Y.argmax(axis=1), device=device)
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    loss_function = torch.nn.CrossEntropyLoss()
    losses = []
    for _ in range(epochs):
        costs = []
        for batch in minibatches(len(X), batch_size, rng):
            batch = torch.as_tensor(batch, device=device)
            optimizer.zero_grad()
            E = loss_function(model(x[batch]), y[batch])
            costs.append(E.item())
            E.backward()
            optimizer.step()
        losses.append(float(np.mean(costs)))
    return model.cpu(), losses

# %% q9: never shuffled, loss of the last batch
# (1) The batches are cut from the samples in their order, the same in each epoch.
# (2) losses holds the loss of the last batch of each epoch, as a tensor, not the mean as a float.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    net = torch.nn.Sequential(
        torch.nn.Linear(X.shape[1], hidden),
        torch.nn.ReLU(),
        torch.nn.Linear(hidden, Y.shape[1]),
    )
    where = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    net = net.to(where)
    inputs = torch.from_numpy(X).float().to(where)
    targets = torch.from_numpy(Y).float().to(where)
    criterion = torch.nn.CrossEntropyLoss()
    opt = torch.optim.Adam(net.parameters(), lr=learning_rate)
    losses = []
    for e in range(epochs):
        for s in range(0, len(X), batch_size):
            opt.zero_grad()
            loss = criterion(net(inputs[s:s + batch_size]), targets[s:s + batch_size])
            loss.backward()
            opt.step()
        losses.append(loss.detach())
    return net.cpu(), losses

# %% q10: validation first
# split returns the held ones first and those for training second.
from sklearn.linear_model import Perceptron


def split(n, held, rng):
    order = rng.permutation(n)
    return order[:held], order[held:]


def baselines(X, y, X_new, y_new):
    K = y.max() + 1
    means = np.array([X[y == k].mean(axis=0) for k in range(K)])
    distance = ((X_new[:, None, :] - means) ** 2).sum(axis=2)
    A, A_new = np.c_[X, np.ones(len(X))], np.c_[X_new, np.ones(len(X_new))]
    W = np.linalg.lstsq(A.T @ A, A.T @ np.eye(K)[y], rcond=None)[0]
    p = Perceptron(tol=1e-3, random_state=0).fit(X, y)
    return {"mean image": float(np.mean(distance.argmin(axis=1) == y_new)),
            "least squares": float(np.mean((A_new @ W).argmax(axis=1) == y_new)),
            "perceptron": float(p.score(X_new, y_new))}


def early_stopping(costs, patience):
    best, lowest = 0, np.inf
    for epoch, c in enumerate(costs):
        if c < lowest:
            best, lowest = epoch, c
        elif epoch - best >= patience:
            return epoch + 1, best
    return len(costs), best

# %% q10: no column of ones, and equal is good enough
# (1) The least squares are solved without the appended 1, so there is no bias.
# (2) early_stopping takes an equal cost for a new lowest one (<=).
from sklearn.linear_model import Perceptron


def split(n, held, rng):
    p = rng.permutation(n)
    return p[:n - held], p[n - held:]


def baselines(X, y, X_new, y_new):
    classes = int(y.max()) + 1
    m = np.stack([np.mean(X[y == c], axis=0) for c in range(classes)])
    nearest = [int(np.argmin(np.sum((m - x) ** 2, axis=1))) for x in X_new]
    Y = one_hot(y, classes)
    W = np.linalg.lstsq(X, Y, rcond=None)[0]
    clf = Perceptron(tol=1e-3, random_state=0)
    clf.fit(X, y)
    return {"mean image": np.mean(np.array(nearest) == y_new),
            "least squares": np.mean(np.argmax(X_new @ W, axis=1) == y_new),
            "perceptron": np.mean(clf.predict(X_new) == y_new)}


def early_stopping(costs, patience):
    best, waited = 0, 0
    lowest = float("inf")
    for i, value in enumerate(costs):
        if value <= lowest:
            lowest, best, waited = value, i, 0
        else:
            waited += 1
            if waited == patience:
                return i + 1, best
    return len(costs), best

# %% q10: compared with the epoch before, best over all
# (1) An epoch counts as bad when its cost isn't below that of the epoch before, not below the lowest so far.
# (2) The best epoch is looked for among all costs, also those after the stop.
from sklearn.linear_model import Perceptron


def split(n, held, rng):
    numbers = np.arange(n)
    rng.shuffle(numbers)
    return numbers[:n - held], numbers[n - held:]


def baselines(X, y, X_new, y_new):
    K = len(np.unique(y))
    centers = np.array([X[y == k].mean(0) for k in range(K)])
    d = np.array([((X_new - c) ** 2).sum(1) for c in centers])
    A = np.hstack([X, np.ones((len(X), 1))])
    B = np.hstack([X_new, np.ones((len(X_new), 1))])
    W, *_ = np.linalg.lstsq(A, one_hot(y, K), rcond=None)
    per = Perceptron(tol=1e-3, random_state=0).fit(X, y)
    return {"mean image": float((d.argmin(0) == y_new).mean()),
            "least squares": float(((B @ W).argmax(1) == y_new).mean()),
            "perceptron": float((per.predict(X_new) == y_new).mean())}


def early_stopping(costs, patience):
    bad = 0
    stop = len(costs)
    for k in range(1, len(costs)):
        bad = 0 if costs[k] < costs[k - 1] else bad + 1
        if bad >= patience:
            stop = k + 1
            break
    return stop, int(np.nanargmin(costs))

# %% q10: measured on the training images
# The three shares are those of (X, y), on which the classifiers were fitted, and not of the new images.
from sklearn.linear_model import Perceptron


def split(n, held, rng):
    order = rng.permutation(n)
    return order[held:], order[:held]


def baselines(X, y, X_new, y_new):
    K = y.max() + 1
    result = {}
    means = np.array([X[y == k].mean(axis=0) for k in range(K)])
    guess = np.array([((means - x) ** 2).sum(axis=1).argmin() for x in X])
    result["mean image"] = float(np.mean(guess == y))
    A = np.column_stack([X, np.ones(len(X))])
    W = np.linalg.lstsq(A.T @ A, A.T @ one_hot(y, K), rcond=None)[0]
    result["least squares"] = float(np.mean((A @ W).argmax(axis=1) == y))
    result["perceptron"] = Perceptron(tol=1e-3, random_state=0).fit(X, y).score(X, y)
    return result


def early_stopping(costs, patience):
    lowest, best, without = np.inf, 0, 0
    for e, c in enumerate(costs):
        if c < lowest:
            lowest, best, without = c, e, 0
        else:
            without += 1
        if without == patience:
            return e + 1, best
    return len(costs), best
