"""Homework 3: what people really write."""

# %% q1, wrong: divided by n - 1
# Your deviations are a little too large, most of all with few rows. There are two kinds of
# standard deviation; look again at what is under the root, and what it is divided by.
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0, ddof=1)
    if len(A) < 2 or (std <= 1e-12 * np.abs(A).max(axis=0)).any():
        raise ValueError("constant column")
    return (A - mean) / std, mean, std

# %% q1, wrong: one scale for all columns
# The mean and the deviation are taken over the whole array. The areas are in the thousands and the
# bedrooms are single digits: each column needs its own.
def standardize(A):
    mean, std = A.mean(), A.std()
    if std <= 1e-12 * np.abs(A).max():
        raise ValueError("constant")
    return (A - mean) / std, mean, std

# %% q1, wrong: wrong axis
# Each row is standardized by itself here, so a house's area is compared with its bedrooms. Which
# axis has to vanish so that a number for each column is left?
def standardize(A):
    mean, std = A.mean(axis=1, keepdims=True), A.std(axis=1, keepdims=True)
    if (std <= 1e-12 * np.abs(A).max(axis=1, keepdims=True)).any():
        raise ValueError("constant")
    return (A - mean) / std, mean.ravel(), std.ravel()

# %% q1, wrong: variance for the deviation
# You divide by the mean of the squares, which is in squared units. After scaling, a column should
# have deviation 1: compute it and see.
def standardize(A):
    mean, std = A.mean(axis=0), A.var(axis=0)
    if (std <= 1e-12 * np.abs(A).max(axis=0)).any():
        raise ValueError("constant column")
    return (A - mean) / std, mean, std

# %% q1, wrong: mean absolute deviation
# Distances from the mean are averaged without being squared. It is a fair measure of width, and
# not the one of the formula.
def standardize(A):
    mean = A.mean(axis=0)
    std = np.abs(A - mean).mean(axis=0)
    if (std <= 1e-12 * np.abs(A).max(axis=0)).any():
        raise ValueError("constant column")
    return (A - mean) / std, mean, std

# %% q1, wrong: scaled by the range
# Half the distance from the smallest to the largest value is not the standard deviation, though for
# two rows it happens to be the same. One far-away house would decide everything.
def standardize(A):
    mean, std = A.mean(axis=0), (A.max(axis=0) - A.min(axis=0)) / 2
    if (std <= 1e-12 * np.abs(A).max(axis=0)).any():
        raise ValueError("constant column")
    return (A - mean) / std, mean, std

# %% q1, wrong: mean not subtracted
# Your columns get the right width and stay where they were. After scaling, the mean of each should
# be 0.
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0)
    if (std <= 1e-12 * np.abs(A).max(axis=0)).any():
        raise ValueError("constant column")
    return A / std, mean, std

# %% q1, wrong: a number added to the deviation
# The small number under the fraction was meant against division by zero. It makes narrow columns
# narrower still; columns without a scale are to be refused instead.
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0)
    if (std <= 1e-12 * np.abs(A).max(axis=0)).any():
        raise ValueError("constant column")
    return (A - mean) / (std + 1e-8), mean, std

# %% q1, wrong: one dimension too many
# Your means and deviations keep the row's dimension and are matrices of one row. Their shape is to
# be a plain vector; look at what keepdims does.
def standardize(A):
    mean, std = A.mean(axis=0, keepdims=True), A.std(axis=0, keepdims=True)
    if (std <= 1e-12 * np.abs(A).max(axis=0)).any():
        raise ValueError("constant column")
    return (A - mean) / std, mean, std

# %% q1, wrong: argument changed in place
# The array that came in holds other numbers after the call. The operators -= and /= write into it;
# the caller still needs the prices as they were.
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0)
    if (std <= 1e-12 * np.abs(A).max(axis=0)).any():
        raise ValueError("constant column")
    A -= mean
    A /= std
    return A, mean, std

# %% q1, wrong: only the scaled array is returned
# Without mean and deviation nobody can undo the scaling. The docstring says which three things are
# to be returned.
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0)
    if (std <= 1e-12 * np.abs(A).max(axis=0)).any():
        raise ValueError("constant column")
    return (A - mean) / std

# %% q1, wrong: float32 for float64
# Somewhere your numbers are cut to seven digits. Keep to float64, which is what came in.
def standardize(A):
    if (A.std(axis=0) <= 1e-12 * np.abs(A).max(axis=0)).any():
        raise ValueError("constant column")
    A = A.astype(np.float32)
    mean, std = A.mean(axis=0), A.std(axis=0)
    return (A - mean) / std, mean, std

# %% q1, wrong: constant columns are not refused
# A column that never changes is divided by a deviation of zero, or of almost zero. Raise an error
# before you divide; the readings below the formula say which and when.
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0)
    return (A - mean) / std, mean, std

# %% q1, wrong: constant columns become zeros
# You save the division by putting another number in the place of a deviation of 0. That hides a
# column that carries no information; the caller is to be told by an error.
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0)
    return (A - mean) / np.where(std > 0, std, 1.0), mean, std

# %% q1, wrong: compared with exactly 0
# Your test for a constant column waits for a deviation of exactly 0. Print the deviation of ten
# times 0.1 and see why it may wait in vain.
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0)
    if (std == 0).any():
        raise ValueError("constant column")
    return (A - mean) / std, mean, std

# %% q1, wrong: limit that knows no units
# Your limit for a deviation is the same for every column. A column of nanometers is not constant,
# and one of large numbers may be, though it trembles by rounding: compare with the column's size.
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0)
    if (std <= 1e-12).any():
        raise ValueError("constant column")
    return (A - mean) / std, mean, std

# %% q1, wrong: np.isclose for the limit
# np.isclose has limits of its own, an absolute one of 1e-8 among them. Write down the comparison
# that the text asks for.
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0)
    if np.isclose(std, 0).any():
        raise ValueError("constant column")
    return (A - mean) / std, mean, std

# %% q1, wrong: limit too generous
# You refuse columns that are narrow, and not constant: three prices that differ by a millionth
# still have a scale. How small a share of the largest value is the limit?
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0)
    if (std <= 1e-6 * np.abs(A).max(axis=0)).any():
        raise ValueError("constant column")
    return (A - mean) / std, mean, std

# %% q1, wrong: largest value for the largest absolute value
# In a column of negative numbers the largest value is below zero, and no deviation is below that.
# What matters is how far the numbers are from zero.
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0)
    if (std <= 1e-12 * A.max(axis=0)).any():
        raise ValueError("constant column")
    return (A - mean) / std, mean, std

# %% q1, wrong: size of the whole array
# You compare each column's deviation with the largest number of all columns. Beside a column of
# huge numbers a small one looks constant; each is to be measured by itself.
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0)
    if (std <= 1e-12 * np.abs(A).max()).any():
        raise ValueError("constant column")
    return (A - mean) / std, mean, std

# %% q1, wrong: less than for at most
# A column of zeros slips through: its deviation is 0, and so is your limit, and 0 is not less than
# 0. Read the comparison in the text again.
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0)
    if (std < 1e-12 * np.abs(A).max(axis=0)).any():
        raise ValueError("constant column")
    return (A - mean) / std, mean, std

# %% q1, wrong: all for any
# You complain only if every column is constant. One is enough to divide by nothing.
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0)
    if (std <= 1e-12 * np.abs(A).max(axis=0)).all():
        raise ValueError("constant column")
    return (A - mean) / std, mean, std

# %% q1, wrong: another error than ValueError
# You do notice the constant column, and raise an error of another kind. The docstring names the one
# that callers wait for; an assert raises an AssertionError.
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0)
    assert (std > 1e-12 * np.abs(A).max(axis=0)).all()
    return (A - mean) / std, mean, std

# %% q1, wrong: a single row is let through
# In a single row every column is constant. It needs no case of its own: your test for constant
# columns would say so if it were asked.
def standardize(A):
    mean, std = A.mean(axis=0), A.std(axis=0)
    if len(A) == 1:
        return A - mean, mean, std
    if (std <= 1e-12 * np.abs(A).max(axis=0)).any():
        raise ValueError("constant column")
    return (A - mean) / std, mean, std

# %% q1, wrong: undone in the wrong order
# You add the mean first and then multiply it by the deviation as well. What was done last has to
# be undone first.
def unstandardize(scaled, mean, std):
    return (scaled + mean) * std

# %% q1, wrong: scaled once more
# unstandardize subtracts and divides once more, as standardize does. It has to take both steps
# back.
def unstandardize(scaled, mean, std):
    return (scaled - mean) / std

# %% q1, wrong: divided on the way back
# unstandardize moves the numbers back and scales them the wrong way: what was divided on the way
# there is multiplied on the way back.
def unstandardize(scaled, mean, std):
    return scaled / std + mean

# %% q1, wrong: mean and deviation exchanged on the way back
# unstandardize multiplies by the mean and adds the deviation. Which of the two was divided by on the
# way there, and which was taken away?
def unstandardize(scaled, mean, std):
    return scaled * mean + std

# %% q1, wrong: mean not added back
# unstandardize restores the width of the columns and not their place. A scaled value of 0 was the
# mean: what comes out for it?
def unstandardize(scaled, mean, std):
    return scaled * std

# %% q1, wrong: argument changed in place on the way back
# unstandardize writes into the array that came in: after the call, the caller's scaled numbers are
# gone. The operators *= and += do that.
def unstandardize(scaled, mean, std):
    scaled *= std
    scaled += mean
    return scaled

# %% q1, wrong: two columns only
# unstandardize handles the first two columns, as in the example. The number of columns is the
# array's own affair.
def unstandardize(scaled, mean, std):
    back = scaled.copy()
    for d in range(min(2, scaled.shape[1])):
        back[:, d] = scaled[:, d] * std[d] + mean[d]
    return back

# %% q1, right: loops
def standardize(A):
    N, D = A.shape
    scaled, means, stds = np.zeros((N, D)), np.zeros(D), np.zeros(D)
    for d in range(D):
        column = [float(value) for value in A[:, d]]
        means[d] = sum(column) / N
        stds[d] = (sum((value - means[d]) ** 2 for value in column) / N) ** 0.5
        if not stds[d] > 1e-12 * max(abs(value) for value in column):
            raise ValueError(f"column {d} has no scale")
        scaled[:, d] = [(value - means[d]) / stds[d] for value in column]
    return [scaled, means, stds]

# %% q1, right: norms and broadcasting
def standardize(A):
    mean = np.full(len(A), 1 / len(A)) @ A
    moved = np.subtract(A, mean[None, :])
    std = np.linalg.norm(moved, axis=0) / np.sqrt(len(A))
    if not np.all(std > 1e-12 * np.abs(A).max(0)):
        raise ValueError
    return np.divide(moved, std), mean, std

def unstandardize(scaled, mean, std):
    return np.einsum("nd,d->nd", scaled, std) + mean[np.newaxis, :]

# %% q1, right: a copy, changed in place
def standardize(A):
    A = np.array(A, copy=True)
    size = np.max(np.abs(A), axis=0)
    mean = np.average(A, axis=0)
    A -= mean
    std = np.sqrt(np.mean(np.square(A), axis=0))
    for k in range(A.shape[1]):
        if std[k] <= size[k] * 1e-12:
            raise ValueError(k)
    A /= std
    return A, mean, std

def unstandardize(scaled, mean, std):
    return np.stack([column * s + m for column, m, s in zip(scaled.T, mean, std)], axis=1)

# %% q1, equivalent: constant = std <= 1e-12 * np.abs(A).max(axis=0) -> constant = std <= 1e-12 * np.abs(A).min(axis=0)
# Where the deviation is that small, the smallest and the largest agree to twelve digits.

# %% q2, wrong: hidden biases forgotten
# With all inputs at 0 your hidden neurons all say 0.5. The first five weights should move them; are
# they used at all?
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    alpha = sigmoid(x @ weights[5:15].reshape(2, 5)) @ weights[16:].reshape(5, 1) + weights[15]
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: output's bias forgotten
# The predictions are off by the same amount for every house: one weight of the 21 does nothing.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    alpha = hidden_activations(weights, x) @ weights[16:].reshape(5, 1)
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: bias of the output last
# You take the last weight for the output's bias. Look up in the table which of the six is the
# bias; Python counts from 0.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    alpha = hidden_activations(weights, x) @ weights[15:20].reshape(5, 1) + weights[20]
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: weights grouped by neuron
# You read the ten weights from the inputs as pairs, two for each hidden neuron. The table has all
# five of the first input first, then all five of the second; a wrong reshape still fits.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    hidden = sigmoid(weights[:5] + x @ weights[5:15].reshape(5, 2).T)
    alpha = hidden @ weights[16:].reshape(5, 1) + weights[15]
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: inputs swapped
# The two inputs have changed places: the weights of the living area meet the bedrooms. Try a house
# of which one input is 0.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    hidden = sigmoid(weights[:5] + x[:, :1] * weights[10:15] + x[:, 1:] * weights[5:10])
    alpha = hidden @ weights[16:].reshape(5, 1) + weights[15]
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: weights counted from 1
# Your hidden weights begin one place too late: weights[1] is the second one. Python counts from 0,
# so the five hidden biases are weights[0:5].
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    hidden = sigmoid(weights[1:6] + x[:, :1] * weights[6:11] + x[:, 1:] * weights[11:16])
    alpha = hidden @ weights[16:].reshape(5, 1) + weights[15]
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: biases after the inputs
# You take the first ten weights for the inputs and the next five for the hidden biases. In the
# table the biases come first.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    hidden = sigmoid(x @ weights[:10].reshape(2, 5) + weights[10:15])
    alpha = hidden @ weights[16:].reshape(5, 1) + weights[15]
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: a vector for a column
# The numbers are right and lie in one row, of shape (N,). A column of shape (N, 1) is asked for:
# flat predictions minus a column of prices would make a square.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    alpha = hidden_activations(weights, x) @ weights[16:] + weights[15]
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: weighted and not summed
# There are five numbers for each house, one for each hidden neuron. The output neuron adds them up
# before anything else happens.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    alpha = hidden_activations(weights, x) * weights[16:] + weights[15]
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: a list for an array
# The predictions are right and come in a Python list. An array of shape (N, 1) is asked for.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    predictions = []
    for hidden in hidden_activations(weights, x):
        alpha = weights[15] + sum(hidden * weights[16:])
        predictions.append([sigmoid(alpha) if output == "sigmoid" else alpha])
    return predictions

# %% q2, wrong: no activation in the hidden layer
# What goes into a hidden neuron comes out of it unchanged. Without the sigmoid in between, two
# layers are no more than one.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    hidden = weights[:5] + x @ weights[5:15].reshape(2, 5)
    alpha = hidden @ weights[16:].reshape(5, 1) + weights[15]
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: tanh in the hidden layer
# Your hidden neurons go down to -1. The ones of this network stay between 0 and 1.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    hidden = np.tanh(weights[:5] + x @ weights[5:15].reshape(2, 5))
    alpha = hidden @ weights[16:].reshape(5, 1) + weights[15]
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: the sign of the exponent is lost
# Your hidden neurons fall where they should rise: a large positive input should drive them towards
# 1. Look at the sign in the exponent.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    hidden = 1 / (1 + np.exp(weights[:5] + x @ weights[5:15].reshape(2, 5)))
    alpha = hidden @ weights[16:].reshape(5, 1) + weights[15]
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: squashed twice
# What comes out of the hidden sigmoid is put into a sigmoid once more. Count how often it is
# called on the way.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    alpha = sigmoid(hidden_activations(weights, x)) @ weights[16:].reshape(5, 1) + weights[15]
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: output always squashed
# A linear output can be 2, or -7. Yours stays between 0 and 1 whatever output says.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    return sigmoid(hidden_activations(weights, x) @ weights[16:].reshape(5, 1) + weights[15])

# %% q2, wrong: output never squashed
# A sigmoid output lies between 0 and 1. Yours is the bare sum whatever output says.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    return hidden_activations(weights, x) @ weights[16:].reshape(5, 1) + weights[15]

# %% q2, wrong: the two outputs are swapped
# You apply the sigmoid where a linear output is asked for, and leave it out where it belongs. Look
# at your condition.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    alpha = hidden_activations(weights, x) @ weights[16:].reshape(5, 1) + weights[15]
    return alpha if output == "sigmoid" else sigmoid(alpha)

# %% q2, wrong: linear by default
# Where no output is named you take the linear one. The signature of the stub says which it is; keep
# it as it was.
def forward(weights, x, output="linear"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    alpha = hidden_activations(weights, x) @ weights[16:].reshape(5, 1) + weights[15]
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: unknown output is not refused
# Whatever is not one of your two words is taken for the other one. A misspelled word should be an
# error, not a network that nobody asked for.
def forward(weights, x, output="sigmoid"):
    alpha = hidden_activations(weights, x) @ weights[16:].reshape(5, 1) + weights[15]
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: unknown output gives None
# For a word that is neither of the two the function ends without a return, and the caller gets
# None. Say so with an error.
def forward(weights, x, output="sigmoid"):
    alpha = hidden_activations(weights, x) @ weights[16:].reshape(5, 1) + weights[15]
    if output == "sigmoid":
        return sigmoid(alpha)
    if output == "linear":
        return alpha

# %% q2, wrong: another error than ValueError
# You look the word up in a dictionary, and an unknown one is a KeyError. The docstring promises an
# error of another kind.
def forward(weights, x, output="sigmoid"):
    activation = {"sigmoid": sigmoid, "linear": lambda z: z}[output]
    return activation(hidden_activations(weights, x) @ weights[16:].reshape(5, 1) + weights[15])

# %% q2, wrong: capitals are let through
# You accept the words in other spellings, too. Only the two words as they stand in the docstring
# are outputs; all others are errors.
def forward(weights, x, output="sigmoid"):
    if output.lower() not in ("sigmoid", "linear"):
        raise ValueError(output)
    alpha = hidden_activations(weights, x) @ weights[16:].reshape(5, 1) + weights[15]
    return sigmoid(alpha) if output.lower() == "sigmoid" else alpha

# %% q2, wrong: only the first letter is read
# You look at the first letter of output. A word that begins like one of the two is still an error.
def forward(weights, x, output="sigmoid"):
    alpha = hidden_activations(weights, x) @ weights[16:].reshape(5, 1) + weights[15]
    if output.startswith("s"):
        return sigmoid(alpha)
    if output.startswith("l"):
        return alpha
    raise ValueError(output)

# %% q2, wrong: a substring is enough
# The operator in, between two strings, asks whether one is a part of the other. Even the empty
# string is a part of each; compare with the whole words.
def forward(weights, x, output="sigmoid"):
    if output not in "sigmoid, linear":
        raise ValueError(output)
    alpha = hidden_activations(weights, x) @ weights[16:].reshape(5, 1) + weights[15]
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: only the first sample
# However many houses come in, one prediction goes out. Each row of x wants its own.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    alpha = hidden_activations(weights, x[:1]) @ weights[16:].reshape(5, 1) + weights[15]
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: samples are added up
# All houses get the same prediction: your sum runs over the houses as well. Only the five hidden
# neurons are to be added up.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    alpha = np.sum(hidden_activations(weights, x) * weights[16:]) + weights[15]
    alpha = np.full((len(x), 1), alpha)
    return sigmoid(alpha) if output == "sigmoid" else alpha

# %% q2, wrong: argument changed in place
# A slice of an array is a view: += on it writes into the weights themselves. The next house meets
# weights that the one before has changed, and so does the caller.
def forward(weights, x, output="sigmoid"):
    if output not in ("sigmoid", "linear"):
        raise ValueError(output)
    rows = []
    for x1, x2 in x:
        net = weights[:5]
        net += x1 * weights[5:10]
        net += x2 * weights[10:15]
        rows.append([weights[15] + sigmoid(net) @ weights[16:]])
    return sigmoid(np.array(rows)) if output == "sigmoid" else np.array(rows)

# %% q2, right: loops
def forward(weights, x, output="sigmoid"):
    rows = []
    for x1, x2 in x:
        alpha = weights[15]
        for k in range(5):
            alpha = alpha + weights[16 + k] * sigmoid(
                weights[k] + x1 * weights[5 + k] + x2 * weights[10 + k])
        if output == "sigmoid":
            rows.append([float(sigmoid(alpha))])
        elif output == "linear":
            rows.append([alpha])
        else:
            raise ValueError(output)
    return np.array(rows)

# %% q2, right: a column of ones
def forward(weights, x, output="sigmoid"):
    ones = np.ones((len(x), 1))
    hidden = sigmoid(np.hstack([ones, x]) @ weights[:15].reshape(3, 5))
    alpha = np.hstack([ones, hidden]) @ weights[15:, None]
    outputs = {"sigmoid": sigmoid, "linear": lambda z: z}
    if output not in outputs:
        raise ValueError(f"no output {output}")
    return outputs[output](alpha)

# %% q2, right: einsum and outer products
def forward(weights, x, output="sigmoid"):
    net = weights[0:5] + np.outer(x[:, 0], weights[5:10]) + np.outer(x[:, 1], weights[10:15])
    alpha = np.einsum("nk,k->n", 0.5 * (1 + np.tanh(net / 2)), weights[16:21]) + weights[15]
    if output == "linear":
        return alpha[:, np.newaxis]
    if output != "sigmoid":
        raise ValueError(output)
    return (1 / (1 + np.exp(-alpha))).reshape(-1, 1)

# %% q3, wrong: half forgotten
# Your loss is twice as large as it should be. What stands before the sum, and what will it cancel
# when you take the derivative?
def loss(weights, x, y, output="sigmoid"):
    return float(np.sum((y - forward(weights, x, output)) ** 2))

# %% q3, wrong: mean for sum
# Your loss doesn't grow with the number of houses. Ten predictions of 0 for standardized prices
# should cost 5, not 0.5.
def loss(weights, x, y, output="sigmoid"):
    return float(0.5 * np.mean((y - forward(weights, x, output)) ** 2))

# %% q3, wrong: mean of the squares
# This is the mean squared error, which libraries call MSE. Here it is half the sum: compare what
# stands before the squares.
def loss(weights, x, y, output="sigmoid"):
    return float(np.mean((y - forward(weights, x, output)) ** 2))

# %% q3, wrong: output is not passed on
# The loss is the same for both outputs. The function takes the word and has to hand it to the one
# that predicts.
def loss(weights, x, y, output="sigmoid"):
    return float(0.5 * np.sum((y - forward(weights, x)) ** 2))

# %% q3, wrong: linear by default
# Where no output is named you take the linear one. Keep the signature of the stub.
def loss(weights, x, y, output="linear"):
    return float(0.5 * np.sum((y - forward(weights, x, output)) ** 2))

# %% q3, wrong: errors are not squared
# You add up the sizes of the errors. Squares are asked for: they weigh a large error more, and
# their slope is the error itself.
def loss(weights, x, y, output="sigmoid"):
    return float(0.5 * np.sum(np.abs(y - forward(weights, x, output))))

# %% q3, wrong: summed before squared
# You add up the errors first and square the sum. Then one prediction that is too high and one that
# is too low cancel out and cost nothing.
def loss(weights, x, y, output="sigmoid"):
    return float(0.5 * np.sum(y - forward(weights, x, output)) ** 2)

# %% q3, wrong: difference of squares
# You square prices and predictions first and subtract then. The square belongs around the
# difference.
def loss(weights, x, y, output="sigmoid"):
    return float(0.5 * np.sum(y**2 - forward(weights, x, output) ** 2))

# %% q3, wrong: root of the sum
# A root has slipped in. Without it the derivative is simple, and that is why the loss is defined
# like this.
def loss(weights, x, y, output="sigmoid"):
    return float(np.sqrt(0.5 * np.sum((y - forward(weights, x, output)) ** 2)))

# %% q3, wrong: broadcast to a square
# A column minus a flat array makes a square: every price is compared with every prediction. Look at
# the shape of your difference; with one house it can't be seen.
def loss(weights, x, y, output="sigmoid"):
    return float(0.5 * np.sum((y - forward(weights, x, output).ravel()) ** 2))

# %% q3, wrong: a matrix for a number
# The number is right and sits in an array of shape (1, 1). A plain float is asked for.
def loss(weights, x, y, output="sigmoid"):
    error = y - forward(weights, x, output)
    return 0.5 * error.T @ error

# %% q3, wrong: an array of one for a number
# Python's own sum adds up rows and leaves an array with one entry. A plain float is asked for.
def loss(weights, x, y, output="sigmoid"):
    return sum((y - forward(weights, x, output)) ** 2) / 2

# %% q3, wrong: not summed
# You return the cost of each house by itself. Training needs one number.
def loss(weights, x, y, output="sigmoid"):
    return 0.5 * (y - forward(weights, x, output)) ** 2

# %% q3, wrong: only the first sample
# The loss of the first house is right, and the others cost nothing. Let the sum run over all rows.
def loss(weights, x, y, output="sigmoid"):
    return float(0.5 * (y[0, 0] - forward(weights, x, output)[0, 0]) ** 2)

# %% q3, wrong: targets squashed, too
# With a sigmoid output you put the targets through the sigmoid as well. They are what they are;
# question 6 is about just this.
def loss(weights, x, y, output="sigmoid"):
    target = sigmoid(y) if output == "sigmoid" else y
    return float(0.5 * np.sum((target - forward(weights, x, output)) ** 2))

# %% q3, wrong: argument changed in place
# After the call the prices that came in are errors. The operator -= writes into the caller's array.
def loss(weights, x, y, output="sigmoid"):
    y -= forward(weights, x, output)
    return float(0.5 * np.sum(y**2))

# %% q3, wrong: sign of the loss
# A loss is what is to be made small, and a perfect prediction costs 0. Yours is below that.
def loss(weights, x, y, output="sigmoid"):
    return float(-0.5 * np.sum((y - forward(weights, x, output)) ** 2))

# %% q3, right: a dot product
def loss(weights, x, y, output="sigmoid"):
    error = (forward(weights, x, output) - y).ravel()
    return error @ error / 2

# %% q3, right: a loop
def loss(weights, x, y, output="sigmoid"):
    total = 0.0
    for n in range(len(x)):
        total += (y[n, 0] - forward(weights, x[n:n + 1], output)[0, 0]) ** 2 / 2
    return total

# %% q3, right: a norm
def loss(weights, x, y, output="sigmoid"):
    return np.array(np.linalg.norm(forward(weights, x, output=output) - y) ** 2 / 2)

# %% q4, wrong: sign of the error
# All 21 have the wrong sign, so training would climb. Which of price and prediction is subtracted
# from which in the formula for the output's delta?
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = y - predicted
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: half of the loss forgotten
# All 21 are twice as large as they should be. The square brings down a 2; what stands before the
# sum takes it away again.
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = 2 * (predicted - y)
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: mean for sum
# You divide by the number of samples, which can't be seen with one. The loss of this homework is a
# sum over the houses, and so are its derivatives.
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = (predicted - y) / len(x)
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: slope of the output is missing
# With a linear output all is well, with a sigmoid nothing is. What does the chain rule say about
# the last activation on the way out, which is the first on the way back?
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: slope of a sigmoid at a linear output
# You multiply by the sigmoid's slope at the output, whatever output says. What is the slope of a
# straight line?
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = (predicted - y) * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: slope of the hidden layer is missing
# The last six derivatives are right, the first fifteen are too large. On its way back through a
# hidden neuron the delta passes its activation; what is the factor for that?
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:]
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: slope taken at the activation
# In the hidden layer you put the activation where the weighted sum belongs: a sigmoid of a sigmoid.
# The activation itself already gives the slope.
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * sigmoid(hidden) * (1 - sigmoid(hidden))
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: slope of the output taken at the prediction
# At a sigmoid output you put the prediction, which has been squashed, into the sigmoid once more.
# The prediction itself already gives the slope.
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * sigmoid(predicted) * (1 - sigmoid(predicted))
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: slope taken at the weighted sum without a sigmoid
# You multiply what goes into the hidden neuron by one minus it. That rule is for what comes out of
# a sigmoid.
def gradient(weights, x, y, output="sigmoid"):
    net = weights[:5] + x @ weights[5:15].reshape(2, 5)
    hidden, predicted = sigmoid(net), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * net * (1 - net)
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: one minus is forgotten
# You multiply by the hidden activation alone. A neuron near 1 is at its flat end and should hardly
# pass anything back: a factor is missing.
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * hidden
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: slope of tanh
# You use one minus the square in the hidden layer. That is another function's slope; these neurons
# are sigmoids.
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * (1 - hidden**2)
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: outgoing weights forgotten
# The last six derivatives are right, the first fifteen don't know how strongly each hidden neuron
# acts on the output. What lies on the way between the two deltas?
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * hidden * (1 - hidden)
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: outgoing weights off by one
# On the way back you use the five weights from the output's bias on. Which of the last six lead out
# of hidden neurons? Python counts from 0.
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[15:20] * hidden * (1 - hidden)
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: outgoing weights added up
# Each hidden neuron gets the sum of all five outgoing weights. Back through a neuron's own edge
# comes its own weight alone.
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:].sum() * hidden * (1 - hidden)
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: slope of the output forgotten on the way back
# The last six derivatives are right. For the first fifteen you begin again with the bare error:
# the way back to the hidden layer leads through the output's activation, too.
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: weighted sums for activations
# For the last five weights you use what goes into the hidden neurons. What came in over the edge to
# the output is what came out of them.
def gradient(weights, x, y, output="sigmoid"):
    net = weights[:5] + x @ weights[5:15].reshape(2, 5)
    hidden, predicted = sigmoid(net), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, net]).T @ delta_out).ravel()])

# %% q4, wrong: biases forgotten
# The derivatives of the biases are 0 in your result. A bias is a weight like all others, and what
# comes in over its edge is a 1.
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    slopes = np.zeros(21)
    slopes[5:15] = (x.T @ delta_hidden).ravel()
    slopes[16:] = (hidden.T @ delta_out).ravel()
    return slopes

# %% q4, wrong: biases averaged
# The derivatives of the biases are averaged over the samples, those of the other weights are
# summed. With one sample that is the same; look at the biases' lines.
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    return np.concatenate([delta_hidden.mean(axis=0), (x.T @ delta_hidden).ravel(),
                           delta_out.mean(axis=0), (hidden.T @ delta_out).ravel()])

# %% q4, wrong: weighted by the biases
# You multiply the biases' derivatives by the biases themselves. The derivative asks what happens if
# a bias moves, wherever it is: what came in over its edge?
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    return np.concatenate([weights[:5] * delta_hidden.sum(axis=0), (x.T @ delta_hidden).ravel(),
                           weights[15] * delta_out.sum(axis=0), (hidden.T @ delta_out).ravel()])

# %% q4, wrong: inputs swapped
# The derivatives of the two inputs' weights have changed places. All others are right; look at the
# order of the groups.
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    return np.concatenate([delta_hidden.sum(axis=0), x[:, 1] @ delta_hidden, x[:, 0] @ delta_hidden,
                           delta_out.sum(axis=0), (hidden.T @ delta_out).ravel()])

# %% q4, wrong: weights grouped by neuron
# Your derivatives of the inputs' weights come in pairs, two for each hidden neuron. In the vector
# all five of the first input come first; a transpose in the wrong place still has ten entries.
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    return np.concatenate([delta_hidden.sum(axis=0), (delta_hidden.T @ x).ravel(),
                           delta_out.sum(axis=0), (hidden.T @ delta_out).ravel()])

# %% q4, wrong: bias of the output last
# The derivative of the output's bias stands at the end of your vector. In the table it comes before
# the weights from the hidden neurons.
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    return np.concatenate([delta_hidden.sum(axis=0), (x.T @ delta_hidden).ravel(),
                           (hidden.T @ delta_out).ravel(), delta_out.sum(axis=0)])

# %% q4, wrong: summed before multiplied
# You add up the deltas of all samples first and multiply by the summed inputs then. Each sample's
# delta belongs to its own input; with one sample that can't be seen.
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    back, out = delta_hidden.sum(axis=0), delta_out.sum(axis=0)
    return np.concatenate([back, x[:, 0].sum() * back, x[:, 1].sum() * back,
                           out, out * hidden.sum(axis=0)])

# %% q4, wrong: only the first sample
# Your derivatives are those of the first house alone. Each row counts: sum over all of them.
def gradient(weights, x, y, output="sigmoid"):
    x, y = x[:1], y[:1]
    hidden, predicted = hidden_activations(weights, x), forward(weights, x, output)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: only the last sample
# Your loop over the houses writes each one's derivatives over those of the one before. They are to
# be added up.
def gradient(weights, x, y, output="sigmoid"):
    for k in range(len(x)):
        hidden = hidden_activations(weights, x[k:k + 1])[0]
        predicted = forward(weights, x[k:k + 1], output)[0, 0]
        delta = predicted - y[k, 0]
        if output == "sigmoid":
            delta = delta * predicted * (1 - predicted)
        back = delta * weights[16:] * hidden * (1 - hidden)
        slopes = np.concatenate([back, back * x[k, 0], back * x[k, 1], [delta], delta * hidden])
    return slopes

# %% q4, wrong: output is not passed on
# You ask for predictions without saying which output, and get squashed ones even for a linear
# network. Hand the word on.
def gradient(weights, x, y, output="sigmoid"):
    hidden, predicted = hidden_activations(weights, x), forward(weights, x)
    delta_out = predicted - y
    if output == "sigmoid":
        delta_out = delta_out * predicted * (1 - predicted)
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: error of the weighted sum
# With a sigmoid output you subtract the price from what goes into the output neuron. The error is
# made by the prediction, which has passed the sigmoid.
def gradient(weights, x, y, output="sigmoid"):
    hidden, alpha = hidden_activations(weights, x), forward(weights, x, "linear")
    delta_out = alpha - y
    if output == "sigmoid":
        delta_out = delta_out * sigmoid(alpha) * (1 - sigmoid(alpha))
    delta_hidden = delta_out * weights[16:] * hidden * (1 - hidden)
    ones = np.ones((len(x), 1))
    return np.concatenate([(np.hstack([ones, x]).T @ delta_hidden).ravel(),
                           (np.hstack([ones, hidden]).T @ delta_out).ravel()])

# %% q4, wrong: a column for a vector
# The 21 numbers are there, in an array of another shape than (21,). The weights come as a plain
# vector, and so should their derivatives.
reference_gradient = gradient

def gradient(weights, x, y, output="sigmoid"):
    return reference_gradient(weights, x, y, output).reshape(21, 1)

# %% q4, wrong: a list for an array
# The 21 numbers are there, in a Python list. Training will want to compute with them: return an
# array.
reference_gradient = gradient

def gradient(weights, x, y, output="sigmoid"):
    return list(reference_gradient(weights, x, y, output))

# %% q4, wrong: differences for derivatives
# Your derivatives are good to some digits, as differences are. Here the chain rule is asked for,
# which is exact; with large errors the two part.
def gradient(weights, x, y, output="sigmoid"):
    slopes = np.zeros(21)
    for k in range(21):
        up, down = weights.copy(), weights.copy()
        up[k] += 1e-5
        down[k] -= 1e-5
        slopes[k] = (loss(up, x, y, output) - loss(down, x, y, output)) / 2e-5
    return slopes

# %% q4, wrong: differences from one side
# You differentiate numerically, and from one side, which is good to few digits. The chain rule is
# asked for.
def gradient(weights, x, y, output="sigmoid"):
    slopes, here = np.zeros(21), loss(weights, x, y, output)
    for k in range(21):
        up = weights.copy()
        up[k] += 1e-7
        slopes[k] = (loss(up, x, y, output) - here) / 1e-7
    return slopes

# %% q4, wrong: gradient is clipped
# Large derivatives are cut off at a limit of your own. Whether a step is too long is a question for
# training; a derivative is as large as it is.
reference_gradient = gradient

def gradient(weights, x, y, output="sigmoid"):
    return np.clip(reference_gradient(weights, x, y, output), -1, 1)

# %% q4, wrong: earlier calls are added in
# The first call is right and later ones carry what came before. The array that you add to is made
# once, outside; each call needs a fresh one.
reference_gradient = gradient
gradients = np.zeros(21)

def gradient(weights, x, y, output="sigmoid"):
    global gradients
    gradients = gradients + reference_gradient(weights, x, y, output)
    return gradients

# %% q4, wrong: argument changed in place
# The numbers are right, and after the call an argument is not what it was. A slice of an array is a
# view, and *= writes through it.
reference_gradient = gradient

def gradient(weights, x, y, output="sigmoid"):
    found = reference_gradient(weights, x, y, output)
    y -= forward(weights, x, output)
    return found

# %% q4, right: sample by sample
def gradient(weights, x, y, output="sigmoid"):
    slopes = np.zeros(21)
    for sample, truth in zip(x, y[:, 0]):
        hidden = hidden_activations(weights, sample[None])[0]
        guess = forward(weights, sample[None], output).item()
        delta = guess - truth
        if output != "linear":
            delta *= guess * (1 - guess)
        back = delta * weights[16:] * (hidden - hidden**2)
        slopes += np.concatenate([np.outer([1.0, *sample], back).ravel(), [delta], delta * hidden])
    return slopes

# %% q4, right: a matrix of the predictions' slopes
def gradient(weights, x, y, output="sigmoid"):
    hidden, guess = hidden_activations(weights, x), forward(weights, x, output)
    path = weights[16:] * hidden * (1 - hidden)
    slope = guess * (1 - guess) if output == "sigmoid" else np.ones_like(guess)
    J = np.hstack([path, path * x[:, :1], path * x[:, 1:], np.ones((len(x), 1)), hidden]) * slope
    return J.T @ (guess - y).ravel()

# %% q4, right: einsum
def gradient(weights, x, y, output="sigmoid"):
    ones = np.ones((len(x), 1))
    inputs = np.hstack([ones, x])
    net = inputs @ weights[:15].reshape(3, 5)
    hidden = np.hstack([ones, sigmoid(net)])
    alpha = hidden @ weights[15:]
    if output == "sigmoid":
        delta = (sigmoid(alpha) - y[:, 0]) * sigmoid(alpha) * sigmoid(-alpha)
    else:
        delta = alpha - y[:, 0]
    first = np.einsum("ni,n,k,nk->ik", inputs, delta, weights[16:], sigmoid(net) * sigmoid(-net))
    return np.append(first, np.einsum("n,nk->k", delta, hidden))

# %% q5, wrong: loss recorded after the update
# Your first loss is that of the weights after one step. losses[0] belongs to the weights that came
# in; look at the order of the two lines in the loop.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = np.empty(epochs)
    for epoch in range(epochs):
        weights = weights - learning_rate * gradient(weights, x, y, output)
        losses[epoch] = loss(weights, x, y, output)
    return weights, losses

# %% q5, wrong: argument changed in place
# The training is right, and the start is lost: the weights that came in have been moved. The
# operator -= writes into the caller's array.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = np.empty(epochs)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y, output)
        weights -= learning_rate * gradient(weights, x, y, output)
    return weights, losses

# %% q5, wrong: step uphill
# Your losses rise. The gradient points to where the loss grows.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = np.empty(epochs)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y, output)
        weights = weights + learning_rate * gradient(weights, x, y, output)
    return weights, losses

# %% q5, wrong: one loss too many
# You also record the loss of the last weights. As many losses as epochs are asked for, each before
# its update.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = [loss(weights, x, y, output)]
    for epoch in range(epochs):
        weights = weights - learning_rate * gradient(weights, x, y, output)
        losses.append(loss(weights, x, y, output))
    return weights, losses

# %% q5, wrong: one epoch too few
# Your loop ends one epoch early. How many numbers does a range that begins at 1 have?
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = []
    for epoch in range(1, epochs):
        losses.append(loss(weights, x, y, output))
        weights = weights - learning_rate * gradient(weights, x, y, output)
    return weights, losses

# %% q5, wrong: last update is missing
# The losses are right, and the weights that you return are those before the last step.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = np.empty(epochs)
    for epoch in range(epochs):
        before = weights
        losses[epoch] = loss(weights, x, y, output)
        weights = weights - learning_rate * gradient(weights, x, y, output)
    return before, losses

# %% q5, wrong: gradient of the start in every epoch
# Every step goes in the same direction, the slope at the weights that came in. The slope changes
# with each step; compute it where you are.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses, slope = np.empty(epochs), gradient(weights, x, y, output)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y, output)
        weights = weights - learning_rate * slope
    return weights, losses

# %% q5, wrong: sample by sample
# You take a step after each house. Here every epoch is one step, by the slope over all samples;
# with one sample that is the same.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = np.empty(epochs)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y, output)
        for n in range(len(x)):
            weights = weights - learning_rate * gradient(weights, x[n:n + 1], y[n:n + 1], output)
    return weights, losses

# %% q5, wrong: mean for sum
# You divide the gradient by the number of samples, so the steps are too short by that factor. The
# rule takes the gradient as it is.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = np.empty(epochs)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y, output)
        weights = weights - learning_rate * gradient(weights, x, y, output) / len(x)
    return weights, losses

# %% q5, wrong: loss averaged
# The weights are right, and the losses are divided by the number of samples. Record the loss of
# question 3 as it is.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = np.empty(epochs)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y, output) / len(x)
        weights = weights - learning_rate * gradient(weights, x, y, output)
    return weights, losses

# %% q5, wrong: output is not passed on
# You train the network with a sigmoid output whatever output says. Two functions in your loop want
# to know.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = np.empty(epochs)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y)
        weights = weights - learning_rate * gradient(weights, x, y)
    return weights, losses

# %% q5, wrong: output is not passed on to the gradient
# The first loss of a linear network is right, and then it is trained as if it ended in a sigmoid.
# The gradient wants to know the output, too.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = np.empty(epochs)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y, output)
        weights = weights - learning_rate * gradient(weights, x, y)
    return weights, losses

# %% q5, wrong: output is not passed on to the loss
# The weights are right, and the losses of a linear network are those of one with a sigmoid. The
# loss wants to know the output, too.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = np.empty(epochs)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y)
        weights = weights - learning_rate * gradient(weights, x, y, output)
    return weights, losses

# %% q5, wrong: learning rate hard-coded
# The learning rate that is given makes no difference: yours is fixed to the example's.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = np.empty(epochs)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y, output)
        weights = weights - 0.1 * gradient(weights, x, y, output)
    return weights, losses

# %% q5, wrong: learning rate decays
# Your learning rate shrinks from epoch to epoch. A fair idea for another day; here it stays as it
# was given.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = np.empty(epochs)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y, output)
        weights = weights - learning_rate / (1 + epoch) * gradient(weights, x, y, output)
    return weights, losses

# %% q5, wrong: momentum
# Each of your steps carries a part of the one before. Plain descent looks at the slope under its
# feet and at nothing else.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses, velocity = np.empty(epochs), np.zeros(21)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y, output)
        velocity = 0.9 * velocity + gradient(weights, x, y, output)
        weights = weights - learning_rate * velocity
    return weights, losses

# %% q5, wrong: gradient normalized
# You divide the gradient by its length, so every step is equally long. The rule takes it as it is:
# where the slope is small, so is the step.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = np.empty(epochs)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y, output)
        slope = gradient(weights, x, y, output)
        weights = weights - learning_rate * slope / np.linalg.norm(slope)
    return weights, losses

# %% q5, wrong: updated weights
# You move the weights to the output first and compute the slopes of the others after that. All 21
# move at once, by the slopes at the same point.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses, weights = np.empty(epochs), weights.copy()
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y, output)
        weights[15:] -= learning_rate * gradient(weights, x, y, output)[15:]
        weights[:15] -= learning_rate * gradient(weights, x, y, output)[:15]
    return weights, losses

# %% q5, wrong: biases stay
# The weights of the edges move, and the biases stay where they were. They are weights, too.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = np.empty(epochs)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y, output)
        slope = gradient(weights, x, y, output)
        slope[:5] = slope[15] = 0
        weights = weights - learning_rate * slope
    return weights, losses

# %% q5, wrong: stops when the loss rises
# You stop when the loss rises. That may be wise, and it is not what the caller ordered: all epochs
# are run, whatever the loss does.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = []
    for epoch in range(epochs):
        losses.append(loss(weights, x, y, output))
        if epoch and losses[-1] > losses[-2]:
            losses += [losses[-1]] * (epochs - epoch - 1)
            break
        weights = weights - learning_rate * gradient(weights, x, y, output)
    return weights, losses

# %% q5, wrong: best weights are kept
# You return the weights that had the lowest loss. Asked for are those after the last update, better
# or worse.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses, best = [], (np.inf, weights)
    for epoch in range(epochs):
        losses.append(loss(weights, x, y, output))
        weights = weights - learning_rate * gradient(weights, x, y, output)
        now = loss(weights, x, y, output)
        if now < best[0]:
            best = now, weights
    return best[1], losses

# %% q5, wrong: losses of earlier calls
# Your losses begin with those of the call before. A list in the signature, or outside the function,
# is made once and shared by all calls.
def train(weights, x, y, learning_rate, epochs, output="sigmoid", losses=[]):
    for epoch in range(epochs):
        losses.append(loss(weights, x, y, output))
        weights = weights - learning_rate * gradient(weights, x, y, output)
    return weights, losses

# %% q5, wrong: returned in the wrong order
# The losses come first in your result. The docstring names the weights first.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = np.empty(epochs)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y, output)
        weights = weights - learning_rate * gradient(weights, x, y, output)
    return losses, weights

# %% q5, wrong: only the weights are returned
# The losses are missing from what you return. The docstring says which two things it is.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    for epoch in range(epochs):
        weights = weights - learning_rate * gradient(weights, x, y, output)
    return weights

# %% q5, wrong: only the last loss
# One loss comes back, that of the last epoch. The whole history is asked for, one for each epoch.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    for epoch in range(epochs):
        last = loss(weights, x, y, output)
        weights = weights - learning_rate * gradient(weights, x, y, output)
    return weights, last

# %% q5, wrong: return inside the loop
# Your function returns in its first epoch. Look at how far the last line is indented.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = []
    for epoch in range(epochs):
        losses.append(loss(weights, x, y, output))
        weights = weights - learning_rate * gradient(weights, x, y, output)
        return weights, losses

# %% q5, wrong: integers for losses
# Your losses have lost their decimals: the array they are put into holds whole numbers. Look at
# how it is made.
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    losses = np.zeros(epochs, dtype=int)
    for epoch in range(epochs):
        losses[epoch] = loss(weights, x, y, output)
        weights = weights - learning_rate * gradient(weights, x, y, output)
    return weights, losses

# %% q5, right: a copy, changed in place
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    w, losses = np.array(weights), ()
    while len(losses) < epochs:
        losses += (loss(w, x, y, output=output),)
        w -= gradient(w, x, y, output=output) * learning_rate
    return [w, losses]

# %% q5, right: all weights kept
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    path = [weights]
    for _ in range(epochs):
        path.append(path[-1] - learning_rate * gradient(path[-1], x, y, output))
    return path[-1], np.array([loss(w, x, y, output) for w in path[:-1]])

# %% q5, right: recursion
def train(weights, x, y, learning_rate, epochs, output="sigmoid"):
    if epochs <= 0:
        return weights, []
    half = epochs // 2
    if half == 0:
        step = learning_rate * gradient(weights, x, y, output)
        return weights - step, [loss(weights, x, y, output)]
    middle, first = train(weights, x, y, learning_rate, half, output)
    end, last = train(middle, x, y, learning_rate, epochs - half, output)
    return end, first + last

# %% q6, wrong: half forgotten
# Your floor is twice as high as it should be. It is a part of the loss of question 3, and is
# counted as that.
def unreachable_loss(y):
    return float(np.sum((y - np.clip(y, 0.0, 1.0)) ** 2))

# %% q6, wrong: mean for sum
# You divide by the number of prices. The loss of this homework is a sum, and so is its floor.
def unreachable_loss(y):
    return float(0.5 * np.mean((y - np.clip(y, 0.0, 1.0)) ** 2))

# %% q6, wrong: only below 0
# Negative prices cost what they should. A sigmoid has an end above, too.
def unreachable_loss(y):
    return float(0.5 * np.sum(y[y < 0] ** 2))

# %% q6, wrong: only above 1
# Prices above 1 cost what they should. A sigmoid has an end below, too, and half of the prices are
# there.
def unreachable_loss(y):
    return float(0.5 * np.sum((y[y > 1] - 1) ** 2))

# %% q6, wrong: distance to 0 above 1
# For a price above 1 you count the whole price. How far is it from the nearest output that a
# sigmoid can have?
def unreachable_loss(y):
    return float(0.5 * (np.sum(y[y < 0] ** 2) + np.sum(y[y > 1] ** 2)))

# %% q6, wrong: all positive prices count
# You let prices between 0 and 1 cost something. A sigmoid can reach them.
def unreachable_loss(y):
    return float(0.5 * (np.sum(y[y < 0] ** 2) + np.sum((y[y > 0] - 1) ** 2)))

# %% q6, wrong: ends of tanh
# You let outputs go down to -1. Which numbers can come out of a sigmoid?
def unreachable_loss(y):
    return float(0.5 * np.sum((y - np.clip(y, -1.0, 1.0)) ** 2))

# %% q6, wrong: summed before squared
# You add up distances first and square the sum. Each price's distance is squared by itself; with
# one price on each side that can't be seen.
def unreachable_loss(y):
    return float(0.5 * (np.sum(y[y < 0]) ** 2 + np.sum(y[y > 1] - 1) ** 2))

# %% q6, wrong: 1 subtracted from the square
# For a price above 1 you square first and subtract 1 then. The distance comes first.
def unreachable_loss(y):
    return float(0.5 * (np.sum(y[y < 0] ** 2) + np.sum(y[y > 1] ** 2 - 1)))

# %% q6, wrong: distances are not squared
# You add up the distances themselves. In the loss they are squared, and so they are here.
def unreachable_loss(y):
    return float(0.5 * np.sum(np.abs(y - np.clip(y, 0.0, 1.0))))

# %% q6, wrong: only the farthest prices
# One price below 0 and one above 1 are counted, those farthest out. All the others that can't be
# reached stay behind as well.
def unreachable_loss(y):
    return float(0.5 * (min(0.0, y.min()) ** 2 + max(0.0, y.max() - 1) ** 2))

# %% q6, wrong: distance to the middle
# You measure how far the prices are from 0.5. What stays is the distance to the nearest output that
# is possible.
def unreachable_loss(y):
    return float(0.5 * np.sum((y[(y < 0) | (y > 1)] - 0.5) ** 2))

# %% q6, wrong: prices put through the sigmoid
# You compare each price with its own sigmoid. The network may answer any number between 0 and 1;
# the best of them is what counts.
def unreachable_loss(y):
    return float(0.5 * np.sum((y - sigmoid(y)) ** 2))

# %% q6, wrong: and for or
# No price is below 0 and above 1 at the same time, so nothing is ever counted.
def unreachable_loss(y):
    return float(0.5 * np.sum((y[(y < 0) & (y > 1)] - np.clip(y, 0, 1)[(y < 0) & (y > 1)]) ** 2))

# %% q6, wrong: rounded to the ends
# Each price is compared with 0 or with 1, whichever is nearer. Those between the two ends are
# reachable and cost nothing.
def unreachable_loss(y):
    return float(0.5 * np.sum((y - np.where(y > 0.5, 1.0, 0.0)) ** 2))

# %% q6, wrong: an array of one for a number
# Python's own sum adds up rows and leaves an array with one entry. A plain float is asked for.
def unreachable_loss(y):
    return 0.5 * sum((y - np.clip(y, 0.0, 1.0)) ** 2)

# %% q6, wrong: argument changed in place
# After the call the prices have been cut off: you wrote into the array that came in. Work on a
# copy.
def unreachable_loss(y):
    y -= np.clip(y, 0.0, 1.0)
    return float(0.5 * np.sum(y**2))

# %% q6, wrong: standardized once more
# You standardize what comes in. It is standardized already, and the few prices of an example need
# not have deviation 1.
def unreachable_loss(y):
    y = (y - y.mean()) / (y.std() or 1.0)
    return float(0.5 * np.sum((y - np.clip(y, 0.0, 1.0)) ** 2))

# %% q6, wrong: hard-coded for the houses
# The number is always that of the same ten houses. Compute it from the prices that come in.
def unreachable_loss(y):
    return 2.660487065

# %% q6, wrong: cost of the price before
# A price between 0 and 1 costs you as much as the price before it did. Begin each price with a cost
# of 0.
def unreachable_loss(y):
    total, cost = 0.0, 0.0
    for value in y[:, 0]:
        if value < 0:
            cost = value**2 / 2
        elif value > 1:
            cost = (value - 1) ** 2 / 2
        total += cost
    return total

# %% q6, right: minimum and maximum
def unreachable_loss(y):
    return 0.5 * (np.sum(np.minimum(y, 0) ** 2) + np.sum(np.maximum(y - 1, 0) ** 2))

# %% q6, right: a loop
def unreachable_loss(y):
    total = 0
    for value in y.ravel().tolist():
        if value < 0:
            total += value * value / 2
        elif value > 1:
            total += (value - 1) ** 2 / 2
    return total

# %% q6, right: masks and a dot product
def unreachable_loss(y):
    beyond = ((y < 0) * y + (y > 1) * (y - 1)).ravel()
    return np.array(np.dot(beyond, beyond) / 2)

# %% q7, wrong: float32 for float64
# Your layers have PyTorch's default precision, seven digits. The data is float64, and the two don't
# mix.
def torch_model(hidden=5):
    return torch.nn.Sequential(
        torch.nn.Linear(2, hidden), torch.nn.Sigmoid(), torch.nn.Linear(hidden, 1))

# %% q7, wrong: ReLU in the hidden layer
# The activation between your layers has a corner. The network of this homework has a smooth one,
# with an end above.
def torch_model(hidden=5):
    return torch.nn.Sequential(
        torch.nn.Linear(2, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, 1)).double()

# %% q7, wrong: tanh in the hidden layer
# Your hidden neurons go down to -1. The ones of this network stay between 0 and 1.
def torch_model(hidden=5):
    return torch.nn.Sequential(
        torch.nn.Linear(2, hidden), torch.nn.Tanh(), torch.nn.Linear(hidden, 1)).double()

# %% q7, wrong: no activation in the hidden layer
# One linear layer follows the other. Without an activation in between the two are no more than one.
def torch_model(hidden=5):
    return torch.nn.Sequential(torch.nn.Linear(2, hidden), torch.nn.Linear(hidden, 1)).double()

# %% q7, wrong: output always squashed
# Your network ends in a sigmoid and can't predict a price below 0 or above 1. This one is to have a
# linear output; question 6 tells why.
def torch_model(hidden=5):
    return torch.nn.Sequential(
        torch.nn.Linear(2, hidden), torch.nn.Sigmoid(), torch.nn.Linear(hidden, 1),
        torch.nn.Sigmoid()).double()

# %% q7, wrong: five neurons whatever is asked for
# The number of hidden neurons is fixed in your layers. The argument says how many there are to be.
def torch_model(hidden=5):
    return torch.nn.Sequential(
        torch.nn.Linear(2, 5), torch.nn.Sigmoid(), torch.nn.Linear(5, 1)).double()

# %% q7, wrong: another number of neurons by default
# Where no number is given the stub makes five hidden neurons. Keep its signature as it was.
def torch_model(hidden=10):
    return torch.nn.Sequential(
        torch.nn.Linear(2, hidden), torch.nn.Sigmoid(), torch.nn.Linear(hidden, 1)).double()

# %% q7, wrong: biases forgotten
# Your layers have no biases. Count: with five hidden neurons there are 21 numbers to train.
def torch_model(hidden=5):
    return torch.nn.Sequential(
        torch.nn.Linear(2, hidden, bias=False), torch.nn.Sigmoid(),
        torch.nn.Linear(hidden, 1, bias=False)).double()

# %% q7, wrong: sizes of a layer swapped
# Your first layer takes its two numbers the wrong way round. A layer is told first how many numbers
# come in, then how many go out.
def torch_model(hidden=5):
    return torch.nn.Sequential(
        torch.nn.Linear(hidden, 2), torch.nn.Sigmoid(), torch.nn.Linear(2, 1)).double()

# %% q7, wrong: one hidden layer too many
# There are two hidden layers in your network, and more parameters than the picture has. Count the
# arrows.
def torch_model(hidden=5):
    return torch.nn.Sequential(
        torch.nn.Linear(2, hidden), torch.nn.Sigmoid(), torch.nn.Linear(hidden, hidden),
        torch.nn.Sigmoid(), torch.nn.Linear(hidden, 1)).double()

# %% q7, wrong: a vector for a column
# Your model returns a flat row of predictions. A column is asked for; minus a column of prices, a
# flat row makes a square.
def torch_model(hidden=5):
    return torch.nn.Sequential(
        torch.nn.Linear(2, hidden), torch.nn.Sigmoid(), torch.nn.Linear(hidden, 1),
        torch.nn.Flatten(0)).double()

# %% q7, wrong: all parameters begin at 0
# You set the parameters to zero. Then all hidden neurons begin alike, get the same slopes, and stay
# alike for ever: leave PyTorch's random start.
def torch_model(hidden=5):
    model = torch.nn.Sequential(
        torch.nn.Linear(2, hidden), torch.nn.Sigmoid(), torch.nn.Linear(hidden, 1)).double()
    for parameter in model.parameters():
        torch.nn.init.zeros_(parameter)
    return model

# %% q7, wrong: shared references
# Every call returns the same model, so training one trains all of them. Make the layers inside the
# function, anew for each call.
models = {}

def torch_model(hidden=5):
    if hidden not in models:
        models[hidden] = torch.nn.Sequential(
            torch.nn.Linear(2, hidden), torch.nn.Sigmoid(), torch.nn.Linear(hidden, 1)).double()
    return models[hidden]

# %% q7, wrong: gradients add up
# The first step is right, the second is too long. PyTorch adds each new gradient to the one that is
# there already; what has to happen before?
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error.item())
    return losses

# %% q7, wrong: half forgotten
# Your loss is twice E, and so is its gradient: the steps are too long as well. What stands before
# the sum?
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error.item())
    return losses

# %% q7, wrong: steps of double length
# Your first loss is right, and the steps are twice as long as they should be. The half belongs into
# what is differentiated, and with it there the learning rate is taken as it is.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error.item() / 2)
    return losses

# %% q7, wrong: half only in the steps
# The model is trained as it should be, and the losses that you record are twice E. The halved
# learning rate mends the steps, not the list.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate / 2)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error.item())
    return losses

# %% q7, wrong: mean for sum
# You average over the samples, which can't be seen with one. E is a sum; a loss of PyTorch averages
# unless it is told otherwise.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * torch.nn.functional.mse_loss(model(inputs), targets)
        error.backward()
        optimizer.step()
        losses.append(error.item())
    return losses

# %% q7, wrong: mean of the squares
# This is PyTorch's MSE as it comes: averaged, and without the half. E has a half and a sum.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = torch.nn.MSELoss()(model(inputs), targets)
        error.backward()
        optimizer.step()
        losses.append(error.item())
    return losses

# %% q7, wrong: loss recorded after the update
# Your first loss is that of the model after one step. Each is to be recorded as it was before its
# update; the number that you have differentiated is just that.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        (0.5 * ((targets - model(inputs)) ** 2).sum()).backward()
        optimizer.step()
        losses.append((0.5 * ((targets - model(inputs)) ** 2).sum()).item())
    return losses

# %% q7, wrong: no step
# Your losses are all the same: nothing moves. The backward pass finds the slopes; what takes the
# step must come after it, find them still there, and write into the model's own parameters.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    losses = []
    for _ in range(epochs):
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        losses.append(error.item())
    return losses

# %% q7, wrong: step uphill
# Your losses rise. The gradient points to where the loss grows.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    losses = []
    for _ in range(epochs):
        model.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        losses.append(error.item())
        with torch.no_grad():
            for parameter in model.parameters():
                parameter += learning_rate * parameter.grad
    return losses

# %% q7, wrong: a copy is trained
# The losses are right, and the model that came in has learned nothing: a copy of it has. Train the
# caller's own.
def torch_train(model, x, y, learning_rate, epochs):
    import copy
    model = copy.deepcopy(model)
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error.item())
    return losses

# %% q7, wrong: momentum
# Your optimizer carries a part of each step into the next one. Plain descent looks at the slope
# under its feet and at nothing else.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate, momentum=0.9)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error.item())
    return losses

# %% q7, wrong: Adam for plain descent
# Your optimizer chooses the length of its steps by itself: the first is as long as the learning
# rate in every weight. The text asks for the plainest one.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error.item())
    return losses

# %% q7, wrong: weights decay
# Your optimizer pulls all weights a little towards 0 in every step. Nobody asked it to; look at its
# arguments.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate, weight_decay=0.01)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error.item())
    return losses

# %% q7, wrong: learning rate hard-coded
# The learning rate that is given makes no difference: yours is fixed to the example's.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error.item())
    return losses

# %% q7, wrong: biases stay
# Your optimizer has been given the weights of the edges alone. The biases are parameters, too.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD([p for p in model.parameters() if p.ndim > 1], lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error.item())
    return losses

# %% q7, wrong: sample by sample
# You take a step after each sample. Here every epoch is one step, by the slope over all of them;
# with one sample that is the same.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        losses.append((0.5 * ((targets - model(inputs)) ** 2).sum()).item())
        for n in range(len(x)):
            optimizer.zero_grad()
            (0.5 * ((targets[n] - model(inputs[n])) ** 2).sum()).backward()
            optimizer.step()
    return losses

# %% q7, wrong: broadcast to a square
# A column minus a flat array makes a square: every price is compared with every prediction. Look at
# the shape of your difference; with one sample it can't be seen.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y).ravel()
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error.item())
    return losses

# %% q7, wrong: inputs in float32
# You hand the model numbers of seven digits, and it has sixteen: PyTorch refuses to mix them. Keep
# to float64, which is what came in.
def torch_train(model, x, y, learning_rate, epochs):
    inputs = torch.tensor(x, dtype=torch.float32)
    targets = torch.tensor(y, dtype=torch.float32)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error.item())
    return losses

# %% q7, wrong: tensors for losses
# Your losses are tensors, each with one number in it. A tensor has a method that gives the number
# as a Python float.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error)
    return losses

# %% q7, wrong: one loss too many
# You also record the loss of the trained model. As many losses as epochs are asked for, each before
# its update.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error.item())
    losses.append((0.5 * ((targets - model(inputs)) ** 2).sum()).item())
    return losses

# %% q7, wrong: only the last loss
# One loss comes back, that of the last epoch. The whole history is asked for, one for each epoch.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    for _ in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
    return error.item()

# %% q7, wrong: the model is returned as well
# You return the model along with the losses. It has been changed in place, so the caller has it
# already; the losses alone are asked for.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error.item())
    return model, losses

# %% q7, wrong: stops when the loss rises
# You stop when the loss rises. That may be wise, and it is not what the caller ordered: all epochs
# are run, whatever the loss does.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for epoch in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        losses.append(error.item())
        if epoch and losses[-1] > losses[-2]:
            break
        optimizer.step()
    return losses

# %% q7, wrong: gradient is clipped
# You shorten long gradients before the step. Plain descent takes them as they are, even where the
# loss then rises.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(error.item())
    return losses

# %% q7, wrong: argument changed in place
# torch.from_numpy shares its memory with the array: what you write into the tensor, you write into
# the caller's data.
def torch_train(model, x, y, learning_rate, epochs):
    inputs, targets = torch.from_numpy(x), torch.from_numpy(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        error = 0.5 * ((targets - model(inputs)) ** 2).sum()
        error.backward()
        optimizer.step()
        losses.append(error.item())
    with torch.no_grad():
        targets -= model(inputs)
    return losses

# %% q7, right: a class of its own
class Network(torch.nn.Module if torch is not None else object):
    def __init__(self, hidden):
        super().__init__()
        self.last = torch.nn.Linear(hidden, 1, dtype=torch.float64)
        self.first = torch.nn.Linear(2, hidden, dtype=torch.float64)

    def forward(self, x):
        return self.last(1 / (1 + torch.exp(-self.first(x))))

def torch_model(hidden=5):
    return Network(hidden)

def torch_train(model, x, y, learning_rate, epochs):
    X, Y = torch.from_numpy(x), torch.from_numpy(y)
    parameters, losses = list(model.parameters()), []
    for _ in range(epochs):
        error = torch.nn.functional.mse_loss(model(X), Y, reduction="sum") / 2
        slopes = torch.autograd.grad(error, parameters)
        with torch.no_grad():
            for parameter, slope in zip(parameters, slopes):
                parameter -= learning_rate * slope
        losses.append(float(error))
    return np.array(losses)

# %% q7, right: the published loss, at half the rate
def torch_train(model, x, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate / 2)
    measure = torch.nn.MSELoss(reduction="sum")
    x, y = torch.as_tensor(x), torch.as_tensor(y)
    losses = []
    for _ in range(epochs):
        error = measure(model(x), y)
        optimizer.zero_grad(set_to_none=False)
        error.backward()
        optimizer.step()
        losses.append(error.item() / 2)
    return tuple(losses)

# %% q7, right: zeros after each step, and another random start
def torch_model(hidden=5):
    model = torch.nn.Sequential()
    model.add_module("inner", torch.nn.Linear(2, hidden))
    model.add_module("squash", torch.nn.Sigmoid())
    model.add_module("outer", torch.nn.Linear(hidden, 1))
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter)
    return model.to(torch.float64)

def torch_train(model, x, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        error = torch.sum(torch.square(model(torch.tensor(x)) - torch.tensor(y))) * 0.5
        losses.append(error.detach().numpy().item())
        error.backward()
        optimizer.step()
        optimizer.zero_grad()
    return losses

# %% q8, wrong: half forgotten
# All 21 are twice as large as they should be. The loss of question 3 has a factor before its sum.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    ((torch.tensor(y) - predicted) ** 2).sum().backward()
    return w.grad.numpy()

# %% q8, wrong: mean for sum
# You average over the samples, which can't be seen with one. The loss of question 3 is a sum.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (0.5 * ((torch.tensor(y) - predicted) ** 2).mean()).backward()
    return w.grad.numpy()

# %% q8, wrong: mean of the squares
# This is PyTorch's MSE as it comes: averaged, and without the half. The loss of question 3 has a
# half and a sum.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    torch.nn.functional.mse_loss(predicted, torch.tensor(y)).backward()
    return w.grad.numpy()

# %% q8, wrong: output always squashed
# For a linear output your predictions still pass a sigmoid. Let output decide.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = torch.sigmoid(hidden @ w[16:].reshape(5, 1) + w[15])
    (0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    return w.grad.numpy()

# %% q8, wrong: output never squashed
# With a linear output all is well. For a sigmoid output the predictions have one more step to take.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    (0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    return w.grad.numpy()

# %% q8, wrong: linear by default
# Where no output is named you take the linear one. Keep the signature of the stub.
def torch_gradient(weights, x, y, output="linear"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    return w.grad.numpy()

# %% q8, wrong: float32 for float64
# Your derivatives agree to seven digits: somewhere the numbers are made float32. PyTorch takes over
# NumPy's float64 if you let it.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, dtype=torch.float32, requires_grad=True)
    hidden = torch.sigmoid(w[:5] + torch.tensor(x).float() @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (0.5 * ((torch.tensor(y).float() - predicted) ** 2).sum()).backward()
    return w.grad.numpy()

# %% q8, wrong: lost to autograd
# The first fifteen derivatives are 0: the way back breaks off at the hidden neurons. Whatever is
# detached, or passes through NumPy, is a constant for autograd.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.tensor(hidden_activations(weights, x))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    return w.grad.numpy()

# %% q8, wrong: the tensor doesn't ask for gradients
# PyTorch says that an element does not require grad: it has recorded nothing. What must a tensor be
# told when it is made, so that operations on it are recorded?
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights)
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    return w.grad.numpy()

# %% q8, wrong: no backward pass
# You ask for the gradient before it has been computed, and get None. Which call on the loss fills
# it in?
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    error = 0.5 * ((torch.tensor(y) - predicted) ** 2).sum()
    return w.grad

# %% q8, wrong: weights grouped by neuron
# You read the ten weights from the inputs as pairs, two for each hidden neuron. The table of
# question 2 has all five of the first input first.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(5, 2).T)
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    return w.grad.numpy()

# %% q8, wrong: biases after the inputs
# You take the first ten weights for the inputs and the next five for the hidden biases. In the
# table of question 2 the biases come first.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.sigmoid(torch.tensor(x) @ w[:10].reshape(2, 5) + w[10:15])
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    return w.grad.numpy()

# %% q8, wrong: bias of the output last
# You take the last weight for the output's bias. In the table of question 2 it comes before the
# weights from the hidden neurons.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[15:20].reshape(5, 1) + w[20]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    return w.grad.numpy()

# %% q8, wrong: hidden biases forgotten
# The first five derivatives are 0, and the others are off: the first five weights do nothing in
# your network.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.sigmoid(torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    return w.grad.numpy()

# %% q8, wrong: no activation in the hidden layer
# What goes into a hidden neuron comes out of it unchanged. The network of question 2 has a sigmoid
# there.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5)
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    return w.grad.numpy()

# %% q8, wrong: tanh in the hidden layer
# Your hidden neurons go down to -1. The ones of question 2 stay between 0 and 1.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.tanh(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    return w.grad.numpy()

# %% q8, wrong: broadcast to a square
# A column minus a flat array makes a square: every price is compared with every prediction. Look at
# the shape of your difference; with one sample it can't be seen.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:] + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    return w.grad.numpy()

# %% q8, wrong: earlier calls are added in
# The first call with some weights is right, the second gives twice as much. Your tensor outlives
# the call, and PyTorch adds its gradients up.
kept = {}

def torch_gradient(weights, x, y, output="sigmoid"):
    w = kept.setdefault(weights.tobytes(), torch.tensor(weights, requires_grad=True))
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    return w.grad.numpy()

# %% q8, wrong: a list for an array
# The 21 numbers are there, in a Python list. A NumPy array is asked for.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    return w.grad.tolist()

# %% q8, wrong: the loss is returned
# You return the loss, one number. Its backward pass leaves the derivatives with the tensor of the
# weights.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    error = 0.5 * ((torch.tensor(y) - predicted) ** 2).sum()
    error.backward()
    return error.item()

# %% q8, wrong: sign of the loss
# All 21 have the wrong sign, as if the loss were to grow. Where does a minus get in, in the loss or
# on the way out?
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.tensor(weights, requires_grad=True)
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (-0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    return w.grad.numpy()

# %% q8, wrong: differences for derivatives
# Your derivatives are good to some digits, as differences are. Autograd is asked for, which is
# exact to rounding; with large errors the two part.
def torch_gradient(weights, x, y, output="sigmoid"):
    slopes = np.zeros(21)
    for k in range(21):
        up, down = weights.copy(), weights.copy()
        up[k] += 1e-5
        down[k] -= 1e-5
        slopes[k] = (loss(up, x, y, output) - loss(down, x, y, output)) / 2e-5
    return slopes

# %% q8, wrong: argument changed in place
# torch.from_numpy shares its memory with the array: what is written into the tensor is written into
# the caller's weights.
def torch_gradient(weights, x, y, output="sigmoid"):
    w = torch.from_numpy(weights).requires_grad_()
    hidden = torch.sigmoid(w[:5] + torch.tensor(x) @ w[5:15].reshape(2, 5))
    predicted = hidden @ w[16:].reshape(5, 1) + w[15]
    if output == "sigmoid":
        predicted = torch.sigmoid(predicted)
    (0.5 * ((torch.tensor(y) - predicted) ** 2).sum()).backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
    return w.grad.numpy()

# %% q8, right: torch.func
def torch_gradient(weights, x, y, output="sigmoid"):
    def error(w):
        inputs = torch.cat([torch.ones(len(x), 1, dtype=torch.float64), torch.tensor(x)], dim=1)
        hidden = torch.sigmoid(inputs @ w[:15].view(3, 5))
        predicted = w[15] + (hidden * w[16:]).sum(dim=1, keepdim=True)
        predicted = predicted if output == "linear" else torch.sigmoid(predicted)
        return torch.sum((predicted - torch.tensor(y)) ** 2) / 2

    return torch.func.grad(error)(torch.tensor(weights)).numpy()

# %% q8, right: several leaves
def torch_gradient(weights, x, y, output="sigmoid"):
    parts = [weights[:5], weights[5:10], weights[10:15], weights[15:16], weights[16:]]
    leaves = b, v1, v2, c, u = [torch.tensor(part, requires_grad=True) for part in parts]
    X, Y = torch.tensor(x), torch.tensor(y)
    predicted = torch.sigmoid(b + X[:, :1] * v1 + X[:, 1:] * v2) @ u[:, None] + c
    if output == "sigmoid":
        predicted = 1 / (1 + torch.exp(-predicted))
    (torch.nn.functional.mse_loss(predicted, Y, reduction="sum") / 2).backward()
    return np.concatenate([leaf.grad.numpy() for leaf in leaves])

# %% q8, right: through the model of question 7
def torch_gradient(weights, x, y, output="sigmoid"):
    model = torch_model(5)
    with torch.no_grad():
        model[0].bias.copy_(torch.tensor(weights[:5]))
        model[0].weight.copy_(torch.tensor(weights[5:15].reshape(2, 5).T.copy()))
        model[2].bias.copy_(torch.tensor(weights[15:16]))
        model[2].weight.copy_(torch.tensor(weights[None, 16:]))
    predicted = model(torch.tensor(x))
    if output == "sigmoid":
        predicted = predicted.sigmoid()
    error = predicted - torch.tensor(y)
    (0.5 * (error * error).sum()).backward()
    first, last = model[0], model[2]
    return np.concatenate([first.bias.grad.numpy(), first.weight.grad.numpy().T.ravel(),
                           last.bias.grad.numpy(), last.weight.grad.numpy().ravel()])
