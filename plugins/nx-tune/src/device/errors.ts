/** A setting in the environment that names no usable device. */
export class DeviceSettingError extends Error {
  override readonly name = 'DeviceSettingError';

  constructor(facts: { variable: string; rule: string; value: string; hint?: string }) {
    const hint = facts.hint === undefined ? '' : ` ${facts.hint}`;
    super(`Expected \`${facts.variable}\` ${facts.rule}, got \`${facts.value}\` (string).${hint}`);
  }
}

/** nvidia-smi answered with something that lists no devices. */
export class GpuListError extends Error {
  override readonly name = 'GpuListError';

  constructor(facts: { line: string }) {
    super(
      `Expected each line of \`nvidia-smi -L\` to name a GPU and its UUID, got \`${facts.line}\`. ` +
        'Set CUDA_VISIBLE_DEVICES to an empty string to run on CPU slots.',
    );
  }
}

/** Every device of the pool failed too often to be used again in this run. */
export class NoDeviceLeftError extends Error {
  override readonly name = 'NoDeviceLeftError';

  constructor(facts: { aside: readonly { label: string; reason: string }[] }) {
    const list = facts.aside.map(({ label, reason }) => `${label}: ${reason}`).join('; ');
    super(`Expected at least one usable device, but all of them are set aside (${list}).`);
  }
}

/** A device was asked for after the run had stopped handing devices out. */
export class SchedulerClosedError extends Error {
  override readonly name = 'SchedulerClosedError';

  constructor() {
    super('No more devices are handed out: the run is stopping.');
  }
}

/** A lease could be neither taken nor watched. */
export class LeaseError extends Error {
  override readonly name = 'LeaseError';

  constructor(facts: { lease: string; cause: unknown }) {
    const why = facts.cause instanceof Error ? facts.cause.message : String(facts.cause);
    super(`Could not take the lease \`${facts.lease}\`: ${why}`, { cause: facts.cause });
  }
}
