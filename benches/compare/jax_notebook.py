"""Times the trainings of the notebook, and two networks on small batches, in JAX, each compiled as a whole: python3 benches/compare/jax_notebook.py

Single precision, JAX's default. A whole run (initial weights, every step) is one compiled function. Import, compilation
and running are timed separately. NumPy draws the orders of samples beforehand, which is not timed: JAX's own permutation
sorts, which takes longer on a CPU than the training.
"""

import time

begin = time.perf_counter()
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402

print(f"import      {1e3 * (time.perf_counter() - begin):9.2f} ms   JAX {jax.__version__}")

X = jnp.array([[0, 0], [1, 0], [0, 1], [1, 1]], jnp.float32)
XOR = jnp.array([[0], [1], [1], [0]], jnp.float32)
OR = jnp.array([[0], [1], [1], [1]], jnp.float32)


def forward(params, x, layers):
    for (w, b), (_, f) in zip(params, layers):
        x = f(x @ w + b)
    return x


def run(key, orders, x, y, layers, rate, size, adam):
    sizes, params = [x.shape[1]] + [units for units, _ in layers], []
    for k, (below, units) in enumerate(zip(sizes, sizes[1:])):
        limit = (6 / (below + units)) ** 0.5
        own = jax.random.fold_in(key, k)
        params.append((jax.random.uniform(own, (below, units), minval=-limit, maxval=limit), jnp.zeros(units)))

    def loss(params, x, y, live):
        return jnp.sum(live * (forward(params, x, layers) - y) ** 2) / jnp.sum(live)

    def step(state, batch):
        params, m, v, p1, p2 = state
        g = jax.grad(loss)(params, *batch)
        if not adam:
            return (jax.tree.map(lambda p, g: p - rate * g, params, g), m, v, p1, p2), None
        m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
        v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
        p1, p2 = p1 * 0.9, p2 * 0.999
        scale = rate * jnp.sqrt(1 - p2) / (1 - p1)
        params = jax.tree.map(lambda p, m, v: p - scale * m / (jnp.sqrt(v) + 1e-7), params, m, v)
        return (params, m, v, p1, p2), None

    size = min(size, len(x))
    batches = -(-len(x) // size)
    padding = batches * size - len(x)
    live = (jnp.arange(batches * size) < len(x)).astype(jnp.float32).reshape(batches, size, 1)

    def epoch(state, order):
        order = jnp.pad(order, (0, padding)).reshape(batches, size)
        return jax.lax.scan(step, state, (x[order], y[order], live))[0], None

    zeros = jax.tree.map(jnp.zeros_like, params)
    state = (params, zeros, zeros, jnp.float32(1), jnp.float32(1))
    return jax.lax.scan(epoch, state, orders)[0][0]


def timed(name, x, y, layers, rate, epochs, size=32, adam=True, shuffle=True):
    f = jax.jit(lambda key, orders: run(key, orders, x, y, layers, rate, size, adam))
    rng = np.random.default_rng(1)
    orders = jnp.array([rng.permutation(len(x)) if shuffle else range(len(x)) for _ in range(epochs)])
    begin = time.perf_counter()
    jax.block_until_ready(f(jax.random.key(0), orders))
    first = time.perf_counter() - begin
    best = 1e9
    for seed in range(1, 11):
        begin = time.perf_counter()
        jax.block_until_ready(f(jax.random.key(seed), orders))
        best = min(best, time.perf_counter() - begin)
    print(f"{name:<12}{1e3 * best:9.3f} ms   compiling {1e3 * (first - best):9.1f} ms")


relu, linear, sigmoid = jax.nn.relu, lambda z: z, jax.nn.sigmoid
xs = jnp.linspace(-10, 10, 2001)[:, None]
ys = xs**2 + 10 * jax.random.normal(jax.random.key(7), xs.shape)
timed("parallel", xs, ys, [(6, relu), (1, linear)], 0.005, 100)
timed("serial", xs, ys, [(2, relu)] * 3 + [(1, linear)], 0.005, 100)
timed("xor two", X, XOR, [(2, sigmoid), (1, linear)], 0.01, 1000)
timed("sigmoid or", X, OR, [(1, sigmoid)], 0.01, 1000)
timed("linear or", X, OR, [(1, linear)], 0.01, 1000)
points = jax.random.uniform(jax.random.key(9), (250, 2), minval=-5, maxval=5)
labels = jnp.where(jnp.hypot(points[:, 0], points[:, 1]) < 2.5, 1.0, -1.0)[:, None]
circle = [(4, jnp.tanh), (2, jnp.tanh), (1, jnp.tanh)]
timed("circle", points, labels, circle, 0.015, 100, size=10, adam=False, shuffle=False)
timed("spiral", points, labels, [(8, jnp.tanh)] * 3 + [(1, jnp.tanh)], 0.01, 100, size=10)
