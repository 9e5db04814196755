/** From little to much: each role may do what the ones before it may. */
export const roles = ['viewer', 'operator', 'approver', 'admin'] as const
export type Role = (typeof roles)[number]

/** Where an answer goes, and where a question came from. */
export interface Place {
  /** Slack channel id. */
  readonly channel: string
  readonly channelName?: string
  readonly threadTs?: string
}

/** Who asks. Built at the edge from what Slack or the operating system vouches for, never from what somebody typed. */
export interface Caller {
  /** Slack user id; roles are bound to it. */
  readonly id: string
  readonly name: string
  readonly origin: 'command' | 'mention' | 'button' | 'modal' | 'home' | 'terminal' | 'hook'
  /** Absent for the terminal and App Home. */
  readonly place?: Place
}
