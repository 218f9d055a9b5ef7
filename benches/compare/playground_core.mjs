// Times two networks on small batches in the core of TensorFlow Playground: node playground_core.mjs NN_MODULE
//
// NN_MODULE is its src/nn.ts as a module of JavaScript. The loop is that of the page: one sample at a time, an update after
// every ten. The page has no Adam, so both use its gradient descent.
import { pathToFileURL } from "node:url";

const nn = await import(pathToFileURL(process.argv[2]));
console.log(`node ${process.version}`);
let state = 7;
const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
const points = Array.from({ length: 250 }, () => {
  const [x, y] = [10 * random() - 5, 10 * random() - 5];
  return { input: [x, y], label: Math.hypot(x, y) < 2.5 ? 1 : -1 };
});

function epochs(network, count) {
  for (let epoch = 0; epoch < count; epoch++) {
    points.forEach((point, i) => {
      nn.forwardProp(network, point.input);
      nn.backProp(network, point.label, nn.Errors.SQUARE);
      if ((i + 1) % 10 === 0) nn.updateWeights(network, 0.03, 0);
    });
  }
}

for (const [name, shape] of [["circle", [2, 4, 2, 1]], ["spiral", [2, 8, 8, 8, 1]]]) {
  const network = nn.buildNetwork(shape, nn.Activations.TANH, nn.Activations.TANH, null, ["x", "y"], false);
  epochs(network, 100);
  const begin = performance.now();
  epochs(network, 100);
  console.log(`${name.padEnd(12)}${(performance.now() - begin).toFixed(3)} ms`);
}
