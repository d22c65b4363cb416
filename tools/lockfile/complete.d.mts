interface LockFile {
  readonly packages: Readonly<
    Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >;
}

/** The lock file with the missing platforms added, and their paths. */
export function complete(lock: LockFile): { lock: LockFile; missing: string[] };
