/** What somebody is in the workspace that ohmy works for, as Slack says. Only a member is meant by `everyone`. */
export type Standing = 'member' | 'guest' | 'stranger' | 'bot' | 'deactivated'

/** Asks Slack. Rejects when it does not say: whoever asks must then refuse. */
export type StandingOf = (userId: string) => Promise<Standing>
