"""Homework 6: what people really write."""

# %% q1, wrong: not divided by 255
# Your pixels run from 0 to 255. The answer is asked for on another scale: look at the range in the
# formula.
def load_images(path):
    values, (count, rows, columns) = read_idx(path, 3)
    return values.reshape(count, rows * columns).astype(float)

# %% q1, wrong: divided by 256
# Your pixels are a little too small, all by the same factor. What does the darkest pixel become,
# and what should it be?
def load_images(path):
    values, (count, rows, columns) = read_idx(path, 3)
    return values.reshape(count, rows * columns) / 256

# %% q1, wrong: divided by the largest value seen
# You scale by the darkest pixel that is in the file. Then the same gray is another number in
# another file: scale by what a byte can hold.
def load_images(path):
    values, (count, rows, columns) = read_idx(path, 3)
    return values.reshape(count, rows * columns) / values.max()

# %% q1, wrong: single precision
# Your pixels are right to seven digits only: somewhere they become float32. The homework computes
# in float64.
def load_images(path):
    values, (count, rows, columns) = read_idx(path, 3)
    return values.reshape(count, rows * columns).astype(np.float32) / np.float32(255)

# %% q1, wrong: header of 8 bytes for 16
# The pixels come too early: part of the header is taken for ink. Count the whole numbers that stand
# before the first pixel, and the bytes of each.
def load_images(path):
    values, (count, rows, columns) = read_idx(path, 3)
    header = np.array([rows, columns], dtype=">u4").tobytes()
    content = np.frombuffer(header + values.tobytes(), np.uint8)
    return content.reshape(count, -1) / 255

# %% q1, wrong: images not flattened
# Each image is still a rectangle of pixels. The answer has one row for each image: two axes, not
# three.
def load_images(path):
    values, (count, rows, columns) = read_idx(path, 3)
    return values.reshape(count, rows, columns) / 255

# %% q1, wrong: samples in columns
# Your images stand in columns. In this course every sample is a row.
def load_images(path):
    values, (count, rows, columns) = read_idx(path, 3)
    return values.reshape(count, rows * columns).T / 255

# %% q1, wrong: hard-coded for the visible example
# You take 28 x 28 for granted. The sizes stand in the header, and images may have any.
def load_images(path):
    values, (count, rows, columns) = read_idx(path, 3)
    return values.reshape(-1, 28 * 28) / 255

# %% q1, wrong: columns are pixels read downward
# Each image comes out on its side: the bytes go along a row first, then to the next row. Reshape
# without turning anything.
def load_images(path):
    values, (count, rows, columns) = read_idx(path, 3)
    return values.reshape(count, rows, columns).transpose(0, 2, 1).reshape(count, -1) / 255

# %% q1, wrong: bytes in the order of this machine
# The sizes in the header come out enormous, and a file that is fine is refused. In which order do
# the four bytes of a number stand in the file, and in which do you read them?
def read_idx(path, dimensions):
    content = Path(path).read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (EOFError, OSError, zlib.error) as error:
            raise ValueError("damaged") from error
    numbers = [int.from_bytes(content[i:i + 4], "little") for i in range(0, 4 + 4 * dimensions, 4)]
    if content[:4] != bytes([0, 0, 8, dimensions]):
        raise ValueError("magic number")
    values = np.frombuffer(content[4 + 4 * dimensions:], np.uint8)
    if len(values) != int(np.prod(numbers[1:], dtype=object)):
        raise ValueError("too short" if len(values) < numbers[1] else "too long")
    return values, numbers[1:]

# %% q1, wrong: gzip told by the name
# Whether a file is packed, you ask its name. Names lie: look at the first two bytes of the content.
def read_idx(path, dimensions):
    content = Path(path).read_bytes()
    if str(path).endswith(".gz"):
        try:
            content = gzip.decompress(content)
        except (EOFError, OSError, zlib.error) as error:
            raise ValueError("damaged") from error
    if content[:4] != bytes([0, 0, 8, dimensions]):
        raise ValueError("magic number")
    begin = 4 + 4 * dimensions
    sizes = [int.from_bytes(content[i:i + 4], "big") for i in range(4, begin, 4)]
    values = np.frombuffer(content[begin:], np.uint8)
    if len(values) != np.prod(sizes):
        raise ValueError("too short" if len(values) < np.prod(sizes) else "too long")
    return values, sizes

# %% q1, wrong: what is too long is cut off
# A file with more bytes than its header promises is read without a word. Compare the length with
# what the sizes say, in both directions.
def read_idx(path, dimensions):
    content = Path(path).read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (EOFError, OSError, zlib.error) as error:
            raise ValueError("damaged") from error
    if content[:4] != bytes([0, 0, 8, dimensions]):
        raise ValueError("magic number")
    begin = 4 + 4 * dimensions
    sizes = [int.from_bytes(content[i:i + 4], "big") for i in range(4, begin, 4)]
    count = int(np.prod(sizes))
    return np.frombuffer(content, np.uint8, count=count, offset=begin), sizes

# %% q1, wrong: magic number not looked at
# You look at the length of a file and not at its first four bytes. They say what is in it: compare
# them before anything else, and refuse.
def read_idx(path, dimensions):
    content = Path(path).read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (EOFError, OSError, zlib.error) as error:
            raise ValueError("damaged") from error
    begin = 4 + 4 * dimensions
    sizes = [int.from_bytes(content[i:i + 4], "big") for i in range(4, begin, 4)]
    values, size = np.frombuffer(content[begin:], np.uint8), int(np.prod(sizes, dtype=object))
    if len(values) != size:
        raise ValueError("too short" if len(values) < size else "too long")
    return values, sizes

# %% q1, wrong: errors of gzip not caught
# A gzip stream that ends early or is damaged gives the exception of the gzip module, not a
# ValueError. The text names three of them to catch.
def read_idx(path, dimensions):
    content = Path(path).read_bytes()
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    if content[:4] != bytes([0, 0, 8, dimensions]):
        raise ValueError("magic number")
    begin = 4 + 4 * dimensions
    sizes = [int.from_bytes(content[i:i + 4], "big") for i in range(4, begin, 4)]
    values = np.frombuffer(content[begin:], np.uint8)
    if len(values) != np.prod(sizes):
        raise ValueError("too short" if len(values) < np.prod(sizes) else "too long")
    return values, sizes

# %% q1, wrong: only one of gzip's errors caught
# A gzip stream that ends early is refused as it should be; one whose bytes are wrong is not. There
# is more than one exception that the gzip module may raise.
def read_idx(path, dimensions):
    content = Path(path).read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except EOFError as error:
            raise ValueError("damaged") from error
    if content[:4] != bytes([0, 0, 8, dimensions]):
        raise ValueError("magic number")
    begin = 4 + 4 * dimensions
    sizes = [int.from_bytes(content[i:i + 4], "big") for i in range(4, begin, 4)]
    values = np.frombuffer(content[begin:], np.uint8)
    if len(values) != np.prod(sizes):
        raise ValueError("too short" if len(values) < np.prod(sizes) else "too long")
    return values, sizes

# %% q1, wrong: another exception
# Files that lie are refused, but by another exception than the ValueError that is promised. Whoever
# catches a ValueError would not catch yours.
def read_idx(path, dimensions):
    content = Path(path).read_bytes()
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    if content[:4] != bytes([0, 0, 8, dimensions]):
        raise RuntimeError("magic number")
    begin = 4 + 4 * dimensions
    sizes = [int.from_bytes(content[i:i + 4], "big") for i in range(4, begin, 4)]
    values = np.frombuffer(content[begin:], np.uint8)
    if len(values) != np.prod(sizes):
        raise RuntimeError("too short" if len(values) < np.prod(sizes) else "too long")
    return values, sizes

# %% q1, wrong: labels of a floating dtype
# The labels have the right values, and a decimal point. They are used to index columns: whole
# numbers are asked for.
def load_labels(path):
    return read_idx(path, 1)[0].astype(float)

# %% q1, wrong: labels divided by 255
# The labels are scaled like pixels. They are names of digits: leave them as they are.
def load_labels(path):
    return read_idx(path, 1)[0] / 255

# %% q1, wrong: labels in a column
# Your labels have two axes. One is asked for: a number for each image.
def load_labels(path):
    return read_idx(path, 1)[0].astype(int).reshape(-1, 1)

# %% q1, right: struct
def unpacked(path):
    content = open(path, "rb").read()
    if content.startswith(b"\x1f\x8b"):
        try:
            return gzip.decompress(content)
        except Exception as error:
            raise ValueError("damaged gzip stream") from error
    return content
def load_images(path):
    import struct
    content = unpacked(path)
    if len(content) < 16:
        raise ValueError("too short for a header")
    magic, count, rows, columns = struct.unpack_from(">4I", content)
    if magic != 2051:
        raise ValueError(f"wrong magic number {magic}")
    size = count * rows * columns
    if len(content) - 16 != size:
        raise ValueError("too short" if len(content) - 16 < size else "too long")
    return np.array(list(content[16:])).reshape(count, rows * columns) / 255
def load_labels(path):
    import struct
    content = unpacked(path)
    if len(content) < 8:
        raise ValueError("too short for a header")
    magic, count = struct.unpack_from(">2I", content)
    if magic != 2049:
        raise ValueError(f"wrong magic number {magic}")
    if len(content) - 8 != count:
        raise ValueError("too short" if len(content) - 8 < count else "too long")
    return np.array(list(content[8:]))

# %% q1, right: memory views and bytes as they are
def load_labels(path):
    return read_idx(str(path), 1)[0]
def load_images(path):
    values, sizes = read_idx(str(path), 3)
    table = np.linspace(0.0, 1.0, 256)
    return table[values].reshape(sizes[0], -1)

# %% q2, wrong: negative labels wrap around
# A label of -1 should be refused; you count it from the end, as NumPy does, without a word.
def one_hot(labels, classes=10):
    if labels.max() >= classes:
        raise ValueError("no such label")
    return np.eye(classes)[labels]

# %% q2, wrong: labels too large not refused
# Labels below 0 you refuse with a ValueError, those from classes on you don't. Both ends count, and
# an IndexError is not a ValueError.
def one_hot(labels, classes=10):
    if labels.min() < 0:
        raise ValueError("no such label")
    return np.eye(classes)[labels]

# %% q2, wrong: off by one
# The ones stand one column too far to the left. The first column is the one of label 0.
def one_hot(labels, classes=10):
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError("no such label")
    return np.eye(classes)[labels.astype(int) - 1]

# %% q2, wrong: hard-coded for ten classes
# You always make ten columns. How many there are is an argument.
def one_hot(labels, classes=10):
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError("no such label")
    return np.eye(10)[labels]

# %% q2, wrong: as many columns as labels come up
# You count the columns from the labels that are there. A batch without the last digits would get
# too few: the number of columns is an argument.
def one_hot(labels, classes=10):
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError("no such label")
    return np.eye(int(labels.max()) + 1)[labels]

# %% q2, wrong: columns in the order of what comes up
# You give columns only to labels that occur. A column belongs to its digit, whether or not that
# digit is there.
def one_hot(labels, classes=10):
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError("no such label")
    return (labels[:, None] == np.unique(labels)).astype(float)

# %% q2, wrong: samples in columns
# You have a column for each sample, and a row for each class. In this course it is the other way
# around.
def one_hot(labels, classes=10):
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError("no such label")
    return np.eye(classes)[labels].T

# %% q2, wrong: list for array
# The rows are right, but they come as lists. An array is asked for: nobody can subtract lists.
def one_hot(labels, classes=10):
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError("no such label")
    return np.eye(classes)[labels].tolist()

# %% q2, wrong: the label itself in place of 1
# In the right column stands the label, not a 1. Label 0 even gets a row of zeros.
def one_hot(labels, classes=10):
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError("no such label")
    return np.eye(classes)[labels] * labels[:, None]

# %% q2, wrong: labels out of range are clipped
# A label that does not exist is moved to the nearest that does. A mistake in the data should be
# heard, not mended in silence.
def one_hot(labels, classes=10):
    return np.eye(classes)[np.clip(labels, 0, classes - 1)]

# %% q2, right: loops
def one_hot(labels, classes=10):
    rows = []
    for label in labels:
        if label not in range(classes):
            raise ValueError(f"{label} is no label")
        rows.append([1 if k == label else 0 for k in range(classes)])
    return np.array(rows)

# %% q2, right: comparison
def one_hot(labels, classes=10):
    Y = np.equal.outer(labels, np.arange(classes))
    if not Y.any(axis=1).all():
        raise ValueError("a label out of range")
    return Y

# %% q3, wrong: score in percent
# Your score is a hundred times too large: a share from 0 to 1 is asked for.
def perceptron_baseline(X, y):
    found = Perceptron(tol=1e-3, random_state=0).fit(X, y)
    return 100 * found.score(X, y), found.coef_

# %% q3, wrong: count for share
# Your score is the number of right answers. Their share is asked for.
def perceptron_baseline(X, y):
    found = Perceptron(tol=1e-3, random_state=0).fit(X, y)
    return np.sum(found.predict(X) == y), found.coef_

# %% q3, wrong: share of the wrong answers
# Your score counts what the perceptron gets wrong. It is the share of right answers that is asked
# for.
def perceptron_baseline(X, y):
    found = Perceptron(tol=1e-3, random_state=0).fit(X, y)
    return np.mean(found.predict(X) != y), found.coef_

# %% q3, wrong: another seed
# The perceptron sees the samples in another order than the one that is asked for: compare its
# settings with the text.
def perceptron_baseline(X, y):
    found = Perceptron(tol=1e-3, random_state=1).fit(X, y)
    return found.score(X, y), found.coef_

# %% q3, wrong: another tolerance
# The perceptron stops earlier than it should: compare its settings with the text.
def perceptron_baseline(X, y):
    found = Perceptron(tol=1e-1, random_state=0).fit(X, y)
    return found.score(X, y), found.coef_

# %% q3, wrong: one epoch only
# The perceptron has not been trained to its end: leave the settings that the text does not name as
# they come.
def perceptron_baseline(X, y):
    found = Perceptron(tol=1e-3, random_state=0, max_iter=1).fit(X, y)
    return found.score(X, y), found.coef_

# %% q3, wrong: bias forgotten
# Your perceptrons have no biases, so every boundary goes through the origin. Leave that setting as
# it comes.
def perceptron_baseline(X, y):
    found = Perceptron(tol=1e-3, random_state=0, fit_intercept=False).fit(X, y)
    return found.score(X, y), found.coef_

# %% q3, wrong: bias forgotten in the score
# The weights are right, the score is that of the weights alone. The answer of a perceptron needs
# its bias as well; ask the classifier itself.
def perceptron_baseline(X, y):
    found = Perceptron(tol=1e-3, random_state=0).fit(X, y)
    return np.mean((X @ found.coef_.T).argmax(axis=1) == y), found.coef_

# %% q3, wrong: biases with the weights
# Your weights have a column too many: the biases are not asked for.
def perceptron_baseline(X, y):
    found = Perceptron(tol=1e-3, random_state=0).fit(X, y)
    return found.score(X, y), np.column_stack([found.coef_, found.intercept_])

# %% q3, wrong: biases for weights
# What you return second are the biases, one for each digit. The weights have a number for each
# pixel as well.
def perceptron_baseline(X, y):
    found = Perceptron(tol=1e-3, random_state=0).fit(X, y)
    return found.score(X, y), found.intercept_

# %% q3, wrong: weights transposed
# Your weights have a row for each pixel. A row for each digit is asked for.
def perceptron_baseline(X, y):
    found = Perceptron(tol=1e-3, random_state=0).fit(X, y)
    return found.score(X, y), found.coef_.T

# %% q3, wrong: the two results in the other order
# Score and weights come in the wrong order: first the score.
def perceptron_baseline(X, y):
    found = Perceptron(tol=1e-3, random_state=0).fit(X, y)
    return found.coef_, found.score(X, y)

# %% q3, wrong: only the score
# One thing comes back, two are asked for: the score, and the weights.
def perceptron_baseline(X, y):
    return Perceptron(tol=1e-3, random_state=0).fit(X, y).score(X, y)

# %% q3, wrong: some samples kept back
# The perceptron is trained on a part of the samples and scored on the rest. That is good practice,
# but here it is asked what share of all that it was trained on it gets right.
def perceptron_baseline(X, y):
    part = len(X) * 4 // 5
    found = Perceptron(tol=1e-3, random_state=0).fit(X[:part], y[:part])
    return found.score(X[part:], y[part:]), found.coef_

# %% q3, wrong: score rounded
# Your score is right to two digits and rounded after them. Round when you print, not before.
def perceptron_baseline(X, y):
    found = Perceptron(tol=1e-3, random_state=0).fit(X, y)
    return round(found.score(X, y), 2), found.coef_

# %% q3, right: settings as they come
def perceptron_baseline(X, y):
    found = Perceptron()
    found.fit(X, y)
    return float(np.mean(found.predict(X) == y)), np.array(found.coef_)

# %% q3, right: ten sums by hand
def perceptron_baseline(X, y):
    found = Perceptron(tol=0.001, random_state=0).fit(X, y)
    sums = X @ found.coef_.T + found.intercept_
    return [np.count_nonzero(found.classes_[sums.argmax(axis=1)] == y) / len(y), found.coef_]

# %% q4, wrong: bias forgotten
# The last row of the weights never comes in: each neuron needs its bias, too.
def forward(weights, X):
    activations = [X]
    for w in weights:
        activations.append(sigmoid(activations[-1] @ w[:-1]))
    return activations

# %% q4, wrong: bias in the first row
# You take the first row of the weights for the biases. In this course they stand in the last.
def forward(weights, X):
    activations = [X]
    for w in weights:
        activations.append(sigmoid(activations[-1] @ w[1:] + w[0]))
    return activations

# %% q4, wrong: bias added after the sigmoid
# Your biases move the output of the neuron. They belong to the weighted sum, before the sigmoid.
def forward(weights, X):
    activations = [X]
    for w in weights:
        activations.append(sigmoid(activations[-1] @ w[:-1]) + w[-1])
    return activations

# %% q4, wrong: no sigmoid in the last layer
# The outputs are bare weighted sums. Every layer is a sigmoid, the last one too.
def forward(weights, X):
    activations = [X]
    for w in weights:
        activations.append(sigmoid(activations[-1] @ w[:-1] + w[-1]))
    activations[-1] = activations[-2] @ weights[-1][:-1] + weights[-1][-1]
    return activations

# %% q4, wrong: no sigmoid at all
# Your layers are weighted sums only, and any number of those is no more than one. Something comes
# after each sum.
def forward(weights, X):
    activations = [X]
    for w in weights:
        activations.append(activations[-1] @ w[:-1] + w[-1])
    return activations

# %% q4, wrong: weighted sums for activations
# You keep what goes into each sigmoid, not what comes out of it. The list is one of activations.
def forward(weights, X):
    sums, A = [X], X
    for w in weights:
        sums.append(A @ w[:-1] + w[-1])
        A = sigmoid(sums[-1])
    return sums

# %% q4, wrong: input left out
# Your list has an array for each layer and lacks the input. It begins with X: the first layer's
# slope will need it.
def forward(weights, X):
    activations = [X]
    for w in weights:
        activations.append(sigmoid(activations[-1] @ w[:-1] + w[-1]))
    return activations[1:]

# %% q4, wrong: only the output
# You return the output alone. The activations of every layer are asked for, as a list.
def forward(weights, X):
    for w in weights:
        X = sigmoid(X @ w[:-1] + w[-1])
    return X

# %% q4, wrong: appended ones kept
# The 1 that you append for the bias is still in what you return. It belongs to the product alone.
def forward(weights, X):
    activations = [np.column_stack([X, np.ones(len(X))])]
    for w in weights:
        A = sigmoid(activations[-1] @ w)
        activations.append(np.column_stack([A, np.ones(len(A))]))
    return activations

# %% q4, wrong: hard-coded for two layers
# You go through two matrices of weights, whatever the list holds. There may be one, or three.
def forward(weights, X):
    first = sigmoid(X @ weights[0][:-1] + weights[0][-1])
    return [X, first, sigmoid(first @ weights[1][:-1] + weights[1][-1])]

# %% q4, wrong: sign
# Your neurons do the opposite of what they should: where 0.75 is right, they give 0.25. Look at the
# sign in the exponent.
def forward(weights, X):
    activations = [X]
    for w in weights:
        activations.append(1 / (1 + np.exp(activations[-1] @ w[:-1] + w[-1])))
    return activations

# %% q4, wrong: factor 1/2
# Your cost is half of what is asked for. This homework's C has no such factor.
def cost(activations, Y):
    return float(((Y - activations[-1]) ** 2).sum() / len(Y) / 2)

# %% q4, wrong: mean over the outputs as well
# You average over all numbers. C averages over the samples, and sums over the outputs.
def cost(activations, Y):
    return float(np.mean((Y - activations[-1]) ** 2))

# %% q4, wrong: sum for mean
# Your cost grows with the number of samples. C is their mean.
def cost(activations, Y):
    return float(np.sum((Y - activations[-1]) ** 2))

# %% q4, wrong: square forgotten
# You average distances. C is made of their squares.
def cost(activations, Y):
    return float(np.mean(np.sqrt(np.sum((Y - activations[-1]) ** 2, axis=1))))

# %% q4, wrong: absolute values for squares
# You sum absolute differences. C is made of squares.
def cost(activations, Y):
    return float(np.abs(Y - activations[-1]).sum() / len(Y))

# %% q4, wrong: one cost for each sample
# You return a number for each sample. One number is asked for.
def cost(activations, Y):
    return np.sum((Y - activations[-1]) ** 2, axis=1)

# %% q4, wrong: divided by the number of outputs
# You divide by the number of outputs, in place of the number of samples. Which axis of Y counts
# which?
def cost(activations, Y):
    return float(((Y - activations[-1]) ** 2).sum() / Y.shape[1])

# %% q4, right: einsum and ones
def forward(weights, X):
    activations = [X]
    for w in weights:
        extended = np.c_[activations[-1], np.ones(len(X))]
        z = np.einsum("ni,ij->nj", extended, w)
        activations.append(0.5 + 0.5 * np.tanh(z / 2))
    return activations
def cost(activations, Y):
    d = Y - activations[-1]
    return np.einsum("nk,nk->", d, d) / d.shape[0]

# %% q4, right: loops
def forward(weights, X):
    activations = [X.copy()]
    for w in weights:
        rows = []
        for a in activations[-1]:
            rows.append([sigmoid(sum(x * v for x, v in zip(list(a) + [1.0], column)))
                         for column in w.T])
        activations.append(np.array(rows))
    return tuple(activations)
def cost(activations, Y):
    total = 0.0
    for t, a in zip(Y, activations[-1]):
        total += sum((u - v) ** 2 for u, v in zip(t, a))
    return total / len(Y)

# %% q5, wrong: slope taken at the activation
# You put the activation where the weighted sum belongs: A has been through the sigmoid once, and
# its slope follows from A without another one.
def backward(weights, activations, Y):
    gradients = []
    into = 2 / len(Y) * (activations[-1] - Y)
    for k in reversed(range(len(weights))):
        s = sigmoid(activations[k + 1])
        delta = into * s * (1 - s)
        gradients.insert(0, np.vstack([activations[k].T @ delta, delta.sum(axis=0)]))
        into = delta @ weights[k][:-1].T
    return gradients

# %% q5, wrong: the sigmoid's slope is missing
# The chain rule passes through every sigmoid, and its slope is nowhere in your deltas.
def backward(weights, activations, Y):
    gradients = []
    delta = 2 / len(Y) * (activations[-1] - Y)
    for k in reversed(range(len(weights))):
        gradients.insert(0, np.vstack([activations[k].T @ delta, delta.sum(axis=0)]))
        delta = delta @ weights[k][:-1].T
    return gradients

# %% q5, wrong: slope of the output missing
# Your hidden layers are treated well, but the delta of the last layer lacks a factor: its neurons
# are sigmoids as well.
def backward(weights, activations, Y):
    gradients = []
    delta = 2 / len(Y) * (activations[-1] - Y)
    for k in reversed(range(len(weights))):
        A = activations[k]
        gradients.insert(0, np.vstack([A.T @ delta, delta.sum(axis=0)]))
        delta = delta @ weights[k][:-1].T * A * (1 - A)
    return gradients

# %% q5, wrong: slope of the hidden layers missing
# The last layer's slopes are right; on the way back from it a factor is lost. What does an error
# pass on its way into a hidden neuron's weighted sum?
def backward(weights, activations, Y):
    gradients = []
    A = activations[-1]
    delta = 2 / len(Y) * (A - Y) * A * (1 - A)
    for k in reversed(range(len(weights))):
        gradients.insert(0, np.vstack([activations[k].T @ delta, delta.sum(axis=0)]))
        delta = delta @ weights[k][:-1].T
    return gradients

# %% q5, wrong: sign
# Every slope has the wrong sign: with it, descent would climb. Look at the order of the difference.
def backward(weights, activations, Y):
    gradients = []
    into = 2 / len(Y) * (Y - activations[-1])
    for k in reversed(range(len(weights))):
        below, above = activations[k], activations[k + 1]
        delta = into * above * (1 - above)
        gradients.insert(0, np.vstack([below.T @ delta, delta.sum(axis=0)]))
        into = delta @ weights[k][:-1].T
    return gradients

# %% q5, wrong: factor 2 missing
# Every slope is half of what it should be. What is the derivative of a square?
def backward(weights, activations, Y):
    gradients = []
    into = (activations[-1] - Y) / len(Y)
    for k in reversed(range(len(weights))):
        below, above = activations[k], activations[k + 1]
        delta = into * above * (1 - above)
        gradients.insert(0, np.vstack([below.T @ delta, delta.sum(axis=0)]))
        into = delta @ weights[k][:-1].T
    return gradients

# %% q5, wrong: sum for mean
# Your slopes grow with the number of samples. The cost is a mean over the samples.
def backward(weights, activations, Y):
    gradients = []
    into = 2 * (activations[-1] - Y)
    for k in reversed(range(len(weights))):
        below, above = activations[k], activations[k + 1]
        delta = into * above * (1 - above)
        gradients.insert(0, np.vstack([below.T @ delta, delta.sum(axis=0)]))
        into = delta @ weights[k][:-1].T
    return gradients

# %% q5, wrong: mean over the outputs as well
# Your slopes are too small, by the number of outputs: the cost sums over the outputs and averages
# over the samples alone.
def backward(weights, activations, Y):
    gradients = []
    into = 2 / Y.size * (activations[-1] - Y)
    for k in reversed(range(len(weights))):
        below, above = activations[k], activations[k + 1]
        delta = into * above * (1 - above)
        gradients.insert(0, np.vstack([below.T @ delta, delta.sum(axis=0)]))
        into = delta @ weights[k][:-1].T
    return gradients

# %% q5, wrong: 1/N taken twice
# Your slopes are right for one sample, and too small for more: the mean over the samples is taken
# more than once.
def backward(weights, activations, Y):
    gradients = []
    into = 2 / len(Y) * (activations[-1] - Y)
    for k in reversed(range(len(weights))):
        below, above = activations[k], activations[k + 1]
        delta = into * above * (1 - above)
        gradients.insert(0, np.vstack([below.T @ delta, delta.sum(axis=0)]) / len(Y))
        into = delta @ weights[k][:-1].T
    return gradients

# %% q5, wrong: bias slopes averaged
# The last row of each gradient is right for one sample, and too small for more. The mean is already
# in the delta: the rows of a batch add up.
def backward(weights, activations, Y):
    gradients = []
    into = 2 / len(Y) * (activations[-1] - Y)
    for k in reversed(range(len(weights))):
        below, above = activations[k], activations[k + 1]
        delta = into * above * (1 - above)
        gradients.insert(0, np.vstack([below.T @ delta, delta.mean(axis=0)]))
        into = delta @ weights[k][:-1].T
    return gradients

# %% q5, wrong: bias slopes zero
# The last row of each gradient is zero, so that the biases would never learn. No error flows back
# into the appended 1, but its weights have slopes.
def backward(weights, activations, Y):
    gradients = []
    into = 2 / len(Y) * (activations[-1] - Y)
    for k in reversed(range(len(weights))):
        below, above = activations[k], activations[k + 1]
        delta = into * above * (1 - above)
        gradients.insert(0, np.vstack([below.T @ delta, 0 * delta[0]]))
        into = delta @ weights[k][:-1].T
    return gradients

# %% q5, wrong: bias forgotten
# Your gradients have a row less than the weights: the biases have slopes, too.
def backward(weights, activations, Y):
    gradients = []
    into = 2 / len(Y) * (activations[-1] - Y)
    for k in reversed(range(len(weights))):
        below, above = activations[k], activations[k + 1]
        delta = into * above * (1 - above)
        gradients.insert(0, below.T @ delta)
        into = delta @ weights[k][:-1].T
    return gradients

# %% q5, wrong: bias in the first row
# Your gradients have the slopes of the biases in the first row. The weights have their biases in
# the last.
def backward(weights, activations, Y):
    gradients = []
    into = 2 / len(Y) * (activations[-1] - Y)
    for k in reversed(range(len(weights))):
        below, above = activations[k], activations[k + 1]
        delta = into * above * (1 - above)
        gradients.insert(0, np.vstack([delta.sum(axis=0), below.T @ delta]))
        into = delta @ weights[k][:-1].T
    return gradients

# %% q5, wrong: first row dropped for the last
# On its way back the error passes the wrong rows of the weights: it is the row of the biases that
# has to be left out, and that is the last.
def backward(weights, activations, Y):
    gradients = []
    into = 2 / len(Y) * (activations[-1] - Y)
    for k in reversed(range(len(weights))):
        below, above = activations[k], activations[k + 1]
        delta = into * above * (1 - above)
        gradients.insert(0, np.vstack([below.T @ delta, delta.sum(axis=0)]))
        into = delta @ weights[k][1:].T
    return gradients

# %% q5, wrong: last layer first
# The gradients are right and stand in the wrong order: you collect them from the last layer to the
# first. They should stand as the weights do.
def backward(weights, activations, Y):
    gradients = []
    into = 2 / len(Y) * (activations[-1] - Y)
    for k in reversed(range(len(weights))):
        below, above = activations[k], activations[k + 1]
        delta = into * above * (1 - above)
        gradients.append(np.vstack([below.T @ delta, delta.sum(axis=0)]))
        into = delta @ weights[k][:-1].T
    return gradients

# %% q5, wrong: transpose that happens to fit
# On its way back the error is multiplied by a matrix that is not transposed. Where layers are of
# equal size that fits, and is wrong all the same: compare the shapes in the formula.
def backward(weights, activations, Y):
    gradients = []
    into = 2 / len(Y) * (activations[-1] - Y)
    for k in reversed(range(len(weights))):
        below, above = activations[k], activations[k + 1]
        delta = into * above * (1 - above)
        gradients.insert(0, np.vstack([below.T @ delta, delta.sum(axis=0)]))
        w = weights[k][:-1]
        into = delta @ (w if w.shape[0] == w.shape[1] else w.T)
    return gradients

# %% q5, wrong: already updated weights
# You update the weights in here, and send the error back through the new ones. Only slopes are
# asked for, those of the weights that came in.
def backward(weights, activations, Y):
    gradients = []
    into = 2 / len(Y) * (activations[-1] - Y)
    for k in reversed(range(len(weights))):
        below, above = activations[k], activations[k + 1]
        delta = into * above * (1 - above)
        gradients.insert(0, np.vstack([below.T @ delta, delta.sum(axis=0)]))
        into = delta @ (weights[k] - gradients[0])[:-1].T
    return gradients

# %% q5, wrong: in-place change of an argument
# The activations that came in are changed: the difference is stored where the output was. Work on a
# new array.
def backward(weights, activations, Y):
    gradients = []
    A = activations[-1].copy()
    into = activations[-1]
    into -= Y
    into = into * 2 / len(Y)
    for k in reversed(range(len(weights))):
        below, above = activations[k], A if k == len(weights) - 1 else activations[k + 1]
        delta = into * above * (1 - above)
        gradients.insert(0, np.vstack([below.T @ delta, delta.sum(axis=0)]))
        into = delta @ weights[k][:-1].T
    return gradients

# %% q5, wrong: hard-coded for two layers
# You go back through two layers, whatever the list holds. The recursion does for any number, also
# for one.
def backward(weights, activations, Y):
    X, H, A = activations[0], activations[1], activations[-1]
    two = 2 / len(Y) * (A - Y) * A * (1 - A)
    one = two @ weights[1][:-1].T * H * (1 - H)
    return [np.vstack([X.T @ one, one.sum(axis=0)]), np.vstack([H.T @ two, two.sum(axis=0)])]

# %% q5, right: sample by sample
def backward(weights, activations, Y):
    gradients = [0 * w for w in weights]
    for n in range(len(Y)):
        error = 2 * (activations[-1][n] - Y[n]) / len(Y)
        for k in range(len(weights) - 1, -1, -1):
            a = activations[k + 1][n]
            delta = error * (a - a * a)
            gradients[k] = gradients[k] + np.outer([*activations[k][n], 1.0], delta)
            error = weights[k][:-1] @ delta
    return gradients

# %% q5, right: einsum in columns
def backward(weights, activations, Y):
    columns = [np.vstack([a.T, np.ones(len(Y))]) for a in activations]
    gradients, error = [], -2 * (Y - activations[-1]).T / len(Y)
    for w, low, high in zip(weights[::-1], columns[-2::-1], columns[:0:-1]):
        delta = error * high[:-1] * (1 - high[:-1])
        gradients.append(np.einsum("in,jn->ij", low, delta))
        error = np.einsum("ij,jn->in", w, delta)[:-1]
    return tuple(reversed(gradients))

# %% q6, wrong: last short batch dropped
# The samples that are left over at the end never come. They make a batch as well, a shorter one.
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[k * batch_size:(k + 1) * batch_size] for k in range(n // batch_size)]

# %% q6, wrong: not shuffled
# Your batches come in the order of the numbers. Draw an order from rng first.
def minibatches(n, batch_size, rng):
    order = np.arange(n)
    return [order[k:k + batch_size] for k in range(0, n, batch_size)]

# %% q6, wrong: ready-made blocks
# You shuffle blocks of neighbors. Neighbors should come apart: shuffle the samples, then cut.
def minibatches(n, batch_size, rng):
    blocks = [np.arange(k, min(k + batch_size, n)) for k in range(0, n, batch_size)]
    return [blocks[k] for k in rng.permutation(len(blocks))]

# %% q6, wrong: shuffled inside the batches only
# Every batch holds the same samples each time, only their order changes. Shuffle all samples before
# you cut.
def minibatches(n, batch_size, rng):
    return [rng.permutation(np.arange(k, min(k + batch_size, n))) for k in range(0, n, batch_size)]

# %% q6, wrong: drawn with replacement
# Some samples come twice, others not at all: you draw each number for itself. An epoch goes through
# all samples once.
def minibatches(n, batch_size, rng):
    order = rng.integers(0, n, n)
    return [order[k:k + batch_size] for k in range(0, n, batch_size)]

# %% q6, wrong: last batch filled up
# The last batch is filled with samples that have been there already. Let it be shorter.
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    return [np.take(order, range(k, k + batch_size), mode="wrap") for k in range(0, n, batch_size)]

# %% q6, wrong: pieces of equal length
# You cut into pieces that are as equal as can be. Each batch has batch_size samples; only the last
# one may have fewer.
def minibatches(n, batch_size, rng):
    return np.array_split(rng.permutation(n), -(-n // batch_size))

# %% q6, wrong: batch_size taken for the number of batches
# You make batch_size batches. It is the number of samples in each of them.
def minibatches(n, batch_size, rng):
    return np.array_split(rng.permutation(n), batch_size)

# %% q6, wrong: off by one
# Your numbers run from 1 to n. Rows are counted from 0: the first never comes, and one comes that
# does not exist.
def minibatches(n, batch_size, rng):
    order = rng.permutation(n) + 1
    return [order[k:k + batch_size] for k in range(0, n, batch_size)]

# %% q6, wrong: batches overlap
# Each batch shares a sample with the next. The end of a slice does not belong to it.
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[k:k + batch_size + 1] for k in range(0, n, batch_size)]

# %% q6, wrong: an empty batch at the end
# Where the sizes divide, an empty batch comes last. Look at the end of your range.
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[k:k + batch_size] for k in range(0, n + 1, batch_size)]

# %% q6, wrong: a fixed seed
# Whatever rng is handed in, the order is the same: you draw from a generator of your own. Draw from
# the one that comes in.
def minibatches(n, batch_size, rng):
    order = np.random.default_rng(0).permutation(n)
    return [order[k:k + batch_size] for k in range(0, n, batch_size)]

# %% q6, wrong: global random state
# Equal generators give different batches: the randomness comes from somewhere else than rng. Draw
# from the generator that comes in.
def minibatches(n, batch_size, rng):
    order = np.random.permutation(n)
    return [order[k:k + batch_size] for k in range(0, n, batch_size)]

# %% q6, right: a generator that sorts
def minibatches(n, batch_size, rng):
    order = np.argsort(rng.random(n))
    for start in range(0, n, batch_size):
        yield order[start:start + batch_size]

# %% q6, right: without replacement
def minibatches(n, batch_size, rng):
    order = rng.choice(n, size=n, replace=False)
    return tuple(np.split(order, np.arange(batch_size, n, batch_size)))

# %% q7, wrong: sign in sgd
# Plain descent goes uphill: the step has the sign of the slope. Look at the sign in sgd.
def sgd(weights, grads, state, learning_rate):
    return [w + learning_rate * g for w, g in zip(weights, grads)], None

# %% q7, wrong: learning rate forgotten in sgd
# The step of sgd is the whole slope. How much of it is taken is an argument.
def sgd(weights, grads, state, learning_rate):
    return [w - g for w, g in zip(weights, grads)], None

# %% q7, wrong: in-place change of the weights
# sgd changes the weights that come in. Make new arrays, so that the caller keeps the old ones.
def sgd(weights, grads, state, learning_rate):
    for w, g in zip(weights, grads):
        w -= learning_rate * g
    return weights, None

# %% q7, wrong: state not returned
# sgd returns the weights alone. All three return two things, so that one loop does for each of
# them.
def sgd(weights, grads, state, learning_rate):
    return [w - learning_rate * g for w, g in zip(weights, grads)]

# %% q7, wrong: factor 1 - beta in the velocity
# Your velocity is an average of the slopes. In this homework's momentum the new slope comes in
# whole.
def momentum(weights, grads, state, learning_rate, beta=0.9):
    old = [np.zeros_like(w) for w in weights] if state is None else state
    new = [beta * v + (1 - beta) * g for v, g in zip(old, grads)]
    return [w - learning_rate * v for w, v in zip(weights, new)], new

# %% q7, wrong: momentum sign
# The old velocity is taken away where it should push on, so that each step brakes the next. Look at
# the signs in v.
def momentum(weights, grads, state, learning_rate, beta=0.9):
    old = [np.zeros_like(w) for w in weights] if state is None else state
    new = [g - beta * v for v, g in zip(old, grads)]
    return [w - learning_rate * v for w, v in zip(weights, new)], new

# %% q7, wrong: learning rate inside the velocity
# Your velocity has the learning rate in it. As long as that stays the same nobody sees it; when it
# changes, old slopes go on with the old rate.
def momentum(weights, grads, state, learning_rate, beta=0.9):
    old = [np.zeros_like(w) for w in weights] if state is None else state
    new = [beta * v + learning_rate * g for v, g in zip(old, grads)]
    return [w - v for w, v in zip(weights, new)], new

# %% q7, wrong: velocity forgotten
# momentum begins anew at each step, and is no more than plain descent. What does it hand back as
# its state, and what does it make of the state that comes in?
def momentum(weights, grads, state, learning_rate, beta=0.9):
    new = [np.array(g) for g in grads]
    return [w - learning_rate * v for w, v in zip(weights, new)], new

# %% q7, wrong: step with the old velocity
# momentum steps with the velocity from before this slope: the first step doesn't move at all.
# Renew v first.
def momentum(weights, grads, state, learning_rate, beta=0.9):
    old = [np.zeros_like(w) for w in weights] if state is None else state
    new = [beta * v + g for v, g in zip(old, grads)]
    return [w - learning_rate * v for w, v in zip(weights, old)], new

# %% q7, wrong: look-ahead step
# Your step counts the new slope once more on top of the velocity. That is another method, named
# after Nesterov; here the step is the velocity alone.
def momentum(weights, grads, state, learning_rate, beta=0.9):
    old = [np.zeros_like(w) for w in weights] if state is None else state
    new = [beta * v + g for v, g in zip(old, grads)]
    return [w - learning_rate * (g + beta * v) for w, v, g in zip(weights, new, grads)], new

# %% q7, wrong: beta hard-coded
# The beta that is handed to momentum changes nothing: inside stands a number.
def momentum(weights, grads, state, learning_rate, beta=0.9):
    old = [np.zeros_like(w) for w in weights] if state is None else state
    new = [0.9 * v + g for v, g in zip(old, grads)]
    return [w - learning_rate * v for w, v in zip(weights, new)], new

# %% q7, wrong: in-place change of the state
# momentum changes the velocities that come in, so that the same call gives another answer the
# second time. Make new arrays.
def momentum(weights, grads, state, learning_rate, beta=0.9):
    state = [np.zeros_like(w) for w in weights] if state is None else state
    for v, g in zip(state, grads):
        v *= beta
        v += g
    return [w - learning_rate * v for w, v in zip(weights, state)], state

# %% q7, wrong: no bias correction
# Adam's first steps have the wrong length. m and s begin at 0 and start too small: two divisions
# are missing.
def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t, ms, ss = (0, [0] * len(weights), [0] * len(weights)) if state is None else state
    ms = [beta1 * m + (1 - beta1) * g for m, g in zip(ms, grads)]
    ss = [beta2 * s + (1 - beta2) * g**2 for s, g in zip(ss, grads)]
    new = [w - learning_rate * m / (np.sqrt(s) + epsilon) for w, m, s in zip(weights, ms, ss)]
    return new, (t + 1, ms, ss)

# %% q7, wrong: t stays at 1
# Adam's first step is right, the next are not: the correction is the same at every step. It has to
# fade as t grows.
def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    ms, ss = ([0] * len(weights), [0] * len(weights)) if state is None else state
    ms = [beta1 * m + (1 - beta1) * g for m, g in zip(ms, grads)]
    ss = [beta2 * s + (1 - beta2) * g**2 for s, g in zip(ss, grads)]
    new = [w - learning_rate * (m / (1 - beta1)) / (np.sqrt(s / (1 - beta2)) + epsilon)
           for w, m, s in zip(weights, ms, ss)]
    return new, (ms, ss)

# %% q7, wrong: t counts matrices
# Adam's t grows with each matrix of weights. It counts steps: all matrices of a step share it.
def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t, ms, ss = (0, [0] * len(weights), [0] * len(weights)) if state is None else state
    ms = [beta1 * m + (1 - beta1) * g for m, g in zip(ms, grads)]
    ss = [beta2 * s + (1 - beta2) * g**2 for s, g in zip(ss, grads)]
    new = []
    for w, m, s in zip(weights, ms, ss):
        t += 1
        new.append(w - learning_rate * (m / (1 - beta1**t))
                   / (np.sqrt(s / (1 - beta2**t)) + epsilon))
    return new, (t, ms, ss)

# %% q7, wrong: t counted after the step
# Adam's t is 0 at the first step, and the correction divides by 0. Count first, then correct.
def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t, ms, ss = (0, [0] * len(weights), [0] * len(weights)) if state is None else state
    ms = [beta1 * m + (1 - beta1) * g for m, g in zip(ms, grads)]
    ss = [beta2 * s + (1 - beta2) * g**2 for s, g in zip(ss, grads)]
    new = [w - learning_rate * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + epsilon)
           for w, m, s in zip(weights, ms, ss)]
    return new, (t + 1, ms, ss)

# %% q7, wrong: epsilon inside the root
# Adam is right where slopes are large, and too slow where they are tiny: look where epsilon stands.
def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t, ms, ss = (0, [0] * len(weights), [0] * len(weights)) if state is None else state
    t = t + 1
    ms = [beta1 * m + (1 - beta1) * g for m, g in zip(ms, grads)]
    ss = [beta2 * s + (1 - beta2) * g**2 for s, g in zip(ss, grads)]
    new = [w - learning_rate * (m / (1 - beta1**t)) / np.sqrt(s / (1 - beta2**t) + epsilon)
           for w, m, s in zip(weights, ms, ss)]
    return new, (t, ms, ss)

# %% q7, wrong: root forgotten
# Adam divides by the mean square of the slopes, so that large slopes take tiny steps. The first
# step should be of length eta, whatever the slope.
def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t, ms, ss = (0, [0] * len(weights), [0] * len(weights)) if state is None else state
    t = t + 1
    ms = [beta1 * m + (1 - beta1) * g for m, g in zip(ms, grads)]
    ss = [beta2 * s + (1 - beta2) * g**2 for s, g in zip(ss, grads)]
    new = [w - learning_rate * (m / (1 - beta1**t)) / (s / (1 - beta2**t) + epsilon)
           for w, m, s in zip(weights, ms, ss)]
    return new, (t, ms, ss)

# %% q7, wrong: the two betas swapped
# Adam's first step is right and the second is not: see which beta belongs to the slopes, and which
# to their squares.
def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t, ms, ss = (0, [0] * len(weights), [0] * len(weights)) if state is None else state
    t = t + 1
    ms = [beta2 * m + (1 - beta2) * g for m, g in zip(ms, grads)]
    ss = [beta1 * s + (1 - beta1) * g**2 for s, g in zip(ss, grads)]
    new = [w - learning_rate * (m / (1 - beta2**t)) / (np.sqrt(s / (1 - beta1**t)) + epsilon)
           for w, m, s in zip(weights, ms, ss)]
    return new, (t, ms, ss)

# %% q7, wrong: corrected averages kept
# Adam's first step is right, the next are not: the corrected m and s go into the state, and are
# corrected again. Keep the bare ones.
def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t, ms, ss = (0, [0] * len(weights), [0] * len(weights)) if state is None else state
    t = t + 1
    ms = [(beta1 * m + (1 - beta1) * g) / (1 - beta1**t) for m, g in zip(ms, grads)]
    ss = [(beta2 * s + (1 - beta2) * g**2) / (1 - beta2**t) for s, g in zip(ss, grads)]
    new = [w - learning_rate * m / (np.sqrt(s) + epsilon) for w, m, s in zip(weights, ms, ss)]
    return new, (t, ms, ss)

# %% q7, wrong: epsilon hard-coded
# The epsilon that is handed to Adam changes nothing: inside stands a number.
def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t, ms, ss = (0, [0] * len(weights), [0] * len(weights)) if state is None else state
    t = t + 1
    ms = [beta1 * m + (1 - beta1) * g for m, g in zip(ms, grads)]
    ss = [beta2 * s + (1 - beta2) * g**2 for s, g in zip(ss, grads)]
    new = [w - learning_rate * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + 1e-8)
           for w, m, s in zip(weights, ms, ss)]
    return new, (t, ms, ss)

# %% q7, right: loops and a dictionary
def sgd(weights, grads, state, learning_rate):
    moved = []
    for w, g in zip(weights, grads):
        new = w.copy()
        new -= learning_rate * g
        moved.append(new)
    return moved, {}
def momentum(weights, grads, state, learning_rate, beta=0.9):
    state = state or {}
    velocity = {k: beta * state[k] + g if k in state else g.copy() for k, g in enumerate(grads)}
    return tuple(w - learning_rate * velocity[k] for k, w in enumerate(weights)), velocity

# %% q7, right: sums for velocities
def momentum(weights, grads, state, learning_rate, beta=0.9):
    past = [*(state or []), [g.copy() for g in grads]]
    moved = []
    for k, w in enumerate(weights):
        v = sum(beta ** (len(past) - 1 - t) * g[k] for t, g in enumerate(past))
        moved.append(w - learning_rate * v)
    return moved, past
def adam(weights, grads, state, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    moved, kept = [], []
    for w, g, (t, m, s) in zip(weights, grads, state or [(0, 0.0, 0.0)] * len(weights)):
        t, m, s = t + 1, m + (1 - beta1) * (g - m), s + (1 - beta2) * (g * g - s)
        scale = (s / (1 - beta2**t)) ** 0.5 + epsilon
        moved.append(w - learning_rate / (1 - beta1**t) * m / scale)
        kept.append((t, m, s))
    return moved, kept

# %% q8, wrong: start at zero
# All weights start at 0, and so all hidden neurons stay one. Draw each weight from rng.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    weights = [np.zeros((X.shape[1] + 1, hidden)), np.zeros((hidden + 1, Y.shape[1]))]
    losses = []
    for _ in range(epochs):
        costs = []
        for batch in minibatches(len(X), batch_size, rng):
            activations = forward(weights, X[batch])
            costs.append(cost(activations, Y[batch]))
            weights, _ = sgd(weights, backward(weights, activations, Y[batch]), None, learning_rate)
        losses.append(np.mean(costs))
    return weights, losses

# %% q8, wrong: a fixed seed
# Whatever rng is handed in, the start is the same: it comes from a generator of your own.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    own, sizes = np.random.default_rng(0), [X.shape[1], hidden, Y.shape[1]]
    weights = [own.normal(0, (a + 1) ** -0.5, (a + 1, b)) for a, b in zip(sizes, sizes[1:])]
    losses = []
    for _ in range(epochs):
        costs = []
        for batch in minibatches(len(X), batch_size, rng):
            activations = forward(weights, X[batch])
            costs.append(cost(activations, Y[batch]))
            weights, _ = sgd(weights, backward(weights, activations, Y[batch]), None, learning_rate)
        losses.append(np.mean(costs))
    return weights, losses

# %% q8, wrong: recorded after the update
# Each loss is taken after the step of its batch. It belongs before it: with the activations that
# made the slopes.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = [rng.normal(0, (a + 1) ** -0.5, (a + 1, b)) for a, b in zip(sizes, sizes[1:])]
    losses = []
    for _ in range(epochs):
        costs = []
        for batch in minibatches(len(X), batch_size, rng):
            slopes = backward(weights, forward(weights, X[batch]), Y[batch])
            weights, _ = sgd(weights, slopes, None, learning_rate)
            costs.append(cost(forward(weights, X[batch]), Y[batch]))
        losses.append(np.mean(costs))
    return weights, losses

# %% q8, wrong: loss of the last batch only
# The loss of an epoch is that of its last batch. The mean over all its batches is asked for.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = [rng.normal(0, (a + 1) ** -0.5, (a + 1, b)) for a, b in zip(sizes, sizes[1:])]
    losses = []
    for _ in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            activations = forward(weights, X[batch])
            value = cost(activations, Y[batch])
            weights, _ = sgd(weights, backward(weights, activations, Y[batch]), None, learning_rate)
        losses.append(value)
    return weights, losses

# %% q8, wrong: sum for mean
# The loss of an epoch is the sum over its batches. Their mean is asked for.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = [rng.normal(0, (a + 1) ** -0.5, (a + 1, b)) for a, b in zip(sizes, sizes[1:])]
    losses = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            activations = forward(weights, X[batch])
            total += cost(activations, Y[batch])
            weights, _ = sgd(weights, backward(weights, activations, Y[batch]), None, learning_rate)
        losses.append(total)
    return weights, losses

# %% q8, wrong: loss weighted by the samples
# A short last batch counts for less in your mean. The plain mean over the batches is asked for.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = [rng.normal(0, (a + 1) ** -0.5, (a + 1, b)) for a, b in zip(sizes, sizes[1:])]
    losses = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            activations = forward(weights, X[batch])
            total += cost(activations, Y[batch]) * len(batch)
            weights, _ = sgd(weights, backward(weights, activations, Y[batch]), None, learning_rate)
        losses.append(total / len(X))
    return weights, losses

# %% q8, wrong: one order for all epochs
# Every epoch goes through the same batches: they are drawn before the loop. Draw fresh ones in each
# epoch.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = [rng.normal(0, (a + 1) ** -0.5, (a + 1, b)) for a, b in zip(sizes, sizes[1:])]
    losses, batches = [], list(minibatches(len(X), batch_size, rng))
    for _ in range(epochs):
        costs = []
        for batch in batches:
            activations = forward(weights, X[batch])
            costs.append(cost(activations, Y[batch]))
            weights, _ = sgd(weights, backward(weights, activations, Y[batch]), None, learning_rate)
        losses.append(np.mean(costs))
    return weights, losses

# %% q8, wrong: images shuffled without their labels
# The images of a batch meet the labels of others: X and Y have to be taken by the same numbers.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = [rng.normal(0, (a + 1) ** -0.5, (a + 1, b)) for a, b in zip(sizes, sizes[1:])]
    losses = []
    for _ in range(epochs):
        costs, begin = [], 0
        for batch in minibatches(len(X), batch_size, rng):
            activations, wanted = forward(weights, X[batch]), Y[begin:begin + len(batch)]
            begin += len(batch)
            costs.append(cost(activations, wanted))
            weights, _ = sgd(weights, backward(weights, activations, wanted), None, learning_rate)
        losses.append(np.mean(costs))
    return weights, losses

# %% q8, wrong: one epoch too few
# There is a loss less than there are epochs: see where your loop begins and ends.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = [rng.normal(0, (a + 1) ** -0.5, (a + 1, b)) for a, b in zip(sizes, sizes[1:])]
    losses = []
    for _ in range(1, epochs):
        costs = []
        for batch in minibatches(len(X), batch_size, rng):
            activations = forward(weights, X[batch])
            costs.append(cost(activations, Y[batch]))
            weights, _ = sgd(weights, backward(weights, activations, Y[batch]), None, learning_rate)
        losses.append(np.mean(costs))
    return weights, losses

# %% q8, wrong: returned inside the loop
# Training ends after the first epoch, with a single loss: the return stands inside the loop over the
# epochs.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = [rng.normal(0, (a + 1) ** -0.5, (a + 1, b)) for a, b in zip(sizes, sizes[1:])]
    losses = []
    for _ in range(epochs):
        costs = []
        for batch in minibatches(len(X), batch_size, rng):
            activations = forward(weights, X[batch])
            costs.append(cost(activations, Y[batch]))
            weights, _ = sgd(weights, backward(weights, activations, Y[batch]), None, learning_rate)
        losses.append(np.mean(costs))
        return weights, losses

# %% q8, wrong: one step in each epoch
# The weights move once in an epoch: the update stands outside the loop over the batches.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = [rng.normal(0, (a + 1) ** -0.5, (a + 1, b)) for a, b in zip(sizes, sizes[1:])]
    losses = []
    for _ in range(epochs):
        costs = []
        for batch in minibatches(len(X), batch_size, rng):
            activations = forward(weights, X[batch])
            costs.append(cost(activations, Y[batch]))
            slopes = backward(weights, activations, Y[batch])
        weights, _ = sgd(weights, slopes, None, learning_rate)
        losses.append(np.mean(costs))
    return weights, losses

# %% q8, wrong: batch_size ignored
# Each step reads all samples, whatever the size of a batch should be.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = [rng.normal(0, (a + 1) ** -0.5, (a + 1, b)) for a, b in zip(sizes, sizes[1:])]
    losses = []
    for _ in range(epochs):
        activations = forward(weights, X)
        losses.append(cost(activations, Y))
        weights, _ = sgd(weights, backward(weights, activations, Y), None, learning_rate)
    return weights, losses

# %% q8, wrong: already updated weights
# The second matrix is updated before the error goes back through it. Get both slopes first, then
# update.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = [rng.normal(0, (a + 1) ** -0.5, (a + 1, b)) for a, b in zip(sizes, sizes[1:])]
    losses = []
    for _ in range(epochs):
        costs = []
        for batch in minibatches(len(X), batch_size, rng):
            activations = forward(weights, X[batch])
            costs.append(cost(activations, Y[batch]))
            slopes = backward(weights, activations, Y[batch])
            weights = [weights[0], weights[1] - learning_rate * slopes[1]]
            slopes = backward(weights, activations, Y[batch])
            weights = [weights[0] - learning_rate * slopes[0], weights[1]]
        losses.append(np.mean(costs))
    return weights, losses

# %% q8, wrong: bias forgotten
# The biases never move: the last row of each gradient gets lost on the way to the update.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = [rng.normal(0, (a + 1) ** -0.5, (a + 1, b)) for a, b in zip(sizes, sizes[1:])]
    losses = []
    for _ in range(epochs):
        costs = []
        for batch in minibatches(len(X), batch_size, rng):
            activations = forward(weights, X[batch])
            costs.append(cost(activations, Y[batch]))
            slopes = backward(weights, activations, Y[batch])
            for slope in slopes:
                slope[-1] = 0
            weights, _ = sgd(weights, slopes, None, learning_rate)
        losses.append(np.mean(costs))
    return weights, losses

# %% q8, wrong: divided by N once more
# Your steps are too short: the slopes are a mean already, and are divided by the number of samples
# again.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = [rng.normal(0, (a + 1) ** -0.5, (a + 1, b)) for a, b in zip(sizes, sizes[1:])]
    losses = []
    for _ in range(epochs):
        costs = []
        for batch in minibatches(len(X), batch_size, rng):
            activations = forward(weights, X[batch])
            costs.append(cost(activations, Y[batch]))
            slopes = backward(weights, activations, Y[batch])
            weights, _ = sgd(weights, slopes, None, learning_rate / len(batch))
        losses.append(np.mean(costs))
    return weights, losses

# %% q8, wrong: hard-coded for ten classes
# Your network has ten outputs, whatever Y looks like. Their number is that of the columns of Y.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, 10]
    weights = [rng.normal(0, (a + 1) ** -0.5, (a + 1, b)) for a, b in zip(sizes, sizes[1:])]
    losses = []
    for _ in range(epochs):
        costs = []
        for batch in minibatches(len(X), batch_size, rng):
            activations = forward(weights, X[batch])
            costs.append(cost(activations, Y[batch]))
            weights, _ = sgd(weights, backward(weights, activations, Y[batch]), None, learning_rate)
        losses.append(np.mean(costs))
    return weights, losses

# %% q8, wrong: weights lie on their side
# Each row of your weights belongs to a neuron of the next layer. Here it belongs to an input, with
# the bias in the last row, as in the shapes above.
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    sizes = [X.shape[1], hidden, Y.shape[1]]
    weights = [rng.normal(0, (n + 1) ** -0.5, (n + 1, m)) for n, m in zip(sizes, sizes[1:])]
    losses = []
    for _ in range(epochs):
        costs = []
        for batch in minibatches(len(X), batch_size, rng):
            activations = forward(weights, X[batch])
            costs.append(cost(activations, Y[batch]))
            slopes = backward(weights, activations, Y[batch])
            weights = [w - learning_rate * g for w, g in zip(weights, slopes)]
        losses.append(float(np.mean(costs)))
    return [w.T for w in weights], losses

# %% q8, wrong: rows and columns swapped
# Your rows are the predictions. Rows are what the digits are, columns what they were taken for.
def confusion_matrix(labels, predictions):
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (predictions, labels), 1)
    return counts

# %% q8, wrong: equal pairs counted once
# A pair that comes up several times is counted once: a NumPy index that holds the same place twice
# adds there only once.
def confusion_matrix(labels, predictions):
    counts = np.zeros((10, 10), dtype=int)
    counts[labels, predictions] += 1
    return counts

# %% q8, wrong: as many classes as come up
# The size of your matrix depends on the digits that come up. It is 10 x 10, always.
def confusion_matrix(labels, predictions):
    size = max(labels.max(), predictions.max()) + 1
    counts = np.zeros((size, size), dtype=int)
    np.add.at(counts, (labels, predictions), 1)
    return counts

# %% q8, wrong: shares for counts
# Your entries are shares. Counts are asked for.
def confusion_matrix(labels, predictions):
    return np.bincount(10 * labels + predictions, minlength=100).reshape(10, 10) / len(labels)

# %% q8, wrong: diagonal left out
# What was recognized is missing: the picture leaves the diagonal out, the matrix has it.
def confusion_matrix(labels, predictions):
    counts = np.bincount(10 * labels + predictions, minlength=100).reshape(10, 10)
    return counts * (1 - np.eye(10, dtype=int))

# %% q8, right: all by hand
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    V = rng.uniform(-0.1, 0.1, (X.shape[1] + 1, hidden))
    W = rng.uniform(-0.3, 0.3, (hidden + 1, Y.shape[1]))
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        order, count = rng.permutation(len(X)), 0
        for k in range(0, len(X), batch_size):
            x, t = X[order[k:k + batch_size]], Y[order[k:k + batch_size]]
            x = np.c_[x, np.ones(len(x))]
            h = np.c_[sigmoid(x @ V), np.ones(len(x))]
            o = sigmoid(h @ W)
            losses[epoch] += np.sum((o - t) ** 2) / len(t)
            count += 1
            two = 2 / len(t) * (o - t) * o * (1 - o)
            one = (two @ W.T * h * (1 - h))[:, :-1]
            W = W - learning_rate * h.T @ two
            V = V - learning_rate * x.T @ one
        losses[epoch] /= count
    return [V, W], losses

# %% q8, right: loops and another start
def train_digits(X, Y, hidden, epochs, batch_size, learning_rate, rng):
    weights = [0.1 * rng.standard_normal((X.shape[1] + 1, hidden)),
               0.1 * rng.standard_normal((hidden + 1, Y.shape[1]))]
    losses = []
    for _ in range(epochs):
        costs = []
        for batch in list(minibatches(len(X), batch_size, rng)):
            activations = forward(weights, X[batch])
            costs += [cost(activations, Y[batch])]
            for w, g in zip(weights, backward(weights, activations, Y[batch])):
                w -= learning_rate * g
        losses.append(sum(costs) / len(costs))
    return tuple(weights), tuple(losses)
def confusion_matrix(labels, predictions):
    counts = np.zeros((10, 10))
    for a, b in zip(labels, predictions):
        counts[a][b] += 1
    return counts

# %% q8, right: products of one-hot rows
def confusion_matrix(labels, predictions):
    return np.eye(10)[labels].T @ np.eye(10)[predictions]

# %% q9, wrong: softmax in the model
# Your model ends in a softmax. The loss has one in it already: the model's outputs are the bare
# scores.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    return fitted(X, Y, epochs, batch_size, learning_rate, seed, lambda: torch.nn.Sequential(
        torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
        torch.nn.Linear(hidden, Y.shape[1]), torch.nn.Softmax(dim=1)))
def fitted(X, Y, epochs, batch_size, learning_rate, seed, build):
    torch.manual_seed(seed)
    model = build()
    x, y = torch.tensor(X, dtype=torch.float32), torch.tensor(Y.argmax(axis=1))
    optimizer, losses = torch.optim.Adam(model.parameters(), lr=learning_rate), []
    for _ in range(epochs):
        costs = []
        for batch in torch.randperm(len(x)).split(batch_size):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(x[batch]), y[batch])
            loss.backward()
            optimizer.step()
            costs.append(loss.item())
        losses.append(float(np.mean(costs)))
    return model, losses

# %% q9, wrong: sigmoid for relu
# Your hidden layer is still a sigmoid. Relu is one of the three changes.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    return fitted(X, Y, epochs, batch_size, learning_rate, seed, lambda: torch.nn.Sequential(
        torch.nn.Linear(X.shape[1], hidden), torch.nn.Sigmoid(),
        torch.nn.Linear(hidden, Y.shape[1])))
def fitted(X, Y, epochs, batch_size, learning_rate, seed, build):
    torch.manual_seed(seed)
    model = build()
    x, y = torch.tensor(X, dtype=torch.float32), torch.tensor(Y.argmax(axis=1))
    optimizer, losses = torch.optim.Adam(model.parameters(), lr=learning_rate), []
    for _ in range(epochs):
        costs = []
        for batch in torch.randperm(len(x)).split(batch_size):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(x[batch]), y[batch])
            loss.backward()
            optimizer.step()
            costs.append(loss.item())
        losses.append(float(np.mean(costs)))
    return model, losses

# %% q9, wrong: relu at the output too
# Your scores are never below 0: the relu belongs between the two layers, not after the second.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    return fitted(X, Y, epochs, batch_size, learning_rate, seed, lambda: torch.nn.Sequential(
        torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
        torch.nn.Linear(hidden, Y.shape[1]), torch.nn.ReLU()))
def fitted(X, Y, epochs, batch_size, learning_rate, seed, build):
    torch.manual_seed(seed)
    model = build()
    x, y = torch.tensor(X, dtype=torch.float32), torch.tensor(Y.argmax(axis=1))
    optimizer, losses = torch.optim.Adam(model.parameters(), lr=learning_rate), []
    for _ in range(epochs):
        costs = []
        for batch in torch.randperm(len(x)).split(batch_size):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(x[batch]), y[batch])
            loss.backward()
            optimizer.step()
            costs.append(loss.item())
        losses.append(float(np.mean(costs)))
    return model, losses

# %% q9, wrong: bias forgotten
# Your layers have no biases. A Linear layer has one as it comes.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    return fitted(X, Y, epochs, batch_size, learning_rate, seed, lambda: torch.nn.Sequential(
        torch.nn.Linear(X.shape[1], hidden, bias=False), torch.nn.ReLU(),
        torch.nn.Linear(hidden, Y.shape[1], bias=False)))
def fitted(X, Y, epochs, batch_size, learning_rate, seed, build):
    torch.manual_seed(seed)
    model = build()
    x, y = torch.tensor(X, dtype=torch.float32), torch.tensor(Y.argmax(axis=1))
    optimizer, losses = torch.optim.Adam(model.parameters(), lr=learning_rate), []
    for _ in range(epochs):
        costs = []
        for batch in torch.randperm(len(x)).split(batch_size):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(x[batch]), y[batch])
            loss.backward()
            optimizer.step()
            costs.append(loss.item())
        losses.append(float(np.mean(costs)))
    return model, losses

# %% q9, wrong: slopes not set to zero
# The slopes of each batch add to those of all before it: PyTorch keeps them until they are set to
# zero.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
                                torch.nn.Linear(hidden, Y.shape[1]))
    x, y = torch.tensor(X, dtype=torch.float32), torch.tensor(Y.argmax(axis=1))
    optimizer, losses = torch.optim.Adam(model.parameters(), lr=learning_rate), []
    for _ in range(epochs):
        costs = []
        for batch in torch.randperm(len(x)).split(batch_size):
            loss = torch.nn.functional.cross_entropy(model(x[batch]), y[batch])
            loss.backward()
            optimizer.step()
            costs.append(loss.item())
        losses.append(float(np.mean(costs)))
    return model, losses

# %% q9, wrong: plain descent for adam
# The steps are those of plain descent. Adam is one of the three changes.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
                                torch.nn.Linear(hidden, Y.shape[1]))
    x, y = torch.tensor(X, dtype=torch.float32), torch.tensor(Y.argmax(axis=1))
    optimizer, losses = torch.optim.SGD(model.parameters(), lr=learning_rate), []
    for _ in range(epochs):
        costs = []
        for batch in torch.randperm(len(x)).split(batch_size):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(x[batch]), y[batch])
            loss.backward()
            optimizer.step()
            costs.append(loss.item())
        losses.append(float(np.mean(costs)))
    return model, losses

# %% q9, wrong: squared distances for cross-entropy
# Your loss is still a mean of squares. Cross-entropy is one of the three changes.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
                                torch.nn.Linear(hidden, Y.shape[1]))
    x, y = torch.tensor(X, dtype=torch.float32), torch.tensor(Y, dtype=torch.float32)
    optimizer, losses = torch.optim.Adam(model.parameters(), lr=learning_rate), []
    for _ in range(epochs):
        costs = []
        for batch in torch.randperm(len(x)).split(batch_size):
            optimizer.zero_grad()
            loss = torch.nn.functional.mse_loss(model(x[batch]), y[batch])
            loss.backward()
            optimizer.step()
            costs.append(loss.item())
        losses.append(float(np.mean(costs)))
    return model, losses

# %% q9, wrong: sum for mean
# Your loss is a sum over the samples of a batch. Cross-entropy as it comes is their mean.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
                                torch.nn.Linear(hidden, Y.shape[1]))
    x, y = torch.tensor(X, dtype=torch.float32), torch.tensor(Y.argmax(axis=1))
    optimizer, losses = torch.optim.Adam(model.parameters(), lr=learning_rate), []
    for _ in range(epochs):
        costs = []
        for batch in torch.randperm(len(x)).split(batch_size):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(x[batch]), y[batch], reduction="sum")
            loss.backward()
            optimizer.step()
            costs.append(loss.item())
        losses.append(float(np.mean(costs)))
    return model, losses

# %% q9, wrong: recorded after the update
# Each loss is taken after the step of its batch. It belongs before it: the one that made the
# slopes.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
                                torch.nn.Linear(hidden, Y.shape[1]))
    x, y = torch.tensor(X, dtype=torch.float32), torch.tensor(Y.argmax(axis=1))
    optimizer, losses = torch.optim.Adam(model.parameters(), lr=learning_rate), []
    for _ in range(epochs):
        costs = []
        for batch in torch.randperm(len(x)).split(batch_size):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(x[batch]), y[batch]).backward()
            optimizer.step()
            costs.append(torch.nn.functional.cross_entropy(model(x[batch]), y[batch]).item())
        losses.append(float(np.mean(costs)))
    return model, losses

# %% q9, wrong: a fixed seed
# Whatever the seed, the model is the same: a number stands where the argument should.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
                                torch.nn.Linear(hidden, Y.shape[1]))
    x, y = torch.tensor(X, dtype=torch.float32), torch.tensor(Y.argmax(axis=1))
    optimizer, losses = torch.optim.Adam(model.parameters(), lr=learning_rate), []
    for _ in range(epochs):
        costs = []
        for batch in torch.randperm(len(x)).split(batch_size):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(x[batch]), y[batch])
            loss.backward()
            optimizer.step()
            costs.append(loss.item())
        losses.append(float(np.mean(costs)))
    return model, losses

# %% q9, wrong: batch_size ignored
# Each step reads all samples, whatever the size of a batch should be.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
                                torch.nn.Linear(hidden, Y.shape[1]))
    x, y = torch.tensor(X, dtype=torch.float32), torch.tensor(Y.argmax(axis=1))
    optimizer, losses = torch.optim.Adam(model.parameters(), lr=learning_rate), []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return model, losses

# %% q9, wrong: always the same batches
# The samples come in the order in which they stand, and every epoch has the same batches. Draw a new
# order in each epoch.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
                                torch.nn.Linear(hidden, Y.shape[1]))
    x, y = torch.tensor(X, dtype=torch.float32), torch.tensor(Y.argmax(axis=1))
    optimizer, losses = torch.optim.Adam(model.parameters(), lr=learning_rate), []
    for _ in range(epochs):
        epoch = []
        for start in range(0, len(x), batch_size):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(x[start:start + batch_size]),
                                                     y[start:start + batch_size])
            loss.backward()
            optimizer.step()
            epoch.append(loss.item())
        losses.append(sum(epoch) / len(epoch))
    return model, losses

# %% q9, wrong: losses are tensors
# A loss is a tensor with its whole graph. Its item() is the number that is asked for.
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = torch.nn.Sequential(torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
                                torch.nn.Linear(hidden, Y.shape[1]))
    x, y = torch.tensor(X, dtype=torch.float32), torch.tensor(Y.argmax(axis=1))
    optimizer, losses = torch.optim.Adam(model.parameters(), lr=learning_rate), []
    for _ in range(epochs):
        epoch = []
        for batch in minibatches(len(X), batch_size, rng):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(x[batch]), y[batch])
            loss.backward()
            optimizer.step()
            epoch.append(loss.detach())
        losses.append(torch.stack(epoch).mean())
    return model, losses

# %% q9, right: double precision and your own batches
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = torch.nn.Sequential(torch.nn.Linear(X.shape[1], hidden), torch.nn.ReLU(),
                                torch.nn.Linear(hidden, Y.shape[1])).double()
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    history = []
    for _ in range(epochs):
        total, count = 0.0, 0
        for batch in minibatches(len(X), batch_size, rng):
            logs = torch.log_softmax(model(torch.tensor(X[batch])), dim=1)
            loss = -(torch.tensor(Y[batch]) * logs).sum() / len(batch)
            model.zero_grad()
            loss.backward()
            optimizer.step()
            total, count = total + float(loss), count + 1
        history.append(total / count)
    return model, history

# %% q9, right: a module of its own and a loader
class Net(torch.nn.Module if torch is not None else object):
    def __init__(self, inputs, hidden, outputs):
        super().__init__()
        self.below = torch.nn.Linear(inputs, hidden)
        self.above = torch.nn.Linear(hidden, outputs)
    def forward(self, x):
        return self.above(self.below(x).clamp(min=0))
def torch_digits(X, Y, hidden, epochs, batch_size, learning_rate, seed):
    torch.manual_seed(seed)
    data = torch.utils.data.TensorDataset(torch.from_numpy(X).float(), torch.from_numpy(Y).float())
    loader = torch.utils.data.DataLoader(data, batch_size=batch_size, shuffle=True)
    model = Net(X.shape[1], hidden, Y.shape[1])
    optimizer = torch.optim.Adam(model.parameters(), learning_rate)
    criterion = torch.nn.CrossEntropyLoss()
    losses = []
    for _ in range(epochs):
        costs = []
        for x, y in loader:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            costs.append(loss.item())
        losses.append(sum(costs) / len(costs))
    return model, losses

# %% q1, equivalent: if len(content) < begin or missing > 0: -> if len(content) <= begin or missing > 0:
# A file of a header and nothing else, of which the text says nothing.

# %% q5, equivalent: if layer > 0: -> if layer >= 0:
# What it works out for the layer before the first one is not used.

# %% q8, equivalent: weights = [rng.normal(0, (n + 1) ** (-0.5), (n + 1, m)) for n, m in zip(sizes, sizes[1:])] -> weights = [rng.normal(0, (n - 1) ** (-0.5), (n + 1, m)) for n, m in zip(sizes, sizes[1:])]
# Another small random start is fine, says the text.

# %% q8, equivalent: weights = [rng.normal(0, (n + 1) ** (-0.5), (n + 1, m)) for n, m in zip(sizes, sizes[1:])] -> weights = [rng.normal(0, (n + 2) ** (-0.5), (n + 1, m)) for n, m in zip(sizes, sizes[1:])]
# Another small random start is fine, says the text.

# %% q8, equivalent: weights = [rng.normal(0, (n + 1) ** (-0.5), (n + 1, m)) for n, m in zip(sizes, sizes[1:])] -> weights = [rng.normal(0, (n + 1) ** (-1.5), (n + 1, m)) for n, m in zip(sizes, sizes[1:])]
# Another small random start is fine, says the text.

# %% q8, equivalent: weights = [rng.normal(0, (n + 1) ** (-0.5), (n + 1, m)) for n, m in zip(sizes, sizes[1:])] -> weights = [rng.normal(0, (n + 1) ** (-1.0), (n + 1, m)) for n, m in zip(sizes, sizes[1:])]
# Another small random start is fine, says the text.

# %% q10, equivalent: distances = [((X_new - X[y == k].mean(axis=0)) ** 2).sum(axis=1) for k in digits] -> distances = [((X_new - X[y == k].mean(axis=0)) ** 2).mean(axis=1) for k in digits]
# All distances are divided by the same number, so the nearest mean image stays the nearest.

# %% q10, equivalent: guesses = {'mean image': np.argmin(distances, axis=0), 'least squares': (X_new @ W[:-1] + W[-1]).argmax(axis=1), 'perceptron': Perceptron(tol=0.001, random_state=0).fit(X, y).predict(X_new)} -> guesses = {'mean image': np.argmin(distances, axis=0), 'least squares': (X_new @ W[:-1] + W[-1]).argmax(axis=1), 'perceptron': Perceptron(tol=0.002, random_state=0).fit(X, y).predict(X_new)}
# Twice a tolerance that small ends the training in the same epoch.

# %% q5, right: homework 5's network, translated
def feed_forward(weights, X, activations):
    layers = [X]
    for w, f in zip(weights, activations):
        layers.append(f(with_ones(layers[-1]) @ w))
    return layers
def with_ones(layer):
    return np.hstack([np.ones((len(layer), 1)), layer])
def gradients(weights, layers, Y, activations):
    error = layers[-1] - Y
    found = []
    for w, layer, f in reversed(list(zip(weights, layers, activations))):
        ones = with_ones(layer)
        delta = error * f(ones @ w, deriv=True)
        found.append(ones.T @ delta)
        error = delta @ w[1:].T
    return found[::-1]
def bend(x, deriv=False):
    value = sigmoid(x)
    return value * (1 - value) if deriv else value
def forward(weights, X):
    return feed_forward([np.roll(w, 1, axis=0) for w in weights], X, [bend] * len(weights))
def backward(weights, activations, Y):
    rolled = [np.roll(w, 1, axis=0) for w in weights]
    found = gradients(rolled, activations, Y, [bend] * len(weights))
    return [2 / len(Y) * np.roll(g, -1, axis=0) for g in found]

# %% q10, wrong: not shuffled
# Validation always gets the same samples, those at one end. Images may be sorted by digit: draw an
# order from rng first.
def split(n, held, rng):
    return np.arange(held, n), np.arange(held)

# %% q10, wrong: a generator of its own
# Whatever rng is, the parts are the same. The order has to come from the generator that is handed
# in.
def split(n, held, rng):
    order = np.random.default_rng(0).permutation(n)
    return order[held:], order[:held]

# %% q10, wrong: the two parts swapped
# Your first part is as long as the second should be. Training comes first, and held says how many
# are held back from it.
def split(n, held, rng):
    order = rng.permutation(n)
    return order[:held], order[held:]

# %% q10, wrong: parts that overlap
# Some samples are in both parts, and others in none. Two draws know nothing of each other: cut one
# order in two.
def split(n, held, rng):
    return rng.permutation(n)[: n - held], rng.permutation(n)[:held]

# %% q10, wrong: drawn with replacement
# Some samples come twice and others not at all. An order has each of them once.
def split(n, held, rng):
    order = rng.integers(0, n, n)
    return order[held:], order[:held]

# %% q10, wrong: measured on the training images
# Your shares are those of the images that were learned from. The point of this question is to ask
# others.
def baselines(X, y, X_new, y_new):
    digits = np.arange(y.max() + 1)
    distances = [((X - X[y == k].mean(axis=0)) ** 2).sum(axis=1) for k in digits]
    A = np.column_stack([X, np.ones(len(X))])
    W = np.linalg.lstsq(A, 1.0 * (y[:, None] == digits), rcond=None)[0]
    return {"mean image": np.mean(np.argmin(distances, axis=0) == y),
            "least squares": np.mean((A @ W).argmax(axis=1) == y),
            "perceptron": Perceptron(tol=1e-3, random_state=0).fit(X, y).score(X, y)}

# %% q10, wrong: learned from the new images
# Your classifiers are fitted on the images on which they are then measured. They may learn from the
# first two arguments alone.
def baselines(X, y, X_new, y_new):
    X, y = X_new, y_new
    digits = np.arange(y.max() + 1)
    distances = [((X_new - X[y == k].mean(axis=0)) ** 2).sum(axis=1) for k in digits]
    A = np.column_stack([X, np.ones(len(X))])
    W = np.linalg.lstsq(A, 1.0 * (y[:, None] == digits), rcond=None)[0]
    return {"mean image": np.mean(np.argmin(distances, axis=0) == y_new),
            "least squares": np.mean((X_new @ W[:-1] + W[-1]).argmax(axis=1) == y_new),
            "perceptron": Perceptron(tol=1e-3, random_state=0).fit(X, y).score(X_new, y_new)}

# %% q10, wrong: least squares without a bias
# Your least squares has no bias. What was the column of ones for?
def baselines(X, y, X_new, y_new):
    digits = np.arange(y.max() + 1)
    distances = [((X_new - X[y == k].mean(axis=0)) ** 2).sum(axis=1) for k in digits]
    W = np.linalg.lstsq(X, 1.0 * (y[:, None] == digits), rcond=None)[0]
    return {"mean image": np.mean(np.argmin(distances, axis=0) == y_new),
            "least squares": np.mean((X_new @ W).argmax(axis=1) == y_new),
            "perceptron": Perceptron(tol=1e-3, random_state=0).fit(X, y).score(X_new, y_new)}

# %% q10, wrong: least squares on the labels
# You fit one straight function to the labels and round it. A 4 is not between a 3 and a 5: the
# targets are question 2's rows.
def baselines(X, y, X_new, y_new):
    digits = np.arange(y.max() + 1)
    distances = [((X_new - X[y == k].mean(axis=0)) ** 2).sum(axis=1) for k in digits]
    A = np.column_stack([X, np.ones(len(X))])
    w = np.linalg.lstsq(A, y, rcond=None)[0]
    return {"mean image": np.mean(np.argmin(distances, axis=0) == y_new),
            "least squares": np.mean(np.round(X_new @ w[:-1] + w[-1]) == y_new),
            "perceptron": Perceptron(tol=1e-3, random_state=0).fit(X, y).score(X_new, y_new)}

# %% q10, wrong: the mean image with the largest product
# You take the mean image whose product with the image is largest. That favors those with much ink;
# what is asked for is the nearest.
def baselines(X, y, X_new, y_new):
    digits = np.arange(y.max() + 1)
    means = np.array([X[y == k].mean(axis=0) for k in digits])
    A = np.column_stack([X, np.ones(len(X))])
    W = np.linalg.lstsq(A, 1.0 * (y[:, None] == digits), rcond=None)[0]
    return {"mean image": np.mean((X_new @ means.T).argmax(axis=1) == y_new),
            "least squares": np.mean((X_new @ W[:-1] + W[-1]).argmax(axis=1) == y_new),
            "perceptron": Perceptron(tol=1e-3, random_state=0).fit(X, y).score(X_new, y_new)}

# %% q10, wrong: percent
# Your shares are a hundred times too large: from 0 to 1 is asked for.
def baselines(X, y, X_new, y_new):
    digits = np.arange(y.max() + 1)
    distances = [((X_new - X[y == k].mean(axis=0)) ** 2).sum(axis=1) for k in digits]
    A = np.column_stack([X, np.ones(len(X))])
    W = np.linalg.lstsq(A, 1.0 * (y[:, None] == digits), rcond=None)[0]
    return {"mean image": 100 * np.mean(np.argmin(distances, axis=0) == y_new),
            "least squares": 100 * np.mean((X_new @ W[:-1] + W[-1]).argmax(axis=1) == y_new),
            "perceptron": 100 * Perceptron(tol=1e-3, random_state=0).fit(X, y).score(X_new, y_new)}

# %% q10, wrong: the share of the wrong answers
# Your shares are those of the wrong answers. It is the right ones that count.
def baselines(X, y, X_new, y_new):
    digits = np.arange(y.max() + 1)
    distances = [((X_new - X[y == k].mean(axis=0)) ** 2).sum(axis=1) for k in digits]
    A = np.column_stack([X, np.ones(len(X))])
    W = np.linalg.lstsq(A, 1.0 * (y[:, None] == digits), rcond=None)[0]
    return {"mean image": np.mean(np.argmin(distances, axis=0) != y_new),
            "least squares": np.mean((X_new @ W[:-1] + W[-1]).argmax(axis=1) != y_new),
            "perceptron": 1 - Perceptron(tol=1e-3, random_state=0).fit(X, y).score(X_new, y_new)}

# %% q10, wrong: always ten digits
# You take ten digits for granted. With fewer, the mean of no images is nan: how many there are, the
# labels say.
def baselines(X, y, X_new, y_new):
    digits = np.arange(10)
    distances = [((X_new - X[y == k].mean(axis=0)) ** 2).sum(axis=1) for k in digits]
    A = np.column_stack([X, np.ones(len(X))])
    W = np.linalg.lstsq(A, 1.0 * (y[:, None] == digits), rcond=None)[0]
    return {"mean image": np.mean(np.argmin(distances, axis=0) == y_new),
            "least squares": np.mean((X_new @ W[:-1] + W[-1]).argmax(axis=1) == y_new),
            "perceptron": Perceptron(tol=1e-3, random_state=0).fit(X, y).score(X_new, y_new)}

# %% q10, wrong: the best epoch counted from 1
# Your best epoch is one too high. It is an index into the costs, and those begin at 0.
def early_stopping(costs, patience):
    best = 0
    for epoch, cost in enumerate(costs):
        if cost < costs[best]:
            best = epoch
        elif epoch - best >= patience:
            return epoch + 1, best + 1
    return len(costs), best + 1

# %% q10, wrong: the index of the last epoch for the number of epochs
# Where training stops early, your number of epochs is one too low: you return the index of the last
# one. How many were trained by then?
def early_stopping(costs, patience):
    best = 0
    for epoch, cost in enumerate(costs):
        if cost < costs[best]:
            best = epoch
        elif epoch - best >= patience:
            return epoch, best
    return len(costs), best

# %% q10, wrong: an epoch too patient
# You wait one epoch longer than patience says. So many epochs in a row without a new lowest cost are
# enough.
def early_stopping(costs, patience):
    best = 0
    for epoch, cost in enumerate(costs):
        if cost < costs[best]:
            best = epoch
        elif epoch - best > patience:
            return epoch + 1, best
    return len(costs), best

# %% q10, wrong: bad epochs are counted in all
# You count all epochs that brought nothing, not those in a row. A new lowest cost starts the count
# again.
def early_stopping(costs, patience):
    best = bad = 0
    for epoch, cost in enumerate(costs):
        if epoch and not cost < costs[best]:
            bad += 1
            if bad >= patience:
                return epoch + 1, best
        elif cost < costs[best]:
            best = epoch
    return len(costs), best

# %% q10, wrong: compared with the epoch before
# You compare each cost with the one before it. A cost that falls again and is still above the lowest
# is no progress.
def early_stopping(costs, patience):
    bad = best = 0
    for epoch in range(1, len(costs)):
        bad = 0 if costs[epoch] < costs[epoch - 1] else bad + 1
        if costs[epoch] < costs[best]:
            best = epoch
        if bad >= patience:
            return epoch + 1, best
    return len(costs), best

# %% q10, wrong: an equal cost counts as progress
# An epoch whose cost only equals the lowest starts your count again. It is no new lowest cost.
def early_stopping(costs, patience):
    best = 0
    for epoch, cost in enumerate(costs):
        if cost <= costs[best]:
            best = epoch
        elif epoch - best >= patience:
            return epoch + 1, best
    return len(costs), best

# %% q10, wrong: a look into the future
# Your best epoch may lie after the one where training stops. At that moment nobody knows it.
def early_stopping(costs, patience):
    best = 0
    for epoch, cost in enumerate(costs):
        if cost < costs[best]:
            best = epoch
        elif epoch - best >= patience:
            return epoch + 1, int(np.nanargmin(costs))
    return len(costs), int(np.nanargmin(costs))

# %% q10, wrong: the last epoch for the best
# You take the weights of the last epoch. Patience has been waiting since the best one: that is the
# one to go back to.
def early_stopping(costs, patience):
    best = 0
    for epoch, cost in enumerate(costs):
        if cost < costs[best]:
            best = epoch
        elif epoch - best >= patience:
            return epoch + 1, epoch
    return len(costs), len(costs) - 1

# %% q10, wrong: stops at the first rise
# You stop at the first epoch that brings nothing. How long to wait is what patience says.
def early_stopping(costs, patience):
    for epoch in range(1, len(costs)):
        if not costs[epoch] < costs[epoch - 1]:
            return epoch + 1, epoch - 1
    return len(costs), len(costs) - 1

# %% q10, wrong: the two numbers swapped
# You return the best epoch first. The number of epochs comes first, then the best of them.
def early_stopping(costs, patience):
    best = 0
    for epoch, cost in enumerate(costs):
        if cost < costs[best]:
            best = epoch
        elif epoch - best >= patience:
            return best, epoch + 1
    return best, len(costs)

# %% q10, right: loops, pseudo-inverse, one number at a time
def split(n, held, rng):
    order = list(range(n))
    rng.shuffle(order)
    validation = np.array(order[n - held:], dtype=int)
    return np.array([i for i in order if i not in set(validation.tolist())], dtype=int), validation
def baselines(X, y, X_new, y_new):
    digits = sorted(set(y.tolist()))
    means = {k: np.mean([x for x, label in zip(X, y) if label == k], axis=0) for k in digits}
    near = sum(min(digits, key=lambda k: np.linalg.norm(x - means[k])) == label
               for x, label in zip(X_new, y_new))
    W = np.linalg.pinv(np.insert(X, 0, 1.0, axis=1)) @ np.eye(len(digits))[y]
    line = sum(np.argmax(W[0] + x @ W[1:]) == label for x, label in zip(X_new, y_new))
    perceptron = Perceptron(tol=1e-3, random_state=0)
    perceptron.fit(X, y)
    return {"perceptron": perceptron.score(X_new, y_new), "mean image": near / len(y_new),
            "least squares": line / len(y_new)}
def early_stopping(costs, patience):
    lowest, best, waited, epochs = float("inf"), 0, 0, 0
    while epochs < len(costs) and waited < patience:
        if costs[epochs] < lowest:
            lowest, best, waited = costs[epochs], epochs, 0
        else:
            waited += 1
        epochs += 1
    return epochs, best

# %% q10, right: from the history so far
def early_stopping(costs, patience):
    for stop in range(1, len(costs) + 1):
        seen = [c if c - c == 0 else float("inf") for c in costs[:stop]]
        best = seen.index(min(seen))
        if stop - 1 - best >= patience:
            return stop, best
    return len(costs), best
