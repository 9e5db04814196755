import { parseArgs } from 'node:util'
import type { Logger } from 'pino'
import { createQueue } from '../aws/queue.js'
import type { Config } from '../config/config.js'
import { loadConfig } from '../config/load.js'
import { readSettings, type Settings } from '../config/settings.js'
import type { Clock } from '../core/clock.js'
import { judged } from '../core/preflight.js'
import { UserError } from '../core/user-error.js'
import type { Command } from '../dispatch/command.js'
import { examineAws } from '../doctor/aws.js'
import { finding, type Finding } from '../doctor/finding.js'
import { isWell, reportData, reportText } from '../doctor/report.js'
import { type ConfiguredChannel, examineSlack, type Scope } from '../doctor/slack.js'
import { examineStore } from '../doctor/store.js'
import { storeFaultOf } from '../redis/store-fault.js'
import { storeTime } from '../redis/store-time.js'
import { readWarnings } from '../redis/store-warnings.js'
import { probeStore } from '../redis/store-watch.js'
import { askAboutApp } from '../slack/ask-about-app.js'
import { scopes } from '../slack/scopes.js'
import { helpView } from '../slack/views/help/help.js'
import { preflightMessage } from '../slack/views/preflight/preflight.js'
import { createWebClient } from '../slack/web-client.js'
import { buildApp } from '../app.js'
import { createStores } from './stores.js'

/** Whether the terminal is to look at ohmy itself: `ohmy doctor`. */
export function asksForDoctor([first]: readonly string[]): boolean {
  return first === 'doctor'
}

export interface DoctorOptions {
  /** `doctor`, and perhaps `--json`. */
  readonly argv: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly commands: readonly Command[]
  readonly stdout: { write(text: string): unknown }
  readonly logger: Logger
  readonly clock: Clock
}

/**
 * Looks at all that ohmy needs, changes nothing of it, and prints what it found, each with what to do.
 * @returns the exit code: 0, or 1 where ohmy cannot do its work
 * @throws UserError `usage`
 */
export async function examineOhmy(options: DoctorOptions): Promise<0 | 1> {
  const json = wantsJson(options.argv.slice(1))
  const findings = await examineAll(options)
  options.stdout.write(json ? `${JSON.stringify(reportData(findings), null, 2)}\n` : reportText(findings))
  return isWell(findings) ? 0 : 1
}

function wantsJson(words: readonly string[]): boolean {
  try {
    const { values } = parseArgs({ args: [...words], options: { json: { type: 'boolean', default: false } } })
    return values.json
  } catch {
    throw new UserError('usage', 'ohmy doctor takes --json, and nothing else.', 'Write ohmy doctor.')
  }
}

/** What cannot be read stops the rest: nobody knows whom to ask then. */
async function examineAll({ env, commands, logger, clock }: DoctorOptions): Promise<readonly Finding[]> {
  const group = 'Configuration'
  const node = finding(group, 'Node', 'ok', process.version)
  try {
    const settings = readSettings(env)
    const config = await loadConfig(settings.configPath, { verbs: commands.map(({ name }) => name) })
    const environments = config.environments.map(({ name }) => name).join(', ')
    const read = [
      node,
      finding(group, 'Process environment', 'ok', `roles ${settings.roles.join(', ')}`),
      finding(group, settings.configPath, 'ok', environments),
    ]
    return [...read, ...(await examineOutside({ settings, config, commands, logger, clock }))]
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return [
      node,
      ...problemsIn(error).map((problem) => finding(group, 'Problem', 'ng', problem, error.next)),
      finding('Slack, store, AWS', 'All of it', 'skip', 'not asked before the configuration can be read'),
    ]
  }
}

/** A paragraph each, behind the one that counts them. */
function problemsIn({ what }: UserError): readonly string[] {
  const paragraphs = what.split('\n\n').map((text) => text.replace(/\s+/g, ' ').trim())
  return paragraphs.length === 1 ? paragraphs : paragraphs.slice(1)
}

async function examineOutside(options: {
  readonly settings: Settings
  readonly config: Config
  readonly commands: readonly Command[]
  readonly logger: Logger
  readonly clock: Clock
}): Promise<readonly Finding[]> {
  const { settings, config, logger, clock } = options
  const stores = createStores(settings.redisUrl, logger)
  const redis = stores.open('engine')
  const app = buildApp(options)
  const url = config.alerts?.queue
  const queue = url === undefined ? undefined : { url, asked: createQueue({ url, logger }) }
  try {
    // Alone: beside the others it would be this process's own work that is measured.
    const store = await examineStore(
      {
        info: () => redis.info(),
        warnings: () => readWarnings(redis),
        time: () => storeTime(redis),
        write: () => probeStore(redis),
        faultOf: storeFaultOf,
      },
      () => clock.now(),
    )
    const [slack, aws] = await Promise.all([
      examineSlack(slackOf(settings), {
        eventsBy: settings.slack.transport.kind,
        ...needs(),
        channels: channelsOf(config),
        samples: samples(options.commands),
      }),
      examineAws({
        environments: config.environments.map(({ name }) => name),
        ...app.examined,
        ...(queue === undefined ? {} : { waitingEvents: () => queue.asked.depth(queue.url) }),
      }),
    ])
    return [...slack, ...store, ...aws]
  } finally {
    stores.close()
    await Promise.all([queue?.asked.close(), app.stop()])
  }
}

function slackOf({ slack }: Settings) {
  const api = slack.apiUrl === undefined ? {} : { slackApiUrl: slack.apiUrl }
  const { transport } = slack
  return askAboutApp(
    createWebClient(slack.botToken, api),
    transport.kind === 'socket' ? createWebClient(transport.appToken, api) : undefined,
  )
}

function needs() {
  const of = (need: 'required' | 'optional'): readonly Scope[] =>
    Object.entries(scopes).flatMap(([name, scope]) =>
      scope.need === need ? [{ name, without: scope.without }] : [],
    )
  return { required: of('required'), optional: of('optional') }
}

function channelsOf({ channels }: Config): readonly ConfiguredChannel[] {
  return Object.entries(channels).flatMap(([use, reference]) =>
    reference === undefined ? [] : [{ use, reference }],
  )
}

/** The largest answer there is, and one of folded and plain sections. */
function samples(commands: readonly Command[]) {
  const verbs = commands.map(({ name, summary, changes }) => ({
    ...{ name, summary, example: `/ohmy ${name}`, only: undefined },
    topic: changes ? ('change' as const) : ('look' as const),
  }))
  const look = judged({ environment: 'staging' }, [
    finding('images', 'Images of backend', 'ng', 'no image has this tag', 'Push it.'),
    finding('alarms', 'Alarms', 'ok', 'none rings'),
  ])
  return {
    help: helpView({ prompt: '/ohmy', verbs, beside: [], notes: [] }).blocks,
    preflight: preflightMessage(look, { checklist: ['review done'] }).blocks,
  }
}
