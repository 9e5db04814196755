import type { KnownBlock } from '@slack/types'
import { examined, finding, type Finding } from './finding.js'

const group = 'Slack'

/** A scope of the app, and what does not work without it. */
export interface Scope {
  readonly name: string
  readonly without: string
}

/** A channel that the configuration names: `alerts`, `#alerts` or an id. */
export interface ConfiguredChannel {
  readonly use: string
  readonly reference: string
}

/** What Slack knows of a channel. */
export interface SeenChannel {
  readonly isMember: boolean
  readonly isArchived: boolean
}

/** Slack, as far as the doctor asks it. Each rejects, in words that say what to do, where Slack refuses or does not answer. */
export interface SlackSide {
  /** Who the bot token is for, and its scopes where Slack says them. */
  whoAmI(): Promise<{ readonly who: string; readonly scopes?: readonly string[] }>
  /** Tries the app-level token; absent: events come by HTTP, or not to this process. */
  readonly openConnection?: () => Promise<void>
  /** undefined: there is no public one, and of private ones the bot cannot tell. */
  channel(reference: string): Promise<SeenChannel | undefined>
  /** What Slack says against blocks; undefined: this Slack has no such question. */
  refusedBlocks(blocks: readonly KnownBlock[]): Promise<readonly string[] | undefined>
}

export interface SlackExpectations {
  readonly eventsBy: 'socket' | 'http' | 'none'
  readonly required: readonly Scope[]
  readonly optional: readonly Scope[]
  readonly channels: readonly ConfiguredChannel[]
  /** Messages as ohmy posts them, by what they are. */
  readonly samples: Readonly<Record<string, readonly KnownBlock[]>>
}

const repaired =
  'Install the app again from docker/slack-app-manifest.yaml, and put its token into SLACK_BOT_TOKEN.'

/** Token, scopes, the way events come, channels, and whether Slack takes our blocks. Without a token nothing else is asked. */
export async function examineSlack(
  slack: SlackSide,
  expected: SlackExpectations,
): Promise<readonly Finding[]> {
  const token = await examined(
    group,
    'Bot token',
    async () => {
      const { who, scopes } = await slack.whoAmI()
      return [finding(group, 'Bot token', 'ok', who), scopeFinding(scopes, expected)]
    },
    repaired,
  )
  const events = eventsFinding(slack, expected)
  if (token.some(({ what, result }) => what === 'Bot token' && result !== 'ok')) {
    const figure = 'not asked: Slack does not take the bot token'
    return [...token, ...(await events), finding(group, 'Scopes, channels, messages', 'skip', figure)]
  }
  const asked = await Promise.all([
    events,
    ...expected.channels.map((channel) => channelFinding(slack, channel)),
    ...Object.entries(expected.samples).map(([name, blocks]) => sampleFinding(slack, name, blocks)),
  ])
  return [...token, ...asked.flat()]
}

function scopeFinding(granted: readonly string[] | undefined, expected: SlackExpectations): Finding {
  if (granted === undefined) return finding(group, 'Scopes', 'skip', 'Slack did not say which the token has')
  const lacking = (scopes: readonly Scope[]) => scopes.filter(({ name }) => !granted.includes(name))
  const words = (scopes: readonly Scope[]) =>
    scopes.map(({ name, without }) => `${name} (${without})`).join('; ')
  const missing = lacking(expected.required)
  const remedy =
    'Add them under OAuth & Permissions → Scopes, or paste docker/slack-app-manifest.yaml; then reinstall the app.'
  if (missing.length > 0) return finding(group, 'Scopes', 'ng', `missing: ${words(missing)}`, remedy)
  const optional = lacking(expected.optional)
  if (optional.length > 0)
    return finding(group, 'Scopes', 'warn', `without optional ones: ${words(optional)}`, remedy)
  return finding(group, 'Scopes', 'ok', `all ${expected.required.length + expected.optional.length}`)
}

async function eventsFinding(
  { openConnection }: SlackSide,
  { eventsBy }: SlackExpectations,
): Promise<readonly Finding[]> {
  const what = 'Events'
  if (eventsBy === 'none') return [finding(group, what, 'ok', 'this process is a worker: none come to it')]
  if (eventsBy === 'http' || openConnection === undefined) {
    const figure = 'by HTTP: only a request of Slack’s own shows whether SLACK_SIGNING_SECRET is right'
    const remedy = 'Type `/ohmy help`: Slack says “dispatch_failed” where it is not reached or not believed.'
    return [finding(group, what, 'skip', figure, remedy)]
  }
  const remedy =
    'Create one with connections:write under Basic Information → App-Level Tokens, for SLACK_APP_TOKEN.'
  const tried = async () => {
    await openConnection()
    return [finding(group, what, 'ok', 'by Socket Mode: the app-level token opens connections')]
  }
  return examined(group, what, tried, remedy)
}

function channelFinding(
  slack: SlackSide,
  { use, reference }: ConfiguredChannel,
): Promise<readonly Finding[]> {
  const name = /^[CG][A-Z0-9]{8,}$/.test(reference) ? reference : `#${reference}`
  const what = `${name}, for ${use}`
  const look = async () => {
    const seen = await slack.channel(reference)
    if (seen === undefined) {
      const remedy = `Create ${name}, or write another under channels in ohmy.yaml. Where it is private, invite the bot: /invite @ohmy.`
      return [finding(group, what, 'warn', 'there is no public channel of this name', remedy)]
    }
    if (seen.isArchived) {
      return [
        finding(
          group,
          what,
          'ng',
          'it is archived',
          'Unarchive it, or name another under channels in ohmy.yaml.',
        ),
      ]
    }
    if (seen.isMember) return [finding(group, what, 'ok', 'the bot is in it')]
    return [finding(group, what, 'ok', 'public: the bot joins it with its first message')]
  }
  return examined(group, what, look, 'Ask again in a minute.')
}

function sampleFinding(
  slack: SlackSide,
  name: string,
  blocks: readonly KnownBlock[],
): Promise<readonly Finding[]> {
  const what = `A message (${name})`
  const look = async () => {
    const refused = await slack.refusedBlocks(blocks)
    if (refused === undefined)
      return [finding(group, what, 'skip', 'this Slack cannot be asked about blocks')]
    if (refused.length === 0) return [finding(group, what, 'ok', `Slack takes its ${blocks.length} blocks`)]
    const remedy =
      'Update ohmy. If it is the newest, report this line: it posts such messages as plain text meanwhile.'
    return [finding(group, what, 'ng', `Slack refuses it: ${refused.join('; ')}`, remedy)]
  }
  return examined(group, what, look, 'Ask again in a minute.')
}
