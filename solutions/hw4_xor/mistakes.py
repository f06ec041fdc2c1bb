"""Homework 4: what people really write."""

# %% q1, wrong: the output's sigmoid is missing
# Your second layer stops at the weighted sum. Check whether all your opinions lie between 0 and 1,
# as those of the miniature do: both layers bend.
def forward(X, W1, W2):
    h1 = sigmoid(X @ W1)
    return h1, h1 @ W2

# %% q1, wrong: the hidden sigmoid is missing
# Your first layer passes the weighted sums on as they are. Two matrix products in a row are only
# one matrix product; what is between the two layers?
def forward(X, W1, W2):
    h1 = X @ W1
    return h1, sigmoid(h1 @ W2)

# %% q1, wrong: the second layer gets the weighted sums
# Your first layer is right, and the second one doesn't get it: it gets the weighted sums, before
# their sigmoid.
def forward(X, W1, W2):
    z1 = X @ W1
    return sigmoid(z1), sigmoid(z1 @ W2)

# %% q1, wrong: the activation comes before the weights
# You bend the data and then multiply. The order in a layer is the other way round: first the
# product, then the sigmoid of what came out.
def forward(X, W1, W2):
    h1 = sigmoid(X) @ W1
    return h1, sigmoid(h1) @ W2

# %% q1, wrong: pre-activations are returned
# What you compute on the way is right. What you return are the sums before the sigmoids; the
# docstring asks for activations.
def forward(X, W1, W2):
    z1 = X @ W1
    z2 = sigmoid(z1) @ W2
    return z1, z2

# %% q1, wrong: only the output is returned
# The hidden activations are wanted, too, and backward will need them. Look at what the docstring
# returns.
def forward(X, W1, W2):
    return sigmoid(sigmoid(X @ W1) @ W2)

# %% q1, wrong: the two results are swapped
# Both arrays are right, and they come in the wrong order. Who calls this function takes the first
# for the hidden layer.
def forward(X, W1, W2):
    h1 = sigmoid(X @ W1)
    return sigmoid(h1 @ W2), h1

# %% q1, wrong: softmax in place of the sigmoid
# Your two outputs add up to 1 in each row. Here they are separate opinions that know nothing of
# each other: each goes through a sigmoid of its own.
def forward(X, W1, W2):
    h1 = sigmoid(X @ W1)
    grown = np.exp(h1 @ W2)
    return h1, grown / grown.sum(axis=1, keepdims=True)

# %% q1, wrong: a logarithm is taken of the output
# Your second result is negative everywhere: a logarithm was taken. The published text speaks of log
# probabilities, and the paragraph below the formulas says what to think of that.
def forward(X, W1, W2):
    h1 = sigmoid(X @ W1)
    return h1, np.log(sigmoid(h1 @ W2))

# %% q1, wrong: tanh in place of the sigmoid
# Your hidden activations can be negative; a sigmoid's can't. Which function bends these layers?
def forward(X, W1, W2):
    h1 = np.tanh(X @ W1)
    return h1, np.tanh(h1 @ W2)

# %% q1, wrong: the sign of the exponent is lost
# Every activation is 1 minus what it should be. Where z is large and positive, a sigmoid should be
# near 1: follow the sign into the exponent.
def forward(X, W1, W2):
    h1 = 1 / (1 + np.exp(X @ W1))
    return h1, 1 / (1 + np.exp(h1 @ W2))

# %% q1, wrong: one sample loses its row
# With a batch of one your arrays lose their first axis. A single sample still stands in a row: keep
# both axes, whatever N is.
def forward(X, W1, W2):
    h1 = sigmoid(X @ W1)
    return h1.squeeze(), sigmoid(h1 @ W2).squeeze()

# %% q1, wrong: a transpose that happens to fit
# A transposed matrix fits its neighbor only where there are two hidden neurons. Write the shapes
# under your products with three of them.
def forward(X, W1, W2):
    h1 = sigmoid(X @ W1.T)
    return h1, sigmoid(h1 @ W2.T)

# %% q1, wrong: only the first sample is answered
# The published example has one row, and there yours is right. The docstring promises N rows: what
# happens to the others?
def forward(X, W1, W2):
    h1 = sigmoid(X[:1] @ W1)
    return h1, sigmoid(h1 @ W2)

# %% q1, wrong: hard-coded for the visible example
# The published network has three hidden neurons, and your code counts on exactly that. H is any
# number from 1 up.
def forward(X, W1, W2):
    h1 = sigmoid(X @ W1)
    z2 = h1[:, 0:1] * W2[0] + h1[:, 1:2] * W2[1]
    if len(W2) > 2:
        z2 = z2 + h1[:, 2:3] * W2[2]
    return h1, sigmoid(z2)

# %% q1, wrong: results are rounded
# Your numbers are right to a few digits and end there. The tests compare all digits, so round only
# when you print.
def forward(X, W1, W2):
    h1 = sigmoid(X @ W1)
    return np.round(h1, 4), np.round(sigmoid(h1 @ W2), 4)

# %% q1, wrong: the batch is centered first
# You take the batch's mean away before the first layer, so what a sample is answered depends on its
# neighbors. The samples are to be used as they come.
def forward(X, W1, W2):
    h1 = sigmoid((X - X.mean(axis=0)) @ W1)
    return h1, sigmoid(h1 @ W2)

# %% q1, right: neuron by neuron
def forward(X, W1, W2):
    h1, h2 = np.zeros((len(X), W1.shape[1])), np.zeros((len(X), 2))
    for i, x in enumerate(X):
        for j in range(W1.shape[1]):
            h1[i, j] = 1 / (1 + np.exp(-(x[0] * W1[0, j] + x[1] * W1[1, j])))
        for k in range(2):
            h2[i, k] = 1 / (1 + np.exp(-sum(h1[i, j] * W2[j, k] for j in range(len(W2)))))
    return h1, h2

# %% q1, right: by tanh, in a loop over the layers
def forward(X, W1, W2):
    results = [X]
    for W in (W1, W2):
        results.append((1 + np.tanh(np.dot(results[-1], W) / 2)) / 2)
    return results[1:]

# %% q1, right: transposed and back
def forward(X, W1, W2):
    h1 = sigmoid(W1.T @ X.T)
    h2 = sigmoid(W2.T @ h1)
    return (h1.T, h2.T)

# %% q2, wrong: mean over entries for mean over samples
# Your error is divided by the number of entries, and each sample has two. N counts samples.
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    return np.mean((Y - h2) ** 2) / 2 + penalty * (np.sum(W1**2) + np.sum(W2**2)) / (2 * len(X))

# %% q2, wrong: the error lacks its 1/2
# The penalty is fine and the error is twice as large as it should be. Compare its factor with the
# one in the formula.
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    return (np.sum((Y - h2) ** 2) + penalty * (np.sum(W1**2) + np.sum(W2**2)) / 2) / len(X)

# %% q2, wrong: the loss lacks its 1/2
# Error and penalty are both twice as large as they should be: look at what they are divided by.
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    return (np.sum((Y - h2) ** 2) + penalty * (np.sum(W1**2) + np.sum(W2**2))) / len(X)

# %% q2, wrong: sum for mean
# Your error grows with the number of samples. The loss is an average: the same sample twice should
# cost no more than once.
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    return np.sum((Y - h2) ** 2) / 2 + penalty * (np.sum(W1**2) + np.sum(W2**2)) / (2 * len(X))

# %% q2, wrong: the penalty is not divided by N
# Without a penalty you are right. With one it should get weaker as the batch grows; yours does not
# know how many samples there are.
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    return np.sum((Y - h2) ** 2) / (2 * len(X)) + penalty / 2 * (np.sum(W1**2) + np.sum(W2**2))

# %% q2, wrong: the penalty lacks its 1/2
# Without a penalty you are right; the penalty itself is twice as large as it should be. Put the two
# fractions of the formula side by side.
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    return (np.sum((Y - h2) ** 2) / 2 + penalty * (np.sum(W1**2) + np.sum(W2**2))) / len(X)

# %% q2, wrong: the penalty is missing
# Your loss is the same for every strength of the penalty. One of the arguments is not used.
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    return np.sum((Y - h2) ** 2) / (2 * len(X))

# %% q2, wrong: the penalty has the wrong sign
# With a larger penalty your loss gets smaller: the network is paid for its weights, where it should
# pay.
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    squares = np.sum(W1**2) + np.sum(W2**2)
    return (np.sum((Y - h2) ** 2) - penalty * squares) / (2 * len(X))

# %% q2, wrong: the penalty is on the hidden weights alone
# Only the first layer pays for its weights. How many sums stand in the bracket of the penalty?
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    return (np.sum((Y - h2) ** 2) + penalty * np.sum(W1**2)) / (2 * len(X))

# %% q2, wrong: the penalty is on the output weights alone
# Only the second layer pays for its weights. How many sums stand in the bracket of the penalty?
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    return (np.sum((Y - h2) ** 2) + penalty * np.sum(W2**2)) / (2 * len(X))

# %% q2, wrong: weights are not squared
# Your penalty adds up the weights themselves, so a negative weight makes the loss smaller. What
# does the formula do to each weight before it adds?
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    return (np.sum((Y - h2) ** 2) + penalty * (np.sum(W1) + np.sum(W2))) / (2 * len(X))

# %% q2, wrong: the square of the sum
# Your penalty adds up the weights and then squares. Then weights of both signs cancel each other
# and cost nothing: which comes first in the formula?
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    return (np.sum((Y - h2) ** 2) + penalty * (np.sum(W1) ** 2 + np.sum(W2) ** 2)) / (2 * len(X))

# %% q2, wrong: norms for squared norms
# A matrix norm has a square root over its sum of squares. The penalty in the formula has none.
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    norms = np.linalg.norm(W1) + np.linalg.norm(W2)
    return (np.sum((Y - h2) ** 2) + penalty * norms) / (2 * len(X))

# %% q2, wrong: absolute values for squares in the penalty
# That is the L1 penalty, and its turn comes in question 8. Here large weights should pay more than
# in proportion.
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    return (np.sum((Y - h2) ** 2) + penalty * (abs(W1).sum() + abs(W2).sum())) / (2 * len(X))

# %% q2, wrong: the penalty is a mean over the weights
# Your penalty averages the squares of a matrix, so that more weights cost no more. In the formula
# every weight adds its own.
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    return (np.sum((Y - h2) ** 2) + penalty * (np.mean(W1**2) + np.mean(W2**2))) / (2 * len(X))

# %% q2, wrong: the error is not squared
# Your error adds up distances, not their squares. By hand: an opinion that is off by 0.5 costs
# how much?
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    squares = np.sum(W1**2) + np.sum(W2**2)
    return (np.sum(np.abs(Y - h2)) + penalty * squares) / (2 * len(X))

# %% q2, wrong: errors cancel before they are squared
# You add up the differences and square the sum. Then an opinion that is too high makes up for
# another that is too low: square each one first.
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    squares = np.sum(W1**2) + np.sum(W2**2)
    return (np.sum(Y - h2) ** 2 + penalty * squares) / (2 * len(X))

# %% q2, wrong: one loss per sample
# You return an array, with a loss for each sample. One number is wanted, for the whole batch: the
# sum runs over n as well as over k.
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    squares = np.sum(W1**2) + np.sum(W2**2)
    return (np.sum((Y - h2) ** 2, axis=1) + penalty * squares) / (2 * len(X))

# %% q2, wrong: one loss per output
# You return an array of two numbers, one for each output. Python's own sum adds up the rows of a
# matrix and stops there; the loss is one number.
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    squares = np.sum(W1**2) + np.sum(W2**2)
    return (sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X))

# %% q2, wrong: N is taken from the columns
# You divide by the number of coordinates of a sample. It is 2 however many samples there are: which
# axis of X counts them?
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    return (np.sum((Y - h2) ** 2) + penalty * (np.sum(W1**2) + np.sum(W2**2))) / (2 * X.shape[1])

# %% q2, wrong: cross-entropy for the squared error
# You take logarithms of the opinions. That is the loss of another network; here each opinion is
# charged for the square of its distance from the target.
def loss(X, Y, W1, W2, penalty=0.0):
    h2 = forward(X, W1, W2)[1]
    error = -np.sum(Y * np.log(h2) + (1 - Y) * np.log(1 - h2)) / len(X)
    return error + penalty * (np.sum(W1**2) + np.sum(W2**2)) / (2 * len(X))

# %% q2, right: sample by sample
def loss(X, Y, W1, W2, penalty=0.0):
    total = 0.0
    for x, y in zip(X, Y):
        h2 = forward(x[None], W1, W2)[1][0]
        total += ((h2[0] - y[0]) ** 2 + (h2[1] - y[1]) ** 2) / 2
    for W in (W1, W2):
        for weight in W.flat:
            total += penalty * weight * weight / 2
    return total / X.shape[0]

# %% q2, right: by norms and a mean
def loss(X, Y, W1, W2, penalty=0.0):
    error = np.mean((Y - forward(X, W1, W2)[1]) ** 2)
    norms = np.linalg.norm(W1) ** 2 + np.linalg.norm(W2, "fro") ** 2
    return error + 0.5 * penalty * norms / len(Y)

# %% q2, right: by einsum, as an array without axes
def loss(X, Y, W1, W2, penalty=0.0):
    far = forward(X, W1, W2)[1] - Y
    error = np.einsum("nk,nk->", far, far)
    ridge = np.trace(W1.T @ W1) + np.trace(W2.T @ W2)
    return np.array((error + penalty * ridge) * 0.5 / len(X))

# %% q3, wrong: slope taken at the activation
# You put activations into the sigmoid's derivative as if they were pre-activations, so the sigmoid
# is applied once too often. What h1 and h2 hold is the sigmoid's value already.
def backward(X, Y, W1, W2, penalty=0.0):
    def slope(z):
        return sigmoid(z) * (1 - sigmoid(z))
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * slope(h2) / len(X)
    delta1 = delta2 @ W2.T * slope(h1)
    return X.T @ delta1 + penalty / len(X) * W1, h1.T @ delta2 + penalty / len(X) * W2

# %% q3, wrong: slope taken at the pre-activation
# The form h (1 - h) is the slope in terms of the sigmoid's output. You put in what goes into the
# sigmoid.
def backward(X, Y, W1, W2, penalty=0.0):
    z1 = X @ W1
    h1 = sigmoid(z1)
    z2 = h1 @ W2
    delta2 = (sigmoid(z2) - Y) * z2 * (1 - z2) / len(X)
    delta1 = delta2 @ W2.T * z1 * (1 - z1)
    return X.T @ delta1 + penalty / len(X) * W1, h1.T @ delta2 + penalty / len(X) * W2

# %% q3, wrong: the hidden slope is taken at the activation
# The derivative for W2 is right, that for W1 is not: there the sigmoid is applied once too often.
# h1 is the sigmoid's value already; what is its slope in terms of that value?
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ W2.T * sigmoid(h1) * (1 - sigmoid(h1))
    return X.T @ delta1 + penalty / len(X) * W1, h1.T @ delta2 + penalty / len(X) * W2

# %% q3, wrong: the hidden slope is missing
# The derivative for W2 is right, that for W1 lacks a factor. On the way from h1 to z1 you pass a
# sigmoid: what does the chain rule charge for that?
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ W2.T
    return X.T @ delta1 + penalty / len(X) * W1, h1.T @ delta2 + penalty / len(X) * W2

# %% q3, wrong: the output slope is missing
# You go from the loss straight to z2. Between them is the output's sigmoid, and the chain rule asks
# for its slope. (Without it, it is the derivative of a cross-entropy.)
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) / len(X)
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    return X.T @ delta1 + penalty / len(X) * W1, h1.T @ delta2 + penalty / len(X) * W2

# %% q3, wrong: delta1 starts at the error
# The derivative for W2 is right. For the hidden layer you begin again at h2 - Y, and there the
# output's slope gets lost: go on from delta2.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    error = (h2 - Y) / len(X)
    delta1 = error @ W2.T * h1 * (1 - h1)
    delta2 = error * h2 * (1 - h2)
    return X.T @ delta1 + penalty / len(X) * W1, h1.T @ delta2 + penalty / len(X) * W2

# %% q3, wrong: half of the slope is lost
# The sigmoid's slope has two factors, h and 1 - h. One of them does not show in your deltas.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * (1 - h2) / len(X)
    delta1 = delta2 @ W2.T * (1 - h1)
    return X.T @ delta1 + penalty / len(X) * W1, h1.T @ delta2 + penalty / len(X) * W2

# %% q3, wrong: the 1/N is missing
# With one sample you are right, with more your error's part is as many times too large as there are
# samples. The loss is a mean.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2)
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    return X.T @ delta1 + penalty / len(X) * W1, h1.T @ delta2 + penalty / len(X) * W2

# %% q3, wrong: the 1/N comes twice
# With one sample you are right, with more the error's part is too small. Count how often you divide
# by N on the way back; it comes in at the first step and stays.
def backward(X, Y, W1, W2, penalty=0.0):
    N = len(X)
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / N
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    return (X.T @ delta1 + penalty * W1) / N, (h1.T @ delta2 + penalty * W2) / N

# %% q3, wrong: the 1/N comes twice on the way to the hidden layer
# The derivative for W2 is right. That for W1 is divided by N once more, but delta2 has the 1/N
# in it already.
def backward(X, Y, W1, W2, penalty=0.0):
    N = len(X)
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / N
    delta1 = delta2 @ W2.T * h1 * (1 - h1) / N
    return X.T @ delta1 + penalty / N * W1, h1.T @ delta2 + penalty / N * W2

# %% q3, wrong: mean over entries for mean over samples
# Your error's part is half of what it should be: you divide by the number of entries. N counts
# samples.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / h2.size
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    return X.T @ delta1 + penalty / len(X) * W1, h1.T @ delta2 + penalty / len(X) * W2

# %% q3, wrong: the error has the wrong sign
# The part that comes from the error points the other way. Differentiate a half (Y - h2) squared
# with respect to h2, and mind the minus inside.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (Y - h2) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    return X.T @ delta1 + penalty / len(X) * W1, h1.T @ delta2 + penalty / len(X) * W2

# %% q3, wrong: the 2 of the square stays
# The error's part is twice as large as it should be. The square brings down a 2, and the loss has
# something in front that takes it away.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = 2 * (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    return X.T @ delta1 + penalty / len(X) * W1, h1.T @ delta2 + penalty / len(X) * W2

# %% q3, wrong: the penalty is missing
# Without a penalty you are right. With one your derivatives do not change, but the loss does.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    return X.T @ delta1, h1.T @ delta2

# %% q3, wrong: the penalty is not divided by N
# Without a penalty you are right, and with one for a single sample. The penalty gets weaker as the
# batch grows; in a loop over the samples it joins once and not with each of them.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    return X.T @ delta1 + penalty * W1, h1.T @ delta2 + penalty * W2

# %% q3, wrong: the penalty keeps its 1/2
# The penalty's part is half of what it should be. Differentiate one weight's square, and see what
# becomes of the 2 below.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    pull = penalty / (2 * len(X))
    return X.T @ delta1 + pull * W1, h1.T @ delta2 + pull * W2

# %% q3, wrong: the penalty counts twice
# The penalty's part is twice as large as it should be. The square brings down a 2, and the loss has
# something in front that takes it away.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    pull = 2 * penalty / len(X)
    return X.T @ delta1 + pull * W1, h1.T @ delta2 + pull * W2

# %% q3, wrong: the penalty has the wrong sign
# The penalty's part pushes weights away from 0. In the loss it is added; nothing turns its sign on
# the way to the derivative.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    return X.T @ delta1 - penalty / len(X) * W1, h1.T @ delta2 - penalty / len(X) * W2

# %% q3, wrong: the penalty is one number
# You add the same number to every entry. A weight's derivative of the penalty depends on that
# weight and on no other: its part is a matrix.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    squares = penalty / (2 * len(X)) * (np.sum(W1**2) + np.sum(W2**2))
    return X.T @ delta1 + squares, h1.T @ delta2 + squares

# %% q3, wrong: the penalty is on the output weights alone
# With a penalty the derivative for W2 is right and that for W1 is not. Both matrices pay.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    return X.T @ delta1, h1.T @ delta2 + penalty / len(X) * W2

# %% q3, wrong: the penalty goes into delta
# You add the penalty on the way, and then the data multiply it. It hangs on the weights directly
# and on no sample: its part joins at the very end.
def backward(X, Y, W1, W2, penalty=0.0):
    N = len(X)
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / N
    delta1 = delta2 @ (W2 + penalty / N * W2).T * h1 * (1 - h1)
    return X.T @ delta1 + penalty / N * W1, h1.T @ delta2 + penalty / N * W2

# %% q3, wrong: the already updated weights are used
# You subtract the first derivative from W2 before you go back through W2. All derivatives belong to
# the weights that came in.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    dW2 = h1.T @ delta2 + penalty / len(X) * W2
    W2 = W2 - dW2
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    return X.T @ delta1 + penalty / len(X) * W1, dW2

# %% q3, wrong: a weight matrix is changed in place
# The derivatives may be right, but W1 or W2 is not what it was: an operation such as += or -= wrote
# into the caller's array. This function only looks; the step is for train.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    dW1, dW2 = X.T @ delta1 + penalty / len(X) * W1, h1.T @ delta2 + penalty / len(X) * W2
    W1 -= dW1
    W2 -= dW2
    return dW1, dW2

# %% q3, wrong: the two results are swapped
# Both derivatives are right, and they come in the wrong order. You found that of W2 first; the
# docstring returns it second.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    return h1.T @ delta2 + penalty / len(X) * W2, X.T @ delta1 + penalty / len(X) * W1

# %% q3, wrong: gradients are transposed
# Rows and columns of your derivatives are exchanged. Each has the shape of its own matrix, or
# it could not be subtracted from it.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    return delta1.T @ X + penalty / len(X) * W1.T, delta2.T @ h1 + penalty / len(X) * W2.T

# %% q3, wrong: a transpose that happens to fit
# On the way back through W2 the matrix stands as it did on the way forward. That product exists
# only with two hidden neurons; write the shapes under it with three.
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ W2 * h1 * (1 - h1)
    return X.T @ delta1 + penalty / len(X) * W1, h1.T @ delta2 + penalty / len(X) * W2

# %% q3, wrong: only the first sample counts
# The published example has one row, and there you are right. With more rows only the first of them
# has a say in your derivatives.
def backward(X, Y, W1, W2, penalty=0.0):
    N = len(X)
    h1, h2 = forward(X[:1], W1, W2)
    delta2 = (h2 - Y[:1]) * h2 * (1 - h2) / N
    delta1 = delta2 @ W2.T * h1 * (1 - h1)
    return X[:1].T @ delta1 + penalty / N * W1, h1.T @ delta2 + penalty / N * W2

# %% q3, wrong: in a loop only the last sample counts
# A loop over the samples that assigns keeps what the last one left. What should happen to the parts
# of the others?
def backward(X, Y, W1, W2, penalty=0.0):
    N = len(X)
    for x, y in zip(X, Y):
        h1, h2 = forward(x[None], W1, W2)
        delta2 = (h2 - y) * h2 * (1 - h2) / N
        delta1 = delta2 @ W2.T * h1 * (1 - h1)
        dW1, dW2 = np.outer(x, delta1), np.outer(h1, delta2)
    return dW1 + penalty / N * W1, dW2 + penalty / N * W2

# %% q3, right: by einsum
def backward(X, Y, W1, W2, penalty=0.0):
    h1, h2 = forward(X, W1, W2)
    far = (h2 - Y) * (h2 - h2**2)
    dW2 = np.einsum("nj,nk->jk", h1, far)
    dW1 = np.einsum("ni,nk,jk,nj->ij", X, far, W2, h1 * (1 - h1))
    return (dW1 + penalty * W1) / len(X), (dW2 + penalty * W2) / len(X)

# %% q3, right: weight by weight
def backward(X, Y, W1, W2, penalty=0.0):
    N, H = len(X), W1.shape[1]
    h1, h2 = forward(X, W1, W2)
    dW1, dW2 = penalty * W1 / N, penalty * W2 / N
    for n in range(N):
        for k in range(2):
            out = (h2[n, k] - Y[n, k]) * h2[n, k] * (1 - h2[n, k]) / N
            for j in range(H):
                dW2[j, k] += out * h1[n, j]
                for i in range(2):
                    dW1[i, j] += out * W2[j, k] * h1[n, j] * (1 - h1[n, j]) * X[n, i]
    return [dW1, dW2]

# %% q3, right: slopes at the pre-activations
def backward(X, Y, W1, W2, penalty=0.0):
    def slope(z):
        return 0.25 / np.cosh(z / 2) ** 2
    z1 = X @ W1
    z2 = sigmoid(z1) @ W2
    back = -(Y - sigmoid(z2)) * slope(z2)
    dW1 = np.dot((np.dot(back, W2.T) * slope(z1)).T, X).T
    dW2 = np.dot(back.T, sigmoid(z1)).T
    return tuple((g + penalty * W) / len(X) for g, W in ((dW1, W1), (dW2, W2)))

# %% q4, wrong: the gap is taken after the sigmoid
# You compare outputs. The gap is that of the pre-activations: stop before the last sigmoid bends
# them.
def symmetry_gap(X, W1, W2):
    here, there = forward(X, W1, W2)[1], forward(-X, W1, W2)[1]
    return here[:, 1] - here[:, 0] + there[:, 1] - there[:, 0]

# %% q4, wrong: the columns are exchanged
# Your sums have the right size and the opposite sign. Which column is taken from which?
def symmetry_gap(X, W1, W2):
    here, there = (sigmoid(side @ W1) @ W2 for side in (X, -X))
    return here[:, 0] - here[:, 1] + there[:, 0] - there[:, 1]

# %% q4, wrong: the gap at the mirror image is subtracted
# You take the second gap away from the first. The two are to be added up.
def symmetry_gap(X, W1, W2):
    here, there = (sigmoid(side @ W1) @ W2 for side in (X, -X))
    return here[:, 1] - here[:, 0] - (there[:, 1] - there[:, 0])

# %% q4, wrong: a bracket is missing
# Signs travel: a difference that is taken from another needs brackets, one that is added needs
# none. Write all four terms of the sum down with their signs.
def symmetry_gap(X, W1, W2):
    here, there = (sigmoid(side @ W1) @ W2 for side in (X, -X))
    return here[:, 1] - here[:, 0] - there[:, 1] - there[:, 0]

# %% q4, wrong: the mirror stands on an axis
# You turn the sign of one coordinate. The mirror image through the origin has both turned, and lies
# in the opposite quadrant.
def symmetry_gap(X, W1, W2):
    here, there = (sigmoid(side @ W1) @ W2 for side in (X, X * np.array([-1.0, 1.0])))
    return here[:, 1] - here[:, 0] + there[:, 1] - there[:, 0]

# %% q4, wrong: coordinates are exchanged for a mirror image
# You reflect each point in the diagonal, by exchanging its coordinates. The mirror image of x here
# is -x.
def symmetry_gap(X, W1, W2):
    here, there = (sigmoid(side @ W1) @ W2 for side in (X, X[:, ::-1]))
    return here[:, 1] - here[:, 0] + there[:, 1] - there[:, 0]

# %% q4, wrong: the rows are reversed for a mirror image
# You turn the order of the samples round. It is each point that is to be mirrored, in its own row.
def symmetry_gap(X, W1, W2):
    here, there = (sigmoid(side @ W1) @ W2 for side in (X, X[::-1]))
    return here[:, 1] - here[:, 0] + there[:, 1] - there[:, 0]

# %% q4, wrong: the mirror image is forgotten
# What you return is the gap at X alone. To each goes the gap at the point opposite.
def symmetry_gap(X, W1, W2):
    z2 = sigmoid(X @ W1) @ W2
    return z2[:, 1] - z2[:, 0]

# %% q4, wrong: the gap is doubled
# You add the gap at x to itself. The mirror image changes signs in X and nowhere else; check that
# yours gets through to the hidden layer, and is not turned twice.
def symmetry_gap(X, W1, W2):
    here, there = (sigmoid(sign * X @ (sign * W1)) @ W2 for sign in (1, -1))
    return here[:, 1] - here[:, 0] + there[:, 1] - there[:, 0]

# %% q4, wrong: everything cancels
# Your sums are all 0: the two gaps are each other's negatives. That happens where the minus comes
# after the hidden sigmoid, where that sigmoid is missing, or between hidden neurons.
def symmetry_gap(X, W1, W2):
    h1 = sigmoid(X @ W1)
    z2 = h1 @ W2 + (-h1) @ W2
    return z2[:, 1] - z2[:, 0]

# %% q4, wrong: the two outputs are added
# You add the outputs' pre-activations up. A gap is a difference, of one column and the other.
def symmetry_gap(X, W1, W2):
    here, there = (sigmoid(side @ W1) @ W2 for side in (X, -X))
    return here.sum(axis=1) + there.sum(axis=1)

# %% q4, wrong: mean for sum
# Your numbers are half of what they should be. The two gaps are added, not averaged.
def symmetry_gap(X, W1, W2):
    here, there = (sigmoid(side @ W1) @ W2 for side in (X, -X))
    return (here[:, 1] - here[:, 0] + there[:, 1] - there[:, 0]) / 2

# %% q4, wrong: one number for all samples
# You noticed something about these sums, or added them up. The answer has one entry for each row
# of X all the same.
def symmetry_gap(X, W1, W2):
    return np.sum(W2[:, 1] - W2[:, 0])

# %% q4, wrong: the batch is added up
# You add over the samples, too, and one number is left. Each row of X has a sum of its own.
def symmetry_gap(X, W1, W2):
    here, there = (sigmoid(side @ W1) @ W2 for side in (X, -X))
    return np.sum(here[:, 1] - here[:, 0] + there[:, 1] - there[:, 0])

# %% q4, wrong: a column for a vector
# The numbers are right and stand in a matrix with one column. An index such as 1:2 keeps the axis,
# and a plain 1 drops it.
def symmetry_gap(X, W1, W2):
    here, there = (sigmoid(side @ W1) @ W2 for side in (X, -X))
    return here[:, 1:2] - here[:, 0:1] + there[:, 1:2] - there[:, 0:1]

# %% q4, wrong: one sample loses its row
# Where there is one row, you return a number. The answer is an array with one entry for each row,
# also there.
def symmetry_gap(X, W1, W2):
    here, there = (sigmoid(side @ W1) @ W2 for side in (X, -X))
    return np.squeeze(here[:, 1] - here[:, 0] + there[:, 1] - there[:, 0])

# %% q4, wrong: list for array
# The numbers are right and come as a list. The docstring promises an array.
def symmetry_gap(X, W1, W2):
    here, there = (sigmoid(side @ W1) @ W2 for side in (X, -X))
    return list(here[:, 1] - here[:, 0] + there[:, 1] - there[:, 0])

# %% q4, wrong: an argument is changed in place
# The sums are right, but afterwards the caller's points are not where they were. An operation such
# as *= writes into the array it is given; make a new one.
def symmetry_gap(X, W1, W2):
    here = sigmoid(X @ W1) @ W2
    X *= -1
    there = sigmoid(X @ W1) @ W2
    return here[:, 1] - here[:, 0] + there[:, 1] - there[:, 0]

# %% q4, wrong: absolute values of the gaps
# You drop the signs of the gaps. They are what it is about: they say which class is called.
def symmetry_gap(X, W1, W2):
    here, there = (sigmoid(side @ W1) @ W2 for side in (X, -X))
    return np.abs(here[:, 1] - here[:, 0]) + np.abs(there[:, 1] - there[:, 0])

# %% q4, right: by the proof
def symmetry_gap(X, W1, W2):
    return np.repeat((W2 @ [-1, 1]).sum(), len(X))

# %% q4, right: point by point
def symmetry_gap(X, W1, W2):
    sums = []
    for x in X:
        total = 0.0
        for point in (x, -x):
            h1 = 1 / (1 + np.exp(-(point @ W1)))
            total += float(h1 @ W2[:, 1]) - float(h1 @ W2[:, 0])
        sums.append(total)
    return np.array(sums)

# %% q4, right: points and mirror images in one batch
def symmetry_gap(X, W1, W2):
    z2 = forward(np.vstack([X, -X]), W1, W2)[0] @ W2
    return np.diff(z2, axis=1).reshape(2, -1).sum(axis=0)

# %% q5, wrong: the hidden bias is forgotten
# Your hidden layer does not know its bias: it answers as if b1 were 0. The second layer is fine.
def forward_b(X, params):
    h1 = sigmoid(X @ params["W1"])
    return h1, sigmoid(h1 @ params["W2"] + params["b2"])

# %% q5, wrong: the output bias is forgotten
# Your hidden layer is right; the output answers as if b2 were 0.
def forward_b(X, params):
    h1 = sigmoid(X @ params["W1"] + params["b1"])
    return h1, sigmoid(h1 @ params["W2"])

# %% q5, wrong: both biases are forgotten
# You answer as in question 1, whatever the biases are. Two of the four parameters are not used.
def forward_b(X, params):
    return forward(X, params["W1"], params["W2"])

# %% q5, wrong: the bias is added after the sigmoid
# Your activations leave the range from 0 to 1. The bias shifts what goes into the sigmoid, so that
# the line moves; you shift what comes out.
def forward_b(X, params):
    h1 = sigmoid(X @ params["W1"]) + params["b1"]
    return h1, sigmoid(h1 @ params["W2"]) + params["b2"]

# %% q5, wrong: the bias has the wrong sign
# A large bias should make a neuron fire more easily. Yours makes it harder, like a threshold.
def forward_b(X, params):
    h1 = sigmoid(X @ params["W1"] - params["b1"])
    return h1, sigmoid(h1 @ params["W2"] - params["b2"])

# %% q5, wrong: one bias for the whole layer
# You make one number of a layer's biases. Each neuron has its own.
def forward_b(X, params):
    h1 = sigmoid(X @ params["W1"] + params["b1"].sum())
    return h1, sigmoid(h1 @ params["W2"] + params["b2"].sum())

# %% q5, wrong: the bias is a column
# You stand the biases up in a column, so they run along the samples. They run along the neurons,
# and those are the columns of z.
def forward_b(X, params):
    h1 = sigmoid(X @ params["W1"] + params["b1"].reshape(-1, 1))
    return h1, sigmoid(h1 @ params["W2"] + params["b2"].reshape(-1, 1))

# %% q5, wrong: the output's sigmoid is missing
# Your second layer stops at the weighted sum. The bias changes nothing about the bend after it.
def forward_b(X, params):
    h1 = sigmoid(X @ params["W1"] + params["b1"])
    return h1, h1 @ params["W2"] + params["b2"]

# %% q5, wrong: params are changed in place
# The activations are right, but the caller's dict is not what it was: pop takes a key out for good.
# Read the parameters and leave them where they are.
def forward_b(X, params):
    h1 = sigmoid(X @ params["W1"] + params.pop("b1"))
    return h1, sigmoid(h1 @ params["W2"] + params.pop("b2"))

# %% q5, wrong: mean for sum
# The biases' derivatives are divided by N a second time. The 1/N is in delta already; a bias gets
# the sum over the rows.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    pull = penalty / len(X)
    return {"W1": X.T @ delta1 + pull * params["W1"], "b1": delta1.mean(axis=0),
            "W2": h1.T @ delta2 + pull * params["W2"], "b2": delta2.mean(axis=0)}

# %% q5, wrong: biases are penalized
# The penalty pulls at your biases, too. Only steepness costs; moving a line is free.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    slopes = {"W1": X.T @ delta1, "b1": delta1.sum(axis=0),
              "W2": h1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: slopes[key] + penalty / len(X) * params[key] for key in slopes}

# %% q5, wrong: the penalty is missing
# Without a penalty you are right. With one your derivatives do not change, but the loss does.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    return {"W1": X.T @ delta1, "b1": delta1.sum(axis=0),
            "W2": h1.T @ delta2, "b2": delta2.sum(axis=0)}

# %% q5, wrong: the penalty is not divided by N
# Without a penalty you are right, and with one for a single sample. The penalty gets weaker as the
# batch grows; in a loop over the samples it joins once and not with each of them.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    return {"W1": X.T @ delta1 + penalty * params["W1"], "b1": delta1.sum(axis=0),
            "W2": h1.T @ delta2 + penalty * params["W2"], "b2": delta2.sum(axis=0)}

# %% q5, wrong: the penalty counts twice
# The penalty's part is twice as large as it should be. The square brings down a 2, and the loss has
# something in front that takes it away.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    pull = 2 * penalty / len(X)
    return {"W1": X.T @ delta1 + pull * params["W1"], "b1": delta1.sum(axis=0),
            "W2": h1.T @ delta2 + pull * params["W2"], "b2": delta2.sum(axis=0)}

# %% q5, wrong: the derivatives of the biases are zero
# The weights' derivatives are right and the biases' are all 0, so biases would never learn. They
# move the loss as well: each belongs to a delta.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    dW1, dW2 = X.T @ delta1, h1.T @ delta2
    return {"W1": dW1 + penalty / len(X) * params["W1"], "b1": np.zeros_like(params["b1"]),
            "W2": dW2 + penalty / len(X) * params["W2"], "b2": np.zeros_like(params["b2"])}

# %% q5, wrong: derivatives of the network without biases
# Where all biases are 0 you are right. Else your deltas come from activations that know no bias:
# which function has to run forward here?
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward(X, params["W1"], params["W2"])
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    pull = penalty / len(X)
    return {"W1": X.T @ delta1 + pull * params["W1"], "b1": delta1.sum(axis=0),
            "W2": h1.T @ delta2 + pull * params["W2"], "b2": delta2.sum(axis=0)}

# %% q5, wrong: the weights' derivatives forget the biases
# The biases' derivatives are right. Those of the weights come from question 3's backward, whose
# network has no biases.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    dW1, dW2 = backward(X, Y, params["W1"], params["W2"], penalty)
    return {"W1": dW1, "b1": delta1.sum(axis=0), "W2": dW2, "b2": delta2.sum(axis=0)}

# %% q5, wrong: slope taken at the activation
# You put activations into the sigmoid's derivative as if they were pre-activations, so the sigmoid
# is applied once too often. What h1 and h2 hold is the sigmoid's value already.
def backward_b(X, Y, params, penalty=0.0):
    def slope(z):
        return sigmoid(z) * (1 - sigmoid(z))
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * slope(h2) / len(X)
    delta1 = delta2 @ params["W2"].T * slope(h1)
    pull = penalty / len(X)
    return {"W1": X.T @ delta1 + pull * params["W1"], "b1": delta1.sum(axis=0),
            "W2": h1.T @ delta2 + pull * params["W2"], "b2": delta2.sum(axis=0)}

# %% q5, wrong: the hidden slope is missing
# The second layer's derivatives are right, the first layer's lack a factor. On the way from h1 to
# z1 you pass a sigmoid.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T
    pull = penalty / len(X)
    return {"W1": X.T @ delta1 + pull * params["W1"], "b1": delta1.sum(axis=0),
            "W2": h1.T @ delta2 + pull * params["W2"], "b2": delta2.sum(axis=0)}

# %% q5, wrong: the hidden bias lacks the slope
# Three of the four are right; the derivative of b1 stops before the hidden sigmoid. A bias is added
# before it, so it gets the whole delta of its layer.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    back = delta2 @ params["W2"].T
    delta1 = back * h1 * (1 - h1)
    pull = penalty / len(X)
    return {"W1": X.T @ delta1 + pull * params["W1"], "b1": back.sum(axis=0),
            "W2": h1.T @ delta2 + pull * params["W2"], "b2": delta2.sum(axis=0)}

# %% q5, wrong: the 1/N is missing
# With one sample you are right, with more the error's part is as many times too large as there are
# samples. The loss is a mean.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    pull = penalty / len(X)
    return {"W1": X.T @ delta1 + pull * params["W1"], "b1": delta1.sum(axis=0),
            "W2": h1.T @ delta2 + pull * params["W2"], "b2": delta2.sum(axis=0)}

# %% q5, wrong: the error has the wrong sign
# The part that comes from the error points the other way. Differentiate a half (Y - h2) squared
# with respect to h2, and mind the minus inside.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (Y - h2) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    pull = penalty / len(X)
    return {"W1": X.T @ delta1 + pull * params["W1"], "b1": delta1.sum(axis=0),
            "W2": h1.T @ delta2 + pull * params["W2"], "b2": delta2.sum(axis=0)}

# %% q5, wrong: the sum keeps its axis
# The numbers are right; the biases' derivatives are matrices of one row. Each gradient has the
# shape of its parameter, and a bias is a vector.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    pull = penalty / len(X)
    return {"W1": X.T @ delta1 + pull * params["W1"], "b1": delta1.sum(axis=0, keepdims=True),
            "W2": h1.T @ delta2 + pull * params["W2"], "b2": delta2.sum(axis=0, keepdims=True)}

# %% q5, wrong: summed over the wrong axis
# You add over the neurons, so that each sample has a number. It is the samples that are added up:
# one number is left for each neuron.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    pull = penalty / len(X)
    return {"W1": X.T @ delta1 + pull * params["W1"], "b1": delta1.sum(axis=1),
            "W2": h1.T @ delta2 + pull * params["W2"], "b2": delta2.sum(axis=1)}

# %% q5, wrong: one number for a layer's biases
# You add over samples and neurons. Each neuron has a bias of its own, and each bias a derivative.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    pull = penalty / len(X)
    return {"W1": X.T @ delta1 + pull * params["W1"], "b1": np.sum(delta1),
            "W2": h1.T @ delta2 + pull * params["W2"], "b2": np.sum(delta2)}

# %% q5, wrong: only the first sample counts for the biases
# The weights' derivatives are right. For the biases you take the first row of delta; with one
# sample that is all there is, with more it is not.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    pull = penalty / len(X)
    return {"W1": X.T @ delta1 + pull * params["W1"], "b1": delta1[0],
            "W2": h1.T @ delta2 + pull * params["W2"], "b2": delta2[0]}

# %% q5, wrong: other keys
# The gradients are there, and under names of your own. Training looks each one up under the name of
# its parameter.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    pull = penalty / len(X)
    return {"dW1": X.T @ delta1 + pull * params["W1"], "db1": delta1.sum(axis=0),
            "dW2": h1.T @ delta2 + pull * params["W2"], "db2": delta2.sum(axis=0)}

# %% q5, wrong: a tuple for the dict
# Four arrays in a row leave it to the caller to know which is which. The docstring promises a dict
# with the keys of the parameters.
def backward_b(X, Y, params, penalty=0.0):
    h1, h2 = forward_b(X, params)
    delta2 = (h2 - Y) * h2 * (1 - h2) / len(X)
    delta1 = delta2 @ params["W2"].T * h1 * (1 - h1)
    pull = penalty / len(X)
    return (X.T @ delta1 + pull * params["W1"], delta1.sum(axis=0),
            h1.T @ delta2 + pull * params["W2"], delta2.sum(axis=0))

# %% q5, right: the bias as one more weight
def forward_b(X, params):
    ones = np.ones((len(X), 1))
    h1 = sigmoid(np.hstack([ones, X]) @ np.vstack([params["b1"], params["W1"]]))
    return h1, sigmoid(np.hstack([ones, h1]) @ np.vstack([params["b2"], params["W2"]]))

# %% q5, right: sample by sample
def forward_b(X, params):
    rows = []
    for x in X:
        h1 = 1 / (1 + np.exp(-(params["W1"].T @ x + params["b1"])))
        rows.append((h1, 1 / (1 + np.exp(-(params["W2"].T @ h1 + params["b2"])))))
    return [np.array([row[0] for row in rows]), np.array([row[1] for row in rows])]


def backward_b(X, Y, params, penalty=0.0):
    total = {key: np.zeros(value.shape) for key, value in params.items()}
    for x, y in zip(X, Y):
        h1, h2 = (h[0] for h in forward_b(x[None], params))
        out = (h2 - y) * h2 * (1 - h2)
        hidden = h1 * (1 - h1) * (params["W2"] @ out)
        for key, part in (("b1", hidden), ("W1", np.outer(x, hidden)), ("b2", out),
                          ("W2", np.outer(h1, out))):
            total[key] = total[key] + part
    for key in ("W1", "W2"):
        total[key] += penalty * params[key]
    return {key: value / len(X) for key, value in total.items()}

# %% q5, right: ones in matrix products
def backward_b(X, Y, params, penalty=0.0):
    N = X.shape[0]
    ones = np.full(N, 1.0)
    h1, h2 = forward_b(X, params)
    d2 = np.multiply(h2 - Y, h2 - h2 * h2) / N
    d1 = np.einsum("nk,jk,nj->nj", d2, params["W2"], h1 - h1 * h1)
    weights = {"W2": np.tensordot(h1, d2, axes=(0, 0)), "W1": np.tensordot(X, d1, axes=(0, 0))}
    found = {key: weights[key] + params[key] * (penalty / N) for key in weights}
    found.update(b2=ones @ d2, b1=ones @ d1)
    return found

# %% q6, wrong: recorded after the update
# Your curves run one epoch ahead: each entry describes the weights that the epoch left. The first
# entry should tell of the start.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
    return params, history

# %% q6, wrong: the accuracy is recorded after the update
# Your losses are right, your accuracies run one epoch ahead. Both curves describe the weights
# before the update.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
        right = forward_b(X, params)[1].argmax(axis=1) == Y.argmax(axis=1)
        history["accuracy"].append(np.mean(right))
    return params, history

# %% q6, wrong: the already updated weights are used
# You ask for the derivatives again after some of the parameters have moved. All four move by
# derivatives at the same weights: find them first, then step.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    params = dict(params)
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        for key in params:
            params[key] = params[key] - learning_rate * backward_b(X, Y, params, penalty)[key]
    return params, history

# %% q6, wrong: the gradient is never renewed
# You work out the derivatives once and walk on in the same direction. After each step the weights
# are others, and so are the derivatives.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    slopes = backward_b(X, Y, params, penalty)
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: the curves are those of the start
# The parameters are right, and your curves are flat: what is recorded is computed from weights that
# no longer change. Run forward again in each epoch.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    h2 = forward_b(X, params)[1]
    squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
    for epoch in range(epochs):
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: an argument is changed in place
# The numbers are right, but the start is gone: -= writes into the caller's arrays, and a copied
# dict still shares them. What has to be copied?
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    params = dict(params)
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, params, penalty)
        for key in params:
            params[key] -= learning_rate * slopes[key]
    return params, history

# %% q6, wrong: the loop is one epoch short
# Your history has one entry less than there are epochs, and the last update is missing. Count the
# rounds of your loop for two epochs.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(1, epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: the last update is missing
# The curves are right, and the parameters are those before the last update. Either your loop leaves
# too early, or you keep the best: what comes back is what the last update left, better or not.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        if epoch == epochs - 1:
            break
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: the end is recorded, too
# Your history has one entry more than there are epochs: the state after the last update is in it.
# One entry per epoch, taken before its update.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs + 1):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        if epoch < epochs:
            slopes = backward_b(X, Y, params, penalty)
            params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: the start is returned
# The curves show that your network learns, and the parameters that come back are those it started
# from. Which name holds the trained ones?
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    now = params
    for epoch in range(epochs):
        h2 = forward_b(X, now)[1]
        squares = np.sum(now["W1"] ** 2) + np.sum(now["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, now, penalty)
        now = {key: now[key] - learning_rate * slopes[key] for key in now}
    return params, history

# %% q6, wrong: training stops early
# Your loop ends as soon as all samples are right. The loss can go on falling then, and the history
# should have an entry for every epoch.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        if history["accuracy"][-1] == 1:
            break
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: the accuracy counts entries
# You compare the two outputs of a sample one by one. A sample is right or wrong as a whole, and the
# larger output decides.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean((h2 > 0.5) == (Y > 0.5)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: a threshold decides on the class
# You ask whether the second output is above 0.5. The two opinions need not add up to 1: compare
# them with each other.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean((h2[:, 1] > 0.5) == (Y[:, 1] > 0.5)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: both outputs must be on their sides of a half
# You count a sample only where one output is above 0.5 and the other below. The larger output is
# the answer, even if both are small.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(np.all(np.round(h2) == Y, axis=1)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: the largest of the whole batch
# Without an axis argmax looks for the largest entry of all and returns one number. Each row has a
# largest output of its own.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax() == Y.argmax()))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: the largest of each column
# argmax along axis 0 looks for the sample with the largest output, once for each output. Asked for
# is the largest output of each sample: one answer for each row.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(float(np.mean(h2.argmax(axis=0) == Y.argmax(axis=0))))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: the accuracy is in percent
# Your accuracies go up to 100. A share lies between 0 and 1.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(100 * np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: the accuracy is a count
# You count the right samples and leave it at that. With one sample count and share are the same;
# with more, what is missing?
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.sum(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: integers for floats
# Your history holds whole numbers: an array of integers cuts off what stands behind the point. Look
# at how you make room for it.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": np.zeros(epochs, dtype=int), "accuracy": np.zeros(epochs, dtype=int)}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"][epoch] = (np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X))
        history["accuracy"][epoch] = np.mean(h2.argmax(axis=1) == Y.argmax(axis=1))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: losses of the network without biases
# You record what question 2's loss says, and it knows no biases. As long as they are 0 nobody
# notices.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        history["loss"].append(loss(X, Y, params["W1"], params["W2"], penalty))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: the penalty is missing in the curve
# The steps are right, and the losses leave the penalty out. The curve shows what is minimized: the
# whole of question 2's formula.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        history["loss"].append(np.sum((Y - h2) ** 2) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: the penalty is missing in the steps
# The penalty is in your losses, and the weights do not feel it. Look at what you hand on to
# backward_b.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, params)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: the penalty counts twice
# You add the penalty's pull to derivatives that have it already. Without a penalty you are right.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, params, penalty)
        for key in ("W1", "W2"):
            slopes[key] = slopes[key] + penalty / len(X) * params[key]
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: biases are penalized
# Your losses charge for all four parameters. Only W1 and W2 are penalized; where the biases are 0
# it makes no difference.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = sum(np.sum(value**2) for value in params.values())
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: mean over entries for mean over samples
# The error in your curve is averaged over the entries, and each sample has two. Compare with
# question 2.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append(np.mean((Y - h2) ** 2) / 2 + penalty * squares / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: the biases never move
# The weights learn and the biases stay where they started. Four parameters have a derivative.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, params, penalty)
        params = dict(params)
        for key in ("W1", "W2"):
            params[key] = params[key] - learning_rate * slopes[key]
    return params, history

# %% q6, wrong: uphill
# Your loss rises: each step goes along the derivative. Which way is down?
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] + learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: the 1/N comes twice
# Your steps get smaller as the batch grows. The derivatives are those of a mean already; the rate
# is not divided by N.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate / len(X) * slopes[key] for key in params}
    return params, history

# %% q6, wrong: one sample per epoch
# Your steps follow one sample at a time. Here an epoch is one step along the derivatives of all
# samples together; with a single sample there is no difference.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        n = epoch % len(X)
        slopes = backward_b(X[n:n + 1], Y[n:n + 1], params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: a start of its own
# Your training draws new weights and forgets those it was given. The start is an argument, so that
# a run can be repeated and continued.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    rng = np.random.default_rng(0)
    params = {key: rng.standard_normal(value.shape) for key, value in params.items()}
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return params, history

# %% q6, wrong: the two results are swapped
# Parameters and history are right, and they come in the wrong order. See what the docstring returns
# first.
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    history = {"loss": [], "accuracy": []}
    for epoch in range(epochs):
        h2 = forward_b(X, params)[1]
        squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
        history["loss"].append((np.sum((Y - h2) ** 2) + penalty * squares) / (2 * len(X)))
        history["accuracy"].append(np.mean(h2.argmax(axis=1) == Y.argmax(axis=1)))
        slopes = backward_b(X, Y, params, penalty)
        params = {key: params[key] - learning_rate * slopes[key] for key in params}
    return history, params

# %% q6, right: copies, changed in place
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    p = {key: np.array(value, dtype=float) for key, value in params.items()}
    costs, shares = [], []
    for _ in range(epochs):
        h2 = forward_b(X, p)[1]
        ridge = np.linalg.norm(p["W1"]) ** 2 + np.linalg.norm(p["W2"]) ** 2
        costs.append(float(((Y - h2) ** 2).sum(axis=1).mean() / 2 + penalty * ridge / 2 / len(X)))
        chosen = Y[np.arange(len(X)), h2.argmax(axis=1)]
        shares.append(float((chosen == Y.max(axis=1)).mean()))
        slopes = backward_b(X, Y, p, penalty)
        for key, value in p.items():
            value -= learning_rate * slopes[key]
    return p, {"accuracy": shares, "loss": costs}

# %% q6, right: one vector of all parameters
def train(params, X, Y, learning_rate, epochs, penalty=0.0):
    keys = ["W1", "b1", "W2", "b2"]
    ends = np.cumsum([params[key].size for key in keys])[:-1]

    def flat(arrays):
        return np.concatenate([arrays[key].ravel() for key in keys])

    def named(theta):
        parts = np.split(theta, ends)
        return {key: part.reshape(params[key].shape) for key, part in zip(keys, parts)}

    theta, curves = flat(params), []
    for _ in range(epochs):
        now = named(theta)
        h2 = forward_b(X, now)[1]
        error = sum(((h2[n] - Y[n]) ** 2).sum() for n in range(len(X)))
        pay = penalty * ((now["W1"] ** 2).sum() + (now["W2"] ** 2).sum())
        right = ((h2 @ [-1, 1] > 0) == (Y @ [-1, 1] > 0)).sum() / len(X)
        curves.append([(error + pay) / len(X) / 2, right])
        theta = theta - learning_rate * flat(backward_b(X, Y, now, penalty))
    curves = np.array(curves).T
    return named(theta), {"loss": curves[0], "accuracy": curves[1]}

# %% q7, wrong: each array is clipped alone
# You give each array a norm of its own. Then long ones are shortened and short ones are not, and
# the step turns aside: one norm over all of them is due.
def clip_gradients(gradients, max_norm):
    clipped = {}
    for key, g in gradients.items():
        norm = np.sqrt(np.sum(g**2))
        clipped[key] = g * max_norm / norm if norm > max_norm else g
    return clipped

# %% q7, wrong: each entry is clipped alone
# You cut off the entries that are too large and leave the others. That changes the direction; a
# leash shortens all of them by one factor.
def clip_gradients(gradients, max_norm):
    return {key: np.clip(g, -max_norm, max_norm) for key, g in gradients.items()}

# %% q7, wrong: norms are added up
# You add the norms of the arrays. End to end they are one long vector: what is added up before
# the root is drawn?
def clip_gradients(gradients, max_norm):
    norm = sum(np.linalg.norm(g.ravel()) for g in gradients.values())
    factor = max_norm / norm if norm > max_norm else 1.0
    return {key: factor * g for key, g in gradients.items()}

# %% q7, wrong: the root is missing
# What you divide by is the norm's square. In the miniature it is 25, and the norm is 5.
def clip_gradients(gradients, max_norm):
    norm = sum(np.sum(g**2) for g in gradients.values())
    factor = max_norm / norm if norm > max_norm else 1.0
    return {key: factor * g for key, g in gradients.items()}

# %% q7, wrong: the square is compared
# Your factor is right and your question isn't: you compare the sum of squares with max_norm, where
# the norm belongs.
def clip_gradients(gradients, max_norm):
    squares = sum(np.sum(g**2) for g in gradients.values())
    factor = max_norm / np.sqrt(squares) if squares > max_norm else 1.0
    return {key: factor * g for key, g in gradients.items()}

# %% q7, wrong: short gradients are stretched
# You bring every gradient to the length max_norm, short ones too. A leash pulls only on what has
# run too far.
def clip_gradients(gradients, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))
    return {key: g * (max_norm / norm) for key, g in gradients.items()}

# %% q7, wrong: the comparison is turned round
# Long gradients pass as they are and short ones are stretched. Try a norm of 5 with max_norm 1: on
# which side of your comparison is it?
def clip_gradients(gradients, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))
    factor = max_norm / norm if 0 < norm < max_norm else 1.0
    return {key: factor * g for key, g in gradients.items()}

# %% q7, wrong: clipped to length 1
# What is too long gets the length 1, whatever max_norm is. The miniature's max_norm happens to be
# 1.
def clip_gradients(gradients, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))
    factor = 1 / norm if norm > max_norm else 1.0
    return {key: factor * g for key, g in gradients.items()}

# %% q7, wrong: multiplied by max_norm alone
# You multiply what is too long by max_norm and divide by nothing. By what factor does a vector of
# length 5 get the length 1?
def clip_gradients(gradients, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))
    factor = max_norm if norm > max_norm else 1.0
    return {key: factor * g for key, g in gradients.items()}

# %% q7, wrong: a tiny number is added
# A small number in the denominator keeps zeros safe and makes every clipped gradient too short; a
# tiny one by a good part. Zeros can be kept safe otherwise.
def clip_gradients(gradients, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))
    return {key: g * min(1.0, max_norm / (norm + 1e-6)) for key, g in gradients.items()}

# %% q7, wrong: the largest entry for the norm
# You measure a vector by its largest entry. Its length counts all of them.
def clip_gradients(gradients, max_norm):
    norm = max(np.max(np.abs(g)) for g in gradients.values())
    factor = max_norm / norm if norm > max_norm else 1.0
    return {key: factor * g for key, g in gradients.items()}

# %% q7, wrong: absolute values for squares
# You add up absolute values. For (3, -4) that is 7, and the length is 5.
def clip_gradients(gradients, max_norm):
    norm = sum(np.sum(np.abs(g)) for g in gradients.values())
    factor = max_norm / norm if norm > max_norm else 1.0
    return {key: factor * g for key, g in gradients.items()}

# %% q7, wrong: mean for sum
# You average the squares under the root. Then the norm does not grow with the number of entries;
# the formula adds them up.
def clip_gradients(gradients, max_norm):
    flat = np.concatenate([g.ravel() for g in gradients.values()])
    norm = np.sqrt(np.mean(flat**2))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {key: factor * g for key, g in gradients.items()}

# %% q7, wrong: only the last array is measured
# Your norm is that of the last array: a loop that assigns forgets the ones before. What has to be
# kept from each?
def clip_gradients(gradients, max_norm):
    for g in gradients.values():
        norm = np.sqrt(np.sum(g**2))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {key: factor * g for key, g in gradients.items()}

# %% q7, wrong: the largest norm of an array
# You take the norm of the longest array for that of all. The others make the long vector longer
# still.
def clip_gradients(gradients, max_norm):
    norm = max(np.sqrt(np.sum(g**2)) for g in gradients.values())
    factor = max_norm / norm if norm > max_norm else 1.0
    return {key: factor * g for key, g in gradients.items()}

# %% q7, wrong: only what is long itself is shortened
# The norm over all arrays is right, and you shorten only the arrays that are longer than max_norm
# alone. One factor goes to every array, or the direction turns.
def clip_gradients(gradients, max_norm):
    total = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))
    factor = max_norm / total if total > max_norm else 1.0
    return {key: factor * g if np.sqrt(np.sum(g**2)) > max_norm else g
            for key, g in gradients.items()}

# %% q7, wrong: matrices are measured by another norm
# The norm that np.linalg takes with the order 2 is not the root of the sum of squares where it
# meets a matrix: it is the largest stretch. Flatten, or leave the order out.
def clip_gradients(gradients, max_norm):
    norm = np.sqrt(sum(np.linalg.norm(g, 2) ** 2 for g in gradients.values()))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {key: factor * g for key, g in gradients.items()}

# %% q7, wrong: an argument is changed in place
# The numbers are right, but the gradients of the caller are shortened as well. Both *= and an
# assignment to a key write into what came in; make a dict of your own.
def clip_gradients(gradients, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))
    if norm > max_norm:
        for g in gradients.values():
            g *= max_norm / norm
    return gradients

# %% q7, wrong: the keys of question 5 are hard-coded
# You ask for W1, b1, W2 and b2 by name. The dict may have any keys.
def clip_gradients(gradients, max_norm):
    keys = ["W1", "b1", "W2", "b2"]
    norm = np.sqrt(sum(np.sum(gradients[key] ** 2) for key in keys))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {key: factor * gradients[key] for key in keys}

# %% q7, wrong: weights alone are measured
# Your norm leaves out every key that begins with a b. All arrays are put end to end, whatever they
# are called.
def clip_gradients(gradients, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for key, g in gradients.items() if not key.startswith("b")))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {key: factor * g for key, g in gradients.items()}

# %% q7, wrong: nothing comes back where nothing is clipped
# The return stands inside the if. What does a function return that ends without one?
def clip_gradients(gradients, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))
    if norm > max_norm:
        return {key: g * max_norm / norm for key, g in gradients.items()}

# %% q7, right: end to end
def clip_gradients(gradients, max_norm):
    long = np.concatenate([np.ravel(g) for g in gradients.values()])
    length = np.linalg.norm(long)
    if length <= max_norm:
        return gradients
    return {key: g / length * max_norm for key, g in gradients.items()}

# %% q7, right: by hypot, entry by entry
def clip_gradients(gradients, max_norm):
    norm = 0.0
    for g in gradients.values():
        for value in g.flat:
            norm = np.hypot(norm, value)
    if norm > max_norm:
        return {key: np.multiply(g, max_norm / norm) for key, g in gradients.items()}
    return {key: g.copy() for key, g in gradients.items()}

# %% q7, right: one division, which can't be by zero
def clip_gradients(gradients, max_norm):
    norm = np.sqrt(sum(np.vdot(g, g) for g in gradients.values()))
    return dict((key, g * (max_norm / max(norm, max_norm))) for key, g in gradients.items())

# %% q7, equivalent: factor = max_norm / norm if norm > max_norm else 1.0 -> factor = max_norm / norm if norm >= max_norm else 1.0
# Where the norm is exactly max_norm, the factor is 1 either way.

# %% q8, wrong: the rate falls in jumps
# Your rate stands still for a half-life and then drops. It falls continuously: an epoch that is
# half a half-life counts for half.
def decayed(learning_rate, epoch, half_life):
    return learning_rate * 0.5 ** (epoch // half_life)

# %% q8, wrong: the rate falls in a straight line
# Your rate loses the same amount in every epoch, reaches 0 and goes below. It should lose the same
# share, half of what is left.
def decayed(learning_rate, epoch, half_life):
    return learning_rate * (1 - 0.5 * epoch / half_life)

# %% q8, wrong: e for 2
# After one half-life your rate is down to 0.37 of itself. That is a decay to the base e; the half
# in half-life tells the base.
def decayed(learning_rate, epoch, half_life):
    return learning_rate * np.exp(-epoch / half_life)

# %% q8, wrong: half in every epoch
# Your rate halves with every epoch. How many halvings are there in half a half-life?
def decayed(learning_rate, epoch, half_life):
    return learning_rate * 0.5**epoch

# %% q8, wrong: the exponent is upside down
# The longer you train, the larger your rate gets, and at epoch 0 it is divided by 0. After twice
# the time there should be twice as many halvings.
def decayed(learning_rate, epoch, half_life):
    return learning_rate * 0.5 ** (half_life / epoch)

# %% q8, wrong: brackets are missing
# Python raises to the power before it divides. Put the exponent together first.
def decayed(learning_rate, epoch, half_life):
    return learning_rate * 0.5**epoch / half_life

# %% q8, wrong: one over one plus
# Your rate is right at epoch 0 and after one half-life, and wrong in between and after. Another
# half-life should halve it again; yours falls more slowly with time.
def decayed(learning_rate, epoch, half_life):
    return learning_rate / (1 + epoch / half_life)

# %% q8, wrong: the rate grows
# Your rate doubles in every half-life. Look at the base, or at the sign of the exponent.
def decayed(learning_rate, epoch, half_life):
    return learning_rate * 2 ** (epoch / half_life)

# %% q8, wrong: epochs counted from 1
# Your rate is one epoch ahead: at epoch 0 some of it is gone already.
def decayed(learning_rate, epoch, half_life):
    return learning_rate * 0.5 ** ((epoch + 1) / half_life)

# %% q8, wrong: the factor alone
# You return the share that is left, and not the rate. What is it a share of?
def decayed(learning_rate, epoch, half_life):
    return 0.5 ** (epoch / half_life)

# %% q8, wrong: the rate is inside the power
# You raise the rate together with the half. Only the half is raised; a power binds what stands
# directly before it.
def decayed(learning_rate, epoch, half_life):
    return (0.5 * learning_rate) ** (epoch / half_life)

# %% q8, wrong: biases are penalized
# Your biases are pulled as well. The penalty's formula names two matrices; what is the derivative
# with respect to what it does not name?
def l1_gradient(params, penalty):
    return {key: penalty * np.sign(value) for key, value in params.items()}

# %% q8, wrong: nan at exactly 0
# A weight divided by its absolute value is its sign, except at 0: there it is nan. The readings say
# what a weight of exactly 0 gets.
def l1_gradient(params, penalty):
    gradients = {key: np.zeros_like(value) for key, value in params.items()}
    for key in ("W1", "W2"):
        gradients[key] = penalty * params[key] / np.abs(params[key])
    return gradients

# %% q8, wrong: pulled up at exactly 0
# A weight of exactly 0 is treated like a positive one. There are three cases, not two.
def l1_gradient(params, penalty):
    gradients = {key: np.zeros_like(value) for key, value in params.items()}
    for key in ("W1", "W2"):
        gradients[key] = np.where(params[key] >= 0, penalty, -penalty)
    return gradients

# %% q8, wrong: pulled down at exactly 0
# A weight of exactly 0 is treated like a negative one. There are three cases, not two.
def l1_gradient(params, penalty):
    gradients = {key: np.zeros_like(value) for key, value in params.items()}
    for key in ("W1", "W2"):
        gradients[key] = np.where(params[key] > 0, penalty, -penalty)
    return gradients

# %% q8, wrong: the gradient of the L2 penalty
# Your pull is in proportion to the weight, as for a penalty on squares. That of the L1 penalty is
# the same for large and small weights.
def l1_gradient(params, penalty):
    gradients = {key: np.zeros_like(value) for key, value in params.items()}
    for key in ("W1", "W2"):
        gradients[key] = penalty * params[key]
    return gradients

# %% q8, wrong: the penalty for its gradient
# What you return is what each weight pays. Its derivative is wanted: how much more would it pay if
# it were a little larger?
def l1_gradient(params, penalty):
    gradients = {key: np.zeros_like(value) for key, value in params.items()}
    for key in ("W1", "W2"):
        gradients[key] = penalty * np.abs(params[key])
    return gradients

# %% q8, wrong: the sign is turned
# The derivative of the absolute value is positive where the weight is. The minus comes when the
# step is made, and not here.
def l1_gradient(params, penalty):
    gradients = {key: np.zeros_like(value) for key, value in params.items()}
    for key in ("W1", "W2"):
        gradients[key] = -penalty * np.sign(params[key])
    return gradients

# %% q8, wrong: the strength is missing
# Your pull is 1 for every penalty. One of the arguments is not used.
def l1_gradient(params, penalty):
    gradients = {key: np.zeros_like(value) for key, value in params.items()}
    for key in ("W1", "W2"):
        gradients[key] = np.sign(params[key])
    return gradients

# %% q8, wrong: divided by the number of weights
# Your pull gets weaker the more weights there are. The formula has a sum in it, not a mean.
def l1_gradient(params, penalty):
    gradients = {key: np.zeros_like(value) for key, value in params.items()}
    for key in ("W1", "W2"):
        gradients[key] = penalty * np.sign(params[key]) / params[key].size
    return gradients

# %% q8, wrong: small weights count as 0
# Weights that are tiny get no pull. The force is the same however small they are; only exactly 0 is
# an exception.
def l1_gradient(params, penalty):
    gradients = {key: np.zeros_like(value) for key, value in params.items()}
    for key in ("W1", "W2"):
        gradients[key] = penalty * np.sign(params[key]) * (np.abs(params[key]) > 1e-6)
    return gradients

# %% q8, wrong: integers for floats
# Your gradients are whole numbers: the array of signs was made for integers, and what is put into
# it loses what stands behind the point.
def l1_gradient(params, penalty):
    gradients = {key: np.zeros_like(value) for key, value in params.items()}
    for key in ("W1", "W2"):
        gradients[key] = (penalty * np.sign(params[key])).astype(int)
    return gradients

# %% q8, wrong: the biases are left out of the dict
# Your dict has two keys, and four are promised. Nothing pulls at the biases, and that is a gradient
# as well.
def l1_gradient(params, penalty):
    return {key: penalty * np.sign(params[key]) for key in ("W1", "W2")}

# %% q8, wrong: a number for an array of zeros
# The biases' gradients are a single 0. They should be zeros in the shape of their parameters.
def l1_gradient(params, penalty):
    return {"W1": penalty * np.sign(params["W1"]), "b1": 0.0,
            "W2": penalty * np.sign(params["W2"]), "b2": 0.0}

# %% q8, wrong: an argument is changed in place
# The gradients are right, but the caller's parameters are not what they were: you wrote into their
# arrays. Make new ones.
def l1_gradient(params, penalty):
    for key in ("b1", "b2"):
        params[key][:] = 0
    return {key: penalty * np.sign(value) for key, value in params.items()}

# %% q8, right: by exp, and by comparisons
def decayed(learning_rate, epoch, half_life):
    return learning_rate * np.exp(-np.log(2) * epoch / half_life)


def l1_gradient(params, penalty):
    gradients = {}
    for key, value in params.items():
        pull = np.zeros(value.shape)
        if key in ("W1", "W2"):
            pull[value > 0] = penalty
            pull[value < 0] = -penalty
        gradients[key] = pull
    return gradients

# %% q8, right: divided by a power of two
def decayed(learning_rate, epoch, half_life):
    return np.float64(learning_rate) / np.power(2.0, epoch / half_life)

# %% q8, right: weight over size, where it has one
def l1_gradient(params, penalty):
    def pull(W):
        size = np.abs(W)
        return penalty * np.divide(W, size, out=np.zeros_like(W), where=size > 0)
    return dict(W1=pull(params["W1"]), W2=pull(params["W2"]), b1=0 * params["b1"],
                b2=0 * params["b2"])

# %% q9, wrong: sign turned
# You take away the two corners that XOR maps to 0 and add the others. The corners (0, 0) and (1, 1)
# are added.
def corner_gap(f):
    corners = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    return float(f(corners) @ [-1.0, -1.0, 1.0, 1.0])

# %% q9, wrong: all corners added
# You add up all four corners. Two of them are taken away; only then does an affine function give 0.
def corner_gap(f):
    corners = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    return float(f(corners).sum())

# %% q9, wrong: corners in the order of the truth table
# The signs belong to other corners: in the order of the truth table the last one, (1, 1), is added.
def corner_gap(f):
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return float(f(corners) @ [1.0, 1.0, -1.0, -1.0])

# %% q9, wrong: corners at -1 and 1
# These are the corners around the origin. The claim is about inputs 0 and 1.
def corner_gap(f):
    corners = np.array([[-1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [1.0, -1.0]])
    return float(f(corners) @ [1.0, 1.0, -1.0, -1.0])

# %% q9, wrong: rounded to XOR's answers
# You round the answers to 0 and 1 before you add them up, and the gap no longer says what f is.
def corner_gap(f):
    corners = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    return float((f(corners) > 0.5) @ [1.0, 1.0, -1.0, -1.0])

# %% q9, wrong: size of the gap
# You return the size of the gap. Its sign belongs to it: XOR's is -2.
def corner_gap(f):
    corners = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    return float(abs(f(corners) @ [1.0, 1.0, -1.0, -1.0]))

# %% q9, wrong: origin left out
# You leave f(0, 0) out. It is 0 for XOR, and the bias for an affine function.
def corner_gap(f):
    corners = np.array([[1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    return float(f(corners) @ [1.0, -1.0, -1.0])

# %% q9, wrong: claim over slope
# You divide the claim by the slope. The factor is what the claim has to be multiplied with.
def missing_factor(f, claimed, x):
    return claimed(x) / ((f(x + 1e-5) - f(x - 1e-5)) / 2e-5)

# %% q9, wrong: slope alone
# This is the slope, not yet held against the claim.
def missing_factor(f, claimed, x):
    return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5

# %% q9, wrong: difference for factor
# You subtract the claim from the slope. A quotient is asked for, which is 1 if the claim is right.
def missing_factor(f, claimed, x):
    return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5 - claimed(x)

# %% q9, wrong: difference divided by h
# The two points are 2 h apart, and you divide by h. Every factor is twice too large.
def missing_factor(f, claimed, x):
    return (f(x + 1e-5) - f(x - 1e-5)) / 1e-5 / claimed(x)

# %% q9, wrong: forward difference
# You go forward only. The error is then of the size of h; a central difference has its square.
def missing_factor(f, claimed, x):
    return (f(x + 1e-5) - f(x)) / 1e-5 / claimed(x)

# %% q9, wrong: sign lost
# You take sizes. A claim with the wrong sign has a factor of -1.
def missing_factor(f, claimed, x):
    return abs((f(x + 1e-5) - f(x - 1e-5)) / 2e-5 / claimed(x))

# %% q9, wrong: value for slope
# You divide f(x) by the claim. The claim is about the slope of f.
def missing_factor(f, claimed, x):
    return f(x) / claimed(x)

# %% q9, right: a loop over the corners, and over the two sides
def corner_gap(f):
    gap = 0.0
    for a in (0, 1):
        for b in (0, 1):
            sign = 1 if a == b else -1
            gap += sign * float(np.asarray(f(np.array([[a, b]], dtype=float))).ravel()[0])
    return gap

def missing_factor(f, claimed, x):
    step = 1e-5
    left, right = (f(x + side * step) for side in (-1, 1))
    return (right - left) / (2 * step) / claimed(x)

# %% q9, right: corner by corner, a smaller error by four points
def corner_gap(f):
    def at(a, b):
        return f(np.array([[float(a), float(b)]]))[0]
    return at(0, 0) - at(0, 1) + (at(1, 1) - at(1, 0))

def missing_factor(f, claimed, x):
    h = 1e-3
    near, far = (f(x + h) - f(x - h)) / (2 * h), (f(x + 2 * h) - f(x - 2 * h)) / (4 * h)
    return (4 * near - far) / 3 / claimed(x)
