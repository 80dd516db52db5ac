// onnxruntime.js: times one ONNX model in ONNX Runtime and prints one line of JSON.
//
//   node onnxruntime.js PEERS MODEL.onnx SECONDS N,H,W,C
//
// PEERS is the folder that holds node_modules. One thread, sequential, all graph optimizations. The model takes
// `image` as [N, C, H, W]. Prints { "median_ms", "min_ms", "repeats" }.
'use strict';

const path = require('path');

async function main() {
  const [peers, model, seconds, shape] = process.argv.slice(2);
  const ort = require(path.join(path.resolve(peers), 'node_modules', 'onnxruntime-node'));
  const session = await ort.InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
  });

  const [n, h, w, c] = shape.split(',').map(Number);
  const values = Float32Array.from({ length: n * c * h * w }, (_, i) => Math.sin(i));
  const feeds = { image: new ort.Tensor('float32', values, [n, c, h, w]) };

  for (let i = 0; i < 3; i++) await session.run(feeds);

  const times = [];
  const end = performance.now() + 1000 * Number(seconds);
  while (performance.now() < end || times.length < 5) {
    const begin = performance.now();
    await session.run(feeds);
    times.push(performance.now() - begin);
  }
  times.sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)];
  console.log(JSON.stringify({ median_ms: median, min_ms: times[0], repeats: times.length }));
}

main().catch((error) => {
  console.error(`error: ${error.message}`);
  process.exit(1);
});
