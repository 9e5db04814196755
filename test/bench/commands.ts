import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { credentials, requester } from '../../sandbox/people.js'
import { type Build, openBuild, root, type Running, within } from './built-bot.js'
import type { Bench } from './figure.js'
import { keepAlive, load } from './load.js'
import { signed, type SignedRequest } from './signed-request.js'

const concurrency = 16
/** Each answered in private, so that Slack's pace of a message a second does not hold them. */
const helpsEachRound = 400
const statusesEachRound = 6

/** What an answered command costs a whole built bot, against another build: under load, and one by one with AWS in it. */
export const commands: Bench = async ({ rounds, profile, older }) => {
  if (older === undefined) return []
  const builds: Build[] = []
  const bots: Running[] = []
  const helps: number[][] = [[], []]
  const statuses: number[][] = [[], []]
  const hooks = await startResponseUrls()
  try {
    for (const folder of [root, older]) {
      const build = await openBuild(folder, profile)
      builds.push(build)
      const bot = await build.start()
      bots.push(bot)
      build.world.botListensOn(bot.port)
    }
    for (let round = 0; round <= rounds; round++) {
      for (const [index, bot] of bots.entries()) {
        const prepared = Array.from({ length: helpsEachRound }, () => help(hooks.url))
        const before = bot.cpu()
        // A new one each time: the bot closes connections that were idle while statuses were asked.
        const agent = keepAlive(concurrency)
        await Promise.all([hooks.answers(helpsEachRound), load(agent, bot.port, prepared, concurrency)])
        agent.destroy()
        const between = bot.cpu()
        for (let count = 0; count < statusesEachRound; count++) await status(builds[index] as Build)
        // The first round warms the compiler up.
        if (round === 0) continue
        helps[index]?.push((between - before) / helpsEachRound)
        statuses[index]?.push((bot.cpu() - between) / statusesEachRound)
      }
    }
  } finally {
    for (const bot of bots) await bot.end()
    for (const { world } of builds) await world.stop()
    await hooks.stop()
  }
  const against = `the build in ${older}`
  const goal = { atMost: 1.15 }
  const figure = (name: string, [ours = [], bare = []]: number[][]) => ({
    ...{ name, unit: 'ms' as const, ours, bare, against, goal },
  })
  return [
    figure('CPU of a help, answered under load', helps),
    figure('CPU of a status, one by one', statuses),
  ]
}

/** A command whose answer only its author sees, and which asks AWS nothing. */
function help(responseUrls: string): SignedRequest {
  return signed(
    {
      token: 'unused',
      team_id: 'T000000001',
      team_domain: 'sandbox',
      channel_id: 'C0DEVOPS',
      channel_name: 'devops',
      user_id: requester.slackId,
      user_name: 'rita',
      command: '/ohmy',
      text: 'help scale',
      api_app_id: 'A0OHMYAPP',
      is_enterprise_install: 'false',
      response_url: `${responseUrls}/${randomUUID()}`,
      trigger_id: `1.2.${randomUUID()}`,
    },
    credentials.signingSecret,
  )
}

async function status({ world: { workspace } }: Build): Promise<void> {
  const [before] = workspace.messages('devops').slice(-1)
  await workspace.say(requester, 'devops', '/ohmy status staging')
  const isNew = ({ ts, text }: { ts: string; text: string }) =>
    (before === undefined || ts > before.ts) && text.includes('staging is')
  await workspace.waitForMessage('devops', isNew, { timeout: within })
}

/** Where Slack takes answers that only one person sees. */
async function startResponseUrls() {
  let left = 0
  let done: () => void = () => undefined
  const server: Server = createServer((request, response) => {
    request.resume()
    request.once('end', () => {
      response.end('ok')
      left -= 1
      if (left === 0) done()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Resolves once so many have come. */
    answers(count: number): Promise<void> {
      left = count
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`${left} of ${count} answers did not come`)), within)
        done = () => {
          clearTimeout(late)
          resolve()
        }
      })
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
