"""Sample submissions of hw3_house_prices."""

OTHER_WAY = {
    "q1": '''
def standardize(A):
    N, D = A.shape
    scaled = np.zeros((N, D))
    means, stds = np.zeros(D), np.zeros(D)
    for d in range(D):
        column = A[:, d]
        means[d] = sum(column) / N
        stds[d] = (sum((value - means[d]) ** 2 for value in column) / N) ** 0.5
        if not stds[d] > 1e-12 * max(abs(column)):
            raise ValueError("no scale in column %d" % d)
        for n in range(N):
            scaled[n, d] = (column[n] - means[d]) / stds[d]
    return [scaled, means, stds]


def unstandardize(scaled, mean, std):
    return np.add(np.multiply(scaled, std[np.newaxis]), mean[np.newaxis])
''',
    "q2": '''
def s(z):
    return 1 / (1 + np.exp(-z))


def unpack(weights):
    W1 = np.vstack([weights[5:10], weights[10:15]])
    return W1, weights[0:5], np.array(weights[16:21])[:, None], weights[15]


def forward_pass(weights, x):
    W1, b1, W2, b2 = unpack(weights)
    h = s(x.dot(W1) + b1)
    return h, h.dot(W2) + b2


def forward(weights, x, output="sigmoid"):
    if output == "linear":
        return forward_pass(weights, x)[1]
    elif output == "sigmoid":
        return s(forward_pass(weights, x)[1])
    raise ValueError(output)
''',
    "q3": '''
def loss(weights, x, y, output="sigmoid"):
    total = 0.0
    for guess, truth in zip(forward(weights, x, output).ravel(), y.ravel()):
        total = total + (guess - truth) ** 2
    return np.float64(total / 2)
''',
    "q4": '''
def gradient(weights, x, y, output="sigmoid"):
    gradients = np.zeros(21)
    for sample, truth in zip(x, y):
        h, alpha = forward_pass(weights, sample[None])
        h, alpha = h[0], alpha[0, 0]
        if output == "sigmoid":
            guess = s(alpha)
            delta = (guess - truth[0]) * guess * (1 - guess)
        else:
            delta = alpha - truth[0]
        gradients[15] += delta
        gradients[16:] += delta * h
        back = delta * weights[16:] * (h - h ** 2)
        gradients[:15] += np.outer([1, sample[0], sample[1]], back).ravel()
    return gradients
''',
    "q5": '''
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    w = weights.copy()
    losses = []
    for epoch in range(epochs):
        losses += [loss(w, x, y, output)]
        w -= learning_rate * gradient(w, x, y, output)
    return w, losses
''',
    "q6": '''
def unreachable_loss(y):
    low = y[y < 0]
    high = y[y > 1]
    return ((low ** 2).sum() + ((high - 1) ** 2).sum()) / 2
''',
    "q7": '''
class Network(torch.nn.Module if torch is not None else object):
    def __init__(self, hidden):
        super().__init__()
        self.out = torch.nn.Linear(hidden, 1, dtype=torch.float64)
        self.first = torch.nn.Linear(2, hidden, dtype=torch.float64)

    def forward(self, x):
        return self.out(torch.sigmoid(self.first(x)))


def torch_model(hidden=5):
    return Network(hidden)


def torch_train(model, x, y, learning_rate, epochs):
    X, Y = torch.from_numpy(x), torch.from_numpy(y)
    losses = []
    for _ in range(epochs):
        model.zero_grad()
        E = torch.nn.functional.mse_loss(model(X), Y, reduction="sum") / 2
        E.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= learning_rate * parameter.grad
        losses.append(float(E.detach()))
    return np.array(losses)
''',
    "q8": '''
def torch_gradient(weights, x, y, output="sigmoid"):
    t = torch.from_numpy(weights.copy()).requires_grad_()
    X, Y = torch.from_numpy(x), torch.from_numpy(y)
    alpha = t[15]
    for k in range(5):
        alpha = alpha + t[16 + k] * torch.sigmoid(t[k] + t[5 + k] * X[:, 0] + t[10 + k] * X[:, 1])
    guess = torch.sigmoid(alpha) if output == "sigmoid" else alpha
    E = ((guess - Y[:, 0]) ** 2).sum() / 2
    [answer] = torch.autograd.grad(E, t)
    return answer.detach().numpy()
''',
}

SUBMISSIONS = {
    "right": {"about": "complete and right"},
    "other_way_right": {
        "about": "right, with loops, helpers, a class and other names",
        "answers": OTHER_WAY,
    },
    "blank": {
        "about": "nothing filled in",
        "answers": {f"q{i}": "stub" for i in range(1, 9)},
        "fails": [f"q{i}" for i in range(1, 9)],
    },
    "half_done": {
        "about": "questions 1 to 4 answered",
        "answers": {f"q{i}": "stub" for i in range(5, 9)},
        "fails": [f"q{i}" for i in range(5, 9)],
    },
    "mistakes_a": {
        "about": "N - 1 for N, derivative at the activation, loss after the update",
        "answers": {
            "q1": '''
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0, ddof=1)
    if (std == 0).any():
        raise ValueError("constant column")
    return (A - mean) / std, mean, std

def unstandardize(scaled, mean, std):
    return scaled * std + mean
''',
            "q4": '''
def gradient(weights, x, y, output="sigmoid"):
    hidden = hidden_activations(weights, x)
    predicted = forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * sigmoid(hidden) * (1 - sigmoid(hidden))
    ones = np.ones((len(x), 1))
    first = np.hstack([ones, x]).T @ delta_hidden
    last = np.hstack([ones, hidden]).T @ delta_out
    return np.concatenate([first.ravel(), last.ravel()])
''',
            "q5": '''
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = []
    for epoch in range(epochs):
        weights = weights - learning_rate * gradient(weights, x, y, output)
        losses.append(loss(weights, x, y, output))
    return weights, np.array(losses)
''',
        },
        "fails": ["q1", "q4", "q5"],
    },
    "mistakes_b": {
        "about": "mean for sum, weights changed in place, squares not halved",
        "answers": {
            "q3": '''
def loss(weights, x, y, output="sigmoid"):
    return float(np.mean((y - forward(weights, x, output)) ** 2))
''',
            "q5": '''
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = []
    for epoch in range(epochs):
        losses.append(0.5 * np.sum((y - forward(weights, x, output)) ** 2))
        weights -= learning_rate * gradient(weights, x, y, output)
    return weights, losses
''',
            "q6": '''
def unreachable_loss(y):
    return float(np.sum(y[y < 0] ** 2) + np.sum((y[y > 1] - 1) ** 2))
''',
        },
        "fails": ["q3", "q5", "q6"],
    },
    "syntax_error": {
        "about": "a colon missing in question 6",
        "answers": {
            "q6": '''
def unreachable_loss(y)
    return 0.5 * np.sum((y - np.clip(y, 0, 1)) ** 2)
'''
        },
        "fails": ["q6"],
    },
    "missing_import": {
        "about": "an import that does not exist, before everything else",
        "prepend": "import notthere",
    },
}
