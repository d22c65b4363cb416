import { defaultDevice, init } from '@jax-js/jax';

/** Compiled to WebAssembly, in this thread: Node has no worker that jax-js would use. */
export async function startDevice(): Promise<void> {
  await init('wasm');
  defaultDevice('wasm');
}
