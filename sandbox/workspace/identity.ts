/** Who the bot is in this workspace. The team id is the one `emulate` seeds. */
export const identity = {
  teamId: 'T000000001',
  teamName: 'Sandbox',
  teamDomain: 'sandbox',
  appId: 'A0OHMYAPP',
  botId: 'B0OHMYBOT',
  botUserId: 'U0OHMYBOT',
  botName: 'ohmy',
  slackbotUserId: 'USLACKBOT',
  command: '/ohmy',
  /** Slack's deprecated verification token; present in payloads, proves nothing. */
  verificationToken: 'sandbox-verification-token',
} as const

/** The workspace of the people with whom channels are shared through Slack Connect. */
export const partner = { teamId: 'T0PARTNER', teamDomain: 'partner' } as const

/** The workspace a person belongs to. */
export function teamOf({ standing }: { readonly standing?: string }): string {
  return standing === 'external' ? partner.teamId : identity.teamId
}
