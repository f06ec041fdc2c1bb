"""Sample submissions of hw6_mnist."""

OTHER_WAY = {
    "q1": '''
import gzip
import io
import struct
import zlib


def unpack(path):
    with open(path, "rb") as file:
        start = file.read(2)
        file.seek(0)
        if start != b"\\x1f\\x8b":
            return file.read()
        chunks = []
        try:
            with gzip.open(file) as stream:
                while True:
                    chunk = stream.read(1000)
                    if not chunk:
                        break
                    chunks.append(chunk)
        except EOFError:
            raise ValueError("the gzip stream ends early")
        except (gzip.BadGzipFile, zlib.error):
            raise ValueError("the gzip stream is damaged")
        return b"".join(chunks)


def load_images(path):
    data = unpack(path)
    if len(data) < 16:
        raise ValueError("too short for a header")
    magic, n, height, width = struct.unpack(">IIII", data[:16])
    if magic != 2051:
        raise ValueError("magic number of images should be 2051, is " + str(magic))
    pixels = np.array(list(data[16:]), dtype=float)
    if pixels.size < n * height * width:
        raise ValueError("too short")
    elif pixels.size > n * height * width:
        raise ValueError("too long")
    return np.reshape(pixels, (n, -1)) / 255


def load_labels(path):
    data = io.BytesIO(unpack(path))
    head = data.read(8)
    if len(head) != 8:
        raise ValueError("too short for a header")
    if head[:4] != b"\\0\\0\\x08\\x01":
        raise ValueError("magic number")
    n = int(np.frombuffer(head, ">i4")[1])
    labels = np.frombuffer(data.read(), dtype=np.uint8)
    if len(labels) != n:
        raise ValueError("too long" if len(labels) > n else "too short")
    return labels
''',
    "q2": '''
def one_hot(labels, classes=10):
    for label in labels:
        if not 0 <= label < classes:
            raise ValueError(f"no class {label}")
    return labels[:, None] == np.arange(classes)
''',
    "q3": '''
import sklearn.linear_model


def perceptron_baseline(X, y):
    clf = sklearn.linear_model.Perceptron(random_state=0, tol=0.001)
    clf.fit(X, y)
    right = 0
    for guess, label in zip(clf.predict(X), y):
        right += guess == label
    return [right / len(y), clf.coef_.copy()]
''',
    "q4": '''
def with_ones(A):
    return np.concatenate((A, np.ones((A.shape[0], 1))), axis=1)


def forward(weights, X):
    result = (X.copy(),)
    for W in weights:
        result += (1 / (1 + np.exp(-with_ones(result[-1]).dot(W))),)
    return list(result)


def cost(activations, Y):
    differences = activations[-1] - Y
    return np.mean(np.linalg.norm(differences, axis=1) ** 2)
''',
    "q5": '''
def backward(weights, activations, Y):
    L = len(weights)
    N = Y.shape[0]
    grads = [np.zeros(W.shape) for W in weights]
    for n in range(N):
        delta = None
        for l in range(L, 0, -1):
            a = activations[l][n]
            if delta is None:
                delta = -2 * (Y[n] - a) * a * (1 - a) / N
            else:
                delta = np.einsum("j,ij->i", delta, weights[l])[:-1] * (a - a ** 2)
            grads[l - 1] += np.outer(np.append(activations[l - 1][n], 1), delta)
    return tuple(grads)
''',
    "q6": '''
def minibatches(n, batch_size, rng):
    indices = np.arange(n)
    rng.shuffle(indices)
    while len(indices) > 0:
        yield indices[:batch_size]
        indices = indices[batch_size:]
''',
    "q7": '''
class Memory:
    def __init__(self, t, m, v):
        self.t, self.m, self.v = t, m, v


def sgd(weights, grads, state, learning_rate):
    new = []
    for i in range(len(weights)):
        new.append(weights[i] - learning_rate * grads[i])
    return new, {"steps": 1 if state is None else state["steps"] + 1}


def momentum(weights, grads, state, learning_rate, beta=0.9):
    if state is None:
        state = {}
    v = {i: beta * state.get(i, 0) + g for i, g in enumerate(grads)}
    return [w - learning_rate * v[i] for i, w in enumerate(weights)], v


def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    if state is None:
        state = Memory(0, [0] * len(weights), [0] * len(weights))
    t = state.t + 1
    rate = learning_rate / (1 - beta1 ** t)
    new, ms, vs = [], [], []
    for w, g, m, v in zip(weights, grads, state.m, state.v):
        m = m + (1 - beta1) * (g - m)
        v = v + (1 - beta2) * (g * g - v)
        new.append(w - rate * m / (epsilon + (v / (1 - beta2 ** t)) ** 0.5))
        ms.append(m)
        vs.append(v)
    return tuple(new), Memory(t, ms, vs)
''',
    "q8": '''
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    W1 = rng.uniform(-1, 1, (X.shape[1] + 1, hidden)) / np.sqrt(X.shape[1])
    W2 = rng.uniform(-1, 1, (hidden + 1, Y.shape[1])) / np.sqrt(hidden)
    N = X.shape[0]
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        order = rng.permutation(N)
        total, count = 0, 0
        for start in range(0, N, batch_size):
            chosen = order[start:start + batch_size]
            x, t = X[chosen], Y[chosen]
            h = 1 / (1 + np.exp(-(x @ W1[:-1] + W1[-1])))
            o = 1 / (1 + np.exp(-(h @ W2[:-1] + W2[-1])))
            total += np.sum((o - t) ** 2) / len(t)
            count += 1
            d2 = 2 * (o - t) * o * (1 - o) / len(t)
            d1 = d2 @ W2[:-1].T * h * (1 - h)
            W2 = W2 - learning_rate * np.vstack((h.T @ d2, d2.sum(0)))
            W1 = W1 - learning_rate * np.vstack((x.T @ d1, d1.sum(0)))
        losses[epoch] = total / count
    return (W1, W2), losses


def confusion_matrix(labels, predictions):
    matrix = np.zeros((10, 10), dtype=int)
    for truth in range(10):
        for answer in range(10):
            matrix[truth, answer] = np.sum((labels == truth) & (predictions == answer))
    return matrix
''',
    "q9": '''
class Digits(torch.nn.Module if torch is not None else object):
    def __init__(self, inputs, hidden, outputs):
        super().__init__()
        self.last = torch.nn.Linear(hidden, outputs)
        self.first = torch.nn.Linear(inputs, hidden)

    def forward(self, x):
        return self.last(torch.relu(self.first(x)))


def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    net = Digits(X.shape[1], hidden, Y.shape[1]).double()
    optimizer = torch.optim.Adam(net.parameters(), lr=learning_rate)
    rng = np.random.default_rng(seed)
    history = []
    for epoch in range(epochs):
        costs = []
        for batch in minibatches(len(X), batch_size, rng):
            x, y = torch.from_numpy(X[batch]), torch.from_numpy(Y[batch])
            loss = -(torch.log_softmax(net(x), dim=1) * y).sum(dim=1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            costs.append(loss.item())
        history.append(sum(costs) / len(costs))
    return net, history
''',
    "q10": '''
from sklearn.linear_model import Perceptron


def split(n, held, rng):
    chosen = set(rng.choice(n, size=held, replace=False).tolist())
    return (np.array([i for i in range(n) if i not in chosen], dtype=int),
            np.array(sorted(chosen), dtype=int))


def baselines(X, y, X_new, y_new):
    digits = range(int(np.max(y)) + 1)
    sums = np.stack([np.sum(X[y == k], axis=0) / np.count_nonzero(y == k) for k in digits])
    right = {"mean image": 0, "least squares": 0}
    A = np.c_[np.ones(len(X)), X]
    coefficients = np.linalg.pinv(A).dot(np.equal.outer(y, np.arange(len(digits))))
    for image, label in zip(X_new, y_new):
        right["mean image"] += int(np.linalg.norm(sums - image, axis=1).argmin() == label)
        right["least squares"] += int((coefficients.T @ np.r_[1.0, image]).argmax() == label)
    shares = {name: count / len(X_new) for name, count in right.items()}
    classifier = Perceptron(tol=1e-3, random_state=0).fit(X, y)
    return {**shares, "perceptron": classifier.score(X_new, y_new)}


def early_stopping(costs, patience):
    def best_of(stop):
        return min(range(stop), key=lambda k: (not costs[k] <= costs[k], costs[k], k))

    for stop in range(1, len(costs)):
        if stop - 1 - best_of(stop) >= patience:
            return stop, best_of(stop)
    return len(costs), best_of(len(costs))
''',
}

FRESH_EYES = {
    "q1": '''
import gzip
import zlib
from pathlib import Path


def _read_idx(path, magic, dims):
    raw = Path(path).read_bytes()
    if raw[:2] == b"\\x1f\\x8b":
        try:
            raw = gzip.decompress(raw)
        except (EOFError, OSError, zlib.error) as e:
            raise ValueError(f"{path}: too short or damaged: {e}") from e
    if len(raw) < 4:
        raise ValueError("too short, even for the magic number")
    found = int.from_bytes(raw[:4], "big")
    if found != magic:
        raise ValueError(f"wrong magic number {found}, should be {magic}")
    head = 4 + 4 * dims
    if len(raw) < head:
        raise ValueError("file too short for its header")
    shape = [int.from_bytes(raw[4 + 4 * i:8 + 4 * i], "big") for i in range(dims)]
    need = head
    total = 1
    for s in shape:
        total *= s
    need += total
    if len(raw) < need:
        raise ValueError(f"file too short: {len(raw)} < {need}")
    if len(raw) > need:
        raise ValueError(f"file too long: {len(raw)} > {need}")
    return np.frombuffer(raw[head:], np.uint8), shape


def load_images(path):
    data, (n, r, s) = _read_idx(path, 2051, 3)
    return data.reshape(n, r * s) / 255


def load_labels(path):
    data, _ = _read_idx(path, 2049, 1)
    return data
''',
    "q2": '''
def one_hot(labels, classes=10):
    labels = np.asarray(labels)
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError("label out of range")
    Y = np.zeros((len(labels), classes))
    Y[np.arange(len(labels)), labels] = 1
    return Y
''',
    "q3": '''
from sklearn.linear_model import Perceptron


def perceptron_baseline(X, y):
    p = Perceptron(tol=1e-3, random_state=0).fit(X, y)
    return p.score(X, y), p.coef_
''',
    "q4": '''
def forward(weights, X):
    acts = [X]
    for W in weights:
        A = acts[-1]
        acts.append(sigmoid(np.hstack([A, np.ones((len(A), 1))]) @ W))
    return acts


def cost(activations, Y):
    return np.mean(np.sum((Y - activations[-1]) ** 2, axis=1))
''',
    "q5": '''
def backward(weights, activations, Y):
    A = activations[-1]
    delta = 2 / len(A) * (A - Y) * A * (1 - A)
    grads = []
    for l in range(len(weights) - 1, -1, -1):
        A = activations[l]
        grads.insert(0, np.hstack([A, np.ones((len(A), 1))]).T @ delta)
        delta = delta @ weights[l][:-1].T * A * (1 - A)
    return grads
''',
    "q6": '''
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    for start in range(0, n, batch_size):
        yield order[start:start + batch_size]
''',
    "q7": '''
def sgd(weights, grads, state, learning_rate):
    return [w - learning_rate * g for w, g in zip(weights, grads)], None


def momentum(weights, grads, state, learning_rate, beta=0.9):
    if state is None:
        state = [0 * g for g in grads]
    v = [beta * v + g for v, g in zip(state, grads)]
    return [w - learning_rate * u for w, u in zip(weights, v)], v


def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    if state is None:
        state = (0, [0 * g for g in grads], [0 * g for g in grads])
    t, m, s = state
    t = t + 1
    m = [beta1 * a + (1 - beta1) * g for a, g in zip(m, grads)]
    s = [beta2 * a + (1 - beta2) * g ** 2 for a, g in zip(s, grads)]
    new = [w - learning_rate * (a / (1 - beta1 ** t)) / (np.sqrt(b / (1 - beta2 ** t)) + epsilon)
           for w, a, b in zip(weights, m, s)]
    return new, (t, m, s)
''',
    "q8": '''
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    N, D = X.shape
    K = Y.shape[1]
    weights = [rng.normal(0, 1 / np.sqrt(D + 1), (D + 1, hidden)),
               rng.normal(0, 1 / np.sqrt(hidden + 1), (hidden + 1, K))]
    losses = []
    for epoch in progress(range(epochs), "epochs"):
        batch_losses = []
        for batch in minibatches(N, batch_size, rng):
            acts = forward(weights, X[batch])
            batch_losses.append(cost(acts, Y[batch]))
            grads = backward(weights, acts, Y[batch])
            weights, _ = sgd(weights, grads, None, learning_rate)
        losses.append(np.mean(batch_losses))
    return weights, np.array(losses)


def confusion_matrix(labels, predictions):
    M = np.zeros((10, 10), int)
    np.add.at(M, (labels, predictions), 1)
    return M
''',
    "q9": '''
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    X = torch.tensor(X, dtype=torch.float32, device=device)
    Y = torch.tensor(Y, dtype=torch.float32, device=device)
    model = torch.nn.Sequential(
        torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
        torch.nn.Linear(hidden, Y.shape[1])).to(device)
    loss_fn = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in minibatches(len(X), batch_size, rng):
            batch = torch.tensor(batch, device=device)
            optimizer.zero_grad()
            loss = loss_fn(model(X[batch]), Y[batch])
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return model.cpu(), losses
''',
}

SUBMISSIONS = {
    "right": {"about": "complete and right"},
    "other_way_right": {
        "about": "right, with loops, generators, classes, another start and float64 in PyTorch",
        "answers": OTHER_WAY,
    },
    "blank": {
        "about": "nothing filled in",
        "answers": {f"q{i}": "stub" for i in range(1, 11)},
        "fails": [f"q{i}" for i in range(1, 11)],
    },
    "half_done": {
        "about": "questions 1 to 5 answered",
        "answers": {f"q{i}": "stub" for i in range(6, 11)},
        "fails": [f"q{i}" for i in range(6, 11)],
    },
    "mistakes_a": {
        "about": "a loader that trusts its files, -1 as a label, the bias in the first row",
        "answers": {
            "q1": '''
import gzip


def load_images(path):
    with gzip.open(path) as file:
        file.read(16)
        return np.frombuffer(file.read(), np.uint8).reshape(-1, 784) / 255


def load_labels(path):
    with gzip.open(path) as file:
        file.read(8)
        return np.frombuffer(file.read(), np.uint8).astype(np.int64)
''',
            "q2": '''
def one_hot(labels, classes=10):
    if (labels >= classes).any():
        raise ValueError("label too large")
    return np.eye(classes)[labels]
''',
            "q4": '''
def forward(weights, X):
    activations = [X]
    for w in weights:
        activations.append(sigmoid(activations[-1] @ w[1:] + w[0]))
    return activations


def cost(activations, Y):
    return float(((Y - activations[-1]) ** 2).sum() / len(Y))
''',
            "q6": '''
def minibatches(n, batch_size, rng):
    return np.array_split(rng.permutation(n), max(1, n // batch_size))
''',
        },
        # What is right by itself and fails for question 4 or 6 counts as lost here, as under Otter.
        "fails": ["q1", "q2", "q4", "q6", "q8"],
    },
    "mistakes_b": {
        "about": "no 1/N, t counted by matrix, the matrix of confusion turned, softmax twice",
        "answers": {
            "q3": '''
from sklearn.linear_model import Perceptron


def perceptron_baseline(X, y):
    classifier = Perceptron(tol=1e-3).fit(X, y)
    return 100 * classifier.score(X, y), classifier.coef_.T
''',
            "q5": '''
def backward(weights, activations, Y):
    grads = []
    delta = 2 * (activations[-1] - Y)
    for l in range(len(weights) - 1, -1, -1):
        delta = delta * activations[l + 1] * (1 - activations[l + 1])
        ones = np.ones((len(Y), 1))
        grads.insert(0, np.hstack([activations[l], ones]).T @ delta)
        delta = delta @ weights[l][:-1].T
    return grads
''',
            "q7": '''
def sgd(weights, grads, state, learning_rate):
    return [w - learning_rate * g for w, g in zip(weights, grads)], None


def momentum(weights, grads, state, learning_rate, beta=0.9):
    if state is None:
        state = [np.zeros_like(w) for w in weights]
    state = [beta * v + g for v, g in zip(state, grads)]
    return [w - learning_rate * v for w, v in zip(weights, state)], state


def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t, ms, ss = state or (0, [0] * len(weights), [0] * len(weights))
    moved, ms, ss = [], list(ms), list(ss)
    for k, (w, g) in enumerate(zip(weights, grads)):
        t += 1
        ms[k] = beta1 * ms[k] + (1 - beta1) * g
        ss[k] = beta2 * ss[k] + (1 - beta2) * g**2
        m, s = ms[k] / (1 - beta1**t), ss[k] / (1 - beta2**t)
        moved.append(w - learning_rate * m / (np.sqrt(s) + epsilon))
    return moved, (t, ms, ss)
''',
            "q8": '''
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    weights = [np.zeros((X.shape[1] + 1, hidden)), np.zeros((hidden + 1, Y.shape[1]))]
    losses, state = [], None
    for epoch in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            activations = forward(weights, X[batch])
            slopes = backward(weights, activations, Y[batch])
            weights, state = sgd(weights, slopes, state, learning_rate)
        losses.append(cost(activations, Y[batch]))
    return weights, losses


def confusion_matrix(labels, predictions):
    matrix = np.zeros((10, 10))
    for label, prediction in zip(labels, predictions):
        matrix[prediction, label] += 1
    return matrix
''',
            "q9": '''
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
                                torch.nn.Linear(hidden, Y.shape[1]), torch.nn.Softmax(dim=1))
    inputs, labels = torch.tensor(X, dtype=torch.float32), torch.tensor(Y.argmax(axis=1))
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    losses = []
    for epoch in range(epochs):
        costs = []
        for batch in torch.randperm(len(X)).split(batch_size):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(inputs[batch]), labels[batch])
            loss.backward()
            optimizer.step()
            costs.append(loss.item())
        losses.append(sum(costs) / len(costs))
    return model, losses
''',
        },
        "fails": ["q3", "q5", "q7", "q8", "q9"],
    },
    "fresh_eyes": {
        "about": "right, straight from the formulas, labels of one byte, batches by yield",
        "answers": FRESH_EYES,
    },
    "slips_a": {
        "about": "one message for all bad files, the rate in the velocity, batches by epoch",
        "answers": {
            "q1": '''
import gzip
import zlib


def read(path):
    content = open(path, "rb").read()
    if content[:2] == b"\\x1f\\x8b":
        try:
            content = gzip.decompress(content)
        except (EOFError, OSError, zlib.error):
            raise ValueError("bad file")
    return content


def load_images(path):
    content = read(path)
    n, rows, columns = (int.from_bytes(content[i:i + 4], "big") for i in (4, 8, 12))
    if content[:4] != bytes([0, 0, 8, 3]) or len(content) != 16 + n * rows * columns:
        raise ValueError("bad file")
    return np.frombuffer(content[16:], np.uint8).reshape(n, rows * columns) / 255


def load_labels(path):
    content = read(path)
    n = int.from_bytes(content[4:8], "big")
    if content[:4] != bytes([0, 0, 8, 1]) or len(content) != 8 + n:
        raise ValueError("bad file")
    return np.frombuffer(content[8:], np.uint8)
''',
            "q2": '''
def one_hot(labels, classes=10):
    if labels.min() < 0 or labels.max() > classes:
        raise ValueError("label out of range")
    return np.eye(classes + 1)[labels][:, :classes]
''',
            "q7": '''
def sgd(weights, grads, state, learning_rate):
    return [w - learning_rate * g for w, g in zip(weights, grads)], None


def momentum(weights, grads, state, learning_rate, beta=0.9):
    if state is None:
        state = [0 * g for g in grads]
    v = [beta * v - learning_rate * g for v, g in zip(state, grads)]
    return [w + u for w, u in zip(weights, v)], v


def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    if state is None:
        state = (0, [0 * g for g in grads], [0 * g for g in grads])
    t, m, s = state
    t = t + 1
    m = [beta1 * a + (1 - beta1) * g for a, g in zip(m, grads)]
    s = [beta2 * a + (1 - beta2) * g ** 2 for a, g in zip(s, grads)]
    new = [w - learning_rate * (a / (1 - beta1 ** t)) / (np.sqrt(b / (1 - beta2 ** t)) + epsilon)
           for w, a, b in zip(weights, m, s)]
    return new, (t, m, s)
''',
            "q9": '''
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    rng = np.random.default_rng()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    X = torch.tensor(X, dtype=torch.float32, device=device)
    Y = torch.tensor(Y, dtype=torch.float32, device=device)
    model = torch.nn.Sequential(
        torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
        torch.nn.Linear(hidden, Y.shape[1])).to(device)
    loss_fn = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in minibatches(len(X), batch_size, rng):
            batch = torch.tensor(batch, device=device)
            optimizer.zero_grad()
            loss = loss_fn(model(X[batch]), Y[batch])
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return model.cpu(), losses
''',
            "q8": '''
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    N, D = X.shape
    K = Y.shape[1]
    weights = [rng.normal(0, 1 / np.sqrt(D + 1), (D + 1, hidden)),
               rng.normal(0, 1 / np.sqrt(hidden + 1), (hidden + 1, K))]
    losses = []
    for epoch in progress(range(epochs), "epochs"):
        batch_losses = []
        for batch in minibatches(N, batch_size, np.random.default_rng(epoch)):
            acts = forward(weights, X[batch])
            batch_losses.append(cost(acts, Y[batch]))
            grads = backward(weights, acts, Y[batch])
            weights, _ = sgd(weights, grads, None, learning_rate)
        losses.append(np.mean(batch_losses))
    return weights, np.array(losses)


def confusion_matrix(labels, predictions):
    M = np.zeros((10, 10), int)
    np.add.at(M, (labels, predictions), 1)
    return M
''',
        },
        "fails": ["q1", "q2", "q7", "q8", "q9"],
    },
    "slips_b": {
        "about": "the first row dropped, global random numbers, epsilon in the root, slopes kept",
        "answers": {
            "q5": '''
def backward(weights, activations, Y):
    A = activations[-1]
    delta = 2 / len(A) * (A - Y) * A * (1 - A)
    grads = []
    for l in range(len(weights) - 1, -1, -1):
        A = activations[l]
        grads.insert(0, np.hstack([A, np.ones((len(A), 1))]).T @ delta)
        delta = delta @ weights[l][1:].T * A * (1 - A)
    return grads
''',
            "q7": '''
def sgd(weights, grads, state, learning_rate):
    return [w - learning_rate * g for w, g in zip(weights, grads)], None


def momentum(weights, grads, state, learning_rate, beta=0.9):
    if state is None:
        state = [0 * g for g in grads]
    v = [beta * v + g for v, g in zip(state, grads)]
    return [w - learning_rate * u for w, u in zip(weights, v)], v


def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    if state is None:
        state = (0, [0 * g for g in grads], [0 * g for g in grads])
    t, m, s = state
    t = t + 1
    m = [beta1 * a + (1 - beta1) * g for a, g in zip(m, grads)]
    s = [beta2 * a + (1 - beta2) * g ** 2 for a, g in zip(s, grads)]
    new = [w - learning_rate * (a / (1 - beta1 ** t)) / (np.sqrt(b / (1 - beta2 ** t) + epsilon))
           for w, a, b in zip(weights, m, s)]
    return new, (t, m, s)
''',
            "q6": '''
def minibatches(n, batch_size, rng):
    order = np.random.permutation(n)
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]
''',
            "q9": '''
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    X = torch.tensor(X, dtype=torch.float32, device=device)
    Y = torch.tensor(Y, dtype=torch.float32, device=device)
    model = torch.nn.Sequential(
        torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
        torch.nn.Linear(hidden, Y.shape[1])).to(device)
    loss_fn = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        batch_losses = []
        for batch in minibatches(len(X), batch_size, rng):
            batch = torch.tensor(batch, device=device)
            loss = loss_fn(model(X[batch]), Y[batch])
            loss.backward()
            optimizer.step()
            batch_losses.append(loss.item())
        losses.append(sum(batch_losses) / len(batch_losses))
    return model.cpu(), losses
''',
        },
        "fails": ["q5", "q6", "q7", "q8", "q9"],
    },
    "slips_c": {
        "about": "right but for the mean over samples in place of batches",
        "answers": {
            "q8": '''
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    N, D = X.shape
    K = Y.shape[1]
    weights = [rng.normal(0, 1 / np.sqrt(D + 1), (D + 1, hidden)),
               rng.normal(0, 1 / np.sqrt(hidden + 1), (hidden + 1, K))]
    losses = []
    for epoch in progress(range(epochs), "epochs"):
        batch_losses, lengths = [], []
        for batch in minibatches(N, batch_size, rng):
            acts = forward(weights, X[batch])
            batch_losses.append(cost(acts, Y[batch]))
            grads = backward(weights, acts, Y[batch])
            lengths.append(len(batch))
            weights, _ = sgd(weights, grads, None, learning_rate)
        losses.append(np.average(batch_losses, weights=lengths))
    return weights, np.array(losses)


def confusion_matrix(labels, predictions):
    M = np.zeros((10, 10), int)
    np.add.at(M, (labels, predictions), 1)
    return M
''',
        },
        "fails": ["q8"],
    },
    "syntax_error": {
        "about": "a bracket missing in question 6",
        "answers": {
            "q6": '''
def minibatches(n, batch_size, rng):
    order = rng.permutation(n
    return [order[k:k + batch_size] for k in range(0, n, batch_size)]
'''
        },
        "fails": ["q6", "q8"],
    },
    "missing_import": {
        "about": "an import that does not exist, before everything else",
        "prepend": "import notthere",
    },
}
