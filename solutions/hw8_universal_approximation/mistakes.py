"""Homework 8: what people really write."""

# %% q1, wrong: only the first switch gets the height
# Your height multiplies the switch at the left end alone, so what is taken away again at the right
# has height 1. Look for the large bracket in the formula.
def bump(x, left, right, height, steepness):
    return height * sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right))

# %% q1, wrong: plus for minus
# To the right of your bump both switches are on and add up. The second one is there to take away
# what the first gave.
def bump(x, left, right, height, steepness):
    return height * (sigmoid(steepness * (x - left)) + sigmoid(steepness * (x - right)))

# %% q1, wrong: the sign is flipped
# Your bump is a hollow, and for a negative height a hill. Which of the two switches comes on first,
# and which is taken away?
def bump(x, left, right, height, steepness):
    return height * (sigmoid(steepness * (x - right)) - sigmoid(steepness * (x - left)))

# %% q1, wrong: the steepness is forgotten
# Your bump is equally soft for every steepness. Where does s stand in the formula?
def bump(x, left, right, height, steepness):
    return height * (sigmoid(x - left) - sigmoid(x - right))

# %% q1, wrong: one edge lacks the steepness
# The left edge of your bump gets steeper with s, and the right one does not. Each of the two switches
# has the factor s.
def bump(x, left, right, height, steepness):
    return height * (sigmoid(steepness * (x - left)) - sigmoid(x - right))

# %% q1, wrong: brackets are missing
# Python multiplies before it subtracts: the steepness meets x here, and not the distance from x to
# the edge. Where is your pre-activation 0?
def bump(x, left, right, height, steepness):
    return height * (sigmoid(steepness * x - left) - sigmoid(steepness * x - right))

# %% q1, wrong: divided by the steepness
# With a larger steepness your bump gets softer. What does the steepness do to the distance from an
# edge?
def bump(x, left, right, height, steepness):
    return height * (sigmoid((x - left) / steepness) - sigmoid((x - right) / steepness))

# %% q1, wrong: a product of two switches
# A product of two switches makes a bump, too, and a steep one looks the same. A soft one is lower
# in the middle, as the worked miniature shows; and a layer can add switches but not multiply them.
def bump(x, left, right, height, steepness):
    return height * sigmoid(steepness * (x - left)) * sigmoid(steepness * (right - x))

# %% q1, wrong: a box with sharp edges
# This is a box that asks whether x is inside. The bump is made of two sigmoids, and at its edges it
# is neither on nor off.
def bump(x, left, right, height, steepness):
    return np.where((x >= left) & (x <= right), height, 0.0) * 1.0

# %% q1, wrong: tanh in place of the sigmoid
# A tanh goes from -1 to 1, a sigmoid from 0 to 1, and more gently. Your bump is twice as high as it
# should be where it is steep.
def bump(x, left, right, height, steepness):
    return height * (np.tanh(steepness * (x - left)) - np.tanh(steepness * (x - right)))

# %% q1, wrong: the exponential overflows
# Far away the exponential is larger than a float64 can hold, and infinity by infinity is nan. The
# notebook has a sigmoid that is safe on both sides.
def bump(x, left, right, height, steepness):
    up, down = np.exp(steepness * (x - left)), np.exp(steepness * (x - right))
    return height * (up / (1 + up) - down / (1 + down))

# %% q1, wrong: only numbers are taken
# The function works for one number. Arrays of any shape come, too, and the functions of the math
# module can't take them.
def bump(x, left, right, height, steepness):
    import math
    def switch(z):
        return (1 + math.tanh(z / 2)) / 2
    return height * (switch(steepness * (x - left)) - switch(steepness * (x - right)))

# %% q1, wrong: changes its argument
# The values are right, and the array that came in is another one afterwards. An operator such as
# -= or *= works on the caller's own array; make a new one.
def bump(x, left, right, height, steepness):
    x -= left
    on = sigmoid(steepness * x)
    x -= right - left
    return height * (on - sigmoid(steepness * x))

# %% q1, right: by tanh
def bump(x, left, right, height, steepness):
    half = steepness / 2
    return height / 2 * (np.tanh(half * (x - left)) - np.tanh(half * (x - right)))

# %% q1, right: entry by entry
def bump(x, left, right, height, steepness):
    def one(z):
        on, off = sigmoid(steepness * (z - left)), sigmoid(steepness * (right - z))
        return float(height) * float(on + off - 1)
    if np.ndim(x) == 0:
        return one(float(x))
    return np.array([one(z) for z in np.ravel(x)]).reshape(np.shape(x))

# %% q2, wrong: the ends stay at 0 and 1
# At x = 0 and x = 1 your staircase is only half as high as it should be: a bump is half as high at
# its own edge, and no neighbor adds the other half. Reread the two exceptions.
def staircase(f, n):
    def g(x):
        return sum(bump(x, i / n, (i + 1) / n, f((i + 0.5) / n), 50 * n) for i in range(n))
    return g

# %% q2, wrong: one end only when there is one bump
# A single bump is the first and the last one at once, so both of its ends have to move. Follow your
# branches for it.
def staircase(f, n):
    def g(x):
        total = 0.0
        for i in range(n):
            left, right = i / n, (i + 1) / n
            if i == 0:
                left = -1
            elif i == n - 1:
                right = 2
            total = total + bump(x, left, right, f((i + 0.5) / n), 50 * n)
        return total
    return g

# %% q2, wrong: only the first end is moved
# The first bump begins further out, as it should, and the last one still ends at 1. There are two
# exceptions.
def staircase(f, n):
    lefts = [i / n if i else -1 for i in range(n)]
    return lambda x: sum(bump(x, a, (i + 1) / n, f((i + 0.5) / n), 50 * n)
                         for i, a in enumerate(lefts))

# %% q2, wrong: only the last end is moved
# The last bump ends further out, as it should, and the first one still begins at 0. There are two
# exceptions.
def staircase(f, n):
    rights = [(i + 1) / n if i < n - 1 else 2 for i in range(n)]
    return lambda x: sum(bump(x, i / n, b, f((i + 0.5) / n), 50 * n)
                         for i, b in enumerate(rights))

# %% q2, wrong: heights at the left edges
# Your stairs have the height of the curve at the left end of each interval, so they lag behind it.
# Where in the interval is m_i?
def staircase(f, n):
    lefts, rights, _ = steps_of(f, n)
    heights = [f(i / n) for i in range(n)]
    return lambda x: sum(bump(x, a, b, h, 50 * n) for a, b, h in zip(lefts, rights, heights))

# %% q2, wrong: heights at the right edges
# Your stairs have the height of the curve at the right end of each interval, so they run ahead of
# it. Where in the interval is m_i?
def staircase(f, n):
    lefts, rights, _ = steps_of(f, n)
    heights = [f((i + 1) / n) for i in range(n)]
    return lambda x: sum(bump(x, a, b, h, 50 * n) for a, b, h in zip(lefts, rights, heights))

# %% q2, wrong: heights at the middle of the widened bumps
# The outer bumps are wider than the others, and the heights of the two are taken in the middle of
# what they have become. Which intervals do the midpoints belong to?
def staircase(f, n):
    lefts, rights, _ = steps_of(f, n)
    return lambda x: sum(
        bump(x, a, b, f(float(a + b) / 2), 50 * n) for a, b in zip(lefts, rights)
    )

# %% q2, wrong: the steepness does not grow
# The steepness is the same here however many bumps there are, so that narrow bumps run into each
# other. What does it depend on?
def staircase(f, n):
    parts = list(zip(*steps_of(f, n)))
    return lambda x: sum(bump(x, a, b, h, 50) for a, b, h in parts)

# %% q2, wrong: the last bump is missing
# Your sum stops one bump too early. Count how many there are for n = 1, and see where range ends.
def staircase(f, n):
    parts = list(zip(*steps_of(f, n)))[:-1]
    return lambda x: sum((bump(x, a, b, h, 50 * n) for a, b, h in parts), 0.0 * x)

# %% q2, wrong: one interval too few
# n edges make n - 1 intervals. Count fence posts and fields for n = 2.
def staircase(f, n):
    edges = np.linspace(0, 1, n)
    lefts, rights = edges[:-1].copy(), edges[1:].copy()
    middles = (lefts + rights) / 2
    lefts[:1], rights[-1:] = -1, 2
    return lambda x: sum(
        (bump(x, a, b, f(float(m)), 50 * n) for a, b, m in zip(lefts, rights, middles)), 0.0 * x
    )

# %% q2, wrong: mean for sum
# Your stairs get lower with every bump that is added. The bumps stand side by side; look at the
# sign in front of them in the formula.
def staircase(f, n):
    parts = list(zip(*steps_of(f, n)))
    return lambda x: sum(bump(x, a, b, h, 50 * n) for a, b, h in parts) / n

# %% q2, wrong: all bumps are the last one
# A function that is made in a loop looks up the loop's variables when it is called, not when it is
# made. By then the loop is over; what do left, right and height hold?
def staircase(f, n):
    bumps = []
    for left, right, height in zip(*steps_of(f, n)):
        bumps.append(lambda x: bump(x, left, right, height, 50 * n))
    return lambda x: sum(part(x) for part in bumps)

# %% q2, wrong: two staircases share their steps
# The steps are kept in one place for all staircases, so the second call changes what the first
# function answers. Keep them in variables of the function that makes g.
def staircase(f, n):
    global kept_steps
    kept_steps = n, list(zip(*steps_of(f, n)))
    def g(x):
        n, parts = kept_steps
        return sum(bump(x, a, b, h, 50 * n) for a, b, h in parts)
    return g

# %% q2, wrong: f is given an array
# f takes one number at a time, as the functions of the math module do. You hand it all midpoints at
# once.
def staircase(f, n):
    lefts, rights = np.arange(n) / n, np.arange(1, n + 1) / n
    heights = f((lefts + rights) / 2)
    lefts[0], rights[-1] = -1, 2
    return lambda x: sum(bump(x, a, b, h, 50 * n) for a, b, h in zip(lefts, rights, heights))

# %% q2, wrong: a number is answered with an array
# Your function gives an array back where it was asked for a number. The answer has the shape of
# what came in.
def staircase(f, n):
    parts = list(zip(*steps_of(f, n)))
    return lambda x: sum(bump(np.atleast_1d(x), a, b, h, 50 * n) for a, b, h in parts)

# %% q2, wrong: values for a function
# What comes back here are numbers. A staircase is asked later, at places that nobody has named yet:
# define a function inside and return it, without calling it.
def staircase(f, n):
    x = np.linspace(0, 1, 101)
    return sum(bump(x, a, b, h, 50 * n) for a, b, h in zip(*steps_of(f, n)))

# %% q2, right: steps up and down
def staircase(f, n):
    heights = [0.0] + [f((2 * i + 1) / (2 * n)) for i in range(n)] + [0.0]
    edges = [-1.0] + [i / n for i in range(1, n)] + [2.0]
    def g(x):
        total = 0.0 * x
        for k, edge in enumerate(edges):
            total = total + (heights[k + 1] - heights[k]) * sigmoid(50 * n * (x - edge))
        return total
    return g

# %% q2, right: one product for all bumps
def staircase(f, n):
    lefts, rights, heights = steps_of(f, n)
    def g(x):
        z = np.asarray(x, dtype=float)[..., None]
        return (sigmoid(50.0 * n * (z - lefts)) - sigmoid(50.0 * n * (z - rights))) @ heights
    return g

# %% q3, wrong: the last point is missing
# Your grid stops before it reaches 1, and the worst place may be there. Both ends are on it; look
# at what each x_k is divided by.
def max_error(f, g, points=1001):
    x = np.arange(points) / points
    return float(np.max(np.abs(f(x) - g(x))))

# %% q3, wrong: one point too many
# You look at one place more than asked for. The number of points is not the number of steps between
# them.
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points + 1)
    return float(np.max(np.abs(f(x) - g(x))))

# %% q3, wrong: mean for maximum
# A mean forgives what happens at a single place. The theorem doesn't: reread what the number should
# be.
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points)
    return float(np.mean(np.abs(f(x) - g(x))))

# %% q3, wrong: the place for the value
# You say where the two functions are farthest apart, or how many points come before. Asked for is how
# far apart they are there.
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points)
    return float(x[np.argmax(np.abs(f(x) - g(x)))])

# %% q3, wrong: the sign is kept
# Where g lies above f your difference is negative, and a maximum never sees it. How far apart are
# two functions, whichever is on top?
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points)
    return float(np.max(f(x) - g(x)))

# %% q3, wrong: the maximum is taken first
# You compare how high the two functions get, each where it is highest. Two waves of the same height
# can be far apart: take the difference at each place first.
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points)
    return float(abs(np.max(f(x)) - np.max(g(x))))

# %% q3, wrong: the absolute value comes last
# The absolute value is taken of the largest difference, when the negative ones are already lost.
# Think of a place where g is far above f.
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points)
    return float(abs(np.max(f(x) - g(x))))

# %% q3, wrong: squared
# This is the square of the distance. The distance itself is asked for.
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points)
    return float(np.max((f(x) - g(x)) ** 2))

# %% q3, wrong: a root mean square
# This is a kind of mean, though one that minds large errors more. A single bad place still
# disappears in it.
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points)
    return float(np.sqrt(np.mean((f(x) - g(x)) ** 2)))

# %% q3, wrong: always 1001 points
# You look at 1,001 places whatever is asked for. The number is an argument, and 1,001 only what
# holds if nobody gives it.
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, 1001)
    return float(np.max(np.abs(f(x) - g(x))))

# %% q3, wrong: another number of points by default
# If nobody gives a number of points, there are 1,001. Look at the default value of your argument.
def max_error(f, g, points=501):
    x = np.linspace(0, 1, points)
    return float(np.max(np.abs(f(x) - g(x))))

# %% q3, wrong: the ends are left out
# Your grid has no 0 and no 1, and at the ends curves are worst at following. How many of the asked
# points do you look at?
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points)[1:-1]
    return float(np.max(np.abs(f(x) - g(x)), initial=0.0))

# %% q3, wrong: a relative error
# Your error is divided by the size of f. A distance is asked for, and where f is 0 the quotient has
# no meaning.
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points)
    with np.errstate(all="ignore"):
        return float(np.max(np.abs(f(x) - g(x)) / np.abs(f(x))))

# %% q3, wrong: the distance from lowest to highest
# This is how much the difference varies. Two curves that run side by side vary by nothing and are
# apart all the same.
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points)
    return float(np.ptp(f(x) - g(x)))

# %% q3, wrong: all distances are returned
# These are the distances at all places. One number is wanted, that of the worst.
def max_error(f, g, points=1001):
    x = np.linspace(0, 1, points)
    return np.abs(f(x) - g(x))

# %% q3, right: one by one
def max_error(f, g, points=1001):
    return max(abs(float(f(k / (points - 1))) - float(g(k / (points - 1)))) for k in range(points))

# %% q3, right: a norm
def max_error(f, g, points=1001):
    x = np.arange(points) / (points - 1)
    return np.linalg.norm(f(x) - g(x), ord=np.inf)

# %% q3, right: highest and lowest
def max_error(f, g, points=1001):
    gap = np.sort(g(np.linspace(0, 1, points)) - f(np.linspace(0, 1, points)))
    return max(gap[-1], -gap[0])

# %% q4, wrong: the biases have the wrong sign
# Ask of each neuron where its pre-activation is 0: yours are at the mirror images of the edges,
# left of 0. Write s (x - a) as a weight times x plus something.
def network_from_bumps(f, n):
    lefts, rights, heights = steps_of(f, n)
    b1 = 50.0 * n * np.concatenate([lefts, rights])
    return np.full((1, 2 * n), 50.0 * n), b1, np.concatenate([heights, -heights])[:, None]

# %% q4, wrong: the biases lack the steepness
# Ask of each neuron where its pre-activation is 0: with your biases that is close to x = 0 for all.
# In s (x - a) both terms are multiplied.
def network_from_bumps(f, n):
    lefts, rights, heights = steps_of(f, n)
    b1 = -np.concatenate([lefts, rights])
    return np.full((1, 2 * n), 50.0 * n), b1, np.concatenate([heights, -heights])[:, None]

# %% q4, wrong: the ends stay at 0 and 1
# Your network is half as high at 0 and at 1. It is to answer what the staircase answers, wider ends
# and all.
def network_from_bumps(f, n):
    edges, heights = np.arange(n + 1) / n, steps_of(f, n)[2]
    b1 = -50.0 * n * np.concatenate([edges[:-1], edges[1:]])
    return np.full((1, 2 * n), 50.0 * n), b1, np.concatenate([heights, -heights])[:, None]

# %% q4, wrong: nothing is taken away
# All your outer weights have the sign of their height, so the network climbs from step to step. A
# bump is a difference: which of its two neurons takes away?
def network_from_bumps(f, n):
    lefts, rights, heights = steps_of(f, n)
    b1 = -50.0 * n * np.concatenate([lefts, rights])
    return np.full((1, 2 * n), 50.0 * n), b1, np.concatenate([heights, heights])[:, None]

# %% q4, wrong: turned around twice
# Your second neuron switches in the other direction, and its outer weight is negative as well. One
# of the two is the minus sign of the bump; both together undo each other.
def network_from_bumps(f, n):
    lefts, rights, heights = steps_of(f, n)
    s = 50.0 * n
    W1 = np.concatenate([np.full(n, s), np.full(n, -s)])[None]
    b1 = np.concatenate([-s * lefts, s * rights])
    return W1, b1, np.concatenate([heights, -heights])[:, None]

# %% q4, wrong: the steepness does not grow
# The inner weights are 50 here, however many bumps there are. Question 2's steepness depends on n.
def network_from_bumps(f, n):
    lefts, rights, heights = steps_of(f, n)
    b1 = -50.0 * np.concatenate([lefts, rights])
    return np.full((1, 2 * n), 50.0), b1, np.concatenate([heights, -heights])[:, None]

# %% q4, wrong: the inner weights carry the heights
# The height multiplies what comes out of the sigmoid, not what goes in. A sigmoid ends at 1 however
# large its weight is; which layer can make it higher?
def network_from_bumps(f, n):
    lefts, rights, heights = steps_of(f, n)
    twice = np.tile(heights, 2)
    b1 = -50.0 * n * np.concatenate([lefts, rights]) * twice
    W2 = np.repeat([1.0, -1.0], n)[:, None]
    return 50.0 * n * twice[None], b1, W2

# %% q4, wrong: two orders are mixed
# The biases come all left ends first, the outer weights bump by bump. Every neuron needs its own
# three numbers at the same place; with one bump the two orders are the same.
def network_from_bumps(f, n):
    lefts, rights, heights = steps_of(f, n)
    b1 = -50.0 * n * np.concatenate([lefts, rights])
    W2 = np.stack([heights, -heights], axis=1).reshape(-1, 1)
    return np.full((1, 2 * n), 50.0 * n), b1, W2

# %% q4, wrong: the outer weights are flat
# Your outer weights are a flat array, so that the network's answers are, too. Compare the shapes
# below the formula.
def network_from_bumps(f, n):
    lefts, rights, heights = steps_of(f, n)
    b1 = -50.0 * n * np.concatenate([lefts, rights])
    return np.full((1, 2 * n), 50.0 * n), b1, np.concatenate([heights, -heights])

# %% q4, wrong: the inner weights are a column
# The inner weights stand in a column here, and x has one column only. Compare the shapes below the
# formula.
def network_from_bumps(f, n):
    lefts, rights, heights = steps_of(f, n)
    b1 = -50.0 * n * np.concatenate([lefts, rights])
    return np.full((2 * n, 1), 50.0 * n), b1, np.concatenate([heights, -heights])[:, None]

# %% q4, wrong: neurons are merged
# Neurons that do the same can be merged, well seen, and the question below the picture asks for
# just that. Here the network with two neurons for each bump is wanted.
def network_from_bumps(f, n):
    lefts, rights, heights = steps_of(f, n)
    edges = np.append(lefts, 2.0)
    steps = np.diff(np.concatenate([[0.0], heights, [0.0]]))
    return np.full((1, n + 1), 50.0 * n), -50.0 * n * edges, steps[:, None]

# %% q4, wrong: f is given an array
# f takes one number at a time, as the functions of the math module do. You hand it all midpoints at
# once.
def network_from_bumps(f, n):
    edges = np.arange(n + 1) / n
    heights = f((edges[1:] + edges[:-1]) / 2) * np.ones(n)
    edges[0], ends = -1.0, np.append(edges[1:-1], 2.0)
    b1 = -50.0 * n * np.concatenate([edges[:-1], ends])
    return np.full((1, 2 * n), 50.0 * n), b1, np.concatenate([heights, -heights])[:, None]

# %% q4, wrong: heights at the left edges
# Your heights are those at the left end of each interval. They come from the midpoints, as in
# question 2.
def network_from_bumps(f, n):
    lefts, rights, _ = steps_of(f, n)
    heights = np.array([f(i / n) for i in range(n)])
    b1 = -50.0 * n * np.concatenate([lefts, rights])
    return np.full((1, 2 * n), 50.0 * n), b1, np.concatenate([heights, -heights])[:, None]

# %% q4, right: bump by bump
def network_from_bumps(f, n):
    W1, b1, W2 = np.zeros((1, 2 * n)), np.zeros(2 * n), np.zeros((2 * n, 1))
    for i in range(n):
        left, right = (-1 if i == 0 else i / n), (2 if i == n - 1 else (i + 1) / n)
        W1[0, 2 * i : 2 * i + 2] = 50 * n
        b1[2 * i], b1[2 * i + 1] = -50 * n * left, -50 * n * right
        W2[2 * i, 0] = f((i + 0.5) / n)
        W2[2 * i + 1, 0] = -W2[2 * i, 0]
    return W1, b1, W2

# %% q4, right: switches turned around
def network_from_bumps(f, n):
    lefts, rights, heights = steps_of(f, n)
    edges = np.concatenate([rights, lefts])[::-1]
    W2 = np.concatenate([heights, -heights])[::-1]
    return [np.full((1, 2 * n), -50 * n), 50.0 * n * edges, W2.reshape(-1, 1)]

# %% q5, wrong: the 2 is forgotten
# Your steps have half their length: the square's own derivative is missing. The loss is the mean
# square here, not half of it.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 1.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: not divided by the number of samples
# Your steps grow with the number of samples. The loss is a mean; differentiate that, with what
# stands in front of the sum.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: the sign is flipped
# Your losses rise from the first epoch: the steps lead uphill. Which sign does the update have, and
# which the difference of prediction and sample?
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = -2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: the slope is forgotten
# On the way back through the tanh nothing is multiplied in. Far away, where every tanh is level,
# your hidden weights move all the same.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: slope taken at the activation
# You have applied the tanh, and then apply it again for its slope. The slope is written with the
# activation itself.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - np.tanh(a)**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: the square is forgotten
# Your slope of the tanh is 1 minus the activation. Where the activation is -1 it should be 0; what
# is yours?
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: the rule of the sigmoid
# Your slope is that of the sigmoid. These neurons are tanh, and their slope in terms of the
# activation is another one.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (a * (1.0 - a))
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: the output weights are already updated
# Your W2 has moved before delta passes back through it. All weights move at once: work out all
# derivatives first.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        W2 = W2 - learning_rate * (delta_out @ a)
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: delta skips the output weights
# Every hidden neuron gets the same delta here. How much of the error a neuron is to blame for
# depends on its edge to the output.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, np.ones(hidden)) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: the output's bias does not learn
# Your output bias stays where it began. Its input is always 1, and it has a derivative, too.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: the hidden biases do not learn
# Your hidden neurons turn steeper or flatter, but their biases stay where they began. They have a
# derivative, too.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: the hidden weights do not learn
# Only the output layer moves here: the hidden neurons bend for ever where the start has put them.
# Four things learn.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: mean for sum
# The biases' derivatives are averaged over the samples here, and the 1/N is in delta already. How
# often do you divide by N?
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.mean(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.mean()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: the hidden biases learn by the mean
# The hidden biases take the mean over the samples where all other weights take the sum: delta has its
# 1/N already, so they learn N times too slowly.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    losses = np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(np.outer(x, W1) + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.mean(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    return lambda t: np.tanh(np.outer(t, W1) + b1) @ W2 + b2, losses

# %% q5, wrong: one bias for all neurons
# Your hidden biases all move by the same amount: the sum runs over the neurons, too. Which axis
# holds the samples?
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum()
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: a table of all differences
# A column minus a flat array makes a table of every prediction minus every sample. Print the shape
# of your difference.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        table = (a @ W2 + b2)[:, None] - y
        losses[epoch] = np.mean(table**2)
        delta_out = 2.0 / len(x) * table.mean(axis=1)
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: recorded after the update
# Your losses are right, and all one epoch late: each is recorded when the weights have moved. The
# first one belongs to the start.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
        losses[epoch] = np.mean((np.tanh(column * W1 + b1) @ W2 + b2 - y) ** 2)
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: sum for mean in the losses
# The losses that you record are sums over the samples. The same curve with twice as many samples
# should have the same loss.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.sum(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: the losses are half as large
# The losses that you record are halved. Half a square is common elsewhere; here the loss is the
# mean square itself.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2) / 2
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: one step for each sample
# Each of your epochs takes one step per sample. Here an epoch is one step, of all samples together.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        for one, wanted in zip(x, y):
            a = np.tanh(one * W1 + b1)
            delta = 2.0 * (a @ W2 + b2 - wanted)
            back = delta * W2 * (1.0 - a**2)
            W1, b1 = W1 - learning_rate * one * back, b1 - learning_rate * back
            W2, b2 = W2 - learning_rate * delta * a, b2 - learning_rate * delta
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: inputs are scaled inside
# You scale the inputs before you train. They go in as they come; scaling them is the caller's job
# here, and the answers at other places show it.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    x = (x - x.mean()) / (x.std() + 1e-12)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: predict is one update late
# Your predict answers with the weights from before the last update. The loss it has on the samples
# is the last one that you recorded.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        kept = W1, b1, W2, b2
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    W1, b1, W2, b2 = kept
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: one network for all calls
# The weights are kept in one place for all calls, so training a second network changes what the
# first one predicts. Let predict hold its own.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    global W1, b1, W2, b2
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: predict answers with a column
# Your predictions stand in a column. They have the shape of what came in, one number for each.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2[:, None] + b2
    return predict, losses

# %% q5, wrong: one epoch too few
# Count your losses: the first epoch, or the last, is not there. How often does the loop run for
# epochs = 1?
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    column, losses = x.reshape(-1, 1), np.empty(max(epochs - 1, 0))
    for epoch in range(epochs - 1):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, wrong: all neurons start alike
# Your neurons all start with the same weights, so they get the same derivatives and stay alike:
# however many there are, you train one. Draw a number for each.
def first_guess(hidden, rng):
    W1, bend, W2 = rng.normal(0, 2), rng.uniform(-2, 2), rng.normal(0, 1)
    return np.full(hidden, W1), np.full(hidden, -W1 * bend), np.full(hidden, W2 / hidden**0.5), 0.0

# %% q5, wrong: all weights start at 0
# With all weights at 0 every tanh is 0 and no derivative gets through: only the output's bias ever
# learns. Something has to tell the neurons apart.
def first_guess(hidden, rng):
    return np.zeros(hidden), np.zeros(hidden), np.zeros(hidden), 0.0

# %% q5, wrong: the neurons bend far from the data
# Your neurons bend far outside of where the data are, and inside they are level. Work out where
# each bends, and compare with the interval of the inputs.
def first_guess(hidden, rng):
    W1 = rng.normal(0, 2, hidden)
    bends = rng.uniform(20, 40, hidden)
    return W1, -W1 * bends, rng.normal(0, 1, hidden) / np.sqrt(hidden), 0.0

# %% q5, wrong: the same start for every seed
# Your start is always the same: it is drawn from a generator of your own, with a fixed seed. Use
# the one that is handed in.
def first_guess(hidden, rng):
    rng = np.random.default_rng(0)
    W1 = rng.normal(0.0, 2.0, hidden)
    W2 = rng.normal(0.0, 1.0, hidden) / np.sqrt(hidden)
    return W1, -W1 * rng.uniform(-2.0, 2.0, hidden), W2, 0.0

# %% q5, wrong: the start knows the data
# Your start is worked out from the samples. It may depend on the generator and the number of
# neurons, and on nothing else.
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    W1, b1, W2, b2 = first_guess(hidden, rng)
    b2 = y.mean()
    column, losses = x.reshape(-1, 1), np.empty(epochs)
    for epoch in range(epochs):
        a = np.tanh(column * W1 + b1)
        miss = a @ W2 + b2 - y
        losses[epoch] = np.mean(miss**2)
        delta_out = 2.0 / len(x) * miss
        delta_hidden = np.outer(delta_out, W2) * (1.0 - a**2)
        W1 = W1 - learning_rate * (x @ delta_hidden)
        b1 = b1 - learning_rate * delta_hidden.sum(axis=0)
        W2 = W2 - learning_rate * (delta_out @ a)
        b2 = b2 - learning_rate * delta_out.sum()
    def predict(x):
        return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2
    return predict, losses

# %% q5, right: matrices
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    X, Y = x[:, np.newaxis], y[:, np.newaxis]
    W1, b1 = rng.standard_normal((1, hidden)) * 1.5, rng.standard_normal((1, hidden))
    W2, b2 = rng.standard_normal((hidden, 1)) / hidden, np.zeros((1, 1))
    losses = []
    for _ in range(epochs):
        H = np.tanh(np.matmul(X, W1) + b1)
        E = H @ W2 + b2 - Y
        losses.append(float(np.square(E).sum() / len(E)))
        D = 2 * E / len(E)
        B = (D @ W2.T) * (1 - H * H)
        steps = X.T @ B, np.ones((1, len(X))) @ B, H.T @ D, D.sum(axis=0, keepdims=True)
        for weights, step in zip((W1, b1, W2, b2), steps):
            weights -= learning_rate * step
    return lambda z: (np.tanh(z[:, np.newaxis] @ W1 + b1) @ W2 + b2)[:, 0], losses

# %% q5, right: sums over samples and neurons
def fit_curve(x, y, hidden, rng, learning_rate, epochs):
    w, b, v, c = first_guess(hidden, rng)
    def table(z):
        return np.tanh(np.einsum("n,h->nh", z, w) + b)
    losses = []
    for _ in range(epochs):
        a = table(x)
        delta = (np.einsum("nh,h->n", a, v) + c - y) * (2 / y.size)
        losses.append(np.einsum("n,n->", delta, delta) * y.size / 4)
        slope = np.cosh(np.clip(np.outer(x, w) + b, -300, 300)) ** -2
        moves = [np.einsum("n,h,nh,n->h", delta, v, slope, x),
                 np.einsum("n,h,nh->h", delta, v, slope),
                 np.einsum("n,nh->h", delta, a), delta.sum()]
        w, b, v, c = (p - learning_rate * m for p, m in zip((w, b, v, c), moves))
    return (lambda z: table(z) @ v + c), tuple(losses)

# %% q6, wrong: the two results are swapped
# Both errors are right, and they come in the wrong order. Who calls this takes the first one for
# the training error.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict, _ = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    train = np.mean((predict(x_train) - y_train) ** 2)
    return float(np.mean((predict(x_test) - y_test) ** 2)), float(train)

# %% q6, wrong: the last loss is taken
# The last loss was recorded before the last update. Both errors belong to the network as it is in
# the end; whom can you ask about that?
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict, losses = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    return float(losses[-1]), float(np.mean((predict(x_test) - y_test) ** 2))

# %% q6, wrong: the mean of the losses is taken
# The losses of the whole training are averaged here, the bad ones of the beginning among them. Both
# errors belong to the network as it is in the end.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict, losses = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    return float(np.mean(losses)), float(np.mean((predict(x_test) - y_test) ** 2))

# %% q6, wrong: a root is taken
# You return roots. They have the unit of y, which is often welcome; here the mean squares are
# asked for.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict, _ = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    train = np.sqrt(np.mean((predict(x_train) - y_train) ** 2))
    return float(train), float(np.sqrt(np.mean((predict(x_test) - y_test) ** 2)))

# %% q6, wrong: sum for mean
# These are sums of squares: with more samples they grow, and training and test sets of different
# sizes can't be compared.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict, _ = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    train = np.sum((predict(x_train) - y_train) ** 2)
    return float(train), float(np.sum((predict(x_test) - y_test) ** 2))

# %% q6, wrong: absolute values for squares
# You average distances. The errors here are means of squares, as the loss is.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict, _ = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    train = np.mean(np.abs(predict(x_train) - y_train))
    return float(train), float(np.mean(np.abs(predict(x_test) - y_test)))

# %% q6, wrong: both are divided by the number of training samples
# The test error is divided by the number of training samples. Each mean has a number of its own.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict, _ = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    train, test = np.sum((predict(x_train) - y_train) ** 2), np.sum((predict(x_test) - y_test) ** 2)
    return float(train) / len(x_train), float(test) / len(x_train)

# %% q6, wrong: trained twice
# Each error comes from a training of its own, and in between the generator has moved on: these are
# two different networks. Train once and ask the same network twice.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    errors = []
    for x, y in [(x_train, y_train), (x_test, y_test)]:
        predict, _ = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
        errors.append(float(np.mean((predict(x) - y) ** 2)))
    return tuple(errors)

# %% q6, wrong: trained on the test samples, too
# The test samples take part in the training here. What the network has seen says nothing about what
# it hasn't.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    x, y = np.append(x_train, x_test), np.append(y_train, y_test)
    predict, _ = fit_curve(x, y, hidden, rng, learning_rate, epochs)
    train = np.mean((predict(x_train) - y_train) ** 2)
    return float(train), float(np.mean((predict(x_test) - y_test) ** 2))

# %% q6, wrong: a second network for the test samples
# The test error is that of a second network, trained on the test samples. The question is how the
# first one does on samples that it has never seen.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    errors = []
    for x, y in [(x_train, y_train), (x_test, y_test)]:
        predict, _ = fit_curve(x, y, hidden, rng, learning_rate, epochs)
        errors.append(float(np.mean((predict(x) - y) ** 2)))
    return tuple(errors)

# %% q6, wrong: a fixed number of epochs
# You train for 2,000 epochs whatever is asked for. Every setting goes to fit_curve as it came.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict, _ = fit_curve(x_train, y_train, hidden, rng, learning_rate, 2000)
    train = np.mean((predict(x_train) - y_train) ** 2)
    return float(train), float(np.mean((predict(x_test) - y_test) ** 2))

# %% q6, wrong: another generator
# The start is drawn from a generator of your own. Every argument goes to fit_curve as it came, rng
# as well.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    rng = np.random.default_rng(0)
    predict, _ = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    train = np.mean((predict(x_train) - y_train) ** 2)
    return float(train), float(np.mean((predict(x_test) - y_test) ** 2))

# %% q6, wrong: the variance of the errors
# A variance takes the mean error away first, so a network that is off by the same amount everywhere
# would count as perfect. Square the differences as they are.
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict, _ = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)
    return float(np.var(predict(x_train) - y_train)), float(np.var(predict(x_test) - y_test))

# %% q6, right: inner products
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    network = fit_curve(x_train, y_train, hidden, rng, learning_rate, epochs)[0]
    def error(x, y):
        miss = y - network(x)
        return np.dot(miss, miss) / miss.size
    return [error(x_train, y_train), error(x_test, y_test)]

# %% q6, right: sample by sample
def train_and_test_error(x_train, y_train, x_test, y_test, hidden, rng, learning_rate, epochs):
    predict, losses = fit_curve(
        x=x_train, y=y_train, hidden=hidden, rng=rng, learning_rate=learning_rate, epochs=epochs
    )
    totals = []
    for xs, ys in ((x_test, y_test), (x_train, y_train)):
        squares = [(float(predict(xs[k : k + 1])[0]) - ys[k]) ** 2 for k in range(len(xs))]
        totals.append(sum(squares) / len(squares))
    return totals[1], totals[0]

# %% q7, wrong: everything is promised
# You have signed everything. Some of these statements contradict what you measured in this very
# chapter; go through the pictures with the list at hand.
def promises():
    return dict.fromkeys("ABCDEFGHIJKL", True)

# %% q7, wrong: nothing is promised
# You have signed nothing. The theorem does promise something; and where you have built or measured
# a thing yourself, you need no theorem.
def promises():
    return dict.fromkeys("ABCDEFGHIJKL", False)

# %% q7, wrong: can be learned for exists
# One of G to I. Who chooses first, the width or the function? To exist is not to be found. The
# pictures below questions 3 and 5 show what you measured yourself.
def promises():
    return {letter: letter in "BDHIJL" for letter in "ABCDEFGHIJKL"}

# %% q7, wrong: the theorem holds everywhere
# One of A to C: ask of each where a network is close to f, and in which sense, at every point or
# on average. What happens far away, and right at the jump?
def promises():
    return {letter: letter in "ABDIJ" for letter in "ABCDEFGHIJKL"}

# %% q7, wrong: sigmoids follow a wave for ever
# One of A to C: ask of each where a network is close to f, and in which sense, at every point or
# on average. What happens far away, and right at the jump?
def promises():
    return {letter: letter in "ABDIJL" for letter in "ABCDEFGHIJKL"}

# %% q7, wrong: a jump can be drawn
# One of A to C: ask of each where a network is close to f, and in which sense, at every point or
# on average. What happens far away, and right at the jump?
def promises():
    return {letter: letter in "BCDIJL" for letter in "ABCDEFGHIJKL"}

# %% q7, wrong: no jump in any sense
# One of A to C: ask of each where a network is close to f, and in which sense, at every point or
# on average. What happens far away, and right at the jump?
def promises():
    return {letter: letter in "DIJL" for letter in "ABCDEFGHIJKL"}

# %% q7, wrong: any bent activation will do
# One of D to F. Write down a sum of two or three neurons of each kind, on paper: what kind of
# curve is it? And count the bends of a zigzag that is fed into a zigzag.
def promises():
    return {letter: letter in "BDEIJL" for letter in "ABCDEFGHIJKL"}

# %% q7, wrong: only sigmoids draw every curve
# One of D to F. Write down a sum of two or three neurons of each kind, on paper: what kind of
# curve is it? And count the bends of a zigzag that is fed into a zigzag.
def promises():
    return {letter: letter in "BIJL" for letter in "ABCDEFGHIJKL"}

# %% q7, wrong: depth never saves neurons
# One of D to F. Write down a sum of two or three neurons of each kind, on paper: what kind of
# curve is it? And count the bends of a zigzag that is fed into a zigzag.
def promises():
    return {letter: letter in "BDFIJL" for letter in "ABCDEFGHIJKL"}

# %% q7, wrong: one width for all functions
# One of G to I. Who chooses first, the width or the function? To exist is not to be found. The
# pictures below questions 3 and 5 show what you measured yourself.
def promises():
    return {letter: letter in "BDGIJL" for letter in "ABCDEFGHIJKL"}

# %% q7, wrong: no rate can be known
# One of G to I. Who chooses first, the width or the function? To exist is not to be found. The
# pictures below questions 3 and 5 show what you measured yourself.
def promises():
    return {letter: letter in "BDJL" for letter in "ABCDEFGHIJKL"}

# %% q7, wrong: wide networks reach training error 0 on any data
# One of J to L. How many answers has a network for one x? What did the two errors below question
# 6 do? And of what does a promise say nothing?
def promises():
    return {letter: letter in "BDIL" for letter in "ABCDEFGHIJKL"}

# %% q7, wrong: the training error decides
# One of J to L. How many answers has a network for one x? What did the two errors below question
# 6 do? And of what does a promise say nothing?
def promises():
    return {letter: letter in "BDIJKL" for letter in "ABCDEFGHIJKL"}

# %% q7, wrong: words for truth values
# In quotes these are words, and to Python every word counts as true. Write them without quotes.
def promises():
    return {letter: str(letter in "BDIJL") for letter in "ABCDEFGHIJKL"}

# %% q7, wrong: small letters
# The statements are called by capital letters; your dict has small ones.
def promises():
    return {letter: letter in "bdijl" for letter in "abcdefghijkl"}

# %% q7, wrong: a list of the true ones
# You list the statements that are true. A dict is wanted, with an answer for every letter, the
# false ones as well.
def promises():
    return list("BDIJL")

# %% q7, wrong: the false ones are missing
# A statement that isn't in your dict has no answer. All twelve letters are wanted, each with True
# or False.
def promises():
    return dict.fromkeys("BDIJL", True)

# %% q7, right: in another order
def promises():
    answers = {letter: False for letter in "LKJIHGFEDCBA"}
    answers.update(B=True, D=True, I=True, J=True, L=True)
    return answers

# %% q7, right: truth values of NumPy
def promises():
    return dict(zip("ABCDEFGHIJKL", np.array([0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 1]) == 1))

# %% q5, equivalent: column, losses = (x.reshape(-1, 1), np.empty(epochs)) -> column, losses = (x.reshape(-2, 1), np.empty(epochs))
# To NumPy any negative number says: as many as there are.

# %% q5, equivalent: return np.tanh(x.reshape(-1, 1) * W1 + b1) @ W2 + b2 -> return np.tanh(x.reshape(-2, 1) * W1 + b1) @ W2 + b2
# To NumPy any negative number says: as many as there are.

# %% q5, equivalent: W1 = rng.normal(0.0, 2.0, hidden) -> W1 = rng.normal(1.0, 2.0, hidden)
# The start is the student's own choice, and this one learns as well.

# %% q5, equivalent: W1 = rng.normal(0.0, 2.0, hidden) -> W1 = rng.normal(0.0, 3.0, hidden)
# The start is the student's own choice, and this one learns as well.

# %% q5, equivalent: W1 = rng.normal(0.0, 2.0, hidden) -> W1 = rng.normal(0.0, 4.0, hidden)
# The start is the student's own choice, and this one learns as well.

# %% q5, equivalent: bends = rng.uniform(-2.0, 2.0, hidden) -> bends = rng.uniform(-3.0, 2.0, hidden)
# The start is the student's own choice, and this one learns as well.

# %% q5, equivalent: bends = rng.uniform(-2.0, 2.0, hidden) -> bends = rng.uniform(-4.0, 2.0, hidden)
# The start is the student's own choice, and this one learns as well.

# %% q5, equivalent: bends = rng.uniform(-2.0, 2.0, hidden) -> bends = rng.uniform(-2.0, 3.0, hidden)
# The start is the student's own choice, and this one learns as well.

# %% q5, equivalent: bends = rng.uniform(-2.0, 2.0, hidden) -> bends = rng.uniform(-2.0, 4.0, hidden)
# The start is the student's own choice, and this one learns as well.

# %% q5, equivalent: W2 = rng.normal(0.0, 1.0, hidden) / np.sqrt(hidden) -> W2 = rng.normal(0.0, 1.0, hidden) * np.sqrt(hidden)
# The start is the student's own choice, and this one learns as well.

# %% q5, equivalent: W2 = rng.normal(0.0, 1.0, hidden) / np.sqrt(hidden) -> W2 = rng.normal(1.0, 1.0, hidden) / np.sqrt(hidden)
# The start is the student's own choice, and this one learns as well.

# %% q5, equivalent: W2 = rng.normal(0.0, 1.0, hidden) / np.sqrt(hidden) -> W2 = rng.normal(0.0, 2.0, hidden) / np.sqrt(hidden)
# The start is the student's own choice, and this one learns as well.

# %% q5, equivalent: return (W1, -W1 * bends, W2, 0.0) -> return (W1, -W1 / bends, W2, 0.0)
# The start is the student's own choice, and this one learns as well.

# %% q5, equivalent: return (W1, -W1 * bends, W2, 0.0) -> return (W1, +W1 * bends, W2, 0.0)
# The start is the student's own choice, and this one learns as well.

# %% q5, equivalent: return (W1, -W1 * bends, W2, 0.0) -> return (W1, -W1 * bends, W2, 1.0)
# The start is the student's own choice, and this one learns as well.
