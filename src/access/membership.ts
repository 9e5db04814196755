import type { Standing, StandingOf } from '../core/standing.js'

/** Who is in a Slack user group. Rejects when it cannot be read. */
export type MemberOf = (groupId: string) => Promise<ReadonlySet<string>>

const patience = 2_000

/** Asks for a group's members for two seconds at most: somebody waits for the answer. Rejects when they cannot be read. */
export function readMembers(memberOf: MemberOf, groupId: string): Promise<ReadonlySet<string>> {
  return inPatience(memberOf(groupId), `The members of ${groupId}`)
}

/** Asks what somebody is in the workspace, as patiently. Rejects when it cannot be read. */
export function readStanding(standingOf: StandingOf, userId: string): Promise<Standing> {
  return inPatience(standingOf(userId), `What ${userId} is in the workspace`)
}

async function inPatience<Value>(asked: Promise<Value>, what: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come within ${patience} ms`)), patience)
  })
  try {
    return await Promise.race([asked, tooLong])
  } finally {
    clearTimeout(timer)
  }
}
