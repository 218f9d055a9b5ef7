"""Times a thousand seeds of two experiments in JAX, side by side: python3 benches/compare/jax_sweep.py

Single precision, JAX's default. A whole run is one function, mapped over seeds with vmap and compiled as a whole.
Compilation is timed separately. Each seed has its own initial weights and, for the parabola, its own noise. NumPy draws the
orders of samples beforehand, which is not timed, and all seeds share them, which favours JAX. For the parabola, a hundred
seeds are run and the time is multiplied by ten. The best of some repetitions is printed.
"""

import time

import jax
import jax.numpy as jnp
import numpy as np

X = jnp.array([[0, 0], [1, 0], [0, 1], [1, 1]], jnp.float32)
XOR = jnp.array([[0], [1], [1], [0]], jnp.float32)
RELU, LINEAR, SIGMOID = jax.nn.relu, lambda z: z, jax.nn.sigmoid


def first_weights(key, inputs, layers):
    params, below = [], inputs
    for k, (units, _) in enumerate(layers):
        limit = (6 / (below + units)) ** 0.5
        own = jax.random.fold_in(key, k)
        params.append((jax.random.uniform(own, (below, units), minval=-limit, maxval=limit), jnp.zeros(units)))
        below = units
    return params


def forward(params, x, layers):
    for (w, b), (_, f) in zip(params, layers):
        x = f(x @ w + b)
    return x


def train(params, epochs_of_batches, x, y, layers, rate):
    def loss(params, x, y, live):
        return jnp.sum(live * (forward(params, x, layers) - y) ** 2) / jnp.sum(live)

    def step(state, batch):
        params, m, v, p1, p2 = state
        order, live = batch
        value, g = jax.value_and_grad(loss)(params, x[order], y[order], live)
        m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
        v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
        p1, p2 = p1 * 0.9, p2 * 0.999
        scale = rate * jnp.sqrt(1 - p2) / (1 - p1)
        params = jax.tree.map(lambda p, m, v: p - scale * m / (jnp.sqrt(v) + 1e-7), params, m, v)
        return (params, m, v, p1, p2), value

    def epoch(state, batches):
        state, values = jax.lax.scan(step, state, batches)
        return state, values.mean()

    zeros = jax.tree.map(jnp.zeros_like, params)
    state = (params, zeros, zeros, jnp.float32(1), jnp.float32(1))
    (params, *_), losses = jax.lax.scan(epoch, state, epochs_of_batches)
    return losses, jnp.mean((forward(params, x, layers) - y) ** 2)


def batches(samples, size, epochs):
    count = -(-samples // size)
    rng = np.random.default_rng(1)
    orders = np.zeros((epochs, count * size), np.int32)
    for row in orders:
        row[:samples] = rng.permutation(samples)
    live = (np.arange(count * size) < samples).astype(np.float32)
    live = np.broadcast_to(live.reshape(1, count, size, 1), (epochs, count, size, 1))
    return jnp.array(orders.reshape(epochs, count, size)), jnp.array(live)


def timed(name, one, seeds, times, repetitions):
    f = jax.jit(jax.vmap(one))
    keys = lambda k: jax.random.split(jax.random.key(k), seeds)  # noqa: E731
    begin = time.perf_counter()
    jax.block_until_ready(f(keys(0)))
    first = time.perf_counter() - begin
    best = 1e9
    for k in range(1, repetitions + 1):
        own = jax.block_until_ready(keys(k))
        begin = time.perf_counter()
        losses, final = jax.block_until_ready(f(own))
        best = min(best, time.perf_counter() - begin)
    median = float(jnp.median(final))
    print(f"{name:<10}{1e3 * best * times:11.1f} ms a thousand   compiling {first - best:6.1f} s   median loss {median:.4g}")


def xor(key):
    layers = [(2, SIGMOID), (1, LINEAR)]
    return train(first_weights(key, 2, layers), XOR_BATCHES, X, XOR, layers, 0.01)


def parabola(layers):
    xs = jnp.linspace(-10, 10, 2001)[:, None]

    def one(key):
        ys = xs**2 + 10 * jax.random.normal(jax.random.fold_in(key, 99), xs.shape)
        return train(first_weights(key, 1, layers), PARABOLA_BATCHES, xs, ys, layers, 0.005)

    return one


XOR_BATCHES = batches(4, 4, 1000)
PARABOLA_BATCHES = batches(2001, 32, 100)
print(f"JAX {jax.__version__} on {jax.devices()[0].platform}")
timed("xor two", xor, 1000, 1, 5)
timed("parallel", parabola([(6, RELU), (1, LINEAR)]), 100, 10, 2)
timed("serial", parabola([(2, RELU)] * 3 + [(1, LINEAR)]), 100, 10, 2)
