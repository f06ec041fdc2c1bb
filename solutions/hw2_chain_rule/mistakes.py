"""Homework 2: what people really write."""

# %% q1, wrong: the 2 of the square lost
# Every slope is half of what it should be, so something that all three share is off. All three come
# through the square: look at its own slope in the table.
def square_graph(x, y, z):
    s = x + y
    p = s * z
    return p**2, (p * z, p * z, p * s)

# %% q1, wrong: missing chain factor
# You stopped one node early: these are the slopes of p, not of f. The way back begins at f, and its
# first node is the square.
def square_graph(x, y, z):
    s = x + y
    p = s * z
    return p**2, (z, z, s)

# %% q1, wrong: slope taken at the activation
# The square's own slope is taken at the value that came out of it. A slope belongs to what went in:
# which of your intermediate values was squared?
def square_graph(x, y, z):
    s = x + y
    f = (s * z) ** 2
    back = 2 * f
    return f, (back * z, back * z, back * s)

# %% q1, wrong: a factor's own value for the other
# The two sides of the multiplication are mixed up. If z grows by a little, how much does s times z
# grow? Not by z times that.
def square_graph(x, y, z):
    s = x + y
    p = s * z
    back = 2 * p
    return p**2, (back * s, back * s, back * z)

# %% q1, wrong: multiplication passed without its slope
# Your three slopes are the same number: the walk back went through the multiplication as if it were
# an addition. It hands a different share to each of its two inputs.
def square_graph(x, y, z):
    p = (x + y) * z
    return p**2, (2 * p, 2 * p, 2 * p)

# %% q1, wrong: addition shares the slope out
# The slopes of x and y are half of what they should be, that of z is right. An addition doesn't
# split what comes back: raise x alone by 0.1, and s rises by all of 0.1.
def square_graph(x, y, z):
    s = x + y
    p = s * z
    return p**2, (p * z, p * z, 2 * p * s)

# %% q1, wrong: addition multiplies by its input
# The slopes of x and y hold a factor too many, x and y themselves. That would be right for a
# product of the two; how much does a sum grow if one part of it grows by 1?
def square_graph(x, y, z):
    s = x + y
    p = s * z
    back = 2 * p * z
    return p**2, (back * x, back * y, 2 * p * s)

# %% q1, wrong: addition treated as a multiplication
# At the addition each input's slope is multiplied by the other input. That is the rule of the other
# kind of node; look at the table again.
def square_graph(x, y, z):
    s = x + y
    p = s * z
    back = 2 * p * z
    return p**2, (back * y, back * x, 2 * p * s)

# %% q1, wrong: slopes in another order
# The numbers are right and stand in the order of the walk back. The caller expects them in the
# order of the inputs.
def square_graph(x, y, z):
    s = x + y
    p = s * z
    return p**2, (2 * p * s, 2 * p * z, 2 * p * z)

# %% q1, wrong: sign lost
# Your slopes are right up to their sign where p is negative. A square forgets the sign of what went
# in, so p can't be had back from f: keep it on the way forward.
def square_graph(x, y, z):
    s = x + y
    f = (s * z) ** 2
    back = 2 * np.sqrt(f)
    return f, (back * z, back * z, back * s)

# %% q1, wrong: differences for the chain rule
# These slopes are measured with a small step, and good to a few digits only. Walk back through the
# table instead: it gives all digits, and needs no step.
def square_graph(x, y, z):
    def f(x, y, z):
        return ((x + y) * z) ** 2
    h, f0 = 1e-4, f(x, y, z)
    return f0, ((f(x + h, y, z) - f0) / h, (f(x, y + h, z) - f0) / h, (f(x, y, z + h) - f0) / h)

# %% q1, wrong: divided back
# The slopes come from f by division, and fail where the divisor is 0. The chain rule only
# multiplies, and every factor it needs is there from the way forward.
def square_graph(x, y, z):
    f = ((x + y) * z) ** 2
    return f, (2 * f / (x + y), 2 * f / (x + y), 2 * f / z)

# %% q1, wrong: last node forgotten on the way forward
# Your slopes are right, and the value is not: it is p, and one node is still to come.
def square_graph(x, y, z):
    s = x + y
    p = s * z
    return p, (2 * p * z, 2 * p * z, 2 * p * s)

# %% q1, wrong: four numbers in a row
# All four numbers are there, side by side. The caller expects two things: the value, and the three
# slopes in a tuple of their own.
def square_graph(x, y, z):
    s = x + y
    p = s * z
    return p**2, 2 * p * z, 2 * p * z, 2 * p * s

# %% q1, wrong: one slope for x and y
# x and y do have the same slope, but they are two inputs, and the caller wants three slopes.
def square_graph(x, y, z):
    s = x + y
    p = s * z
    return p**2, (2 * p * z, 2 * p * s)

# %% q1, wrong: hard-coded for the visible example
# The numbers are those of the worked miniature, whatever comes in. Let x, y and z decide.
def square_graph(x, y, z):
    return 36.0, (24.0, 24.0, -36.0)

# %% q1, right: multiplied out
def square_graph(x, y, z):
    slope = 2 * x * z**2 + 2 * y * z**2
    return (x * z + y * z) ** 2, (slope, slope, 2 * (x + y) ** 2 * z)

# %% q1, right: dual numbers, one input at a time
def square_graph(x, y, z):
    slopes = []
    for dx, dy, dz in [(1, 0, 0), (0, 1, 0), (0, 0, 1)]:
        s, ds = x + y, dx + dy
        p, dp = s * z, ds * z + s * dz
        slopes.append(p * dp + dp * p)
    return [p * p, slopes]

# %% q1, right: Jacobians as matrices
def square_graph(x, y, z):
    inner = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    s, z = inner @ [x, y, z]
    slopes = np.array([2 * s * z]) @ np.array([[z, s]]) @ inner
    return np.float64(s * z) ** 2, tuple(slopes)

# %% q2, wrong: missing chain factor
# The slopes of x and y are the same number, but x has one node more on its way. What does the sine
# multiply the slope by?
def sine_graph(x, y, z):
    s = np.sin(x) + y
    p = s * z
    back = 3 * p**2
    return p**3, (back * z, back * z, back * s)

# %% q2, wrong: slope taken at the activation
# The slope of the sine is taken at what came out of it. A slope belongs to what went in: which
# value was handed to the sine?
def sine_graph(x, y, z):
    a = np.sin(x)
    s = a + y
    p = s * z
    back = 3 * p**2
    return p**3, (back * z * np.cos(a), back * z, back * s)

# %% q2, wrong: cosine at the wrong argument
# The cosine is taken at s, the sum. The sine never sees y: only what went into it counts.
def sine_graph(x, y, z):
    s = np.sin(x) + y
    p = s * z
    back = 3 * p**2
    return p**3, (back * z * np.cos(s), back * z, back * s)

# %% q2, wrong: sign flipped at the sine
# The slope of x has the wrong sign, the others are right. Which of sine and cosine gets a minus
# when it is differentiated? At 0 the sine rises.
def sine_graph(x, y, z):
    s = np.sin(x) + y
    p = s * z
    back = 3 * p**2
    return p**3, (-back * z * np.cos(x), back * z, back * s)

# %% q2, wrong: the function for its slope
# On the way back you multiply by the sine itself. What is needed there is how fast it changes: at 0
# the sine is 0, and as steep as it ever gets.
def sine_graph(x, y, z):
    s = np.sin(x) + y
    p = s * z
    back = 3 * p**2
    return p**3, (back * z * np.sin(x), back * z, back * s)

# %% q2, wrong: cosine on the way to y too
# The slope of y carries the sine's factor. Follow y in the picture: does it go through the sine?
def sine_graph(x, y, z):
    s = np.sin(x) + y
    p = s * z
    back = 3 * p**2
    return p**3, (back * z * np.cos(x), back * z * np.cos(x), back * s)

# %% q2, wrong: cosine on the way to all inputs
# All three slopes carry the sine's factor, as if it were the last node. It lies on the way to one
# input only.
def sine_graph(x, y, z):
    s = np.sin(x) + y
    p = s * z
    back = 3 * p**2 * np.cos(x)
    return p**3, (back * z, back * z, back * s)

# %% q2, wrong: a factor's own value for the other
# The two sides of the multiplication are mixed up. If z grows by a little, how much does s times z
# grow? Not by z times that.
def sine_graph(x, y, z):
    s = np.sin(x) + y
    p = s * z
    back = 3 * p**2
    return p**3, (back * s * np.cos(x), back * s, back * z)

# %% q2, wrong: the angle taken for degrees
# The angle is converted, and it is in radians already: the sine of pi / 6 should be one half.
def sine_graph(x, y, z):
    x = np.radians(x)
    s = np.sin(x) + y
    p = s * z
    back = 3 * p**2
    return p**3, (back * z * np.cos(x), back * z, back * s)

# %% q2, wrong: exponent of the cube's slope
# All slopes are off by a power of p: the cube's own slope lost its exponent. Compare it with the
# formula above the question.
def sine_graph(x, y, z):
    s = np.sin(x) + y
    p = s * z
    back = 3 * p
    return p**3, (back * z * np.cos(x), back * z, back * s)

# %% q2, wrong: the 3 of the cube lost
# Every slope is a third of what it should be. All of them come through the cube: look at its own
# slope.
def sine_graph(x, y, z):
    s = np.sin(x) + y
    p = s * z
    back = p**2
    return p**3, (back * z * np.cos(x), back * z, back * s)

# %% q2, wrong: the cube's slope taken at its output
# The slope of the cube is taken at f, which came out of it. It belongs at what went in.
def sine_graph(x, y, z):
    s = np.sin(x) + y
    f = (s * z) ** 3
    back = 3 * f**2
    return f, (back * z * np.cos(x), back * z, back * s)

# %% q2, wrong: the square of question 1 left
# This graph ends with a cube, not with the square of question 1. Value and slopes both need it.
def sine_graph(x, y, z):
    s = np.sin(x) + y
    p = s * z
    back = 2 * p
    return p**2, (back * z * np.cos(x), back * z, back * s)

# %% q2, wrong: the slope of the square left
# The value is right, and the walk back still starts as it did in question 1. The last node is
# another one now.
def sine_graph(x, y, z):
    s = np.sin(x) + y
    p = s * z
    back = 2 * p
    return p**3, (back * z * np.cos(x), back * z, back * s)

# %% q2, wrong: sine of the sum
# You take the sine of x + y. In the formula the sine holds x alone, and y is added afterwards.
def sine_graph(x, y, z):
    s = np.sin(x + y)
    p = s * z
    back = 3 * p**2
    slope = back * z * np.cos(x + y)
    return p**3, (slope, slope, back * s)

# %% q2, wrong: sign lost
# The slope of x is never of the sign that a falling sine gives: the root of 1 - a^2 is the size of
# the cosine and forgets its sign. Try an angle beyond a quarter turn.
def sine_graph(x, y, z):
    a = np.sin(x)
    s = a + y
    p = s * z
    back = 3 * p**2
    return p**3, (back * z * np.sqrt(1 - a**2), back * z, back * s)

# %% q2, wrong: differences for the chain rule
# These slopes are measured with a small step, and good to a few digits only. Walk back node by node
# instead: it gives all digits, and needs no step.
def sine_graph(x, y, z):
    def f(x, y, z):
        return ((np.sin(x) + y) * z) ** 3
    h, f0 = 1e-4, f(x, y, z)
    return f0, ((f(x + h, y, z) - f0) / h, (f(x, y + h, z) - f0) / h, (f(x, y, z + h) - f0) / h)

# %% q2, wrong: divided back
# The slopes come from f by division, and fail where the divisor is 0. The chain rule only
# multiplies, and every factor it needs is there from the way forward.
def sine_graph(x, y, z):
    s = float(np.sin(x) + y)
    f = (s * z) ** 3
    return f, (3 * f / s * np.cos(x), 3 * f / s, 3 * f / float(z))

# %% q2, wrong: slopes in another order
# The numbers are right and stand in the order of the walk back. The caller expects them in the
# order of the inputs.
def sine_graph(x, y, z):
    s = np.sin(x) + y
    p = s * z
    back = 3 * p**2
    return p**3, (back * s, back * z, back * z * np.cos(x))

# %% q2, wrong: the value is not returned
# The slopes are right, and they come alone. The value of f goes first, as in question 1.
def sine_graph(x, y, z):
    s = np.sin(x) + y
    p = s * z
    back = 3 * p**2
    return back * z * np.cos(x), back * z, back * s

# %% q2, right: multiplied out
def sine_graph(x, y, z):
    import math
    inner = math.sin(x) + y
    outer = 3 * z * z * z * inner * inner
    slopes = [outer * math.sin(x + math.pi / 2), outer, 3 * z * z * inner * inner * inner]
    return inner * z * inner * z * inner * z, slopes

# %% q2, right: dual numbers, one input at a time
def sine_graph(x, y, z):
    slopes = []
    for dx, dy, dz in np.eye(3):
        a, da = np.sin(x), np.cos(x) * dx
        s, ds = a + y, da + dy
        p, dp = s * z, ds * z + s * dz
        slopes.append(float(3 * p**2 * dp))
    return p**3, tuple(slopes)

# %% q2, right: by the node of question 1
def sine_graph(x, y, z):
    a = float(np.sin(x))
    square, (back, _, back_z) = square_graph(a, y, z)
    p = (a + y) * z
    by_s, by_z = 1.5 * p * back, 1.5 * p * back_z
    return square * p, (by_s * float(np.cos(x)), by_s, by_z)

# %% q3, wrong: one side only
# You step up and compare with the middle. The formula has one step to either side: that cancels the
# bend of the function, which you can see in the miniature, where the step is large.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        up = w.copy()
        up[i] += h
        g[i] = (f(up) - f(w.copy())) / h
    return g

# %% q3, wrong: lower side only
# You step down and compare with the middle. The formula has one step to either side: that cancels
# the bend of the function.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        down = w.copy()
        down[i] -= h
        g[i] = (f(w.copy()) - f(down)) / h
    return g

# %% q3, wrong: divided by h for 2h
# Every entry is twice what it should be. How far apart are the two places at which you ask f?
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / h
    return g

# %% q3, wrong: brackets around 2h forgotten
# Python works from left to right: dividing by 2 and then multiplying by h is not dividing by both.
# Your numbers are far too small for small steps.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / 2 * h
    return g

# %% q3, wrong: step hard-coded
# With the default step all is well, and another step changes nothing. The caller gives you h: use
# that one.
def numerical_gradient(f, w, h=1e-6):
    h = 1e-6
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g

# %% q3, wrong: half the step to either side
# You go h / 2 to either side. That is a good difference too, but not the one that was asked for: h
# is the step to one side.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[i] += h / 2
        down[i] -= h / 2
        g[i] = (f(up) - f(down)) / h
    return g

# %% q3, wrong: step scaled by the entry
# Your step grows with the entry that is moved. The text asks for the same step for every entry, the
# one that is given.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        step = h * max(1.0, abs(w[i]))
        up, down = w.copy(), w.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - f(down)) / (2 * step)
    return g

# %% q3, wrong: another formula
# You ask f at four places for each entry. That formula is more exact, and it isn't the one above:
# two places are enough, and the tests know what they give.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        values = []
        for k in (-2, -1, 1, 2):
            moved = w.copy()
            moved[i] += k * h
            values.append(f(moved))
        g[i] = (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * h)
    return g

# %% q3, wrong: all entries moved at once
# All your entries are the same number: w + h moves every weight, and nobody can tell whose share it
# was. Move one, and leave the others.
def numerical_gradient(f, w, h=1e-6):
    return np.full(w.shape, (f(w + h) - f(w - h)) / (2 * h))

# %% q3, wrong: a whole row moved at once
# In a matrix the entries of a row share one number: w[i] is a row there, not an entry. Which
# function of the text walks through the indices of any shape?
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for i in range(len(w)):
        up, down = w.copy(), w.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g

# %% q3, wrong: only one dimension
# A vector is fine, and a matrix crashes: one number is no index into it once the rows are used up.
# np.ndindex gives the indices of any shape.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for i in range(w.size):
        up, down = w.copy(), w.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g

# %% q3, wrong: entries stay moved
# The first entry is right and the later ones are not: when their turn comes, the earlier ones are
# not back at their place. Start each entry from the weights as they were.
def numerical_gradient(f, w, h=1e-6):
    g, moved = np.zeros(w.shape), w.copy()
    for i in np.ndindex(w.shape):
        moved[i] += h
        up = f(moved)
        moved[i] -= 2 * h
        g[i] = (up - f(moved)) / (2 * h)
    return g

# %% q3, wrong: entries of two copies stay moved
# The first entry is right and the later ones are not: when their turn comes, the earlier ones are
# still moved, up in one copy and down in the other. Start each entry from the weights as they were.
def numerical_gradient(f, w, h=1e-6):
    g, up, down = np.zeros(w.shape), w.copy(), w.copy()
    for i in np.ndindex(w.shape):
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g

# %% q3, wrong: not put back after a crash
# All is well until f raises an exception: then the line that puts the old value back is never
# reached. The last sentence of the question names two ways out.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        old = w[i]
        w[i] = old + h
        up = f(w)
        w[i] = old - h
        down = f(w)
        w[i] = old
        g[i] = (up - down) / (2 * h)
    return g

# %% q3, wrong: argument changed in place
# The caller's weights are moved during the call, and come back with a rounding error, or not at
# all. Keep the old value and put exactly that back, or work on a copy.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        w[i] += h
        up = f(w)
        w[i] -= 2 * h
        down = f(w)
        w[i] += h
        g[i] = (up - down) / (2 * h)
    return g

# %% q3, wrong: exception swallowed
# When f crashes, your function goes on as if nothing had happened. Whoever debugs needs that
# exception: let it through.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[i] += h
        down[i] -= h
        try:
            g[i] = (f(up) - f(down)) / (2 * h)
        except Exception:
            g[i] = np.nan
    return g

# %% q3, wrong: two names for one array
# Your slopes are all 0: the array that is moved up and the one that is moved down are one array
# under two names, so f is asked twice about the same place.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        up = down = w.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g

# %% q3, wrong: result flattened
# The numbers are right and lie in one long row. The gradient has the shape of w.
def numerical_gradient(f, w, h=1e-6):
    g = []
    for i in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[i] += h
        down[i] -= h
        g.append((f(up) - f(down)) / (2 * h))
    return np.array(g)

# %% q3, wrong: f is given a flat array
# The weights are flattened before f sees them, and an f that expects a matrix can't use that. f is
# always given an array of the shape of w.
def numerical_gradient(f, w, h=1e-6):
    flat, g = w.ravel(), np.zeros(w.size)
    for i in range(w.size):
        up, down = flat.copy(), flat.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g.reshape(w.shape)

# %% q3, wrong: a list for an array
# The numbers are right, and they come as a list. Lists can't be subtracted from a gradient: give
# back an array of the shape of w.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g.tolist()

# %% q3, wrong: integer array for the result
# Your slopes are whole numbers: the array that collects them was made for integers and cuts off
# what doesn't fit.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape, dtype=int)
    for i in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g

# %% q3, wrong: float32 for float64
# The weights are rounded to seven digits on the way, and with so few a step of a millionth is
# mostly rounding. Stay in float64.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        up, down = w.astype(np.float32), w.astype(np.float32)
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g

# %% q3, wrong: sign flipped
# The gradient points the other way: look at which of the two values is subtracted from which.
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(down) - f(up)) / (2 * h)
    return g

# %% q3, wrong: last entry left out
# The last entry is always 0: the loop ends before its turn. How many entries are there, and which
# number does the last one have?
def numerical_gradient(f, w, h=1e-6):
    g = np.zeros(w.shape)
    for k in range(w.size - 1):
        up, down = w.copy(), w.copy()
        up.flat[k] += h
        down.flat[k] -= h
        g.flat[k] = (f(up) - f(down)) / (2 * h)
    return g

# %% q3, right: moves as rows of a unit matrix
def numerical_gradient(f, w, h=1e-6):
    moves = [h * e.reshape(w.shape) for e in np.eye(w.size)]
    return np.reshape([(f(w + m) - f(w - m)) / (2 * h) for m in moves], w.shape)

# %% q3, right: in place, put back in the end
def numerical_gradient(f, w, h=1e-6):
    kept, g = w.copy(), np.empty_like(w)
    try:
        for k in range(w.size):
            w.flat[k] = kept.flat[k] + h
            up = f(w)
            w.flat[k] = kept.flat[k] - h
            g.flat[k] = (up - f(w)) / h / 2
            w.flat[k] = kept.flat[k]
        return g
    finally:
        w[...] = kept

# %% q3, right: by recursion over the entries
def numerical_gradient(f, w, h=1e-6):
    def slopes(k):
        if k == w.size:
            return []
        def at(move):
            moved = w.ravel().copy()
            moved[k] += move
            return f(moved.reshape(w.shape))
        return [(at(h) - at(-h)) * 0.5 / h, *slopes(k + 1)]
    return np.array(slopes(0)).reshape(w.shape)

# %% q4, wrong: mean for the worst
# You average over the entries. One wrong entry among a million hardly shows in a mean, and it is a
# wrong gradient all the same.
def relative_error(analytic, numeric):
    size = np.maximum(np.abs(analytic) + np.abs(numeric), 1e-8)
    return np.mean(np.abs(analytic - numeric) / size)

# %% q4, wrong: sum for the worst
# You add up the entries, so r grows with the number of weights and can exceed 1. Only the worst
# entry counts.
def relative_error(analytic, numeric):
    size = np.maximum(np.abs(analytic) + np.abs(numeric), 1e-8)
    return np.sum(np.abs(analytic - numeric) / size)

# %% q4, wrong: norms of whole gradients
# You compare the lengths of whole vectors. A small entry can be all wrong then and not show: divide
# entry by entry first.
def relative_error(analytic, numeric):
    size = np.linalg.norm(analytic) + np.linalg.norm(numeric)
    return np.linalg.norm(analytic - numeric) / max(size, 1e-8)

# %% q4, wrong: worst taken before dividing
# The largest gap is divided by the largest size, and the two may belong to different entries. Which
# comes first in the formula, the fraction or the maximum?
def relative_error(analytic, numeric):
    size = np.maximum(np.abs(analytic) + np.abs(numeric), 1e-8)
    return np.max(np.abs(analytic - numeric)) / np.max(size)

# %% q4, wrong: the larger for the sum
# The gap is divided by the larger of the two sizes, not by both together. Opposite signs should
# give 1, the most there is; see what yours gives.
def relative_error(analytic, numeric):
    size = np.maximum(np.maximum(np.abs(analytic), np.abs(numeric)), 1e-8)
    return np.max(np.abs(analytic - numeric) / size)

# %% q4, wrong: mean size for the sum
# The gap is divided by the average of the two sizes, so r goes up to 2. In the formula they are
# added, and nothing halves them.
def relative_error(analytic, numeric):
    size = np.maximum((np.abs(analytic) + np.abs(numeric)) / 2, 1e-8)
    return np.max(np.abs(analytic - numeric) / size)

# %% q4, wrong: only one gradient in the denominator
# The gap is divided by the size of one gradient only. Where that one is nearly 0 the error
# explodes, and swapping the two changes the result; the formula treats them alike.
def relative_error(analytic, numeric):
    return np.max(np.abs(analytic - numeric) / np.maximum(np.abs(numeric), 1e-8))

# %% q4, wrong: only the analytic one in the denominator
# The gap is divided by the size of the analytic gradient only. Swapping the two should change
# nothing; the formula treats them alike.
def relative_error(analytic, numeric):
    return np.max(np.abs(analytic - numeric) / np.maximum(np.abs(analytic), 1e-8))

# %% q4, wrong: absolute for relative
# You measure the gap itself, and the same gap is nothing for a large slope and everything for a
# small one. Something is missing below the fraction bar.
def relative_error(analytic, numeric):
    return np.max(np.abs(analytic - numeric))

# %% q4, wrong: bars around the difference lost
# Where the numeric slope is the larger one, your error is negative, and the maximum passes over it.
# A distance has no sign.
def relative_error(analytic, numeric):
    size = np.maximum(np.abs(analytic) + np.abs(numeric), 1e-8)
    return np.max((analytic - numeric) / size)

# %% q4, wrong: bars around the sum
# You add first and take the absolute value then, so opposite signs cancel in the denominator. Each
# of the two has its own bars.
def relative_error(analytic, numeric):
    size = np.maximum(np.abs(analytic + numeric), 1e-8)
    return np.max(np.abs(analytic - numeric) / size)

# %% q4, wrong: floor added
# The small number is added to the denominator, and that shifts every result a little. It is a
# floor: it counts only where the sizes are smaller.
def relative_error(analytic, numeric):
    size = np.abs(analytic) + np.abs(numeric) + 1e-8
    return np.max(np.abs(analytic - numeric) / size)

# %% q4, wrong: floor missing
# Two slopes of 0 agree perfectly, and yours divides 0 by 0 there. The formula has something against
# that.
def relative_error(analytic, numeric):
    size = np.abs(analytic) + np.abs(numeric)
    return np.max(np.abs(analytic - numeric) / size)

# %% q4, wrong: only zeros are kept from dividing
# Two zeros are taken care of, and tiny slopes are not: the floor counts for everything that is
# smaller than it, not for 0 alone.
def relative_error(analytic, numeric):
    size = np.abs(analytic) + np.abs(numeric)
    return np.max(np.abs(analytic - numeric) / np.where(size == 0, 1e-8, size))

# %% q4, wrong: floor for ceiling
# The denominator is never larger than the floor: of the two you take the smaller. That makes huge
# numbers of harmless differences.
def relative_error(analytic, numeric):
    size = np.minimum(np.abs(analytic) + np.abs(numeric), 1e-8)
    return np.max(np.abs(analytic - numeric) / size)

# %% q4, wrong: best for worst
# You report the entry that agrees best, so one right entry hides all the wrong ones.
def relative_error(analytic, numeric):
    size = np.maximum(np.abs(analytic) + np.abs(numeric), 1e-8)
    return np.min(np.abs(analytic - numeric) / size)

# %% q4, wrong: nan lost by max
# Python's max compares, and no comparison with a nan is true: the nan is passed over. The last
# paragraph of the question says which function keeps it.
def relative_error(analytic, numeric):
    worst = 0.0
    for a, n in zip(analytic.ravel(), numeric.ravel()):
        worst = max(worst, abs(a - n) / max(abs(a) + abs(n), 1e-8))
    return worst

# %% q4, wrong: nan lost by max unless it comes last
# Whether a nan survives depends here on where it stands: the next entry after it wins every
# comparison. A nan anywhere has to come through.
def relative_error(analytic, numeric):
    worst = 0.0
    for a, n in zip(analytic.ravel(), numeric.ravel()):
        worst = max(abs(a - n) / max(abs(a) + abs(n), 1e-8), worst)
    return worst

# %% q4, wrong: nan left out
# You look for the worst among the entries that are no nan. A broken entry is the worst there is,
# and has to show.
def relative_error(analytic, numeric):
    size = np.maximum(np.abs(analytic) + np.abs(numeric), 1e-8)
    return np.nanmax(np.abs(analytic - numeric) / size)

# %% q4, wrong: nan taken for 0
# A nan is turned into a 0 before you compare, and what comes out is a number like any other. It
# should be nan or infinite, so that nobody can miss it.
def relative_error(analytic, numeric):
    a, n = np.nan_to_num(analytic), np.nan_to_num(numeric)
    return np.max(np.abs(a - n) / np.maximum(np.abs(a) + np.abs(n), 1e-8))

# %% q4, wrong: nan counted as 1
# For a nan you answer 1, which is what opposite signs give. A broken gradient has to stand out from
# all honest numbers: nan or infinite.
def relative_error(analytic, numeric):
    if np.isnan(analytic).any() or np.isnan(numeric).any():
        return 1.0
    size = np.maximum(np.abs(analytic) + np.abs(numeric), 1e-8)
    return np.max(np.abs(analytic - numeric) / size)

# %% q4, wrong: nan refused
# A nan makes your function crash. The text asks for an answer: r is nan or infinite then.
def relative_error(analytic, numeric):
    if np.isnan(analytic).any() or np.isnan(numeric).any():
        raise ValueError("nan in a gradient")
    size = np.maximum(np.abs(analytic) + np.abs(numeric), 1e-8)
    return np.max(np.abs(analytic - numeric) / size)

# %% q4, wrong: argument changed in place
# One of the gradients that came in is changed by the call. Let the difference be a new array: the
# caller still needs the old ones.
def relative_error(analytic, numeric):
    size = np.maximum(np.abs(analytic) + np.abs(numeric), 1e-8)
    analytic -= numeric
    return np.max(np.abs(analytic) / size)

# %% q4, wrong: one number per column
# For a matrix you give one number for each column. r is a single number, the worst of all entries.
def relative_error(analytic, numeric):
    size = np.maximum(np.abs(analytic) + np.abs(numeric), 1e-8)
    return np.max(np.abs(analytic - numeric) / size, axis=0)

# %% q4, wrong: all entries for the worst
# You give the errors of all entries. One step is left: r is a single number.
def relative_error(analytic, numeric):
    size = np.maximum(np.abs(analytic) + np.abs(numeric), 1e-8)
    return np.abs(analytic - numeric) / size

# %% q4, right: loops
def relative_error(analytic, numeric):
    errors = []
    for place in np.ndindex(analytic.shape):
        a, n = analytic[place], numeric[place]
        if np.isnan(a) or np.isnan(n):
            return np.inf
        size = abs(a) + abs(n)
        errors.append(abs(a - n) / (size if size > 1e-8 else 1e-8))
    return sorted(errors)[-1]

# %% q4, right: sizes clipped from below, largest norm
def relative_error(analytic, numeric):
    both = np.stack([analytic.ravel(), numeric.ravel()])
    sizes = np.clip(np.abs(both).sum(axis=0), 1e-8, None)
    return np.linalg.norm(np.diff(both, axis=0)[0] / sizes, np.inf)

# %% q4, right: sorted, a nan last
def relative_error(analytic, numeric):
    size = np.abs(analytic) + np.abs(numeric)
    gap = np.sqrt((numeric - analytic) ** 2)
    return np.sort(np.where(size < 1e-8, gap * 1e8, gap / np.where(size < 1e-8, 1, size)), None)[-1]

# %% q5, wrong: sign flipped
# The points climb. The gradient says where f rises; which way do you want to go?
def gradient_descent(gradient, w0, learning_rate, steps):
    path = [w0.copy()]
    for _ in range(steps):
        path.append(path[-1] + learning_rate * gradient(path[-1]))
    return np.array(path)

# %% q5, wrong: stale weights
# Every step repeats the first one: the gradient is asked at w0 only. After a step you stand
# somewhere else, so look again.
def gradient_descent(gradient, w0, learning_rate, steps):
    g, path = gradient(w0), [w0.copy()]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * g)
    return np.array(path)

# %% q5, wrong: every step starts from w0
# The slope is taken at the newest point, and the step starts from the first. Both belong to the
# newest.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = [w0.copy()]
    for _ in range(steps):
        path.append(w0 - learning_rate * gradient(path[-1]))
    return np.array(path)

# %% q5, wrong: shared references
# All rows of your path are the last point. The list holds one and the same array many times, and it
# was moved afterwards; keep a copy of each point.
def gradient_descent(gradient, w0, learning_rate, steps):
    w = w0.copy()
    path = [w]
    for _ in range(steps):
        w -= learning_rate * gradient(w)
        path.append(w)
    return np.array(path)

# %% q5, wrong: argument changed in place
# The path may be right, but w0 has moved with it: a second name for an array is no second array.
# The caller still needs the start.
def gradient_descent(gradient, w0, learning_rate, steps):
    w = w0
    path = [w.copy()]
    for _ in range(steps):
        w -= learning_rate * gradient(w)
        path.append(w.copy())
    return np.array(path)

# %% q5, wrong: the start is left out
# The points after the steps are there, and the one before them is missing. Row 0 is w0.
def gradient_descent(gradient, w0, learning_rate, steps):
    w, path = w0.copy(), np.zeros((steps, len(w0)))
    for t in range(steps):
        w = w - learning_rate * gradient(w)
        path[t] = w
    return path

# %% q5, wrong: off by one
# The path is one row short: each point is kept before its step, so the last step's result is never
# kept. How many points does a walk of two steps have?
def gradient_descent(gradient, w0, learning_rate, steps):
    w, path = w0.copy(), np.zeros((steps, len(w0)))
    for t in range(steps):
        path[t] = w
        w = w - learning_rate * gradient(w)
    return path

# %% q5, wrong: one step too many
# There is one row too many at the end. Count the steps, and the points before and after them.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = [w0.copy()]
    for _ in range(steps + 1):
        path.append(path[-1] - learning_rate * gradient(path[-1]))
    return np.array(path)

# %% q5, wrong: one step too few
# The last two rows are the same point: the loop ends one step early. Count what range gives you.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = [w0.copy()]
    for _ in range(1, steps):
        path.append(path[-1] - learning_rate * gradient(path[-1]))
    return np.array(path + path[-1:] * (steps + 1 - len(path)))

# %% q5, wrong: only the end is returned
# You return where the walk ends. The caller wants the way: w0 and the point after each step.
def gradient_descent(gradient, w0, learning_rate, steps):
    w = w0.copy()
    for _ in range(steps):
        w = w - learning_rate * gradient(w)
    return w

# %% q5, wrong: step of fixed length
# Each of your steps is as long as the learning rate. The text says the opposite: the slope decides
# the length, and the learning rate only scales it.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = [w0.copy()]
    for _ in range(steps):
        g = gradient(path[-1])
        path.append(path[-1] - learning_rate * g / max(np.linalg.norm(g), 1e-12))
    return np.array(path)

# %% q5, wrong: only the sign of the slope
# Every weight moves by the learning rate, steep or not. The slope has a size besides its sign.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = [w0.copy()]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * np.sign(gradient(path[-1])))
    return np.array(path)

# %% q5, wrong: learning rate forgotten
# The whole gradient is subtracted, and the walk overshoots. Something has to scale the step.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = [w0.copy()]
    for _ in range(steps):
        path.append(path[-1] - gradient(path[-1]))
    return np.array(path)

# %% q5, wrong: learning rate shrinks
# The first step is right and the later ones are too short: the learning rate is divided by the
# number of the step. Here it is constant.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = [w0.copy()]
    for t in range(steps):
        path.append(path[-1] - learning_rate / (t + 1) * gradient(path[-1]))
    return np.array(path)

# %% q5, wrong: learning rate hard-coded
# The path is right for the learning rate of the miniature, and for no other. Where does the 0.1 in
# your code come from?
def gradient_descent(gradient, w0, learning_rate, steps):
    path = [w0.copy()]
    for _ in range(steps):
        path.append(path[-1] - 0.1 * gradient(path[-1]))
    return np.array(path)

# %% q5, wrong: momentum added
# Part of the last step is carried into the next one. That is a good idea of a later homework; plain
# descent has no memory.
def gradient_descent(gradient, w0, learning_rate, steps):
    path, velocity = [w0.copy()], 0.0
    for _ in range(steps):
        velocity = 0.9 * velocity - learning_rate * gradient(path[-1])
        path.append(path[-1] + velocity)
    return np.array(path)

# %% q5, wrong: mean for sum
# Your steps are too short, by the number of dimensions. Nothing in the formula divides by it.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = [w0.copy()]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * gradient(path[-1]) / len(w0))
    return np.array(path)

# %% q5, wrong: already updated weights
# Within one step the later entries see the earlier ones moved already. Ask for the gradient once
# per step, then move all entries together.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = [w0.copy()]
    for _ in range(steps):
        w = path[-1].copy()
        for i in range(len(w)):
            w[i] -= learning_rate * gradient(w)[i]
        path.append(w)
    return np.array(path)

# %% q5, wrong: stops early
# Where the points hardly move any more, your path ends before all steps are made. The caller counts
# on steps + 1 rows, even if they are all alike.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = [w0.copy()]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * gradient(path[-1]))
        if np.linalg.norm(path[-1] - path[-2]) < 1e-6:
            break
    return np.array(path)

# %% q5, wrong: no steps, no row
# With 0 steps your answer has another shape than otherwise. A path of one point is still an array
# of two dimensions.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = w0.copy()
    for _ in range(steps):
        now = path if path.ndim == 1 else path[-1]
        path = np.vstack([path, now - learning_rate * gradient(now)])
    return path

# %% q5, wrong: a list for an array
# The points are right, and they come as a list. A picture wants columns of it: make it an array.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = [w0.copy()]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * gradient(path[-1]))
    return path

# %% q5, wrong: path transposed
# Your points are the columns. They should be the rows: w0 is row 0.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = [w0.copy()]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * gradient(path[-1]))
    return np.array(path).T.copy()

# %% q5, wrong: points strung together
# All numbers are there, in one long row. Appending to an array without an axis flattens it; the
# path has a row for each point.
def gradient_descent(gradient, w0, learning_rate, steps):
    w = path = w0.copy()
    for _ in range(steps):
        w = w - learning_rate * gradient(w)
        path = np.append(path, w)
    return path

# %% q5, wrong: integer array for the path
# Your points are whole numbers: the array that collects them was made for integers and cuts off the
# rest.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = np.zeros((steps + 1, len(w0)), dtype=int)
    path[0] = w0
    for t in range(steps):
        path[t + 1] = path[t] - learning_rate * gradient(path[t].astype(float))
    return path

# %% q5, wrong: hard-coded for the visible example
# The path has room for two weights only, as in the miniature. How many there are, w0 knows.
def gradient_descent(gradient, w0, learning_rate, steps):
    path = np.zeros((steps + 1, 2))
    path[0] = w0
    for t in range(steps):
        path[t + 1] = path[t] - learning_rate * gradient(path[t])
    return path

# %% q5, right: by recursion
def gradient_descent(gradient, w0, learning_rate, steps):
    if steps == 0:
        return np.array([w0])
    path = gradient_descent(gradient, w0, learning_rate, steps - 1)
    return np.vstack([path, path[-1] - learning_rate * gradient(path[-1])])

# %% q5, right: in place on a copy, entry by entry
def gradient_descent(gradient, w0, learning_rate, steps):
    w = np.array(w0)
    points = [tuple(w)]
    while len(points) < steps + 1:
        slope = gradient(w.copy())
        for i in range(w.size):
            w[i] -= learning_rate * slope[i]
        points.append(tuple(w))
    return np.array(points, dtype=np.float64)

# %% q5, right: running sums of the steps
def gradient_descent(gradient, w0, learning_rate, steps):
    moves = np.zeros((steps + 1, w0.size))
    moves[0] = w0
    for t in range(1, steps + 1):
        moves[t] = -learning_rate * np.asarray(gradient(moves[:t].sum(axis=0)))
    return np.cumsum(moves, axis=0)

# %% q6, wrong: smallest for largest eigenvalue
# You look at the gentlest direction. There a large step is safe, but all directions have to shrink:
# which one allows the least?
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H")
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-12 * np.abs(lam).max():
        raise ValueError("H")
    return 2 / lam[0]

# %% q6, wrong: 1 for 2
# Your learning rate brings the sharpest direction to its minimum in one step. That is not yet the
# border: how much further may it jump, if it only has to land closer than it was?
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H")
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-12 * np.abs(lam).max():
        raise ValueError("H")
    return 1 / lam[-1]

# %% q6, wrong: largest entry for the largest eigenvalue
# You go by the entries of H. The sharpest direction is seldom one of the axes: the miniature says
# what becomes of 2/5.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H")
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-12 * np.abs(lam).max():
        raise ValueError("H")
    return 2 / H.max()

# %% q6, wrong: trace for the largest eigenvalue
# You divide by the sum of all eigenvalues, which is safe and too small. Each direction shrinks or
# grows by itself: only one of them decides.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H")
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-12 * np.abs(lam).max():
        raise ValueError("H")
    return 2 / np.trace(H)

# %% q6, wrong: mean for the largest eigenvalue
# You divide by the average curvature. On average all is well, and along the sharpest direction it
# explodes.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H")
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-12 * np.abs(lam).max():
        raise ValueError("H")
    return 2 / lam.mean()

# %% q6, wrong: norm of all entries
# You divide by the root of the sum of all squares, which is larger than every eigenvalue as soon as
# there are two. For a matrix np.linalg.norm means something else unless you tell it more.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H")
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-12 * np.abs(lam).max():
        raise ValueError("H")
    return 2 / np.linalg.norm(H)

# %% q6, wrong: the best for the largest rate
# You add the smallest eigenvalue to the largest. That gives the learning rate of the fastest
# descent, which is a fair thing to know; the border lies higher.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H")
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-12 * np.abs(lam).max():
        raise ValueError("H")
    return 2 / (lam[0] + lam[-1])

# %% q6, wrong: the eigenvalue itself
# You return how sharply the bowl curves. The sharper it is, the smaller the step has to be: one
# line is missing.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H")
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-12 * np.abs(lam).max():
        raise ValueError("H")
    return lam[-1]

# %% q6, wrong: eigenvalues taken for sorted
# You take the last eigenvalue for the largest. eigvalsh sorts them, eigvals and eig do not.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H")
    lam = np.linalg.eig(H)[0].real
    if lam.min() <= 1e-12 * np.abs(lam).max():
        raise ValueError("H")
    return 2 / lam[-1]

# %% q6, wrong: nothing is refused but what is not square
# A saddle and a lopsided matrix get a number, as if they were bowls. The rule holds for bowls only:
# three things are to be looked at first.
def largest_stable_learning_rate(H):
    return 2 / np.linalg.eigvalsh(H)[-1]

# %% q6, wrong: symmetry is not asked for
# A matrix that is not symmetric gets a number. eigvalsh reads one half of it and won't complain, so
# you have to look yourself.
def largest_stable_learning_rate(H):
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-12 * np.abs(lam).max():
        raise ValueError("H")
    return 2 / lam[-1]

# %% q6, wrong: made symmetric for refused
# You average H with its transpose, and answer for a matrix that nobody asked about. One that is not
# symmetric is to be refused.
def largest_stable_learning_rate(H):
    lam = np.linalg.eigvalsh((H + H.T) / 2)
    if lam[0] <= 1e-12 * np.abs(lam).max():
        raise ValueError("H")
    return 2 / lam[-1]

# %% q6, wrong: saddles are let through
# A matrix with a negative eigenvalue gets a number. Along that direction it goes down forever, and
# no learning rate is stable.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H")
    return 2 / np.abs(np.linalg.eigvalsh(H)).max()

# %% q6, wrong: determinant for definiteness
# You ask whether the determinant is positive. It is the product of all eigenvalues, and two
# negative ones hide in a product.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H")
    if np.linalg.det(H) <= 0:
        raise ValueError("H")
    return 2 / np.linalg.eigvalsh(H)[-1]

# %% q6, wrong: diagonal for definiteness
# You ask whether the diagonal is positive. A saddle can have that too: the eigenvalues decide, not
# the entries.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H")
    if np.diag(H).min() <= 0:
        raise ValueError("H")
    return 2 / np.linalg.eigvalsh(H)[-1]

# %% q6, wrong: compared with exactly 0
# An eigenvalue that should be 0 seldom comes out as 0, but as something tiny of either sign. The
# text says how small is too small.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H")
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 0:
        raise ValueError("H")
    return 2 / lam[-1]

# %% q6, wrong: Cholesky for definiteness
# You leave the question to the Cholesky decomposition. It refuses what is negative, and lets an
# eigenvalue pass that is 0 but for rounding; the text has a limit for that.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H")
    np.linalg.cholesky(H)
    return 2 / np.linalg.eigvalsh(H)[-1]

# %% q6, wrong: limit that knows no units
# Your smallest eigenvalue is compared with a fixed number. Measure H in other units, and a good
# bowl is refused: the limit is relative to the largest eigenvalue.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H")
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-12:
        raise ValueError("H")
    return 2 / lam[-1]

# %% q6, wrong: limit too generous
# Bowls with one gentle direction are refused: your limit for the smallest eigenvalue is larger than
# that of the text.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        raise ValueError("H")
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-8 * np.abs(lam).max():
        raise ValueError("H")
    return 2 / lam[-1]

# %% q6, wrong: np.allclose for symmetry
# np.allclose has tolerances of its own, one of them absolute: a matrix of tiny numbers is always
# symmetric for it, and 1e-5 of an entry goes unnoticed. The text has another limit.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or not np.allclose(H, H.T):
        raise ValueError("H")
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-12 * np.abs(lam).max():
        raise ValueError("H")
    return 2 / lam[-1]

# %% q6, wrong: symmetric to the last bit
# A matrix is refused where two entries differ by rounding. Computed matrices are seldom symmetric
# to the last bit; the text says how much is allowed.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or (H != H.T).any():
        raise ValueError("H")
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-12 * np.abs(lam).max():
        raise ValueError("H")
    return 2 / lam[-1]

# %% q6, wrong: symmetry measured entry by entry
# Each difference is compared with its own entry, and where that is 0 or tiny any rounding is too
# much. The text compares with the largest entry of all.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or (np.abs(H - H.T) > 1e-9 * np.abs(H)).any():
        raise ValueError("H")
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-12 * np.abs(lam).max():
        raise ValueError("H")
    return 2 / lam[-1]

# %% q6, wrong: another error than ValueError
# You refuse the right things, with another exception than the one that was agreed. Who calls this
# function catches a ValueError.
def largest_stable_learning_rate(H):
    assert H.shape[0] == H.shape[1]
    assert np.abs(H - H.T).max() <= 1e-9 * np.abs(H).max()
    lam = np.linalg.eigvalsh(H)
    assert lam[0] > 1e-12 * np.abs(lam).max()
    return 2 / lam[-1]

# %% q6, wrong: the error is not raised
# Where H is no bowl, nothing is raised: a value comes back that a caller can mistake for an answer.
# An exception has to be raised, not printed or returned.
def largest_stable_learning_rate(H):
    if H.shape[0] != H.shape[1] or np.abs(H - H.T).max() > 1e-9 * np.abs(H).max():
        return None
    lam = np.linalg.eigvalsh(H)
    if lam[0] <= 1e-12 * np.abs(lam).max():
        return None
    return 2 / lam[-1]

# %% q6, right: norms
def largest_stable_learning_rate(H):
    d = len(H)
    if H.shape != (d, d):
        raise ValueError("not square")
    if np.ptp([H, H.T], axis=0).max() > 1e-9 * np.max(np.abs(H)):
        raise ValueError("not symmetric")
    lam, _ = np.linalg.eigh(H)
    if not lam[0] > 1e-12 * np.max(np.abs(lam)):
        raise ValueError("not a bowl")
    return 2 / np.linalg.norm(H, 2)

# %% q6, right: loops, general eigenvalues
def largest_stable_learning_rate(H):
    if len(set(H.shape)) == 2:
        raise ValueError("not square")
    limit = 1e-9 * max(abs(entry) for row in H for entry in row)
    for i in range(len(H)):
        for j in range(i):
            if abs(H[i, j] - H[j, i]) > limit:
                raise ValueError("not symmetric")
    lam = sorted(np.linalg.eigvals(H).real)
    if lam[0] <= 1e-12 * max(lam[-1], -lam[0]):
        raise ValueError("not positive definite")
    return np.float64(2) / lam[-1]

# %% q6, right: scaled to 1 first, singular values
def largest_stable_learning_rate(H):
    scale = np.abs(H).max()
    if H.shape[0] != H.shape[1] or scale == 0:
        raise ValueError("no bowl")
    A = H / scale
    if np.abs(A - A.T).max() > 1e-9:
        raise ValueError("not symmetric")
    if np.linalg.eigvalsh(A).min() <= 1e-12 * np.linalg.svd(A, compute_uv=False)[0]:
        raise ValueError("no bowl")
    return 2 / (scale * np.linalg.svd(A, compute_uv=False)[0])

# %% q7, wrong: counted from 1
# You find the right one and count from 1. An index into a list starts at 0.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    for i, candidate in enumerate(candidates, start=1):
        if not relative_error(candidate(w), numeric) < 1e-5:
            return i

# %% q7, wrong: best for worst
# You name a candidate that agrees with the differences. Wanted is the one that they refute.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    errors = [relative_error(candidate(w), numeric) for candidate in candidates]
    return int(np.argmin([e if np.isfinite(e) else np.inf for e in errors]))

# %% q7, wrong: nan unnoticed, none named
# A candidate with a nan slips through, and in the end nobody is named. No comparison with a nan is
# true: ask whether the error is small, instead of whether it is large.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    for i, candidate in enumerate(candidates):
        if relative_error(candidate(w), numeric) > 1e-5:
            return i

# %% q7, wrong: nan unnoticed, the worst of the others named
# A candidate with a nan goes free, and the largest error of the others decides. No comparison with
# a nan is true; a nan has to count as infinitely wrong.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    worst, answer = -1.0, None
    for i, candidate in enumerate(candidates):
        error = relative_error(candidate(w), numeric)
        if error > worst:
            worst, answer = error, i
    return answer

# %% q7, wrong: tolerance too wide
# A slip of one percent, or of one part in a thousand, goes unnoticed. A right gradient is far
# better than that: question 4 says what a good number looks like.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    for i, candidate in enumerate(candidates):
        if not relative_error(candidate(w), numeric) < 0.05:
            return i

# %% q7, wrong: tolerance too tight
# The first candidate is named, whoever is wrong: for your check nobody is good enough. Differences
# never agree with a gradient to the last digit, not even with a right one.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    for i, candidate in enumerate(candidates):
        if not relative_error(candidate(w), numeric) < 1e-14:
            return i

# %% q7, wrong: voting
# You compare the candidates with each other and name the odd one out. With two of them, each is as
# odd as the other: ask the function itself.
def find_the_bug(candidates, f, w):
    slopes = np.array([candidate(w) for candidate in candidates])
    typical = np.median(slopes, axis=0)
    errors = [relative_error(slope, typical) for slope in slopes]
    return int(np.argmax([e if np.isfinite(e) else np.inf for e in errors]))

# %% q7, wrong: first candidate taken for right
# You take the first candidate as the measure of the others. It may be the wrong one itself; the
# function is the only witness here.
def find_the_bug(candidates, f, w):
    first = candidates[0](w)
    for i, candidate in enumerate(candidates):
        if not relative_error(candidate(w), first) < 1e-5:
            return i

# %% q7, wrong: hard-coded for the visible example
# You name number 1, as in the miniature, whatever the candidates say. Ask them.
def find_the_bug(candidates, f, w):
    return 1

# %% q7, wrong: norms of whole gradients
# You compare lengths. A gradient that points the wrong way, or has its entries in another order, is
# as long as the right one.
def find_the_bug(candidates, f, w):
    size = np.linalg.norm(numerical_gradient(f, w))
    errors = [abs(np.linalg.norm(candidate(w)) - size) for candidate in candidates]
    return int(np.argmax([e if np.isfinite(e) else np.inf for e in errors]))

# %% q7, wrong: sums of entries compared
# You compare the sums of all entries. Entries in another order have the same sum: go entry by
# entry.
def find_the_bug(candidates, f, w):
    total = np.sum(numerical_gradient(f, w))
    errors = [abs(np.sum(candidate(w)) - total) for candidate in candidates]
    return int(np.argmax([e if np.isfinite(e) else np.inf for e in errors]))

# %% q7, wrong: directions compared
# You compare directions only. Half of a gradient points the same way as the whole, and is wrong.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    errors = []
    for candidate in candidates:
        slope = candidate(w)
        size = np.linalg.norm(slope) * np.linalg.norm(numeric)
        errors.append(1 - np.sum(slope * numeric) / size if size > 0 else 2.0)
    return int(np.argmax([e if np.isfinite(e) else np.inf for e in errors]))

# %% q7, wrong: only the first entry
# You look at one entry of each gradient. The slip may sit in any other.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    errors = [relative_error(candidate(w).ravel()[:1], numeric.ravel()[:1])
              for candidate in candidates]
    return int(np.argmax([e if np.isfinite(e) else np.inf for e in errors]))

# %% q7, wrong: mean for the worst
# Your error is an average over the entries, cut off at a fixed limit. One wrong entry among many
# hardly shows in it.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    for i, candidate in enumerate(candidates):
        slope = candidate(w)
        error = np.mean(np.abs(slope - numeric) / (np.abs(slope) + np.abs(numeric)))
        if not error < 2e-3:
            return i

# %% q7, wrong: loss going down taken for proof
# You make a step along each gradient and see whether f falls. It falls with most wrong gradients
# too; compare with the differences.
def find_the_bug(candidates, f, w):
    drops = [f(w) - f(w - 1e-4 * candidate(w)) for candidate in candidates]
    return int(np.argmin([drop if np.isfinite(drop) else -np.inf for drop in drops]))

# %% q7, wrong: np.allclose for the relative error
# np.allclose has an absolute tolerance besides the relative one, and a gradient of tiny entries is
# close to anything for it. Question 4 measures relative to the slopes.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    for i, candidate in enumerate(candidates):
        if not np.allclose(candidate(w), numeric, rtol=1e-4, atol=1e-4):
            return i

# %% q7, wrong: fixed limit for the gap itself
# The gap between slope and difference is compared with a fixed number. Scale the function up, and
# every gradient fails; measure relative to the slopes.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    for i, candidate in enumerate(candidates):
        if not np.max(np.abs(candidate(w) - numeric)) < 1e-6:
            return i

# %% q7, wrong: step too large
# Your differences are made with a step so large that the bend of the function shows in them. They
# refute right gradients, too; the default step is there for a reason.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w, 0.1)
    for i, candidate in enumerate(candidates):
        if not relative_error(candidate(w), numeric) < 1e-4:
            return i

# %% q7, wrong: the candidate for its index
# You return the function itself. Wanted is its place in the list.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    for candidate in candidates:
        if not relative_error(candidate(w), numeric) < 1e-5:
            return candidate

# %% q7, wrong: a list for a number
# The index comes in a list. Exactly one candidate is wrong: give the number alone.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    return [i for i, candidate in enumerate(candidates)
            if not relative_error(candidate(w), numeric) < 1e-5]

# %% q7, wrong: the error for its place
# You return how large the worst error is. Asked is whose it is.
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    return max(relative_error(candidate(w), numeric) for candidate in candidates)

# %% q7, right: own differences, gaps entry by entry
def find_the_bug(candidates, f, w):
    numeric = np.empty_like(w)
    for place in np.ndindex(w.shape):
        move = np.zeros_like(w)
        move[place] = 1e-5
        numeric[place] = (f(w + move) - f(w - move)) / 2e-5
    for index, candidate in enumerate(candidates):
        if not (np.abs(candidate(w.copy()) - numeric) < 2e-4 * np.abs(numeric)).all():
            return index

# %% q7, right: plain argmax, which stops at a nan
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    return np.argmax([relative_error(candidate(w), numeric) for candidate in candidates])

# %% q7, right: sorted by trust
def find_the_bug(candidates, f, w):
    numeric = numerical_gradient(f, w)
    passed = [relative_error(numeric, slope(w)) < 1e-5 for slope in candidates]
    return sorted(range(len(candidates)), key=passed.__getitem__)[0]

# %% q3, equivalent: slopes = np.zeros(w.shape) -> slopes = np.ones(w.shape)
# Every entry is written before the array is returned.

# %% q6, equivalent: if H.shape[0] != H.shape[1]: -> (left out)
# NumPy refuses what is not square by itself, with a ValueError, in the difference or in eigvalsh.

# %% q6, equivalent: if H.shape[0] != H.shape[1]: -> if H.shape[1] != H.shape[1]:
# The check is off then, and NumPy refuses what is not square by itself, with a ValueError.

# %% q6, equivalent: if np.abs(H - H.T).max() > 1e-09 * np.abs(H).max(): -> if np.abs(H - H.T).max() >= 1e-09 * np.abs(H).max():
# They differ on the limit itself, to the last bit, where rounding decides; the plane, 0 on both
# sides, is refused either way.

# %% q6, equivalent: if np.abs(H - H.T).max() > 1e-09 * np.abs(H).max(): -> if np.negative(H - H.T).max() > 1e-09 * np.abs(H).max():
# H minus its transpose holds each number with both signs, so its largest one is positive.

# %% q8, wrong: a share overwrites what came before
# A value that is used twice keeps the last share only. Both ways lead back to it, and its slope is
# the sum over the ways.
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        return Value(np.sin(self.data), [(self, np.cos(self.data))])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad = slope * node.grad

# %% q8, wrong: parents in a dictionary
# In p * p both parents are the same value, and a dictionary keeps one entry for it. Each side of
# a sum or a product has a share to come, also if the two sides are one value.
class Value:
    def __init__(self, data, parents=None):
        self.data, self.grad, self.parents = data, 0.0, parents or {}

    def __add__(self, other):
        return Value(self.data + other.data, {self: 1.0, other: 1.0})

    def __mul__(self, other):
        return Value(self.data * other.data, {self: other.data, other: self.data})

    def sin(self):
        return Value(np.sin(self.data), {self: np.cos(self.data)})

    def backward(self):
        order = []

        def visit(node):
            if node not in order:
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents.items():
                parent.grad += slope * node.grad

# %% q8, wrong: passed on before it is complete
# A node that is reached twice passes its sum on twice, the first time before all of it has arrived.
# In which order do the nodes have to give their shares, and how often does each?
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        return Value(np.sin(self.data), [(self, np.cos(self.data))])

    def clear(self, seen):
        if self not in seen:
            seen.add(self)
            self.grad = 0.0
            for parent, _ in self.parents:
                parent.clear(seen)

    def give(self, left):
        if left > 0:
            for parent, slope in self.parents:
                parent.grad += slope * self.grad
                parent.give(left - 1)

    def backward(self):
        self.clear(set())
        self.grad = 1.0
        self.give(12)

# %% q8, wrong: one visited node too many
# Nothing keeps the list from holding a node several times, so it passes its share on several times.
# Skip what was visited before.
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        return Value(np.sin(self.data), [(self, np.cos(self.data))])

    def backward(self):
        order = []

        def visit(node):
            if len(order) < 10_000:
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% q8, wrong: every way is walked by itself
# The slopes are right, and the walk takes each way from f to the inputs by itself. Twenty doublings
# have a million ways. If a node waits until all of its shares are there, it passes on once.
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        return Value(np.sin(self.data), [(self, np.cos(self.data))])

    def clear(self, seen):
        if self not in seen:
            seen.add(self)
            self.grad = 0.0
            for parent, _ in self.parents:
                parent.clear(seen)

    def receive(self, share):
        self.grad += share
        for parent, slope in self.parents:
            parent.receive(slope * share)

    def backward(self):
        self.clear(set())
        self.receive(1.0)

# %% q8, wrong: nearest nodes first
# Your walk takes the nodes by their distance from f. A node near f can also lie at the end of a
# longer way, and then it passes on before that way's share has come. All nodes that were made of a
# node have to come before it.
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        return Value(np.sin(self.data), [(self, np.cos(self.data))])

    def backward(self):
        order = [self]
        for node in order:
            node.grad = 0.0
            order.extend(parent for parent in dict.fromkeys(p for p, _ in node.parents)
                         if parent not in order)
        self.grad = 1.0
        for node in order:
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% q8, wrong: from the inputs to the result
# The list is walked from its beginning, so the inputs give their shares first, while all they have
# is 0. The walk starts at the node whose slope is known.
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        return Value(np.sin(self.data), [(self, np.cos(self.data))])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in order:
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% q8, wrong: the slope of f with respect to itself left at 0
# All slopes are 0: each is a product that begins at f, and there you begin with 0. How much does f
# change if f changes by 1?
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        return Value(np.sin(self.data), [(self, np.cos(self.data))])

    def backward(self):
        order = []

        def visit(node):
            if node not in order:
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        self.grad = 1.0
        visit(self)
        for node in order:
            node.grad = 0.0
        for node in order[::-1]:
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% q8, wrong: an earlier walk counts too
# What an earlier backward left in grad is still there when the next one adds to it. Before the
# walk, who has to be set to 0?
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        return Value(np.sin(self.data), [(self, np.cos(self.data))])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% q8, wrong: equal numbers taken for one node
# Two values that hold the same number are two values. Your walk tells them apart by the number, so
# it skips one of them.
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        return Value(np.sin(self.data), [(self, np.cos(self.data))])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node.data not in seen:
                seen.add(node.data)
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% q8, wrong: a product's share by its own value
# Each side of a product gets its share times itself. If a grows by a little, how much does a times
# b grow?
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, self.data), (other, other.data)])

    def sin(self):
        return Value(np.sin(self.data), [(self, np.cos(self.data))])

    def backward(self):
        order = []

        def visit(node):
            if node not in order:
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in order[::-1]:
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% q8, wrong: cosine of the sine
# The slope of the sine is taken at what came out of it. It belongs to what went in.
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        made = np.sin(self.data)
        return Value(made, [(self, np.cos(made))])

    def backward(self):
        order = []

        def visit(node):
            if node not in order:
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in order[::-1]:
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% q8, wrong: addition shares the slope out
# Each side of a sum gets half of what comes back. Raise one side alone by 0.1: by how much does the
# sum rise?
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 0.5), (other, 0.5)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        return Value(np.sin(self.data), [(self, np.cos(self.data))])

    def backward(self):
        order = []

        def visit(node):
            if node not in order:
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in order[::-1]:
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% q8, wrong: only the last step back
# The shares reach the values that f was made of directly, and go no further. The walk has to go on
# to the inputs.
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        return Value(np.sin(self.data), [(self, np.cos(self.data))])

    def backward(self):
        for parent, _ in self.parents:
            parent.grad = 0.0
        self.grad = 1.0
        for parent, slope in self.parents:
            parent.grad += slope * self.grad

# %% q8, right: each node knows its own step back
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad = data, 0.0
        self._parents, self._backward = set(parents), lambda: None

    def __add__(self, other):
        made = Value(self.data + other.data, (self, other))

        def back():
            self.grad += made.grad
            other.grad += made.grad

        made._backward = back
        return made

    def __mul__(self, other):
        made = Value(self.data * other.data, (self, other))

        def back():
            self.grad += other.data * made.grad
            other.grad += self.data * made.grad

        made._backward = back
        return made

    def sin(self):
        made = Value(float(np.sin(self.data)), (self,))

        def back():
            self.grad += float(np.cos(self.data)) * made.grad

        made._backward = back
        return made

    def backward(self):
        topological, visited = [], set()

        def build(v):
            if v not in visited:
                visited.add(v)
                for child in v._parents:
                    build(child)
                topological.append(v)

        build(self)
        for v in topological:
            v.grad = 0
        self.grad = 1
        for v in topological[::-1]:
            v._backward()

# %% q8, right: in the order of birth
class Value:
    born = 0

    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, list(parents)
        Value.born += 1
        self.age = Value.born

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1), (other, 1)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def sin(self):
        return Value(np.sin(self.data), [(self, np.cos(self.data))])

    def backward(self):
        nodes = {self}
        waiting = [self]
        while waiting:
            for parent, _ in waiting.pop().parents:
                if parent not in nodes:
                    nodes.add(parent)
                    waiting.append(parent)
        for node in nodes:
            node.grad = float(node is self)
        for node in sorted(nodes, key=lambda node: -node.age):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

# %% q8, right: a node passes on when its last child has
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def sin(self):
        return Value(np.sin(self.data), ((self, np.cos(self.data)),))

    def backward(self):
        missing, queue, known = {}, [self], {self}
        while queue:
            node = queue.pop()
            node.grad = 0.0
            for parent, _ in node.parents:
                missing[parent] = missing.get(parent, 0) + 1
                if parent not in known:
                    known.add(parent)
                    queue.append(parent)
        self.grad, ready = 1.0, [self]
        while ready:
            node = ready.pop()
            for parent, slope in node.parents:
                parent.grad += node.grad * slope
                missing[parent] -= 1
                if missing[parent] == 0:
                    ready.append(parent)

# %% q8, right: slopes worked out on the way back
class Value:
    def __init__(self, data, parents=(), kind=""):
        self.data, self.grad, self.parents, self.kind = data, 0.0, parents, kind

    def __add__(self, other):
        return Value(self.data + other.data, [self, other], "+")

    def __mul__(self, other):
        return Value(self.data * other.data, [self, other], "*")

    def sin(self):
        return Value(np.sin(self.data), [self], "sin")

    def slopes(self):
        if self.kind == "+":
            return [1.0, 1.0]
        if self.kind == "*":
            a, b = self.parents
            return [b.data, a.data]
        return [np.cos(parent.data) for parent in self.parents]

    def ordered(self, seen):
        if id(self) in seen:
            return []
        seen.append(id(self))
        return sum((parent.ordered(seen) for parent in self.parents), []) + [self]

    def backward(self):
        order = self.ordered([])
        for node in order:
            node.grad = 0.0
        order[-1].grad = 1.0
        while order:
            node = order.pop()
            for parent, slope in zip(node.parents, node.slopes()):
                parent.grad = parent.grad + slope * node.grad
