/** Who is in a Slack user group. Rejects when it cannot be read. */
export type MemberOf = (groupId: string) => Promise<ReadonlySet<string>>

const patience = 2_000

/** Asks for a group's members for two seconds at most: somebody waits for the answer. Rejects when they cannot be read. */
export async function readMembers(memberOf: MemberOf, groupId: string): Promise<ReadonlySet<string>> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The members of ${groupId} did not come within ${patience} ms`)),
      patience,
    )
  })
  try {
    return await Promise.race([memberOf(groupId), tooLong])
  } finally {
    clearTimeout(timer)
  }
}
