"""Times the trainings of the notebook, and two networks on small batches, in PyTorch: python3 benches/compare/torch_notebook.py

They are written as in PyTorch's tutorials: a Sequential model, an optimiser, a loop over batches. One thread, single
precision, which are the fastest here.
"""

import time

begin = time.perf_counter()
import torch  # noqa: E402

print(f"import      {1e3 * (time.perf_counter() - begin):9.2f} ms   PyTorch {torch.__version__}")
torch.set_num_threads(1)

SHAPES = {"linear": torch.nn.Identity, "relu": torch.nn.ReLU, "sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh}


def timed(name, x, y, layers, epochs, batch=32, adam=0.01, sgd=None, shuffle=True):
    below, parts = x.shape[1], []
    for units, shape in layers:
        parts += [torch.nn.Linear(below, units), SHAPES[shape]()]
        below = units
    model = torch.nn.Sequential(*parts)
    params = model.parameters()
    optimizer = torch.optim.SGD(params, sgd) if sgd else torch.optim.Adam(params, adam, eps=1e-7)

    def run(epochs):
        for _ in range(epochs):
            order = torch.randperm(len(x)) if shuffle and batch < len(x) else torch.arange(len(x))
            for places in order.split(batch):
                optimizer.zero_grad()
                ((model(x[places]) - y[places]) ** 2).mean().backward()
                optimizer.step()

    run(2)
    begin = time.perf_counter()
    run(epochs)
    print(f"{name:<12}{1e3 * (time.perf_counter() - begin):9.3f} ms", flush=True)


X = torch.tensor([[0.0, 0], [1, 0], [0, 1], [1, 1]])
xs = torch.linspace(-10, 10, 2001)[:, None]
ys = xs**2 + 10 * torch.randn(xs.shape)
timed("parallel", xs, ys, [(6, "relu"), (1, "linear")], 100, adam=0.005)
timed("serial", xs, ys, [(2, "relu")] * 3 + [(1, "linear")], 100, adam=0.005)
timed("xor two", X, torch.tensor([[0.0], [1], [1], [0]]), [(2, "sigmoid"), (1, "linear")], 1000)
timed("sigmoid or", X, X.amax(1, keepdim=True), [(1, "sigmoid")], 1000)
timed("linear or", X, X.amax(1, keepdim=True), [(1, "linear")], 1000)
points = 10 * torch.rand(250, 2) - 5
labels = torch.where(points.norm(dim=1, keepdim=True) < 2.5, 1.0, -1.0)
timed("circle", points, labels, [(4, "tanh"), (2, "tanh"), (1, "tanh")], 100, batch=10, sgd=0.015, shuffle=False)
timed("spiral", points, labels, [(8, "tanh")] * 3 + [(1, "tanh")], 100, batch=10)
