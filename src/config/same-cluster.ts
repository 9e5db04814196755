/** Where an environment is, as far as it is written down. */
export interface WrittenPlace {
  readonly account?: string | undefined
  /** The ARN of the role that is assumed for it. */
  readonly role?: string | undefined
  readonly region: string
  readonly cluster: string
}

/** Whether both are in one cluster. Where an account is not written down, neither by itself nor in a role, whoever is the same there tells it. */
export function isSameCluster(one: WrittenPlace, other: WrittenPlace): boolean {
  const [here, there] = [accountOf(one), accountOf(other)]
  const account = here === undefined || there === undefined ? one.role === other.role : here === there
  return account && one.region === other.region && one.cluster === other.cluster
}

function accountOf({ account, role }: WrittenPlace): string | undefined {
  return account ?? role?.split(':')[4]
}
