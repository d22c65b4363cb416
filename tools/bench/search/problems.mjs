/** The problems of the benchmark: spaces in the plugin's terms, objectives, and how a trial fails. All are minimised. */
import { recordedPhases } from './recorded-phases.mjs';

const range = (name, low, high, more = {}) => ({
  name,
  domain: { kind: 'range', low, high, scale: 'linear', ...more },
});
const choices = (name, list) => ({ name, domain: { kind: 'choices', choices: list } });

function space(parameters) {
  return parameters.map((parameter) => ({ phase: 'bench', tier: 'CRITICAL', ...parameter }));
}

function branin(x, y) {
  const b = 5.1 / (4 * Math.PI ** 2);
  const t = 1 / (8 * Math.PI);
  return (y - b * x ** 2 + (5 / Math.PI) * x - 6) ** 2 + 10 * (1 - t) * Math.cos(x) + 10;
}

const HARTMANN = {
  alpha: [1, 1.2, 3, 3.2],
  a: [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
  ],
  p: [
    [1312, 1696, 5569, 124, 8283, 5886],
    [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650],
    [4047, 8828, 8732, 5743, 1091, 381],
  ],
};

function hartmann6(x) {
  const { alpha, a, p } = HARTMANN;
  return -alpha.reduce((sum, weight, i) => {
    return sum + weight * Math.exp(-x.reduce((s, xj, j) => s + a[i][j] * (xj - p[i][j] * 1e-4) ** 2, 0));
  }, 0);
}

/** A tuned network in miniature: what helps one optimizer hurts another, and size interacts with regularisation. */
function network({ rate, optimizer, momentum, layers, width, dropout, norm }) {
  const best = { sgd: -1.2, adam: -2.8, lamb: -2.2 }[optimizer];
  const offset = { sgd: 0.08, adam: 0, lamb: 0.05 }[optimizer];
  const step = optimizer === 'sgd' ? Math.log10(rate / (1 - momentum)) + 0.7 : Math.log10(rate);
  const capacity = Math.log2(width) + 1.5 * layers;
  const wanted = 0.05 * Math.max(0, capacity - 9);
  const unstable = norm ? 0 : 0.06 * layers;
  return (
    offset +
    0.25 * (step - best) ** 2 +
    0.02 * (capacity - 12.5) ** 2 +
    3 * (dropout - wanted) ** 2 +
    unstable +
    0.05 * Math.sin(3 * step) * Math.cos(capacity)
  );
}

/** A standard normal number that is a function of the point. */
function noise(values) {
  let hash = 2166136261;
  for (const letter of JSON.stringify(values)) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  const uniform = [0x9e3779b9, 0x85ebca6b].map((key) => {
    let h = hash ^ key;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (((h ^ (h >>> 16)) >>> 0) + 0.5) / 2 ** 32;
  });
  return Math.sqrt(-2 * Math.log(uniform[0])) * Math.cos(2 * Math.PI * uniform[1]);
}

const unit6 = Array.from({ length: 6 }, (_, i) => range(`x${i}`, 0, 1));
const list6 = (v) => unit6.map(({ name }) => v[name]);

/** `evaluate` gives the objective, null for a trial that fails; `feasible` says whether the gate holds. */
export const PROBLEMS = {
  branin: {
    description: 'Branin, 2 parameters',
    optimum: 0.397887,
    space: space([
      { ...range('x', -5, 10), default: 2.5 },
      { ...range('y', 0, 15), default: 7.5 },
    ]),
    evaluate: ({ x, y }) => branin(x, y),
  },
  hartmann6: {
    description: 'Hartmann, 6 parameters',
    optimum: -3.32237,
    space: space(unit6.map((parameter) => ({ ...parameter, default: 0.5 }))),
    evaluate: (v) => hartmann6(list6(v)),
  },
  network: {
    description: 'mixed: 7 parameters, log, integer, stepped, nominal and conditional',
    optimum: null,
    space: space([
      { ...range('rate', 1e-5, 1, { scale: 'log' }), default: 0.01 },
      { ...choices('optimizer', ['sgd', 'adam', 'lamb']), default: 'sgd' },
      { ...range('momentum', 0, 0.99), default: 0.9, when: { optimizer: 'sgd' } },
      { ...range('layers', 1, 6, { step: 1 }), default: 2 },
      { ...range('width', 16, 1024, { scale: 'log', step: 1 }), default: 64 },
      { ...range('dropout', 0, 0.5, { step: 0.05 }), default: 0.1 },
      { ...choices('norm', [true, false]), default: true },
    ]),
    evaluate: network,
  },
  failing: {
    description: 'Hartmann where a third of the space fails: beyond a diagonal, and in a ball',
    optimum: -3.32237,
    space: space(unit6.map((parameter) => ({ ...parameter, default: 0.5 }))),
    evaluate: (v) => {
      const x = list6(v);
      const tooLarge = x[2] + x[3] > 1.25;
      const diverges = Math.hypot(x[0] - 0.55, x[1] - 0.15, x[4] - 0.31) < 0.3;
      return tooLarge || diverges ? null : hartmann6(x);
    },
  },
  gated: {
    description: 'Branin with a gate: the objective counts only inside of a disc through one of the optima',
    optimum: null,
    space: space([
      { ...range('x', -5, 10), default: 2.5 },
      { ...range('y', 0, 15), default: 7.5 },
    ]),
    evaluate: ({ x, y }) => branin(x, y),
    feasible: ({ x, y }) => (x - 2.5) ** 2 + (y - 7.5) ** 2 <= 50,
    violation: ({ x, y }) => (x - 2.5) ** 2 + (y - 7.5) ** 2 - 50,
  },
  wide: {
    description: '12 parameters of all kinds, of which 5 matter, with noise',
    optimum: null,
    space: space([
      { ...range('rate', 1e-5, 1, { scale: 'log' }), default: 0.01 },
      { ...range('decay', 1e-6, 1e-2, { scale: 'log' }), default: 1e-4 },
      { ...choices('width', [64, 128, 256, 512, 1024]), default: 64 },
      { ...range('layers', 1, 8, { step: 1 }), default: 2 },
      { ...choices('activation', ['relu', 'gelu', 'silu', 'tanh']), default: 'relu' },
      { ...range('dropout', 0, 0.5), default: 0.1 },
      { ...range('warmup', 0, 2000, { step: 100 }), default: 500 },
      { ...range('clip', 0.1, 10, { scale: 'log' }), default: 1 },
      { ...choices('schedule', ['cosine', 'linear', 'constant']), default: 'linear' },
      { ...range('beta1', 0.8, 0.99), default: 0.9 },
      { ...choices('bias', [true, false]), default: true },
      { ...range('smoothing', 0, 0.2, { step: 0.02 }), default: 0 },
    ]),
    evaluate: (v) => {
      const activation = { relu: 0.05, gelu: 0, silu: 0.01, tanh: 0.2 }[v.activation];
      const capacity = Math.log2(v.width) + v.layers;
      const rate = Math.log10(v.rate) + 3 + 0.15 * (v.layers - 4);
      return (
        activation +
        0.2 * rate ** 2 +
        0.015 * (capacity - 12) ** 2 +
        2 * (v.dropout - 0.03 * Math.max(0, capacity - 8)) ** 2 +
        0.01 * Math.log10(v.clip) ** 2 +
        0.01 * noise(v)
      );
    },
  },
  rosenbrock: {
    description:
      'Rosenbrock, 4 parameters, two of them stepped; not looked at while the samplers were being set',
    optimum: 0,
    space: space([
      { ...range('a', -2, 2), default: 0 },
      { ...range('b', -2, 2), default: 0 },
      { ...range('c', -2, 2, { step: 0.25 }), default: 0 },
      { ...range('d', -2, 2, { step: 0.25 }), default: 0 },
    ]),
    evaluate: ({ a, b, c, d }) => {
      const x = [a, b, c, d];
      return x.slice(1).reduce((sum, next, i) => sum + 100 * (next - x[i] ** 2) ** 2 + (1 - x[i]) ** 2, 0);
    },
  },
  ...recordedPhases(),
};
