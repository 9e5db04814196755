import { ErrorCode, type WebClient } from '@slack/web-api'
import type { Logger } from 'pino'

/** Who ohmy is, and for which workspace it works, as Slack says. */
export interface Identity {
  readonly botId?: string
  readonly botUserId?: string
  /** The workspace; of an app that is installed for a whole organisation this is the organisation's id. */
  readonly teamId: string
  /** The Enterprise Grid organisation that the workspace belongs to, if any. */
  readonly enterpriseId?: string
  /** Installed for the whole organisation: all its workspaces are ours. */
  readonly isOrgWide: boolean
  /** The workspace's address, with a slash at the end: `https://ohmycoins.slack.com/`. */
  readonly url?: string
  /** Undefined where the bot token may not ask for it. The signing secret, or the app-level token, belongs to one app all the same. */
  readonly appId?: string
}

export interface IdentityReader {
  /** As far as Slack has said so already. */
  known(): Identity | undefined
  /** Asks once, also when several ask at the same time, and never again after an answer. Rejects when Slack does not say. */
  read(): Promise<Identity>
}

/** Learns who ohmy is. https://docs.slack.dev/reference/methods/auth.test, https://docs.slack.dev/reference/methods/bots.info */
export function createIdentityReader(web: WebClient, logger: Logger): IdentityReader {
  let known: Identity | undefined
  let asking: Promise<Identity> | undefined

  async function ask(): Promise<Identity> {
    const said = await web.auth.test()
    const { bot_id: botId, user_id: botUserId, team_id: teamId, enterprise_id: enterpriseId } = said
    if (teamId === undefined) throw new Error('Slack did not say which workspace the bot token belongs to')
    const appId = said.app_id ?? (botId === undefined ? undefined : await appOf(botId))
    return {
      teamId,
      isOrgWide: said.is_enterprise_install === true,
      ...(said.url === undefined ? {} : { url: said.url }),
      ...(botId === undefined ? {} : { botId }),
      ...(botUserId === undefined ? {} : { botUserId }),
      ...(enterpriseId === undefined ? {} : { enterpriseId }),
      ...(appId === undefined ? {} : { appId }),
    }
  }

  async function appOf(bot: string): Promise<string | undefined> {
    try {
      return (await web.bots.info({ bot })).bot?.app_id
    } catch (error) {
      if ((error as { code?: unknown }).code !== ErrorCode.PlatformError) throw error
      logger.warn({ err: error }, 'Slack does not say which app this is: add users:read to its scopes')
      return undefined
    }
  }

  return {
    known: () => known,
    async read() {
      if (known !== undefined) return known
      asking ??= ask().finally(() => {
        asking = undefined
      })
      known = await asking
      return known
    },
  }
}
