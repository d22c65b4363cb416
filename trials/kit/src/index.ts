export { writeAtomically } from './atomic.js';
export { loadCheckpoint, removeCheckpoint, saveCheckpoint, type Checkpoint } from './checkpoint.js';
export { log, reportProgress, writeMetrics } from './report.js';
export {
  decodeTensors,
  encodeTensors,
  readTensors,
  TensorFileError,
  writeTensors,
  type Tensor,
  type TensorData,
  type TensorFile,
  type Tensors,
} from './safetensors.js';
export { listenForStop, STOPPED, type StopRequest } from './stop.js';
export {
  artifactPath,
  booleanParameter,
  ContractError,
  dataDirectory,
  numberParameter,
  outputDirectory,
  readTrial,
  requiredVariable,
  upstreamArtifact,
  type Trial,
  type TrialConfig,
  type Value,
} from './trial.js';
