"""Homework 7: what people really write.

One mistake is missing: a step_error that hands the caller's own arrays to the step. The notebook's
public check refuses it where the step changes them; in the grader a test's step gets copies anyway.
"""

# %% q1, wrong: slope taken at the activation
# The slope is asked for at the layer's output. It belongs at the pre-activation, the number that
# went into the activation, so keep that one on the way forward.
def norms_through(weights, X, activation):
    values = [X]
    for W in weights:
        values.append(activation(values[-1] @ W))
    error, norms = values[-1] / len(X), []
    for W, below, above in zip(weights[::-1], values[-2::-1], values[::-1]):
        delta = error * activation(above, deriv=True)
        norms.insert(0, np.linalg.norm(below.T @ delta))
        error = delta @ W.T
    return np.array(norms)

# %% q1, wrong: mean over the batch forgotten
# The norms grow with the batch. C is a mean over the samples: put the same sample in twice, and
# nothing should change.
def norms_through(weights, X, activation):
    values, slopes = [X], []
    for W in weights:
        slopes.append(activation(values[-1] @ W, deriv=True))
        values.append(activation(values[-1] @ W))
    error, norms = values[-1], []
    for W, a, slope in zip(weights[::-1], values[-2::-1], slopes[::-1]):
        delta = error * slope
        norms.insert(0, np.linalg.norm(a.T @ delta))
        error = delta @ W.T
    return np.array(norms)

# %% q1, wrong: mean over all outputs
# The error is divided by the number of all outputs. C sums over the outputs of a sample, and the
# mean is over the samples alone.
def norms_through(weights, X, activation):
    values, slopes = [X], []
    for W in weights:
        slopes.append(activation(values[-1] @ W, deriv=True))
        values.append(activation(values[-1] @ W))
    error, norms = values[-1] / values[-1].size, []
    for W, a, slope in zip(weights[::-1], values[-2::-1], slopes[::-1]):
        delta = error * slope
        norms.insert(0, np.linalg.norm(a.T @ delta))
        error = delta @ W.T
    return np.array(norms)

# %% q1, wrong: batch size hard-coded
# The error is divided by 16, whatever the batch. Sixteen samples are what gradient_norms draws;
# norms_through is given batches of other sizes as well.
def norms_through(weights, X, activation):
    values, slopes = [X], []
    for W in weights:
        slopes.append(activation(values[-1] @ W, deriv=True))
        values.append(activation(values[-1] @ W))
    error, norms = values[-1] / 16, []
    for W, a, slope in zip(weights[::-1], values[-2::-1], slopes[::-1]):
        delta = error * slope
        norms.insert(0, np.linalg.norm(a.T @ delta))
        error = delta @ W.T
    return np.array(norms)

# %% q1, wrong: factor 2 too many
# All norms are twice too large. Look at the fraction in front of the sum in C, and at what becomes
# of it when a square is differentiated.
def norms_through(weights, X, activation):
    values, slopes = [X], []
    for W in weights:
        slopes.append(activation(values[-1] @ W, deriv=True))
        values.append(activation(values[-1] @ W))
    error, norms = 2 * values[-1] / len(X), []
    for W, a, slope in zip(weights[::-1], values[-2::-1], slopes[::-1]):
        delta = error * slope
        norms.insert(0, np.linalg.norm(a.T @ delta))
        error = delta @ W.T
    return np.array(norms)

# %% q1, wrong: last layer comes first
# The numbers are right and stand in the order in which the error meets the layers. They are wanted
# in the order in which the signal does.
def norms_through(weights, X, activation):
    values, slopes = [X], []
    for W in weights:
        slopes.append(activation(values[-1] @ W, deriv=True))
        values.append(activation(values[-1] @ W))
    error, norms = values[-1] / len(X), []
    for W, a, slope in zip(weights[::-1], values[-2::-1], slopes[::-1]):
        delta = error * slope
        norms.append(np.linalg.norm(a.T @ delta))
        error = delta @ W.T
    return np.array(norms)

# %% q1, wrong: norm without its root
# These are sums of squares. One more step makes a norm of each.
def norms_through(weights, X, activation):
    values, slopes = [X], []
    for W in weights:
        slopes.append(activation(values[-1] @ W, deriv=True))
        values.append(activation(values[-1] @ W))
    error, norms = values[-1] / len(X), []
    for W, a, slope in zip(weights[::-1], values[-2::-1], slopes[::-1]):
        delta = error * slope
        norms.insert(0, np.sum((a.T @ delta) ** 2))
        error = delta @ W.T
    return np.array(norms)

# %% q1, wrong: mean for sum
# Under the root stands the mean of the squared entries. The Frobenius norm takes their sum, so it
# grows with the size of the matrix.
def norms_through(weights, X, activation):
    values, slopes = [X], []
    for W in weights:
        slopes.append(activation(values[-1] @ W, deriv=True))
        values.append(activation(values[-1] @ W))
    error, norms = values[-1] / len(X), []
    for W, a, slope in zip(weights[::-1], values[-2::-1], slopes[::-1]):
        delta = error * slope
        norms.insert(0, np.sqrt(np.mean((a.T @ delta) ** 2)))
        error = delta @ W.T
    return np.array(norms)

# %% q1, wrong: another norm
# This is the matrix norm that measures the largest stretch. It agrees with the Frobenius norm for
# matrices of one row or one column; the one that is wanted looks at all entries alike.
def norms_through(weights, X, activation):
    values, slopes = [X], []
    for W in weights:
        slopes.append(activation(values[-1] @ W, deriv=True))
        values.append(activation(values[-1] @ W))
    error, norms = values[-1] / len(X), []
    for W, a, slope in zip(weights[::-1], values[-2::-1], slopes[::-1]):
        delta = error * slope
        norms.insert(0, np.linalg.norm(a.T @ delta, 2))
        error = delta @ W.T
    return np.array(norms)

# %% q1, wrong: last slope forgotten
# The last layer has an activation, too, and the error has to pass it like all the others before
# it reaches the last matrix.
def norms_through(weights, X, activation):
    values, slopes = [X], []
    for W in weights:
        slopes.append(activation(values[-1] @ W, deriv=True))
        values.append(activation(values[-1] @ W))
    delta = values[-1] / len(X)
    norms = [np.linalg.norm(values[-2].T @ delta)]
    for k in range(len(weights) - 1, 0, -1):
        delta = delta @ weights[k].T * slopes[k - 1]
        norms.insert(0, np.linalg.norm(values[k - 1].T @ delta))
    return np.array(norms)

# %% q1, wrong: last layer left linear
# The last layer is left without its activation, forward and backward. Here the activation follows
# every matrix, the last one included.
def norms_through(weights, X, activation):
    values, slopes = [X], []
    for k, W in enumerate(weights):
        z = values[-1] @ W
        last = k == len(weights) - 1
        slopes.append(np.ones_like(z) if last else activation(z, deriv=True))
        values.append(z if last else activation(z))
    error, norms = values[-1] / len(X), []
    for W, a, slope in zip(weights[::-1], values[-2::-1], slopes[::-1]):
        delta = error * slope
        norms.insert(0, np.linalg.norm(a.T @ delta))
        error = delta @ W.T
    return np.array(norms)

# %% q1, wrong: error passed back without the slope
# What goes back through a matrix is the error of its pre-activations. The slope is used for that
# layer's own gradient and then lost on the way to the next one.
def norms_through(weights, X, activation):
    values, slopes = [X], []
    for W in weights:
        slopes.append(activation(values[-1] @ W, deriv=True))
        values.append(activation(values[-1] @ W))
    error, norms = values[-1] / len(X), []
    for W, a, slope in zip(weights[::-1], values[-2::-1], slopes[::-1]):
        norms.insert(0, np.linalg.norm(a.T @ (error * slope)))
        error = error @ W.T
    return np.array(norms)

# %% q1, wrong: gradient from the layer's own output
# The error is multiplied by what comes out of the layer. A weight's gradient needs what goes into
# it; write the shapes beside the product, and see whether it has the shape of W.
def norms_through(weights, X, activation):
    values, slopes = [X], []
    for W in weights:
        slopes.append(activation(values[-1] @ W, deriv=True))
        values.append(activation(values[-1] @ W))
    error, norms = values[-1] / len(X), []
    for W, a, slope in zip(weights[::-1], values[::-1], slopes[::-1]):
        delta = error * slope
        norms.insert(0, np.linalg.norm(a.T @ delta))
        error = delta @ W.T
    return np.array(norms)

# %% q1, wrong: transpose forgotten
# On the way back the matrix is used as on the way forward. With square matrices the shapes fit
# all the same, and with others they don't: which of its two sides does the error come from?
def norms_through(weights, X, activation):
    values, slopes = [X], []
    for W in weights:
        slopes.append(activation(values[-1] @ W, deriv=True))
        values.append(activation(values[-1] @ W))
    error, norms = values[-1] / len(X), []
    for k in range(len(weights) - 1, -1, -1):
        delta = error * slopes[k]
        norms.insert(0, np.linalg.norm(values[k].T @ delta))
        if k:
            error = delta @ weights[k]
    return np.array(norms)

# %% q1, wrong: batch drawn first
# The numbers are drawn in another order. A generator gives each number once: the matrices come
# first, layer by layer, and the batch last of all.
def gradient_norms(depth, activation, rng, width=32):
    X = rng.normal(0, 1, (16, width))
    weights = [rng.normal(0, width**-0.5, (width, width)) for _ in range(depth)]
    return norms_through(weights, X, activation)

# %% q1, wrong: variance taken for the deviation
# The second number in N is a variance, and NumPy's generator asks for a standard deviation. The
# matrices come out too small.
def gradient_norms(depth, activation, rng, width=32):
    weights = [rng.normal(0, 1 / width, (width, width)) for _ in range(depth)]
    return norms_through(weights, rng.normal(0, 1, (16, width)), activation)

# %% q1, wrong: weights not scaled
# The matrices have the variance 1, so every layer multiplies the signal's square by its width.
# Which variance does the text ask for?
def gradient_norms(depth, activation, rng, width=32):
    weights = [rng.normal(0, 1, (width, width)) for _ in range(depth)]
    return norms_through(weights, rng.normal(0, 1, (16, width)), activation)

# %% q1, wrong: batch scaled like the weights
# The matrices are right, and the batch was drawn with their small deviation. It is standard normal.
def gradient_norms(depth, activation, rng, width=32):
    weights = [rng.normal(0, width**-0.5, (width, width)) for _ in range(depth)]
    return norms_through(weights, rng.normal(0, width**-0.5, (16, width)), activation)

# %% q1, wrong: width hard-coded
# All matrices are 32 wide. That is only the default; the caller may ask for another width.
def gradient_norms(depth, activation, rng, width=32):
    weights = [rng.normal(0, 32**-0.5, (32, 32)) for _ in range(depth)]
    return norms_through(weights, rng.normal(0, 1, (16, 32)), activation)

# %% q1, wrong: as many samples as neurons
# The batch has as many rows as a layer has neurons. The number of samples does not depend on the
# width.
def gradient_norms(depth, activation, rng, width=32):
    weights = [rng.normal(0, width**-0.5, (width, width)) for _ in range(depth)]
    return norms_through(weights, rng.normal(0, 1, (width, width)), activation)

# %% q1, wrong: one matrix for all layers
# All layers share one matrix: a list that is multiplied holds the same array again and again. Each
# layer needs a draw of its own.
def gradient_norms(depth, activation, rng, width=32):
    weights = [rng.normal(0, width**-0.5, (width, width))] * depth
    return norms_through(weights, rng.normal(0, 1, (16, width)), activation)

# %% q1, wrong: one layer too few
# A matrix is missing. The depth counts matrices here, not layers of neurons.
def gradient_norms(depth, activation, rng, width=32):
    weights = [rng.normal(0, width**-0.5, (width, width)) for _ in range(depth - 1)]
    return norms_through(weights, rng.normal(0, 1, (16, width)), activation)

# %% q1, wrong: the generator is ignored
# The network is the same whatever generator comes in. Randomness is an argument here, so that a
# run can be repeated and another one can differ.
def gradient_norms(depth, activation, rng, width=32):
    rng = np.random.default_rng(0)
    weights = [rng.normal(0, width**-0.5, (width, width)) for _ in range(depth)]
    return norms_through(weights, rng.normal(0, 1, (16, width)), activation)

# %% q1, right: by recursion, norms from inner products of samples
def norms_through(weights, X, activation):
    def back(A, rest):
        if not rest:
            return A / len(A), []
        z = A @ rest[0]
        error, norms = back(activation(z), rest[1:])
        delta = error * activation(z, deriv=True)
        square = np.sum((A @ A.T) * (delta @ delta.T))
        return delta @ rest[0].T, [float(np.sqrt(max(square, 0.0)))] + norms
    return back(X, list(weights))[1]

# %% q1, right: sample by sample, the draws in one go
def norms_through(weights, X, activation):
    totals = [np.zeros(W.shape) for W in weights]
    for x in X:
        ins, pres = [x], []
        for W in weights:
            pres.append(W.T @ ins[-1])
            ins.append(activation(pres[-1]))
        error = ins[-1]
        for k in range(len(weights) - 1, -1, -1):
            delta = error * activation(pres[k], deriv=True)
            totals[k] += np.outer(ins[k], delta)
            error = weights[k] @ delta
    return tuple(np.sqrt((total**2).sum()) / len(X) for total in totals)

def gradient_norms(depth, activation, rng, width=32):
    drawn = rng.standard_normal(depth * width * width + 16 * width)
    stack = drawn[:depth * width * width].reshape(depth, width, width) / np.sqrt(width)
    batch = drawn[depth * width * width:].reshape(16, width)
    return norms_through(list(stack), batch, activation)

# %% q1, right: chains of Jacobians
def norms_through(weights, X, activation):
    A, jacobians = X, []
    for W in weights:
        z = A @ W
        slope = activation(z, deriv=True)
        jacobians = [np.einsum("n...j,jk,nk->n...k", J, W, slope) for J in jacobians]
        eye = np.eye(W.shape[1])
        jacobians.append(np.einsum("ni,jk,nk->nijk", A, eye, slope))
        A = activation(z)
    return np.array([np.sqrt(np.sum(np.einsum("nijk,nk->ij", J, A / len(X)) ** 2))
                     for J in jacobians])

# %% q2, wrong: deviation taken for the limit
# The range is that of a uniform number whose limit is the standard deviation that is wanted. A
# uniform number spreads less than its range: see the line on r and the 6.
def xavier(fan_in, fan_out, rng):
    r = np.sqrt(2 / (fan_in + fan_out))
    return rng.uniform(-r, r, (fan_in, fan_out))

# %% q2, wrong: normal for uniform
# Some entries lie beyond r, so they were drawn from a normal distribution. This start is uniform.
def xavier(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))

# %% q2, wrong: limit taken for a deviation
# The limit r is right and used as the standard deviation of a normal distribution. It is where a
# uniform one ends.
def xavier(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(6 / (fan_in + fan_out)), (fan_in, fan_out))

# %% q2, wrong: only positive weights
# All entries are positive. The range has two ends, one on each side of 0.
def xavier(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(0, r, (fan_in, fan_out))

# %% q2, wrong: root forgotten
# The range is that of r squared. Compare with the formula in the text what is under a root.
def xavier(fan_in, fan_out, rng):
    r = 6 / (fan_in + fan_out)
    return rng.uniform(-r, r, (fan_in, fan_out))

# %% q2, wrong: root of the numerator alone
# The root ends too early: the bracket closes behind the 6, and the sum of both sizes stands
# outside.
def xavier(fan_in, fan_out, rng):
    r = np.sqrt(6) / (fan_in + fan_out)
    return rng.uniform(-r, r, (fan_in, fan_out))

# %% q2, wrong: fan_in alone
# The range depends on the neurons before the layer only. Glorot and Bengio look at both directions,
# so both sizes have a say.
def xavier(fan_in, fan_out, rng):
    r = np.sqrt(3 / fan_in)
    return rng.uniform(-r, r, (fan_in, fan_out))

# %% q2, wrong: xavier is turned round
# The matrix has fan_out rows. Samples stand in rows here and are multiplied from the left: which
# size comes first?
def xavier(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, (fan_out, fan_in))

# %% q2, wrong: integer division
# All entries are 0: two slashes divide whole numbers and throw away the rest.
def xavier(fan_in, fan_out, rng):
    r = np.sqrt(6 // (fan_in + fan_out))
    return rng.uniform(-r, r, (fan_in, fan_out))

# %% q2, wrong: one draw for all rows
# All rows of the matrix are equal, so all inputs are weighted alike. Every entry is a draw of its
# own.
def xavier(fan_in, fan_out, rng):
    r = np.sqrt(6 / (fan_in + fan_out))
    return np.ones((fan_in, 1)) * rng.uniform(-r, r, fan_out)

# %% q2, wrong: the generator is ignored
# Each call gives the same matrix, whatever generator comes in. Two layers of one size would start
# as twins.
def xavier(fan_in, fan_out, rng):
    rng = np.random.default_rng(0)
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, (fan_in, fan_out))

# %% q2, wrong: variance taken for the deviation
# What you pass as the deviation is a variance. Its root is missing, and the weights are too small.
def he(fan_in, fan_out, rng):
    return rng.normal(0, 2 / fan_in, (fan_in, fan_out))

# %% q2, wrong: fan_out for fan_in
# The deviation follows the neurons behind the layer. A sum that enters a neuron has as many terms
# as there are neurons before it.
def he(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_out), (fan_in, fan_out))

# %% q2, wrong: relu's factor 2 forgotten
# This keeps the signal's size where nothing is cut off. Relu stops half of the signal's square, and
# that is to be made good.
def he(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(1 / fan_in), (fan_in, fan_out))

# %% q2, wrong: xavier's variance in he
# The sum of both sizes belongs to the other start. He and others look at the way forward only.
def he(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))

# %% q2, wrong: uniform for normal
# The spread is right, and no entry lies far out: these numbers are uniform. This start is normal.
def he(fan_in, fan_out, rng):
    r = np.sqrt(6 / fan_in)
    return rng.uniform(-r, r, (fan_in, fan_out))

# %% q2, wrong: deviation given as the mean
# The weights lie around a number above 0 with the deviation 1. Look up the order of the arguments:
# the generator is told the mean first, then the deviation.
def he(fan_in, fan_out, rng):
    return rng.normal(np.sqrt(2 / fan_in), size=(fan_in, fan_out))

# %% q2, wrong: he is turned round
# The matrix has fan_out rows. Samples stand in rows here and are multiplied from the left: which
# size comes first?
def he(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_out, fan_in))

# %% q2, wrong: global random state
# The numbers don't come from rng, so nobody can repeat this start. Draw from the generator that you
# are given.
def he(fan_in, fan_out, rng):
    return np.random.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))

# %% q2, wrong: seeded anew in each call
# Each call begins with the same seed and gives the same matrix, whatever generator comes in. Two
# layers of one size would start as twins.
def he(fan_in, fan_out, rng):
    np.random.seed(0)
    return np.random.randn(fan_in, fan_out) * np.sqrt(2 / fan_in)

# %% q2, right: numbers from 0 to 1, and a scaled standard normal
def xavier(fan_in, fan_out, rng):
    W = rng.random((fan_in, fan_out)) - 0.5
    return W * np.sqrt(24.0 / (fan_in + fan_out))

def he(fan_in, fan_out, rng):
    return rng.standard_normal((fan_in, fan_out)) / np.sqrt(0.5 * fan_in)

# %% q2, right: entry by entry, column by column
def xavier(fan_in, fan_out, rng):
    r = (6 / (fan_in + fan_out)) ** 0.5
    W = np.zeros((fan_in, fan_out))
    for j in range(fan_out):
        for i in range(fan_in):
            W[i, j] = r - 2 * r * rng.random()
    return W

def he(fan_in, fan_out, rng):
    columns = [rng.normal(scale=(2 / fan_in) ** 0.5, size=fan_in) for _ in range(fan_out)]
    return np.column_stack(columns)

# %% q3, wrong: bias forgotten
# The biases have no say in your answer. A strongly negative one is the usual cause of death.
def dead_fraction(W, b, X):
    return float(np.mean((X @ W <= 0).all(axis=0)))

# %% q3, wrong: zeros counted
# You count zeros among all outputs. A healthy unit is silent for half of the samples: ask of each
# unit whether it is silent for all of them.
def dead_fraction(W, b, X):
    return float(np.mean(X @ W + b <= 0))

# %% q3, wrong: any for all
# One silent sample is enough for your verdict. A unit is dead only if no sample reaches it.
def dead_fraction(W, b, X):
    return float(np.mean((X @ W + b <= 0).any(axis=0)))

# %% q3, wrong: wrong at exactly 0
# A pre-activation of exactly 0 counts as firing. What does relu answer to it, and what is its slope
# there in this course?
def dead_fraction(W, b, X):
    return float(np.mean((X @ W + b < 0).all(axis=0)))

# %% q3, wrong: the living counted
# This is the share of the units that do fire. The two shares add up to 1.
def dead_fraction(W, b, X):
    return float(np.mean((X @ W + b > 0).any(axis=0)))

# %% q3, wrong: number for share
# You return how many units are dead. How many are there in all?
def dead_fraction(W, b, X):
    return float(np.sum((X @ W + b <= 0).all(axis=0)))

# %% q3, wrong: axis of the units
# You look along the units and find samples that reach none of them. Look along the samples: each
# unit has a column.
def dead_fraction(W, b, X):
    return float(np.mean((X @ W + b <= 0).all(axis=1)))

# %% q3, wrong: share of the samples
# The dead are counted rightly and divided by the number of samples. It is a share of the units.
def dead_fraction(W, b, X):
    return float(np.sum((X @ W + b <= 0).all(axis=0)) / len(X))

# %% q3, wrong: share of the inputs
# The dead are counted rightly and divided by the number of inputs: W has the units in its columns,
# not in its rows.
def dead_fraction(W, b, X):
    return float(np.sum((X @ W + b <= 0).all(axis=0)) / len(W))

# %% q3, wrong: mean over the samples
# You judge a unit by its mean over the samples. One sample that reaches it keeps it alive, whatever
# the others do.
def dead_fraction(W, b, X):
    return float(np.mean((X @ W + b).mean(axis=0) <= 0))

# %% q3, wrong: almost 0 taken for 0
# A unit that answers a very small number is not dead: its slope is 1. Compare with 0 exactly.
def dead_fraction(W, b, X):
    return float(np.mean(np.isclose(relu(X @ W + b), 0).all(axis=0)))

# %% q3, wrong: bias added after relu
# The bias is added to what relu has already cut off. It belongs inside.
def dead_fraction(W, b, X):
    return float(np.mean((relu(X @ W) + b == 0).all(axis=0)))

# %% q3, wrong: integer division
# Your share is a whole number: two slashes throw away what comes behind the point.
def dead_fraction(W, b, X):
    return float(np.sum((X @ W + b <= 0).all(axis=0)) // W.shape[1])

# %% q3, right: loops
def dead_fraction(W, b, X):
    dead = 0
    for h in range(len(b)):
        alive = False
        for x in X:
            if sum(x[d] * W[d, h] for d in range(len(x))) + b[h] > 0:
                alive = True
        dead += not alive
    return dead / len(b)

# %% q3, right: largest outputs
def dead_fraction(W, b, X):
    largest = relu(np.einsum("nd,dh->nh", X, W) + b).max(axis=0)
    return 1 - np.count_nonzero(largest) / len(largest)

# %% q3, right: a set of units
def dead_fraction(W, b, X):
    firing = {int(h) for x in X for h in np.flatnonzero(x @ W + b > 0)}
    return np.float64(W.shape[1] - len(firing)) / W.shape[1]

# %% q4, wrong: one value too few
# One value is missing at the end. After so many steps there is one value more, the first.
def repeated_factor(a, b, steps):
    values, value = [], float(a)
    for _ in range(steps):
        values.append(value)
        value = value * b
    return np.array(values)

# %% q4, wrong: start left out
# Your first value has a factor in it already. Entry 0 is the start itself.
def repeated_factor(a, b, steps):
    values, value = [], float(a)
    for _ in range(steps + 1):
        value = value * b
        values.append(value)
    return np.array(values)

# %% q4, wrong: power overflows before the product
# You take the power first and multiply afterward. The power may be infinite where the product is
# not, and infinity can't be made small again: go one factor at a time.
def repeated_factor(a, b, steps):
    with np.errstate(all="ignore"):
        return a * np.float64(b) ** np.arange(steps + 1)

# %% q4, wrong: python's power raises
# Python's own power of floats ends in an OverflowError where the result is too large. The text says
# which operation gives infinity instead.
def repeated_factor(a, b, steps):
    return np.array([a * float(b) ** k for k in range(steps + 1)])

# %% q4, wrong: integer array
# Your values are whole numbers: the array was made for integers, and what you put in is cut off at
# the point.
def repeated_factor(a, b, steps):
    values = np.zeros(steps + 1, dtype=int)
    values[0] = a
    for k in range(steps):
        values[k + 1] = values[k] * b
    return values

# %% q4, wrong: sign lost
# The values never change their sign. A negative factor turns them round each time.
def repeated_factor(a, b, steps):
    values = [float(a)]
    for _ in range(steps):
        values.append(values[-1] * abs(b))
    return np.array(values)

# %% q4, wrong: start and factor swapped
# You begin with the factor and multiply by the start. It is the other way round.
def repeated_factor(a, b, steps):
    values = [float(b)]
    for _ in range(steps):
        values.append(values[-1] * a)
    return np.array(values)

# %% q4, wrong: list for array
# The values are right and come in a list. Make an array of them before you hand them back.
def repeated_factor(a, b, steps):
    values = [float(a)]
    for _ in range(steps):
        values.append(values[-1] * b)
    return values

# %% q4, wrong: overflow cut off
# Your values end at the largest float. What overflows is infinite, and the caller should see that.
def repeated_factor(a, b, steps):
    values = [float(a)]
    for _ in range(steps):
        values.append(values[-1] * b)
    return np.nan_to_num(np.array(values))

# %% q4, wrong: entry 0 is clipped
# The start is clipped, too. Only what a factor has made is brought back.
def clipped_factor(a, b, steps, limit):
    values = [float(np.clip(a, -limit, limit))]
    for _ in range(steps):
        values.append(min(max(values[-1] * b, -limit), limit))
    return np.array(values)

# %% q4, wrong: clipped after all factors
# You multiply on with the values as they were before clipping, and clip what you write down. The
# next factor meets the clipped value.
def clipped_factor(a, b, steps, limit):
    values, value = [float(a)], float(a)
    for _ in range(steps):
        value = value * b
        values.append(min(max(value, -limit), limit))
    return np.array(values)

# %% q4, wrong: all values clipped at the end
# You clip all values when they are complete, the start as well. Each one is to be clipped at once,
# before the next factor meets it, and the start stays as it is.
def clipped_factor(a, b, steps, limit):
    values = [float(a)]
    for _ in range(steps):
        values.append(values[-1] * b)
    return np.clip(np.array(values), -limit, limit)

# %% q4, wrong: only the upper end is clipped
# Large negative values pass. The range has two ends.
def clipped_factor(a, b, steps, limit):
    values = [float(a)]
    for _ in range(steps):
        values.append(min(values[-1] * b, limit))
    return np.array(values)

# %% q4, wrong: sign lost at the limit
# A value that is too negative comes back positive. Clipping keeps the sign.
def clipped_factor(a, b, steps, limit):
    values = [float(a)]
    for _ in range(steps):
        value = values[-1] * b
        values.append(value if abs(value) <= limit else limit)
    return np.array(values)

# %% q4, wrong: clipped before the factor
# You clip a value before it is multiplied, and write down the product as it is. Clip what the
# multiplication gave.
def clipped_factor(a, b, steps, limit):
    values = [float(a)]
    for _ in range(steps):
        values.append(min(max(values[-1], -limit), limit) * b)
    return np.array(values)

# %% q4, wrong: too large is 0
# What is too large is thrown away, and nothing is left to go on with. Clipping brings it to the
# nearest end of the range.
def clipped_factor(a, b, steps, limit):
    values = [float(a)]
    for _ in range(steps):
        value = values[-1] * b
        values.append(value if abs(value) <= limit else 0.0)
    return np.array(values)

# %% q4, wrong: the last one that fits
# You count the factors that still fit. The first one that doesn't is counted, too.
def first_overflow(b):
    if abs(b) <= 1:
        return None
    count, product = 0, abs(b)
    while np.isfinite(product):
        count, product = count + 1, product * abs(b)
    return count

# %% q4, wrong: sign of the factor not removed
# You ask whether b is above 1, and never look at its size. Powers of -2 grow as fast as those of 2.
def first_overflow(b):
    if b <= 1:
        return None
    count, product = 0, 1.0
    while np.isfinite(product):
        count, product = count + 1, product * b
    return count

# %% q4, wrong: rounded down
# The logarithm is the right idea, and its result is rounded down. That many factors still fit, as
# a rule.
def first_overflow(b):
    if abs(b) <= 1:
        return None
    return int(np.log(np.finfo(float).max) / np.log(abs(b)))

# %% q4, wrong: a power of ten taken for infinity
# You stop at 1e308. A float64 goes on for a while beyond that.
def first_overflow(b):
    if abs(b) <= 1:
        return None
    count, product = 0, 1.0
    while product <= 1e308:
        count, product = count + 1, product * abs(b)
    return count

# %% q4, wrong: single precision
# Your numbers overflow at about 1e38: that is the end of float32. The question is about float64.
def first_overflow(b):
    if abs(b) <= 1:
        return None
    count, product = 0, np.float32(1)
    with np.errstate(over="ignore"):
        while np.isfinite(product):
            count, product = count + 1, np.float32(product * np.float32(abs(b)))
    return count

# %% q4, wrong: a number for never
# A product that never overflows gets a number from you. The text has another word for never.
def first_overflow(b):
    if abs(b) <= 1:
        return 0
    count, product = 0, 1.0
    while np.isfinite(product):
        count, product = count + 1, product * abs(b)
    return count

# %% q4, wrong: search ends too early
# Your search gives up after a fixed number of factors. A factor only just above 1 needs many more;
# let the product itself say when to stop.
def first_overflow(b):
    product = 1.0
    for count in range(1, 2001):
        product = product * abs(b)
        if np.isinf(product):
            return count
    return None

# %% q4, wrong: zero and one raise
# For a factor of size 0 or 1 you divide by the logarithm, or take one of 0. Decide first whether
# there is any overflow at all.
def first_overflow(b):
    import math
    count = math.floor(1024 / math.log2(abs(b)) - 1e-9) + 1
    return count if count > 0 else None

# %% q4, right: running products, and a power that raises
def repeated_factor(a, b, steps):
    with np.errstate(all="ignore"):
        return np.cumprod(np.concatenate([[a], np.full(steps, b)]))

def clipped_factor(a, b, steps, limit):
    values = [a]
    while len(values) <= steps:
        product = values[-1] * b
        values.append(limit if product > limit else -limit if product < -limit else product)
    return np.array(values, dtype=float)

def first_overflow(b):
    size, count = abs(float(b)), 1
    if not size > 1.0:
        return None
    while True:
        try:
            size**count
        except OverflowError:
            return count
        count += 1

# %% q4, right: recursion, and logarithms
def repeated_factor(a, b, steps):
    values = np.zeros(steps + 1)
    values[0] = a
    with np.errstate(all="ignore"):
        for k in range(1, steps + 1):
            values[k] = values[k - 1] * b
    return values

def clipped_factor(a, b, steps, limit):
    if steps == 0:
        return np.array([a])
    before = clipped_factor(a, b, steps - 1, limit)
    return np.append(before, np.clip(before[-1] * b, -limit, limit))

def first_overflow(b):
    size = abs(b)
    return None if size <= 1 else int(np.ceil(1024 / np.log2(size)))

# %% q5, wrong: losses alone searched for nan
# You look for nan and infinity among the losses only. A norm can be nan or infinite while the loss
# still looks fine.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not np.isfinite(loss).all() or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: last epoch alone searched for nan
# Rule 1 looks at every epoch, and you look at the last one. A number can blow up in the middle and
# come back.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not np.isfinite(loss[-1]) or not np.isfinite(norms[-1]).all() or norms[-1].max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: infinity is not nan
# You look for nan, and an infinite loss passes: infinity is a number of its own. Which function of
# NumPy is True for neither?
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if np.isnan(loss).any() or np.isnan(norms).any() or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: nan compared
# A comparison with nan is never true, so a nan slips past every limit. Ask for it by name.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if (loss == np.inf).any() or (norms > 1e4).any():
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: limit of the norms used for the loss
# A large loss is no explosion: its size depends on the units of the targets. The limit in rule 1 is
# for gradient norms.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    seen = np.append(loss, norms)
    if not np.isfinite(seen).all() or seen.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: mean norm for any norm
# You ask whether the norms are large on average. One that is too large is enough.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.mean() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: all norms for any norm
# You ask whether all norms are above the limit. One that is too large is enough.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or (norms > 1e4).all():
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: death at any time
# A network whose units woke up again is called dead. What counts is how it ends.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"].min() < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: mean active share
# You take the mean of the active share over all epochs. A network that dies slowly has a fine mean;
# what counts is how it ends.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"].mean() < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: dead at exactly 0 alone
# You call a network dead only if nothing at all is active. Rule 2 has a small number where you
# have 0.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] == 0:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: half forgotten
# You compare the rises with all of the falls, or the last loss with the first, which comes to the
# same. A loss may jump up and down and end below its start: the rule has a half in it.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: steps counted
# You count how often the loss rises and how often it falls. Rule 3 asks how far: add up the sizes.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if np.sum(change > 0) > 0.5 * np.sum(change < 0):
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: any rise
# One rise is enough for your verdict. A healthy loss may rise now and then: compare how far it goes
# up in all with how far it goes down.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    if (np.diff(loss) > 0).any():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: falls keep their sign
# Your sum of the falls is negative, so any rises are more than half of it. The rule compares sizes.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > 0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: first and last layer swapped
# You call it vanishing where the last layer's gradient is the tiny one. The error starts there and
# gets lost on its way to the first layer.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, -1].mean() < norms[:, 0].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: epochs taken for layers
# You compare the first epoch with the last. The layers stand in the columns, the epochs in the
# rows.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[0].mean() < norms[-1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: norms of the last epoch
# You compare the norms of the last epoch. They change a lot while a network learns, so rule 4 takes
# the mean of each layer over all of them.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[-1, 0] < norms[-1, -1] / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: smallest and largest norm
# You compare the smallest norm of all with the largest. The rule is about two layers, the first and
# the last, and about their means.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms.min() < norms.max() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: wrong at exactly 0
# You also call it vanishing if both means are equal, and they are where both are 0. The first one
# has to lie below.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() <= norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: 0.9 of the start as the fall
# You ask for a fall by nine tenths of the start. The last loss itself is compared with nine tenths:
# a fall by more than a tenth will do.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[0] - loss[-1] < 0.9 * loss[0] else "healthy"

# %% q5, wrong: fall not measured by the start
# Your limit for the fall of the loss is a fixed number. What is much for one loss is nothing for
# another: measure by the first one.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[0] - loss[-1] < 0.1 else "healthy"

# %% q5, wrong: lowest loss for the last one
# You take the lowest loss of all. Rule 5 looks at the last one, which may have risen again.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss.min() > 0.9 * loss[0] else "healthy"

# %% q5, wrong: dead before exploding
# You look for death first. A network that has exploded often ends dead, and the cause comes before
# what it causes: keep to the order of the rules.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if history["active_share"][-1] < 0.01:
        return "dead"
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: jumps before death
# You ask about jumps of the loss before you ask about death. The first rule that holds is the
# answer, so the order of the questions matters.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if history["active_share"][-1] < 0.01:
        return "dead"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: vanishing before jumps
# You ask about vanishing gradients before you ask about jumps of the loss. The first rule that
# holds is the answer, so the order of the questions matters.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: too low before vanishing
# You blame a low learning rate before you look for vanishing gradients. These learn too slowly at
# any rate; the cause comes first.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if loss[-1] > 0.9 * loss[0]:
        return "learning rate too low"
    return "vanishing" if norms[:, 0].mean() < norms[:, -1].mean() / 1000 else "healthy"

# %% q5, wrong: history mended in place
# You make the history finite before you look at it, and it isn't yours: the caller's arrays are
# changed. Ask whether a number is finite, and leave it as it is.
def diagnose(history):
    loss, norms = history["loss"], history["gradient_norms"]
    broken = not (np.isfinite(loss).all() and np.isfinite(norms).all())
    np.nan_to_num(norms, copy=False, posinf=1e5)
    np.nan_to_num(loss, copy=False, posinf=1e5)
    if broken or norms.max() > 1e4:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    change = np.diff(loss)
    if change[change > 0].sum() > -0.5 * change[change < 0].sum():
        return "learning rate too high"
    if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
        return "vanishing"
    return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

# %% q5, wrong: neighbors from different epochs
# You put together updates of different epochs: the first of each, the second of each. An epoch's
# updates stand next to each other.
def epoch_means(history, batches):
    return {key: values.reshape(batches, -1, *values.shape[1:]).mean(axis=0)
            for key, values in history.items()}

# %% q5, wrong: number of batches for number of epochs
# Your history has as many entries as an epoch has updates. It should have as many as there are
# epochs.
def epoch_means(history, batches):
    return {key: values.reshape(batches, -1, *values.shape[1:]).mean(axis=1)
            for key, values in history.items()}

# %% q5, wrong: first update for the epoch
# You keep the first update of each epoch. That is one batch's chance again; all of the epoch's
# updates belong into the mean.
def epoch_means(history, batches):
    return {key: values[::batches] for key, values in history.items()}

# %% q5, wrong: last update for the epoch
# You keep the last update of each epoch, as one does with a loss that a progress bar shows. It is
# as noisy as any single batch.
def epoch_means(history, batches):
    return {key: values[batches - 1::batches] for key, values in history.items()}

# %% q5, wrong: sum for mean
# The updates of an epoch are added up. Rule 1 has a limit for norms, so their size matters: divide
# by the number of updates.
def epoch_means(history, batches):
    return {key: values.reshape(-1, batches, *values.shape[1:]).sum(axis=1)
            for key, values in history.items()}

# %% q5, wrong: the losses alone
# Only the losses are means; the norms and the active share still have an entry for each update. The
# three have to be of one length.
def epoch_means(history, batches):
    return {**history, "loss": history["loss"].reshape(-1, batches).mean(axis=1)}

# %% q5, wrong: layers averaged away
# The norms of all layers have gone into one mean. The doctor compares the first layer with the
# last, so each keeps a column of its own.
def epoch_means(history, batches):
    return {key: values.reshape(len(history["loss"]) // batches, -1).mean(axis=1)
            for key, values in history.items()}

# %% q5, wrong: nan left out of the mean
# You leave nan out of the mean, and the doctor never learns that something exploded.
def epoch_means(history, batches):
    return {key: np.nanmean(values.reshape(-1, batches, *values.shape[1:]), axis=1)
            for key, values in history.items()}

# %% q5, wrong: running mean
# This is a mean that moves along with the updates, so there are still as many entries as updates.
# One entry for each epoch is asked for.
def epoch_means(history, batches):
    answer = {}
    for key, values in history.items():
        answer[key] = np.array([values[max(0, i - batches + 1):i + 1].mean(axis=0)
                                for i in range(len(values))])
    return answer

# %% q5, wrong: the caller's history is shortened
# You write the means into the history that you were given. The caller still needs it as it was.
def epoch_means(history, batches):
    for key in history:
        values = history[key]
        history[key] = values.reshape(-1, batches, *values.shape[1:]).mean(axis=1)
    return history

# %% q5, wrong: largest for mean
# These are the largest values of each epoch. A mean is asked for.
def epoch_means(history, batches):
    return {key: values.reshape(-1, batches, *values.shape[1:]).max(axis=1)
            for key, values in history.items()}

# %% q5, right: epoch by epoch, every key by itself
def epoch_means(history, batches):
    epochs = range(len(history["loss"]) // batches)
    def means(values):
        return np.array([sum(values[e * batches:(e + 1) * batches]) / batches for e in epochs])
    return {"active_share": means(history["active_share"]), "loss": means(history["loss"]),
            "gradient_norms": means(history["gradient_norms"])}

# %% q5, right: clipped changes, and a list of rules
def diagnose(history):
    loss, norms, active = (history[key] for key in ["loss", "gradient_norms", "active_share"])
    with np.errstate(all="ignore"):
        change = loss[1:] - loss[:-1]
        ups, downs = np.clip(change, 0, None).sum(), np.clip(-change, 0, None).sum()
        first, last = norms.mean(axis=0)[[0, -1]]
    fine = np.abs(np.append(loss, norms)) < np.inf
    holds = [not fine.all() or (norms > 1e4).any(), active[-1] < 0.01, ups > downs / 2,
             first < last / 1000, loss[-1] / loss[0] > 0.9, True]
    names = ["exploding", "dead", "learning rate too high", "vanishing", "learning rate too low",
             "healthy"]
    return names[holds.index(True)]

# %% q5, right: rises from the whole way
def diagnose(history):
    import math
    loss = [float(value) for value in history["loss"]]
    rows = [[float(norm) for norm in row] for row in history["gradient_norms"]]
    for number in loss + sum(rows, []):
        if math.isnan(number) or math.isinf(number):
            return "exploding"
    if max(max(row) for row in rows) > 10_000:
        return "exploding"
    if history["active_share"][-1] < 0.01:
        return "dead"
    way = sum(abs(after - before) for before, after in zip(loss, loss[1:]))
    rises = (way + loss[-1] - loss[0]) / 2
    if rises > 0.5 * (way - rises):
        return "learning rate too high"
    if sum(row[0] for row in rows) * 1000 < sum(row[-1] for row in rows):
        return "vanishing"
    return "healthy" if loss[-1] <= 0.9 * loss[0] else "learning rate too low"

# %% q6, wrong: the step gets the caller's weights
# A step may change the arrays that it is given. Then the weights that you take for those from before
# the step are those from after it. Give the step copies of the weights.
def step_error(step, loss, weights, learning_rate):
    after = step(weights, learning_rate)
    errors = []
    for k, W in enumerate(weights):
        numeric = np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            ends = []
            for h in (1e-5, -1e-5):
                moved = [V.copy() for V in weights]
                moved[k][i] += h
                ends.append(loss(moved))
            numeric[i] = (ends[0] - ends[1]) / 2e-5
        used = (W - after[k]) / learning_rate
        errors.append(float(np.linalg.norm(used - numeric) / np.linalg.norm(numeric)))
    return errors

# %% q6, wrong: sign of the gradient that was used
# The gradient that was used has the wrong sign: a step of descent goes against the gradient. Look at
# which of before and after is subtracted from the other.
def step_error(step, loss, weights, learning_rate):
    after = step([W.copy() for W in weights], learning_rate)
    errors = []
    for k, W in enumerate(weights):
        numeric = np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            ends = []
            for h in (1e-5, -1e-5):
                moved = [V.copy() for V in weights]
                moved[k][i] += h
                ends.append(loss(moved))
            numeric[i] = (ends[0] - ends[1]) / 2e-5
        used = (after[k] - W) / learning_rate
        errors.append(float(np.linalg.norm(used - numeric) / np.linalg.norm(numeric)))
    return errors

# %% q6, wrong: learning rate forgotten
# You compare the step with the gradient of the loss. The step is the gradient times the learning
# rate, so divide it by the learning rate first.
def step_error(step, loss, weights, learning_rate):
    after = step([W.copy() for W in weights], learning_rate)
    errors = []
    for k, W in enumerate(weights):
        numeric = np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            ends = []
            for h in (1e-5, -1e-5):
                moved = [V.copy() for V in weights]
                moved[k][i] += h
                ends.append(loss(moved))
            numeric[i] = (ends[0] - ends[1]) / 2e-5
        errors.append(float(np.linalg.norm(W - after[k] - numeric) / np.linalg.norm(numeric)))
    return errors

# %% q6, wrong: relative to the gradient that was used
# You divide by the norm of the gradient that was used, which may be wrong. Divide by the norm of the
# numeric gradient, which is right in any case.
def step_error(step, loss, weights, learning_rate):
    after = step([W.copy() for W in weights], learning_rate)
    errors = []
    for k, W in enumerate(weights):
        numeric = np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            ends = []
            for h in (1e-5, -1e-5):
                moved = [V.copy() for V in weights]
                moved[k][i] += h
                ends.append(loss(moved))
            numeric[i] = (ends[0] - ends[1]) / 2e-5
        used = (W - after[k]) / learning_rate
        errors.append(float(np.linalg.norm(used - numeric) / np.linalg.norm(used)))
    return errors

# %% q6, wrong: absolute error
# You return the norm of the difference itself. Whether that is much depends on how large the
# gradient is, so the formula divides by the norm of the numeric gradient.
def step_error(step, loss, weights, learning_rate):
    after = step([W.copy() for W in weights], learning_rate)
    errors = []
    for k, W in enumerate(weights):
        numeric = np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            ends = []
            for h in (1e-5, -1e-5):
                moved = [V.copy() for V in weights]
                moved[k][i] += h
                ends.append(loss(moved))
            numeric[i] = (ends[0] - ends[1]) / 2e-5
        errors.append(float(np.linalg.norm((W - after[k]) / learning_rate - numeric)))
    return errors

# %% q6, wrong: forward difference
# Your check gives a right step an error of about 1e-5, because one end of your difference is the
# point itself. A central difference goes by h to both sides.
def step_error(step, loss, weights, learning_rate):
    after = step([W.copy() for W in weights], learning_rate)
    errors = []
    for k, W in enumerate(weights):
        numeric = np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            moved = [V.copy() for V in weights]
            moved[k][i] += 1e-5
            numeric[i] = (loss(moved) - loss([V.copy() for V in weights])) / 1e-5
        used = (W - after[k]) / learning_rate
        errors.append(float(np.linalg.norm(used - numeric) / np.linalg.norm(numeric)))
    return errors

# %% q6, wrong: difference divided by h
# Your slopes are twice too large: the two ends of a central difference are 2 h apart, not h.
def step_error(step, loss, weights, learning_rate):
    after = step([W.copy() for W in weights], learning_rate)
    errors = []
    for k, W in enumerate(weights):
        numeric = np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            ends = []
            for h in (1e-5, -1e-5):
                moved = [V.copy() for V in weights]
                moved[k][i] += h
                ends.append(loss(moved))
            numeric[i] = (ends[0] - ends[1]) / 1e-5
        used = (W - after[k]) / learning_rate
        errors.append(float(np.linalg.norm(used - numeric) / np.linalg.norm(numeric)))
    return errors

# %% q6, wrong: back by h only
# Your slopes are half of what they should be. After the first end you move the entry back by h, to
# where it was at first, and take that for the second end. It has to go back by 2 h.
def step_error(step, loss, weights, learning_rate):
    after = step([W.copy() for W in weights], learning_rate)
    errors = []
    for k, W in enumerate(weights):
        numeric = np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            moved = [V.copy() for V in weights]
            moved[k][i] += 1e-5
            high = loss(moved)
            moved[k][i] -= 1e-5
            numeric[i] = (high - loss(moved)) / 2e-5
        used = (W - after[k]) / learning_rate
        errors.append(float(np.linalg.norm(used - numeric) / np.linalg.norm(numeric)))
    return errors

# %% q6, wrong: entries not moved back
# An entry that was moved stays where its second end was, while the next ones are measured. So the
# slopes belong to a point a little beside the weights; begin with a fresh copy for each entry.
def step_error(step, loss, weights, learning_rate):
    after = step([W.copy() for W in weights], learning_rate)
    errors = []
    moved = [V.copy() for V in weights]
    for k, W in enumerate(weights):
        numeric = np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            moved[k][i] += 1e-5
            high = loss([V.copy() for V in moved])
            moved[k][i] -= 2e-5
            numeric[i] = (high - loss([V.copy() for V in moved])) / 2e-5
        used = (W - after[k]) / learning_rate
        errors.append(float(np.linalg.norm(used - numeric) / np.linalg.norm(numeric)))
    return errors

# %% q6, wrong: caller's weights are moved
# You move the caller's own weights and don't leave them quite as they were: adding and subtracting
# 1e-5 rounds. Move a copy.
def step_error(step, loss, weights, learning_rate):
    after = step([W.copy() for W in weights], learning_rate)
    errors = []
    for k, W in enumerate(weights):
        before, numeric = W.copy(), np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            W[i] += 1e-5
            high = loss(weights)
            W[i] -= 2e-5
            numeric[i] = (high - loss(weights)) / 2e-5
            W[i] += 1e-5
        used = (before - after[k]) / learning_rate
        errors.append(float(np.linalg.norm(used - numeric) / np.linalg.norm(numeric)))
    return errors

# %% q6, wrong: slopes at the new weights
# You take the numeric gradient at the weights from after the step. The step used the gradient at the
# weights from before it.
def step_error(step, loss, weights, learning_rate):
    after = step([W.copy() for W in weights], learning_rate)
    errors = []
    for k, W in enumerate(weights):
        numeric = np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            ends = []
            for h in (1e-5, -1e-5):
                moved = [np.array(V) for V in after]
                moved[k][i] += h
                ends.append(loss(moved))
            numeric[i] = (ends[0] - ends[1]) / 2e-5
        used = (W - after[k]) / learning_rate
        errors.append(float(np.linalg.norm(used - numeric) / np.linalg.norm(numeric)))
    return errors

# %% q6, wrong: arrays moved together
# While you measure one array, the same entries of the others move along. All others stay where they
# are.
def step_error(step, loss, weights, learning_rate):
    after = step([W.copy() for W in weights], learning_rate)
    errors = []
    for k, W in enumerate(weights):
        numeric = np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            ends = []
            for h in (1e-5, -1e-5):
                moved = [V.copy() for V in weights]
                for V in moved:
                    if V.ndim == len(i) and all(j < n for j, n in zip(i, V.shape)):
                        V[i] += h
                ends.append(loss(moved))
            numeric[i] = (ends[0] - ends[1]) / 2e-5
        used = (W - after[k]) / learning_rate
        errors.append(float(np.linalg.norm(used - numeric) / np.linalg.norm(numeric)))
    return errors

# %% q6, wrong: mean of the entries' errors
# You take the error of each entry and average. An entry whose slope is almost 0 then counts as much
# as all others: take the norms first, and divide them.
def step_error(step, loss, weights, learning_rate):
    after = step([W.copy() for W in weights], learning_rate)
    errors = []
    for k, W in enumerate(weights):
        numeric = np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            ends = []
            for h in (1e-5, -1e-5):
                moved = [V.copy() for V in weights]
                moved[k][i] += h
                ends.append(loss(moved))
            numeric[i] = (ends[0] - ends[1]) / 2e-5
        used = (W - after[k]) / learning_rate
        errors.append(float(np.mean(np.abs(used - numeric) / np.abs(numeric))))
    return errors

# %% q6, wrong: root forgotten
# You divide one sum of squares by another. A norm is the root of such a sum.
def step_error(step, loss, weights, learning_rate):
    after = step([W.copy() for W in weights], learning_rate)
    errors = []
    for k, W in enumerate(weights):
        numeric = np.zeros(W.shape)
        for i in np.ndindex(W.shape):
            ends = []
            for h in (1e-5, -1e-5):
                moved = [V.copy() for V in weights]
                moved[k][i] += h
                ends.append(loss(moved))
            numeric[i] = (ends[0] - ends[1]) / 2e-5
        used = (W - after[k]) / learning_rate
        errors.append(float(np.sum((used - numeric) ** 2) / np.sum(numeric**2)))
    return errors

# %% q6, wrong: one error for all arrays
# You return one number for all arrays together. Return a list with one error for each array, so that
# it shows which layer has the slip.
def step_error(step, loss, weights, learning_rate):
    after = step([W.copy() for W in weights], learning_rate)
    off = size = 0.0
    for k, W in enumerate(weights):
        for i in np.ndindex(W.shape):
            ends = []
            for h in (1e-5, -1e-5):
                moved = [V.copy() for V in weights]
                moved[k][i] += h
                ends.append(loss(moved))
            slope = (ends[0] - ends[1]) / 2e-5
            off += ((W[i] - after[k][i]) / learning_rate - slope) ** 2
            size += slope**2
    return float(np.sqrt(off / size))

# %% q6, wrong: slope divided by h
# Your slope is twice too large: the two ends of a central difference are 2 h apart, not h.
def slope_at_zero(f):
    return float(f(1e-5) - f(-1e-5)) / 1e-5

# %% q6, wrong: value for slope
# You return a value of f. What is asked for is the slope of f at 0: a difference of two values,
# divided by the distance of their places.
def slope_at_zero(f):
    return float(f(1.0))

# %% q6, wrong: compared at 1
# You compare f with tanh at one point. A tanh bends, so far from 0 this ratio is not the slope; close
# to 0 it would be.
def slope_at_zero(f):
    return float(f(1.0) / np.tanh(1.0))

# %% q6, wrong: sign lost
# Your slope is never negative. A function that falls has a negative slope.
def slope_at_zero(f):
    return abs(float(f(1e-5) - f(-1e-5)) / 2e-5)

# %% q6, wrong: h too large
# The difference is taken over too wide a piece, and tanh bends in it. The text names an h.
def slope_at_zero(f):
    return float(f(0.1) - f(-0.1)) / 0.2

# %% q6, wrong: ends swapped
# The slope has the wrong sign: you subtract the right end from the left one.
def slope_at_zero(f):
    return float(f(-1e-5) - f(1e-5)) / 2e-5

# %% q7, wrong: published tanh
# This is still a tanh of half the argument. Compare its exponents with the miniature.
def mended_tanh(z):
    return (1 - np.exp(-z)) / (1 + np.exp(-z))

# %% q7, wrong: one exponent mended
# The numerator and the denominator have different exponents. In tanh both have the same one.
def mended_tanh(z):
    return (1 - np.exp(-2 * z)) / (1 + np.exp(-z))

# %% q7, wrong: sign of the exponent
# Your function falls where tanh rises: look at the sign in the exponents.
def mended_tanh(z):
    return (1 - np.exp(2 * z)) / (1 + np.exp(2 * z))

# %% q7, wrong: half for double
# Your function is a tanh of a quarter of the argument. Ask slope_at_zero about it: is it to be
# steeper or flatter?
def mended_tanh(z):
    return (1 - np.exp(-z / 2)) / (1 + np.exp(-z / 2))

# %% q7, wrong: sigmoid for tanh
# Your function runs from 0 to 1: it is a sigmoid. Stretch and shift it, so that it runs from -1 to
# 1.
def mended_tanh(z):
    return sigmoid(2 * z)

# %% q7, wrong: only numbers are taken
# The function works for a number and fails for arrays. The math module knows no arrays; NumPy does.
def mended_tanh(z):
    import math
    return math.tanh(z)

# %% q7, wrong: both slips left
# Two slips are in it: the penalty's gradient is one number for all weights, and the samples are
# summed where the loss takes their mean.
def mended_penalized_step(W, X, Y, learning_rate, penalty):
    return published_penalized_step(W, X, Y, learning_rate, penalty)

# %% q7, wrong: penalty still one number
# The mean is mended. The penalty still adds the same number to every weight's gradient, and each
# weight should be pulled by its own size.
def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    return W - learning_rate * (X.T @ delta + penalty * np.sum(W**2)) / len(X)

# %% q7, wrong: penalty sums the weights
# You add the sum of all weights to every entry. Differentiate the penalty by one weight: what is
# left of all the others?
def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    return W - learning_rate * (X.T @ delta + penalty * np.sum(W)) / len(X)

# %% q7, wrong: penalty not differentiated
# Each weight is pulled by its square. That is the penalty itself, entry by entry, and not its
# slope.
def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    return W - learning_rate * (X.T @ delta + penalty * W**2) / len(X)

# %% q7, wrong: nothing divided by N
# The penalty is mended. The loss is a mean over the samples, and nothing in your step knows how
# many there are.
def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    return W - learning_rate * (X.T @ delta + penalty * W)

# %% q7, wrong: penalty not divided by N
# The data's part is a mean now, and the penalty's part isn't divided. Both terms of this loss have
# the same fraction in front.
def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    return W - learning_rate * (X.T @ delta / len(X) + penalty * W)

# %% q7, wrong: data's part not divided by N
# The penalty's part is right, and the data's part is still a sum over the samples.
def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    return W - learning_rate * (X.T @ delta + penalty * W / len(X))

# %% q7, wrong: factor 2 in the penalty
# The penalty's gradient is twice too large. The 2 that comes from the square cancels against the 2 in
# the denominator of the loss.
def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    return W - learning_rate * (X.T @ delta + 2 * penalty * W) / len(X)

# %% q7, wrong: penalty left out
# The penalty is gone. It belongs to the loss, so its slope belongs to the step.
def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    return W - learning_rate * X.T @ delta / len(X)

# %% q7, wrong: mean over all entries
# You divide by the number of all entries of Y. N counts the samples.
def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    return W - learning_rate * (X.T @ delta + penalty * W) / Y.size

# %% q7, wrong: inputs taken for samples
# You divide by the number of inputs. The samples are the rows of X.
def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    return W - learning_rate * (X.T @ delta + penalty * W) / X.shape[1]

# %% q7, wrong: argument changed in place
# The result is right, and the caller's W has changed, too. An operator with an equals sign behind
# it writes into the array that it was given.
def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H = sigmoid(X @ W)
    delta = (H - Y) * H * (1 - H)
    W -= learning_rate * (X.T @ delta + penalty * W) / len(X)
    return W

# %% q7, wrong: error passed back through new weights
# The error still goes back through weights that have been updated already. Which comes
# first, the update or the way back?
def mended_deep_step(weights, X, Y, learning_rate):
    return published_deep_step(weights, X, Y, learning_rate)

# %% q7, wrong: caller's weights are updated
# The order is right now, and the arrays that are updated are the caller's. A copy of the list still
# holds the same arrays.
def mended_deep_step(weights, X, Y, learning_rate):
    weights = list(weights)
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    error = layers[-1] - Y
    for k in reversed(range(len(weights))):
        delta = error * layers[k + 1] * (1 - layers[k + 1])
        error = delta @ weights[k][1:].T
        weights[k] -= learning_rate * with_ones(layers[k]).T @ delta
    return weights

# %% q7, wrong: error passed back through the bias row
# The row that you leave out on the way back is not the bias row. The bias stands first here, and
# nothing lies behind the column of ones.
def mended_deep_step(weights, X, Y, learning_rate):
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    error, after = layers[-1] - Y, []
    for W, below, above in zip(weights[::-1], layers[-2::-1], layers[::-1]):
        delta = error * above * (1 - above)
        after.insert(0, W - learning_rate * with_ones(below).T @ delta)
        error = delta @ W[:-1].T
    return after

# %% q7, wrong: divided by N
# Your step is divided by the number of samples. This loss is a sum; the mean was in the other one.
def mended_deep_step(weights, X, Y, learning_rate):
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    error, after = (layers[-1] - Y) / len(X), []
    for W, below, above in zip(weights[::-1], layers[-2::-1], layers[::-1]):
        delta = error * above * (1 - above)
        after.insert(0, W - learning_rate * with_ones(below).T @ delta)
        error = delta @ W[1:].T
    return after

# %% q7, wrong: last layer comes first
# The new arrays are right and stand in the order in which the error meets the layers. The caller
# expects them as the old ones stood.
def mended_deep_step(weights, X, Y, learning_rate):
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    error, after = layers[-1] - Y, []
    for W, below, above in zip(weights[::-1], layers[-2::-1], layers[::-1]):
        delta = error * above * (1 - above)
        after.append(W - learning_rate * with_ones(below).T @ delta)
        error = delta @ W[1:].T
    return after

# %% q7, wrong: biases not updated
# The bias rows stay as they were. They learn like all other weights; their input is the column of
# ones.
def mended_deep_step(weights, X, Y, learning_rate):
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    error, after = layers[-1] - Y, []
    for W, below, above in zip(weights[::-1], layers[-2::-1], layers[::-1]):
        delta = error * above * (1 - above)
        after.insert(0, np.vstack([W[:1], W[1:] - learning_rate * below.T @ delta]))
        error = delta @ W[1:].T
    return after

# %% q7, wrong: slope of the layer below
# The slope and the error belong to different layers: delta has to be complete before it goes
# through the matrix, with the slope of the outputs at which the error was measured.
def mended_deep_step(weights, X, Y, learning_rate):
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    error, after = layers[-1] - Y, []
    for W, below, above in zip(weights[::-1], layers[-2::-1], layers[::-1]):
        after.insert(0, W - learning_rate * with_ones(below).T @ (error * above * (1 - above)))
        error = error @ W[1:].T
    return after

# %% q7, wrong: only the last layer learns
# All layers but the last come back as they were. Each of them has its own part of the error.
def mended_deep_step(weights, X, Y, learning_rate):
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    delta = (layers[-1] - Y) * layers[-1] * (1 - layers[-1])
    last = weights[-1] - learning_rate * with_ones(layers[-2]).T @ delta
    return [W.copy() for W in weights[:-1]] + [last]

# %% q7, wrong: step uphill
# The loss grows with your steps: the error is what came out minus what should have.
def mended_deep_step(weights, X, Y, learning_rate):
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    error, after = Y - layers[-1], []
    for W, below, above in zip(weights[::-1], layers[-2::-1], layers[::-1]):
        delta = error * above * (1 - above)
        after.insert(0, W - learning_rate * with_ones(below).T @ delta)
        error = delta @ W[1:].T
    return after

# %% q6, right: the course's own differences, the order alone mended
def step_error(step, loss, weights, learning_rate):
    import copy
    from nnlab.gradcheck import numerical_gradient as slopes_of
    after = step(copy.deepcopy(weights), learning_rate)
    answers = np.zeros(len(weights))
    for k in range(len(weights)):
        numeric = slopes_of(lambda V: loss(weights[:k] + [V] + weights[k + 1:]), weights[k].copy())
        gap = (weights[k] - after[k]) / learning_rate - numeric
        answers[k] = np.sqrt((gap**2).sum()) / np.sqrt((numeric**2).sum())
    return answers

def slope_at_zero(f):
    ends = f(np.array([-1e-5, 1e-5]))
    return (ends[1] - ends[0]) / 2e-5

# %% q7, wrong: all believed
# You let all seven pass. step_error and slope_at_zero give each a number: which of them are far
# above rounding?
def sorted_steps():
    return {"a": True, "b": True, "c": True, "d": True, "e": True, "f": True, "g": True}

# %% q7, wrong: all convicted
# You convict all seven. A check that convicts everybody checks nothing: which of the errors are as
# small as rounding?
def sorted_steps():
    return {"a": False, "b": False, "c": False, "d": False, "e": False, "f": False, "g": False}

# %% q7, wrong: the other way round
# True stands for right and False for wrong. You have it the other way round.
def sorted_steps():
    return {"a": False, "b": True, "c": True, "d": False, "e": False, "f": True, "g": False}

# %% q7, wrong: missing slope convicted
# You convict e, because the sigmoid's slope is missing. Its loss is another one. What does your
# check say, and what cancels?
def sorted_steps():
    return {"a": True, "b": False, "c": False, "d": True, "e": False, "f": False, "g": True}

# %% q7, wrong: shrinking convicted
# You convict a, which multiplies the weights by a factor before it takes the data's step. Multiply
# out what that does to the penalty.
def sorted_steps():
    return {"a": False, "b": False, "c": False, "d": True, "e": True, "f": False, "g": True}

# %% q7, wrong: order of the updates convicted
# You convict d, which updates the last layer first. Look at when it passes the error back, and at
# your check's number.
def sorted_steps():
    return {"a": True, "b": False, "c": False, "d": False, "e": True, "f": False, "g": True}

# %% q7, wrong: order of the updates overlooked
# You let c pass. Its error is small if the rate is small: look at the first array at a rate of 0.5.
def sorted_steps():
    return {"a": True, "b": False, "c": True, "d": True, "e": True, "f": False, "g": True}

# %% q7, wrong: one number for all weights overlooked
# You let b pass. Its error is far above rounding, at each penalty. Compare its gradient with that of
# the loss in its docstring, for the data's part and for the penalty's part.
def sorted_steps():
    return {"a": True, "b": True, "c": False, "d": True, "e": True, "f": False, "g": True}

# %% q7, wrong: half the argument overlooked
# You let f pass. It is odd, bounded and it rises. What is its slope at 0?
def sorted_steps():
    return {"a": True, "b": False, "c": False, "d": True, "e": True, "f": True, "g": True}

# %% q7, wrong: the other tanh convicted
# You convict g, which writes tanh by a sigmoid. What does slope_at_zero say?
def sorted_steps():
    return {"a": True, "b": False, "c": False, "d": True, "e": True, "f": False, "g": False}

# %% q7, right: from the guilty ones
def sorted_steps():
    guilty = set("bcf")
    return {letter: np.bool_(letter not in guilty) for letter in "abcdefg"}

# %% q7, right: the course's own differences, the order alone mended
def mended_tanh(z):
    return np.tanh(z)

def mended_penalized_step(W, X, Y, learning_rate, penalty):
    H, N = sigmoid(X @ W), X.shape[0]
    pull = np.einsum("nd,nq->dq", X, (H - Y) * sigmoid(X @ W, deriv=True)) / N
    return (1 - learning_rate * penalty / N) * W - learning_rate * pull

def mended_deep_step(weights, X, Y, learning_rate):
    weights = [W.copy() for W in weights]
    layers = [X]
    for W in weights:
        layers.append(sigmoid(with_ones(layers[-1]) @ W))
    error = layers[-1] - Y
    for k in reversed(range(len(weights))):
        delta = error * layers[k + 1] * (1 - layers[k + 1])
        error = delta @ weights[k][1:].T
        weights[k] -= learning_rate * with_ones(layers[k]).T @ delta
    return weights

# %% q6, right: flat arrays, the sigmoid's tanh, all gradients before any step
def step_error(step, loss, weights, learning_rate):
    after, answers = step([np.array(W) for W in weights], learning_rate), []
    for k, W in enumerate(weights):
        used, numeric = ((W - after[k]) / learning_rate).ravel(), []
        for i in range(W.size):
            def at(h):
                flat = W.ravel().copy()
                flat[i] += h
                return loss(list(weights[:k]) + [flat.reshape(W.shape)] + list(weights[k + 1:]))
            numeric.append((at(1e-5) - at(-1e-5)) / 2e-5)
        gap = np.hypot.reduce(used - np.array(numeric))
        answers.append(gap / np.hypot.reduce(np.array(numeric)))
    return tuple(answers)

def slope_at_zero(f):
    return np.float64(np.arctanh(f(0.01)) / 0.01)

# %% q7, right: flat arrays, the sigmoid's tanh, all gradients before any step
def mended_tanh(z):
    return 2 * sigmoid(2 * z) - 1

def mended_penalized_step(W, X, Y, learning_rate, penalty):
    slopes = penalty * W
    for x, y in zip(X, Y):
        h = sigmoid(x @ W)
        slopes = slopes - np.outer(x, (y - h) * h * (1 - h))
    return W - learning_rate / len(X) * slopes

def mended_deep_step(weights, X, Y, learning_rate):
    gradients = [0.0 * W for W in weights]
    for x, y in zip(X, Y):
        outs = [np.append(1.0, x)]
        for W in weights:
            outs.append(np.append(1.0, sigmoid(outs[-1] @ W)))
        error = outs[-1][1:] - y
        for k in range(len(weights) - 1, -1, -1):
            error = error * outs[k + 1][1:] * (1 - outs[k + 1][1:])
            gradients[k] += outs[k][:, None] * error
            error = weights[k][1:] @ error
    return tuple(W - learning_rate * g for W, g in zip(weights, gradients))

# %% q8, wrong: bias silenced instead
# You silence the bias and keep the weights. It is the other way round: the layer hears nothing, and
# its bias is all that is left.
def bias_spread(forward, weights, X):
    spreads = []
    for k in range(len(weights)):
        silenced = [W.copy() for W in weights]
        silenced[k][0] = 0.0
        spreads.append(float(np.ptp(forward(silenced, X), axis=0).max()))
    return spreads

# %% q8, wrong: last row kept
# You keep the last row, as if the bias stood there. It stands in row 0; the check has to know that,
# or it excuses the very slip that it should find.
def bias_spread(forward, weights, X):
    spreads = []
    for k in range(len(weights)):
        silenced = [W.copy() for W in weights]
        silenced[k][:-1] = 0.0
        spreads.append(float(np.ptp(forward(silenced, X), axis=0).max()))
    return spreads

# %% q8, wrong: whole layer silenced
# You set the whole matrix to 0, the bias as well. Then nothing shows whether the bias arrives as it
# should: row 0 stays.
def bias_spread(forward, weights, X):
    spreads = []
    for k in range(len(weights)):
        silenced = [W.copy() for W in weights]
        silenced[k] = np.zeros_like(silenced[k])
        spreads.append(float(np.ptp(forward(silenced, X), axis=0).max()))
    return spreads

# %% q8, wrong: nothing silenced
# You compare the samples of the network as it is. They differ, and should: first one layer has to
# fall silent.
def bias_spread(forward, weights, X):
    spread = float(np.ptp(forward([W.copy() for W in weights], X), axis=0).max())
    return [spread for _ in weights]

# %% q8, wrong: all layers silenced
# You silence all layers at once. For each number just one layer is silent and the others keep their
# rows; otherwise a slip in one can hide behind another.
def bias_spread(forward, weights, X):
    silenced = [np.vstack([W[:1], 0 * W[1:]]) for W in weights]
    spread = float(np.ptp(forward(silenced, X), axis=0).max())
    return [spread for _ in weights]

# %% q8, wrong: layers stay silent
# A layer that you have silenced stays silent while the next ones are measured: the copy is made
# once, before the loop. Begin with a fresh one for each layer.
def bias_spread(forward, weights, X):
    spreads = []
    silenced = [W.copy() for W in weights]
    for k in range(len(weights)):
        silenced[k][1:] = 0.0
        spreads.append(float(np.ptp(forward(silenced, X), axis=0).max()))
    return spreads

# %% q8, wrong: caller's weights are silenced
# You silence the caller's own arrays: a new list of them still holds the same ones. Copy each
# array.
def bias_spread(forward, weights, X):
    spreads = []
    for k in range(len(weights)):
        silenced = list(weights)
        silenced[k][1:] = 0.0
        spreads.append(float(np.ptp(forward(silenced, X), axis=0).max()))
    return spreads

# %% q8, wrong: outputs compared with each other
# You compare all numbers with each other. Two outputs of one sample may differ; compare the samples
# within each output.
def bias_spread(forward, weights, X):
    spreads = []
    for k in range(len(weights)):
        silenced = [W.copy() for W in weights]
        silenced[k][1:] = 0.0
        spreads.append(float(np.ptp(forward(silenced, X))))
    return spreads

# %% q8, wrong: axis of the outputs
# You look along the outputs of each sample. The samples are the rows, and they are to be compared.
def bias_spread(forward, weights, X):
    spreads = []
    for k in range(len(weights)):
        silenced = [W.copy() for W in weights]
        silenced[k][1:] = 0.0
        spreads.append(float(np.ptp(forward(silenced, X), axis=1).max()))
    return spreads

# %% q8, wrong: mean over the outputs
# You average the outputs' spreads. The largest one is asked for: one output that gives the slip
# away is enough.
def bias_spread(forward, weights, X):
    spreads = []
    for k in range(len(weights)):
        silenced = [W.copy() for W in weights]
        silenced[k][1:] = 0.0
        spreads.append(float(np.ptp(forward(silenced, X), axis=0).mean()))
    return spreads

# %% q8, wrong: first output alone
# You look at the first output only. Another one may differ more.
def bias_spread(forward, weights, X):
    spreads = []
    for k in range(len(weights)):
        silenced = [W.copy() for W in weights]
        silenced[k][1:] = 0.0
        spreads.append(float(np.ptp(forward(silenced, X)[:, 0])))
    return spreads

# %% q8, wrong: first sample against the last
# You compare two samples only. Others may lie further apart: take the largest and the smallest.
def bias_spread(forward, weights, X):
    spreads = []
    for k in range(len(weights)):
        silenced = [W.copy() for W in weights]
        silenced[k][1:] = 0.0
        out = forward(silenced, X)
        spreads.append(float(np.abs(out[0] - out[-1]).max()))
    return spreads

# %% q8, wrong: deviation for range
# You return a standard deviation. It is 0 where the spread is, and else another number: take the
# largest minus the smallest.
def bias_spread(forward, weights, X):
    spreads = []
    for k in range(len(weights)):
        silenced = [W.copy() for W in weights]
        silenced[k][1:] = 0.0
        spreads.append(float(np.std(forward(silenced, X), axis=0).max()))
    return spreads

# %% q8, wrong: one spread for all layers
# You return one number for all layers. Each layer has its own, so that one can see where the slip
# is.
def bias_spread(forward, weights, X):
    spreads = []
    for k in range(len(weights)):
        silenced = [W.copy() for W in weights]
        silenced[k][1:] = 0.0
        spreads.append(float(np.ptp(forward(silenced, X), axis=0).max()))
    return max(spreads)

# %% q9, wrong: ones still last
# The column of ones still stands last, and the weights expect it first.
def mended_forward(weights, X):
    return published_forward_last(weights, X)

# %% q9, wrong: last layer left linear
# The last layer is left without its sigmoid. Here every layer has one.
def mended_forward(weights, X):
    for W in weights[:-1]:
        X = sigmoid(with_ones(X) @ W)
    return with_ones(X) @ weights[-1]

# %% q9, wrong: bias of the first layer alone
# The first layer has its bias, and the later ones go without. Each layer that feeds another gets a
# fresh column of ones.
def mended_forward(weights, X):
    X = sigmoid(with_ones(X) @ weights[0])
    for W in weights[1:]:
        X = sigmoid(X @ W[1:])
    return X

# %% q9, wrong: bias forgotten
# Row 0 of the weights never reaches your result. It is the bias, and it is added for every sample.
def mended_forward(weights, X):
    for W in weights:
        X = sigmoid(X @ W[1:])
    return X

# %% q9, wrong: column of zeros
# The column in front is made of zeros, so what it is multiplied by is lost. What should a bias be
# multiplied by?
def mended_forward(weights, X):
    for W in weights:
        X = sigmoid(np.hstack([np.zeros((len(X), 1)), X]) @ W)
    return X

# %% q9, wrong: ones pass through the sigmoid
# Your column of ones goes through the sigmoid with the rest, and what arrives at the next layer is
# not 1. It has to be put in front afresh.
def mended_forward(weights, X):
    X = with_ones(X)
    for W in weights[:-1]:
        keep = np.zeros((len(W), 1))
        keep[0] = 1.0
        X = sigmoid(X @ np.hstack([keep, W]))
    return sigmoid(X @ weights[-1])

# %% q9, wrong: ones in the output
# Your result has a column too many: the output feeds no other layer, so it needs no ones.
def mended_forward(weights, X):
    X = with_ones(X)
    for W in weights:
        X = with_ones(sigmoid(X @ W))
    return X

# %% q9, wrong: bias after the sigmoid
# The bias is added to what the sigmoid gave. It belongs to the sum that goes in.
def mended_forward(weights, X):
    for W in weights:
        X = sigmoid(X @ W[1:]) + W[0]
    return X

# %% q9, wrong: tanh for sigmoid
# The biases are right, and the activation is another one: these layers are sigmoid layers.
def mended_forward(weights, X):
    for W in weights:
        X = np.tanh(with_ones(X) @ W)
    return X

# %% q8, wrong: difference for sum
# You subtract the answer to the mirrored sample. For a network without biases only the sum is the
# same for all.
def symmetry_spread(scores, X):
    both = scores(X) - scores(-X)
    return float(np.ptp(both[:, 1] - both[:, 0]))

# %% q8, wrong: mirror image forgotten
# You never ask for the scores of the mirrored samples. The property is about x and -x together.
def symmetry_spread(scores, X):
    both = scores(X)
    return float(np.ptp(both[:, 1] - both[:, 0]))

# %% q8, wrong: scores added
# You add the two scores of a sample. What decides is which of them is larger, so g is a difference.
def symmetry_spread(scores, X):
    both = scores(X) + scores(-X)
    return float(np.ptp(both[:, 1] + both[:, 0]))

# %% q8, wrong: largest for spread
# You return the largest sum. A network without biases may have any constant there: subtract the
# smallest.
def symmetry_spread(scores, X):
    both = scores(X) + scores(-X)
    return float((both[:, 1] - both[:, 0]).max())

# %% q8, wrong: largest size for spread
# You return the largest sum in size. A network without biases may have any constant there: take
# the largest minus the smallest.
def symmetry_spread(scores, X):
    both = scores(X) + scores(-X)
    return float(np.abs(both[:, 1] - both[:, 0]).max())

# %% q8, wrong: deviation for the range of the sums
# You return a standard deviation. It is 0 where the spread is, and else another number: take the
# largest minus the smallest.
def symmetry_spread(scores, X):
    both = scores(X) + scores(-X)
    return float(np.std(both[:, 1] - both[:, 0]))

# %% q8, wrong: mean of the pair
# Your sums are halved. The text defines them as sums, without a mean over x and -x.
def symmetry_spread(scores, X):
    both = (scores(X) + scores(-X)) / 2
    return float(np.ptp(both[:, 1] - both[:, 0]))

# %% q8, wrong: samples in reverse for the mirror image
# You pair each sample with another one of the batch. Its partner is its mirror image, with both
# signs changed, whether or not that is in X.
def symmetry_spread(scores, X):
    both = scores(X) + scores(X[::-1])
    return float(np.ptp(both[:, 1] - both[:, 0]))

# %% q8, wrong: one coordinate mirrored
# Only one coordinate changes its sign. The partner of x lies on the other side of the origin.
def symmetry_spread(scores, X):
    both = scores(X) + scores(X * np.array([1.0, -1.0]))
    return float(np.ptp(both[:, 1] - both[:, 0]))

# %% q9, wrong: no biases
# All biases are 0, and question 7 shows that no such weights can do it. What should a hidden neuron
# answer to a sum of 0?
def xor_params():
    return {"W1": 10.0 * np.array([[1.0, -1.0], [1.0, -1.0]]), "b1": np.zeros(2),
            "W2": np.array([[1.0, 0.0], [1.0, 0.0]]), "b2": np.zeros(2)}

# %% q9, wrong: output biases forgotten
# The hidden neurons are right. Where neither of them fires, both scores are equal, and nobody wins:
# the output needs a bias, too.
def xor_params():
    return {"W1": 10.0 * np.array([[1.0, -1.0], [1.0, -1.0]]), "b1": np.array([-10.0, -10.0]),
            "W2": np.array([[1.0, 0.0], [1.0, 0.0]]), "b2": np.zeros(2)}

# %% q9, wrong: labels swapped
# Your network tells the two kinds apart and names them the wrong way round: number 1 is for signs
# that differ.
def xor_params():
    return {"W1": 10.0 * np.array([[1.0, -1.0], [1.0, -1.0]]), "b1": np.array([-10.0, -10.0]),
            "W2": np.array([[0.0, 1.0], [0.0, 1.0]]), "b2": np.array([0.0, -0.5])}

# %% q9, wrong: weights transposed
# Your hidden neurons look at the difference of the coordinates. A neuron's weights stand in a
# column of W1, and this matrix is square, so nothing else tells you.
def xor_params():
    return {"W1": 10.0 * np.array([[1.0, 1.0], [-1.0, -1.0]]), "b1": np.array([-10.0, -10.0]),
            "W2": np.array([[1.0, 0.0], [1.0, 0.0]]), "b2": np.array([-0.5, 0.0])}

# %% q9, wrong: corners for 0 and 1
# These weights solve XOR for inputs 0 and 1. Here the inputs lie around -1 and 1, so the sums are
# others.
def xor_params():
    return {"W1": 20.0 * np.ones((2, 2)), "b1": np.array([-10.0, -30.0]),
            "W2": np.array([[0.0, 1.0], [0.0, -1.0]]), "b2": np.array([0.5, 0.0])}

# %% q9, wrong: right at the corners alone
# The four corners are right, and some points around them are not. The range of both coordinates
# leaves room for the threshold: put it further from the corners.
def xor_params():
    return {"W1": 10.0 * np.array([[1.0, -1.0], [1.0, -1.0]]), "b1": np.array([-19.0, -19.0]),
            "W2": np.array([[1.0, 0.0], [1.0, 0.0]]), "b2": np.array([-0.5, 0.0])}

# %% q9, wrong: lists for arrays
# The numbers are right and come in lists. The network multiplies them as arrays.
def xor_params():
    return {"W1": [[10.0, -10.0], [10.0, -10.0]], "b1": [-10.0, -10.0],
            "W2": [[1.0, 0.0], [1.0, 0.0]], "b2": [-0.5, 0.0]}

# %% q9, wrong: biases as rows of a matrix
# The numbers are right, and the biases have a dimension too many: a vector has one length.
def xor_params():
    return {"W1": 10.0 * np.array([[1.0, -1.0], [1.0, -1.0]]), "b1": np.array([[-10.0, -10.0]]),
            "W2": np.array([[1.0, 0.0], [1.0, 0.0]]), "b2": np.array([[-0.5, 0.0]])}

# %% q8, wrong: the caller's own arguments are passed on
# You hand your caller's arguments to a function that you suspect of changing them, and then they
# are changed. Pass copies.
def unchanged(function, *arguments):
    import copy
    before = copy.deepcopy(arguments)
    function(*arguments)
    def same(a, b):
        if isinstance(a, list):
            return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
        return np.array_equal(a, b)
    return all(same(a, b) for a, b in zip(before, arguments))

# %% q8, wrong: copy of the list alone
# You copy the list, and the arrays in it stay the caller's own. A function that changes an array
# changes the original with the copy, and the two still agree.
def unchanged(function, *arguments):
    copies = [list(a) if isinstance(a, list) else np.array(a) for a in arguments]
    function(*copies)
    def same(a, b):
        if isinstance(a, list):
            return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
        return np.array_equal(a, b)
    return all(same(a, b) for a, b in zip(arguments, copies))

# %% q8, wrong: nearly equal taken for equal
# You accept arrays that are nearly equal. A change is a change: compare to the bit.
def unchanged(function, *arguments):
    import copy
    copies = copy.deepcopy(arguments)
    function(*copies)
    def same(a, b):
        if isinstance(a, list):
            return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
        return np.shape(a) == np.shape(b) and np.allclose(a, b)
    return all(same(a, b) for a, b in zip(arguments, copies))

# %% q8, wrong: answer turned round
# You return True if something changed. True is for a function that leaves its arguments alone.
def unchanged(function, *arguments):
    import copy
    copies = copy.deepcopy(arguments)
    function(*copies)
    def same(a, b):
        if isinstance(a, list):
            return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
        return np.array_equal(a, b)
    return not all(same(a, b) for a, b in zip(arguments, copies))

# %% q8, wrong: lists not looked into
# You compare lists by their length. An array in it may be another one, or have other numbers.
def unchanged(function, *arguments):
    import copy
    copies = copy.deepcopy(arguments)
    function(*copies)
    return all(len(a) == len(b) if isinstance(a, list) else np.array_equal(a, b)
               for a, b in zip(arguments, copies))

# %% q8, wrong: identity for equality
# You ask whether the same objects are in the list. A function can change the numbers in an array,
# and the array stays the same object.
def unchanged(function, *arguments):
    import copy
    copies = copy.deepcopy(arguments)
    before = [list(a) if isinstance(a, list) else a for a in copies]
    function(*copies)
    def same(a, b):
        if isinstance(a, list):
            return len(a) == len(b) and all(x is y for x, y in zip(a, b))
        return a is b
    return all(same(a, b) for a, b in zip(before, copies))

# %% q8, wrong: function never called
# You compare copies with originals, and nothing happened in between. Call the function.
def unchanged(function, *arguments):
    import copy
    copies = copy.deepcopy(arguments)
    def same(a, b):
        if isinstance(a, list):
            return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
        return np.array_equal(a, b)
    return all(same(a, b) for a, b in zip(arguments, copies))

# %% q8, wrong: results compared
# You call the function twice and compare its answers. One that changes its argument by little, or
# in a way that its answer does not show, passes. Compare the arguments.
def unchanged(function, *arguments):
    import copy
    copies = copy.deepcopy(arguments)
    first = copy.deepcopy(function(*copies))
    second = function(*copies)
    return all(np.allclose(a, b, rtol=1e-7) for a, b in zip(first, second))

# %% q8, wrong: shapes alone
# You compare shapes. Numbers may change while the shape stays.
def unchanged(function, *arguments):
    import copy
    copies = copy.deepcopy(arguments)
    function(*copies)
    def shapes(a):
        return [x.shape for x in a] if isinstance(a, list) else np.shape(a)
    return all(shapes(a) == shapes(b) for a, b in zip(arguments, copies))

# %% q8, right: by the bytes of everything
def unchanged(function, *arguments):
    import copy
    copies = copy.deepcopy(arguments)
    def fingerprint(value):
        if isinstance(value, (list, tuple)):
            return [fingerprint(item) for item in value]
        return np.shape(value), np.asarray(value).tobytes()
    before = fingerprint(copies)
    function(*copies)
    return fingerprint(copies) == before

# %% q8, right: sample by sample, with explicit sums
def bias_spread(forward, weights, X):
    answers = []
    for k, W in enumerate(weights):
        mask = np.zeros((len(W), 1))
        mask[0] = 1.0
        out = forward([*weights[:k], W * mask, *weights[k + 1:]], X)
        answers.append(max(abs(a[j] - b[j]) for a in out for b in out for j in range(len(a))))
    return tuple(answers)

def symmetry_spread(scores, X):
    g = np.array([np.dot(scores(np.array([x, -x])), [-1.0, 1.0]) for x in X])
    sums = g.sum(axis=1)
    return sums.max() - sums.min()

# %% q9, wrong: all believed
# You let all seven pass. Each check gave them numbers: which of them are not 0 that should be, or 0
# where a function can't do its work?
def sorted_networks():
    return {"h": True, "i": True, "j": True, "k": True, "l": True, "m": True, "n": True}

# %% q9, wrong: all convicted
# You convict all seven. Which of the spreads are as small as they should be?
def sorted_networks():
    return {"h": False, "i": False, "j": False, "k": False, "l": False, "m": False, "n": False}

# %% q9, wrong: the other way round
# True stands for right and False for wrong. You have it the other way round.
def sorted_networks():
    return {"h": True, "i": False, "j": True, "k": True, "l": False, "m": True, "n": False}

# %% q9, wrong: first layer's 0 believed
# You let h pass: its first number is 0. One number above 0 is enough to convict.
def sorted_networks():
    return {"h": True, "i": True, "j": False, "k": False, "l": True, "m": False, "n": True}

# %% q9, wrong: no biases convicted
# You convict l, because it has no biases. What does its symmetry spread say? Relu of z and relu of
# -z don't add up to a constant.
def sorted_networks():
    return {"h": False, "i": True, "j": False, "k": False, "l": False, "m": False, "n": True}

# %% q9, wrong: symmetry overlooked
# You let k pass. A symmetry spread of 0 for any weights means that a point and its mirror image are
# never both right.
def sorted_networks():
    return {"h": False, "i": True, "j": False, "k": True, "l": True, "m": False, "n": True}

# %% q9, wrong: changed list overlooked
# You let m pass. Its predictions are right, the first time. Look at what three calls with the same
# list predict.
def sorted_networks():
    return {"h": False, "i": True, "j": False, "k": False, "l": True, "m": True, "n": True}

# %% q9, wrong: last row overlooked
# You let j pass. In which row do the weights of its docstring have the bias, and in which row does
# the function look for it?
def sorted_networks():
    return {"h": False, "i": True, "j": True, "k": False, "l": True, "m": False, "n": True}

# %% q9, wrong: sum over inputs convicted
# You convict i, which adds up its inputs one by one. Its spreads are 0 in both layers.
def sorted_networks():
    return {"h": False, "i": False, "j": False, "k": False, "l": True, "m": False, "n": True}

# %% q9, wrong: own list convicted
# You convict n. It makes a list of its own under the old name, and the caller's list stays. What
# does unchanged say?
def sorted_networks():
    return {"h": False, "i": True, "j": False, "k": False, "l": True, "m": False, "n": False}

# %% q9, right: from the guilty ones
def sorted_networks():
    return dict(zip("hijklmn", [False, True, False, False, True, False, True]))

# %% q9, right: sample by sample, with explicit sums
def mended_forward(weights, X):
    outputs = []
    for x in X:
        signal = [float(v) for v in x]
        for W in weights:
            sums = [W[0][j] + sum(v * W[i + 1][j] for i, v in enumerate(signal))
                    for j in range(W.shape[1])]
            signal = [float(sigmoid(s)) for s in sums]
        outputs.append(signal)
    return np.array(outputs)

def xor_params():
    W1 = np.array([[6.0, -6.0], [-6.0, 6.0]])
    return {"W1": W1, "b1": np.full(2, -6.0), "W2": np.array([[-3.0, 3.0], [-3.0, 3.0]]),
            "b2": np.array([1.5, -1.5])}

# %% q8, right: bias added, many hidden neurons, whole numbers
def bias_spread(forward, weights, X):
    answers = np.empty(len(weights))
    for k in range(len(weights)):
        silenced = [np.where(np.arange(len(W))[:, None] == 0, W, 0.0) if j == k else np.array(W)
                    for j, W in enumerate(weights)]
        out = np.sort(forward(silenced, X), axis=0)
        answers[k] = np.amax(out[-1] - out[0])
    return answers

def symmetry_spread(scores, X):
    out = scores(np.vstack([X, -X]))
    g = (out[:, 0] - out[:, 1]).reshape(2, -1)
    return float(np.max(g[0] + g[1]) - np.min(g[0] + g[1]))

# %% q9, right: bias added, many hidden neurons, whole numbers
def mended_forward(weights, X):
    if len(weights) == 0:
        return X
    return mended_forward(weights[1:], sigmoid(X @ weights[0][1:] + weights[0][0]))

def xor_params():
    W1 = np.array([[9, 9, -9, -9], [-9, -9, 9, 9]])
    return {"W1": W1, "b1": np.array([-9, -9, -9, -9]), "b2": np.array([1, 0]),
            "W2": np.array([[0, 1], [0, 1], [0, 1], [0, 1]])}

# %% q5, equivalent: return {key: values.reshape(-1, batches, *values.shape[1:]).mean(axis=1) for key, values in history.items()} -> return {key: values.reshape(-2, batches, *values.shape[1:]).mean(axis=1) for key, values in history.items()}
# NumPy takes any negative size for the one that it works out.

# %% q5, equivalent: if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() > 10000.0: -> if not (np.isfinite(loss).all() and np.isfinite(norms).all()) or norms.max() >= 10000.0:
# The text promises that no test sits exactly on a boundary.

# %% q5, equivalent: if history['active_share'][-1] < 0.01: -> if history['active_share'][-1] <= 0.01:
# The text promises that no test sits exactly on a boundary.

# %% q5, equivalent: if change[change > 0].sum() > -0.5 * change[change < 0].sum(): -> if change[change >= 0].sum() > -0.5 * change[change < 0].sum():
# A change of 0 adds nothing.

# %% q5, equivalent: if change[change > 0].sum() > -0.5 * change[change < 0].sum(): -> if change[change > 0].sum() > -0.5 * change[change <= 0].sum():
# A change of 0 adds nothing.

# %% q5, equivalent: return 'learning rate too low' if loss[-1] > 0.9 * loss[0] else 'healthy' -> return 'learning rate too low' if loss[-1] >= 0.9 * loss[0] else 'healthy'
# The text promises that no test sits exactly on a boundary.

# %% q6, equivalent: numeric = np.zeros(W.shape) -> numeric = np.ones(W.shape)
# Every entry is written before it is read.

# %% q9, equivalent: W1 = 10.0 * np.array([[1.0, -1.0], [1.0, -1.0]]) -> W1 = 10.0 / np.array([[1.0, -1.0], [1.0, -1.0]])
# Dividing by 1 or -1 is multiplying by it.

# %% q9, equivalent: W1 = 10.0 * np.array([[1.0, -1.0], [1.0, -1.0]]) -> W1 = 11.0 * np.array([[1.0, -1.0], [1.0, -1.0]])
# Another right network: any that tells the quadrants apart will do.

# %% q9, equivalent: W1 = 10.0 * np.array([[1.0, -1.0], [1.0, -1.0]]) -> W1 = 20.0 * np.array([[1.0, -1.0], [1.0, -1.0]])
# Another right network: any that tells the quadrants apart will do.

# %% q9, equivalent: b1 = np.array([-10.0, -10.0]) -> b1 = np.array([-11.0, -10.0])
# Another right network: any that tells the quadrants apart will do.

# %% q9, equivalent: b1 = np.array([-10.0, -10.0]) -> b1 = np.array([-10.0, -11.0])
# Another right network: any that tells the quadrants apart will do.

# %% q9, equivalent: W2 = np.array([[1.0, 0.0], [1.0, 0.0]]) -> W2 = np.array([[2.0, 0.0], [1.0, 0.0]])
# Another right network: any that tells the quadrants apart will do.

# %% q9, equivalent: W2 = np.array([[1.0, 0.0], [1.0, 0.0]]) -> W2 = np.array([[1.0, 0.0], [2.0, 0.0]])
# Another right network: any that tells the quadrants apart will do.
