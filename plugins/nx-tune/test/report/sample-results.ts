/** A finished run of the sample pipeline: one trial failed, one broke the gate. */
import type { SampleRun } from './sample-run.js';

export const SAMPLE_RUN: SampleRun = {
  trials: [
    {
      phase: 'encoder',
      tier: 'CRITICAL',
      index: 0,
      values: { learning_rate: 0.01, optimizer: 'adam' },
      metrics: { recall: 0.81, divergence: 0.42 },
      volatile: { wall_clock_time: 9.5 },
    },
    {
      phase: 'encoder',
      tier: 'CRITICAL',
      index: 1,
      values: { learning_rate: 0.0316227766, optimizer: 'sgd', momentum: 0.9 },
      metrics: { recall: 0.8625, divergence: 0.3 },
      volatile: { wall_clock_time: 8.25 },
    },
    {
      phase: 'encoder',
      tier: 'CRITICAL',
      index: 2,
      values: { learning_rate: 0.0891250938, optimizer: 'sgd', momentum: 0.9 },
      metrics: { recall: 0.9, divergence: 1.75 },
      volatile: { wall_clock_time: 11 },
    },
    {
      phase: 'encoder',
      tier: 'CRITICAL',
      index: 3,
      values: { learning_rate: 0.00199526231, optimizer: 'adam' },
      failure: 'exit code 3: "CUDA error | device-side assert"',
    },
    {
      phase: 'encoder',
      tier: 'IMPORTANT',
      index: 0,
      values: { learning_rate: 0.0316227766, optimizer: 'sgd', momentum: 0.25 },
      metrics: { recall: 0.84375, divergence: 0.25 },
      volatile: { wall_clock_time: 8 },
    },
    {
      phase: 'encoder',
      tier: 'IMPORTANT',
      index: 1,
      values: { learning_rate: 0.0316227766, optimizer: 'sgd', momentum: 0.75 },
      metrics: { recall: 0.875, divergence: 0.28 },
      volatile: { wall_clock_time: 8 },
      seconds: 75,
    },
    {
      phase: 'head',
      tier: 'CRITICAL',
      index: 0,
      values: { depth: 2, use_bias: true },
      metrics: { loss: 0.5, accuracy: 0.88 },
    },
    {
      phase: 'head',
      tier: 'CRITICAL',
      index: 1,
      values: { depth: 4, use_bias: false },
      metrics: { loss: 0.375, accuracy: 0.8875 },
    },
    {
      phase: 'head',
      tier: 'CRITICAL',
      index: 2,
      values: { depth: 5, use_bias: true },
      metrics: { loss: 0.4375, accuracy: 0.91 },
    },
  ],
  phases: {
    encoder: {
      status: 'complete',
      best: { trial: 'encoder_IMPORTANT_001', objective: 0.875, values: {}, metrics: {} },
    },
    head: {
      status: 'complete',
      best: { trial: 'head_CRITICAL_001', objective: 0.375, values: {}, metrics: {} },
    },
  },
  finish: {
    tuned_accuracy: 0.8912,
    tuned_accuracy_se: 0.0085,
    default_accuracy: 0.8801,
    default_accuracy_se: 0.0088,
    sealed_mails: 1372,
  },
};
