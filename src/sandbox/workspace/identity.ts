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
