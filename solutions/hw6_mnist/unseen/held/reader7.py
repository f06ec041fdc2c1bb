# %% q1: the name decides about gzip, and too long passes
# (1) a file is unpacked if its name ends in .gz, whatever its first bytes are; (2) bytes behind
# the announced values are cut off without a word, where a ValueError is due.
import gzip
import zlib
from pathlib import Path


def read_bytes(path):
    if str(path).endswith(".gz"):
        try:
            return gzip.decompress(Path(path).read_bytes())
        except (EOFError, OSError, zlib.error):
            raise ValueError("too short or damaged: broken gzip stream") from None
    return Path(path).read_bytes()


def load_images(path):
    raw = read_bytes(path)
    if len(raw) < 16:
        raise ValueError("too short for its header")
    magic, n, rows, columns = (int.from_bytes(raw[i:i + 4], "big") for i in (0, 4, 8, 12))
    if magic != 2051:
        raise ValueError(f"wrong magic number {magic}")
    size = n * rows * columns
    if len(raw) < 16 + size:
        raise ValueError("file is too short")
    values = np.frombuffer(raw[16:16 + size], np.uint8)
    return values.reshape(n, rows * columns) / 255.0


def load_labels(path):
    raw = read_bytes(path)
    if len(raw) < 8:
        raise ValueError("too short for its header")
    if int.from_bytes(raw[:4], "big") != 2049:
        raise ValueError("wrong magic number")
    n = int.from_bytes(raw[4:8], "big")
    if len(raw) < 8 + n:
        raise ValueError("file is too short")
    return np.frombuffer(raw[8:8 + n], np.uint8).astype(int)

# %% q1: images are taken for squares
# (1) the number of columns in the header is not read; images are rows x rows, so files with
# other images are refused or cut wrongly.
import gzip
import zlib
from pathlib import Path


def content(path, magic, header):
    data = Path(path).read_bytes()
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.decompress(data)
        except (EOFError, OSError, zlib.error) as broken:
            raise ValueError("the file is too short or damaged") from broken
    if len(data) < header:
        raise ValueError("the file is too short for a header")
    if int.from_bytes(data[:4], "big") != magic:
        raise ValueError("the magic number is wrong")
    return data, int.from_bytes(data[4:8], "big")


def checked(data, header, size):
    if len(data) - header < size:
        raise ValueError("the file is too short")
    if len(data) - header > size:
        raise ValueError("bytes left over at the end: too long")
    return np.frombuffer(data[header:], np.uint8)


def load_images(path):
    data, n = content(path, 2051, 16)
    side = int.from_bytes(data[8:12], "big")
    pixels = side * side
    return checked(data, 16, n * pixels).reshape(n, pixels).astype(np.float64) / 255


def load_labels(path):
    data, n = content(path, 2049, 8)
    return checked(data, 8, n).astype(np.int64)

# %% q2: -1 is the last digit
# (1) only labels that are too large are refused; a label below 0 counts from the end, as NumPy
# indices do.
def one_hot(labels, classes=10):
    if len(labels) and labels.max() >= classes:
        raise ValueError("label out of range")
    Y = np.zeros((len(labels), classes))
    Y[np.arange(len(labels)), labels] = 1
    return Y

# %% q3: a number in place of a share
# (1) the score is the number of right answers and not their share from 0 to 1.
from sklearn.linear_model import Perceptron


def perceptron_baseline(X, y):
    classifier = Perceptron(tol=1e-3, random_state=0)
    classifier.fit(X, y)
    right = np.sum(classifier.predict(X) == y)
    return float(right), classifier.coef_

# %% q4: the ones stand first, and a mean over the outputs too
# (1) the 1 is put in front, as in homework 5, but here the biases are the last row; (2) the
# cost is the mean over all entries and not a sum over the outputs.
def forward(weights, X):
    activations = [X]
    for W in weights:
        previous = np.hstack([np.ones((len(X), 1)), activations[-1]])
        activations.append(sigmoid(previous @ W))
    return activations


def cost(activations, Y):
    return float(np.mean((Y - activations[-1]) ** 2))

# %% q5: row 0 left out on the way back
# (1) the error goes back through W[1:], homework 5's convention; here the bias is the last row,
# so it should be W[:-1].
def backward(weights, activations, Y):
    grads = [None] * len(weights)
    A = activations[-1]
    delta = 2 / len(Y) * (A - Y) * A * (1 - A)
    for l in range(len(weights) - 1, -1, -1):
        below = np.hstack([activations[l], np.ones((len(Y), 1))])
        grads[l] = below.T @ delta
        if l > 0:
            delta = delta @ weights[l][1:].T * activations[l] * (1 - activations[l])
    return grads

# %% q5: the 2 is missing
# (1) the loss has no 1/2 in this chapter, but the derivative is taken as if it had: 1/N in place
# of 2/N.
def backward(weights, activations, Y):
    n = Y.shape[0]
    error = (activations[-1] - Y) / n
    slopes = []
    for W, before, after in zip(weights[::-1], activations[-2::-1], activations[:0:-1]):
        delta = error * after * (1 - after)
        slopes.append(np.vstack([before.T @ delta, delta.sum(axis=0)]))
        error = delta @ W[:-1].T
    return slopes[::-1]

# %% q6: ready-made blocks in random order
# (1) the batches are blocks of consecutive numbers and only the order of the blocks is random;
# single samples should be shuffled.
def minibatches(n, batch_size, rng):
    blocks = [np.arange(start, min(start + batch_size, n)) for start in range(0, n, batch_size)]
    for k in rng.permutation(len(blocks)):
        yield blocks[k]

# %% q7: momentum with 1 - beta, and epsilon inside Adam's root
# (1) the velocity is beta v + (1 - beta) g; the text has g without a factor; (2) Adam adds
# epsilon inside the root and not outside.
def sgd(weights, grads, state, learning_rate):
    return [w - learning_rate * g for w, g in zip(weights, grads)], state


def momentum(weights, grads, state, learning_rate, beta=0.9):
    if state is None:
        state = [np.zeros_like(w) for w in weights]
    velocity = [beta * v + (1 - beta) * g for v, g in zip(state, grads)]
    return [w - learning_rate * v for w, v in zip(weights, velocity)], velocity


def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    if state is None:
        state = (0, [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights])
    t, m, s = state
    t = t + 1
    m = [beta1 * a + (1 - beta1) * g for a, g in zip(m, grads)]
    s = [beta2 * a + (1 - beta2) * g**2 for a, g in zip(s, grads)]
    new = [w - learning_rate * (a / (1 - beta1**t)) / np.sqrt(b / (1 - beta2**t) + epsilon)
           for w, a, b in zip(weights, m, s)]
    return new, (t, m, s)

# %% q7: t counts matrices
# (1) Adam's t goes up with each weight matrix and not once for each step, so the second matrix is
# corrected as if it were in its second step.
def sgd(weights, grads, state, learning_rate):
    moved = []
    for i in range(len(weights)):
        moved.append(weights[i] - learning_rate * grads[i])
    return moved, None


def momentum(weights, grads, state, learning_rate, beta=0.9):
    velocities = [0.0] * len(weights) if state is None else list(state)
    moved = []
    for i in range(len(weights)):
        velocities[i] = beta * velocities[i] + grads[i]
        moved.append(weights[i] - learning_rate * velocities[i])
    return moved, velocities


def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    k = len(weights)
    t, m, s = (0, [0.0] * k, [0.0] * k) if state is None else (state[0], list(state[1]),
                                                              list(state[2]))
    moved = []
    for i in range(k):
        t += 1
        m[i] = beta1 * m[i] + (1 - beta1) * grads[i]
        s[i] = beta2 * s[i] + (1 - beta2) * grads[i] * grads[i]
        m_hat = m[i] / (1 - beta1**t)
        s_hat = s[i] / (1 - beta2**t)
        moved.append(weights[i] - learning_rate * m_hat / (np.sqrt(s_hat) + epsilon))
    return moved, (t, m, s)

# %% q8: the cost after the update, and the matrix on its side
# (1) the cost of a batch is taken after its update and not before; (2) the confusion matrix has
# the predictions in rows and the true labels in columns.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    D, K = X.shape[1], Y.shape[1]
    weights = [rng.normal(0, 1 / np.sqrt(D + 1), (D + 1, hidden)),
               rng.normal(0, 1 / np.sqrt(hidden + 1), (hidden + 1, K))]
    losses = []
    for _ in progress(range(epochs), "epochs"):
        costs = []
        for batch in minibatches(len(X), batch_size, rng):
            slopes = backward(weights, forward(weights, X[batch]), Y[batch])
            weights, _ = sgd(weights, slopes, None, learning_rate)
            costs.append(cost(forward(weights, X[batch]), Y[batch]))
        losses.append(np.mean(costs))
    return weights, np.array(losses)


def confusion_matrix(labels, predictions):
    counts = np.zeros((10, 10), dtype=int)
    for label, prediction in zip(labels, predictions):
        counts[prediction, label] += 1
    return counts

# %% q9: a softmax before the softmax
# (1) the model ends in a Softmax, and CrossEntropyLoss has another one in it; the outputs should
# be the scores.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    inputs = torch.tensor(X, dtype=torch.float32)
    classes = torch.tensor(Y.argmax(axis=1))
    model = torch.nn.Sequential(torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
                                torch.nn.Linear(hidden, Y.shape[1]), torch.nn.Softmax(dim=1))
    criterion = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        running = []
        for batch in minibatches(len(X), batch_size, rng):
            optimizer.zero_grad()
            loss = criterion(model(inputs[batch]), classes[batch])
            running.append(loss.item())
            loss.backward()
            optimizer.step()
        losses.append(sum(running) / len(running))
    return model, losses

# %% q10: patience of one more, and an equal cost is a new best
# (1) training stops only when more than `patience` epochs have brought nothing, one epoch too
# late; (2) a cost that equals the lowest counts as a new lowest one (<=).
from sklearn.linear_model import Perceptron


def split(n, held, rng):
    order = rng.permutation(n)
    return order[:n - held], order[n - held:]


def baselines(X, y, X_new, y_new):
    means = np.array([X[y == k].mean(axis=0) for k in range(y.max() + 1)])
    distances = ((X_new[:, None, :] - means[None]) ** 2).sum(axis=2)
    A = np.hstack([X, np.ones((len(X), 1))])
    A_new = np.hstack([X_new, np.ones((len(X_new), 1))])
    W = np.linalg.lstsq(A, np.eye(y.max() + 1)[y], rcond=None)[0]
    classifier = Perceptron(tol=1e-3, random_state=0).fit(X, y)
    return {"mean image": float(np.mean(distances.argmin(axis=1) == y_new)),
            "least squares": float(np.mean((A_new @ W).argmax(axis=1) == y_new)),
            "perceptron": float(classifier.score(X_new, y_new))}


def early_stopping(costs, patience):
    lowest, best, waited = float("inf"), 0, 0
    for epoch, value in enumerate(costs):
        if value <= lowest:
            lowest, best, waited = value, epoch, 0
        else:
            waited += 1
        if waited > patience:
            return epoch + 1, best
    return len(costs), best

# %% q10: least squares without a bias
# (1) the column of ones is forgotten in the least-squares fit, so its answers have no bias.
from sklearn.linear_model import Perceptron


def split(n, held, rng):
    numbers = np.arange(n)
    rng.shuffle(numbers)
    return numbers[held:], numbers[:held]


def baselines(X, y, X_new, y_new):
    K = len(np.unique(y))
    shares = {}
    means = np.stack([X[y == k].mean(axis=0) for k in range(K)])
    nearest = [int(np.argmin(np.sum((means - image) ** 2, axis=1))) for image in X_new]
    shares["mean image"] = float(np.mean(np.array(nearest) == y_new))
    W = np.linalg.lstsq(X.T @ X, X.T @ one_hot(y, K), rcond=None)[0]
    shares["least squares"] = float(np.mean(np.argmax(X_new @ W, axis=1) == y_new))
    perceptron = Perceptron(tol=1e-3, random_state=0)
    perceptron.fit(X, y)
    shares["perceptron"] = float(np.mean(perceptron.predict(X_new) == y_new))
    return shares


def early_stopping(costs, patience):
    best = 0
    for epoch in range(1, len(costs)):
        if costs[epoch] < costs[best]:
            best = epoch
        elif epoch - best >= patience:
            return epoch + 1, best
    return len(costs), best
