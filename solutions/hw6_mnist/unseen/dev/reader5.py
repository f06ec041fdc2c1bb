# %% q1: file that is too long is not refused
# The values are sliced to N * R * S, so surplus bytes at the end go unnoticed (in both loaders).
import gzip
import zlib
from pathlib import Path


def unpacked(path):
    raw = Path(path).read_bytes()
    if raw[:2] == b"\x1f\x8b":
        try:
            raw = gzip.decompress(raw)
        except (EOFError, OSError, zlib.error) as broken:
            raise ValueError(f"too short or damaged: {broken}") from broken
    return raw


def load_images(path):
    raw = unpacked(path)
    if len(raw) < 16:
        raise ValueError("file too short for its header")
    magic, n, rows, columns = (int.from_bytes(raw[i:i + 4], "big") for i in (0, 4, 8, 12))
    if magic != 2051:
        raise ValueError(f"wrong magic number {magic}")
    size = n * rows * columns
    if len(raw) < 16 + size:
        raise ValueError("file too short")
    values = np.frombuffer(raw[16:16 + size], np.uint8)
    return values.reshape(n, rows * columns) / 255


def load_labels(path):
    raw = unpacked(path)
    if len(raw) < 8:
        raise ValueError("file too short for its header")
    magic = int.from_bytes(raw[:4], "big")
    if magic != 2049:
        raise ValueError(f"wrong magic number {magic}")
    n = int.from_bytes(raw[4:8], "big")
    if len(raw) < 8 + n:
        raise ValueError("file too short")
    return np.frombuffer(raw[8:8 + n], np.uint8).astype(int)

# %% q1: the file's name decides about gzip; images are taken to be 28 x 28
# (1) gzip is recognised by ".gz" in the name and not by the bytes 1f 8b.
# (2) 784 is hard-coded: R and S of the header are ignored.
import gzip
import zlib
from pathlib import Path


def read_idx(path):
    path = Path(path)
    data = path.read_bytes()
    if path.suffix == ".gz":
        try:
            data = gzip.decompress(data)
        except (EOFError, OSError, zlib.error):
            raise ValueError("gzip stream is too short or damaged")
    return data


def load_images(path):
    data = read_idx(path)
    if len(data) < 16:
        raise ValueError("too short, no header")
    if int.from_bytes(data[0:4], "big") != 2051:
        raise ValueError("wrong magic number")
    count = int.from_bytes(data[4:8], "big")
    expected = 16 + count * 784
    if len(data) < expected:
        raise ValueError("too short")
    if len(data) > expected:
        raise ValueError("too long")
    pixels = np.frombuffer(data, dtype=np.uint8, offset=16)
    return pixels.astype(np.float64).reshape(count, 784) / 255.0


def load_labels(path):
    data = read_idx(path)
    if len(data) < 8:
        raise ValueError("too short, no header")
    if int.from_bytes(data[0:4], "big") != 2049:
        raise ValueError("wrong magic number")
    count = int.from_bytes(data[4:8], "big")
    if len(data) < 8 + count:
        raise ValueError("too short")
    if len(data) > 8 + count:
        raise ValueError("too long")
    return np.array(list(data[8:]), dtype=np.int64)

# %% q2: label -1 is taken for the last column
# Only labels from `classes` on are refused; NumPy takes the index -1 as the last one.
def one_hot(labels, classes=10):
    if np.any(np.asarray(labels) >= classes):
        raise ValueError("a label is not below classes")
    Y = np.zeros((len(labels), classes))
    for n, k in enumerate(labels):
        Y[n, k] = 1.0
    return Y

# %% q3: score is the number of right answers; weights come back transposed
# (1) the count of right answers is returned, not the share from 0 to 1.
# (2) coef_.T has the shape (D, 10), in place of (10, D).
from sklearn.linear_model import Perceptron


def perceptron_baseline(X, y):
    classifier = Perceptron(tol=1e-3, random_state=0)
    classifier.fit(X, y)
    right = np.sum(classifier.predict(X) == y)
    return float(right), classifier.coef_.T

# %% q4: cost averaged over all entries
# np.mean divides by N times the number of outputs; C sums over the outputs and averages over samples.
def forward(weights, X):
    A = [X]
    for W in weights:
        z = A[-1] @ W[:-1] + W[-1]
        A.append(sigmoid(z))
    return A


def cost(activations, Y):
    output = activations[-1]
    return float(np.mean((Y - output) ** 2))

# %% q5: no factor 2
# Delta_L = (A_L - Y) A_L (1 - A_L) / N: the cost has no 1/2, so its slope has a 2.
def backward(weights, activations, Y):
    L = len(weights)
    grads = [None] * L
    out = activations[-1]
    N = len(out)
    delta = (out - Y) * out * (1 - out) / N
    for l in range(L - 1, -1, -1):
        before = np.hstack([activations[l], np.ones((N, 1))])
        grads[l] = before.T @ delta
        if l > 0:
            a = activations[l]
            delta = delta @ weights[l][:-1].T * a * (1 - a)
    return grads

# %% q5: first row left out on the way back; not divided by N
# (1) weights[l][1:] leaves out row 0 in place of the last row, which is the bias here.
# (2) 2 (A_L - Y) without 1/N: the cost is a mean over the samples.
def backward(weights, activations, Y):
    gradient_list = []
    last = activations[-1]
    d = 2 * (last - Y) * (last * (1 - last))
    for l in range(len(weights), 0, -1):
        prev = activations[l - 1]
        prev1 = np.c_[prev, np.ones(prev.shape[0])]
        gradient_list.insert(0, prev1.T.dot(d))
        W_bar = weights[l - 1][1:]
        d = d.dot(W_bar.T) * prev * (1 - prev)
    return gradient_list

# %% q6: the rest is dropped
# n // batch_size full batches: the samples that are left never appear (and none if batch_size > n).
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    batches = []
    for k in range(n // batch_size):
        batches.append(order[k * batch_size:(k + 1) * batch_size])
    return batches

# %% q7: Adam without bias correction
# m and s are used as they are; the divisions by 1 - beta^t are missing. sgd and momentum are right.
def sgd(weights, grads, state, learning_rate):
    return [w - learning_rate * g for w, g in zip(weights, grads)], None


def momentum(weights, grads, state, learning_rate, beta=0.9):
    if state is None:
        state = [np.zeros_like(w) for w in weights]
    v = [beta * old + g for old, g in zip(state, grads)]
    return [w - learning_rate * vi for w, vi in zip(weights, v)], v


def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    if state is None:
        zeros = [np.zeros_like(w) for w in weights]
        state = (zeros, zeros)
    old_m, old_s = state
    m = [beta1 * a + (1 - beta1) * g for a, g in zip(old_m, grads)]
    s = [beta2 * a + (1 - beta2) * g ** 2 for a, g in zip(old_s, grads)]
    new = [w - learning_rate * mi / (np.sqrt(si) + epsilon) for w, mi, si in zip(weights, m, s)]
    return new, (m, s)

# %% q7: momentum's slope damped by 1 - beta; Adam counts t per matrix
# (1) v = beta v + (1 - beta) g: in momentum g has no factor.
# (2) t is raised inside the loop over the matrices: it counts matrices and not steps.
def sgd(weights, grads, state, learning_rate):
    new_weights = []
    for w, g in zip(weights, grads):
        new_weights.append(w - learning_rate * g)
    return new_weights, state


def momentum(weights, grads, state, learning_rate, beta=0.9):
    velocities = [0.0] * len(weights) if state is None else state
    new_weights, new_velocities = [], []
    for w, g, v in zip(weights, grads, velocities):
        v_new = beta * v + (1 - beta) * g
        new_velocities.append(v_new)
        new_weights.append(w - learning_rate * v_new)
    return new_weights, new_velocities


def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    if state is None:
        t = 0
        ms = [np.zeros(w.shape) for w in weights]
        ss = [np.zeros(w.shape) for w in weights]
    else:
        t, ms, ss = state
    new_w, new_m, new_s = [], [], []
    for i in range(len(weights)):
        t = t + 1
        g = grads[i]
        m = beta1 * ms[i] + (1 - beta1) * g
        s = beta2 * ss[i] + (1 - beta2) * g * g
        m_hat = m / (1 - beta1 ** t)
        s_hat = s / (1 - beta2 ** t)
        new_w.append(weights[i] - learning_rate * m_hat / (np.sqrt(s_hat) + epsilon))
        new_m.append(m)
        new_s.append(s)
    return new_w, (t, new_m, new_s)

# %% q8: rows and columns of the confusion matrix are swapped
# counts[prediction, label] in place of [label, prediction]. train_digits is right.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    n, D = X.shape
    K = Y.shape[1]
    W1 = rng.normal(0, 1 / np.sqrt(D + 1), (D + 1, hidden))
    W2 = rng.normal(0, 1 / np.sqrt(hidden + 1), (hidden + 1, K))
    weights, state = [W1, W2], None
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        costs = []
        for batch in minibatches(n, batch_size, rng):
            acts = forward(weights, X[batch])
            costs.append(cost(acts, Y[batch]))
            weights, state = sgd(weights, backward(weights, acts, Y[batch]), state, learning_rate)
        losses[epoch] = np.mean(costs)
    return weights, losses


def confusion_matrix(labels, predictions):
    counts = np.zeros((10, 10), dtype=int)
    for true, guess in zip(labels, predictions):
        counts[guess, true] += 1
    return counts

# %% q8: batches drawn once for all epochs; matrix only as large as the largest label
# (1) the batches are drawn before the loop over the epochs, so each epoch has the same ones.
# (2) the size of the confusion matrix is max(labels) + 1, it should always be 10 x 10.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    D, K = X.shape[1], Y.shape[1]
    weights = [
        rng.standard_normal((D + 1, hidden)) / (D + 1) ** 0.5,
        rng.standard_normal((hidden + 1, K)) / (hidden + 1) ** 0.5,
    ]
    batches = list(minibatches(len(X), batch_size, rng))
    losses = []
    for _ in range(epochs):
        total = 0.0
        for idx in batches:
            x_part, y_part = X[idx], Y[idx]
            a = forward(weights, x_part)
            total += cost(a, y_part)
            slopes = backward(weights, a, y_part)
            weights, _ = sgd(weights, slopes, None, learning_rate)
        losses.append(total / len(batches))
    return weights, np.array(losses)


def confusion_matrix(labels, predictions):
    size = max(labels.max(), predictions.max()) + 1
    table = np.zeros((size, size))
    np.add.at(table, (labels, predictions), 1)
    return table

# %% q9: a softmax in the model
# CrossEntropyLoss has the softmax in it; with a second one in the model the outputs are not scores
# and training is slowed down.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = torch.nn.Sequential(
        torch.nn.Linear(X.shape[1], hidden),
        torch.nn.ReLU(),
        torch.nn.Linear(hidden, Y.shape[1]),
        torch.nn.Softmax(dim=1),
    ).to(device)
    inputs = torch.tensor(X, dtype=torch.float32, device=device)
    labels = torch.tensor(Y.argmax(axis=1), device=device)
    loss_fn = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    history = []
    for epoch in range(epochs):
        batch_losses = []
        for batch in minibatches(len(X), batch_size, rng):
            optimizer.zero_grad()
            value = loss_fn(model(inputs[batch]), labels[batch])
            value.backward()
            optimizer.step()
            batch_losses.append(value.item())
        history.append(sum(batch_losses) / len(batch_losses))
    return model.cpu(), history
