import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sandboxConfig } from '../../sandbox/world.js'
import { readEvent } from '../../src/aws/events.js'
import { alarmEvent } from '../support/alarm-event.js'
import { agentToken, pagerDutySecret, type Posted, postedBody } from './fuzz/bodies.js'
import { broken, brokenText } from './fuzz/broken-json.js'
import { startFuzzWorld } from './fuzz/fuzz-world.js'
import { hostile, randomOf } from './fuzz/random-words.js'
import { atLeast, count, known, none, type Proof } from './proof.js'

/** Of all bodies so many go to HTTP; the others are messages of the queue. */
const sizes = { full: { posted: 60_000, queued: 40_000 }, short: { posted: 900, queued: 2_000 } }
const seed = Number(process.env['OHMY_FUZZ_SEED'] ?? 1)
const atOnce = 24
/** Nobody waits so long for an answer (ms). */
const within = 60_000

/** What CI, PagerDuty, SNS, agents and Slack post, and what stands in the queue, broken in every way. */
export const fuzzBodies: Proof = {
  name: 'fuzz-bodies',
  claim:
    'Whatever body a hook, an agent or Slack posts, and whatever stands in the queue of events, is taken or refused: no 5xx, no crash, nothing unhandled',
  inTests: true,
  async run(size, note) {
    const folder = mkdtempSync(join(tmpdir(), 'ohmy-fuzz-bodies-'))
    const world = await startFuzzWorld({
      PAGERDUTY_WEBHOOK_SECRET: pagerDutySecret,
      OHMY_CONFIG: configurationIn(folder),
    })
    const { posted, queued } = sizes[size]
    const found: string[] = []
    const statuses = new Map<string, number>()
    try {
      const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
      const numbers = Array.from({ length: posted }, (_, at) => at).values()
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          for (const number of numbers) {
            const body = postedBody(seed, number)
            const status = await post(agent, world.port, body)
            const name = `${body.path} ${status}`
            statuses.set(name, (statuses.get(name) ?? 0) + 1)
            // 503: not now, send it again, as where the store has not answered in time.
            if (/^(?:5(?!03)|no )/.test(status))
              found.push(`${number}: ${name}: ${body.body.toString().slice(0, 300)}`)
          }
        }),
      )
      agent.destroy()
      const read = new Map<string, number>()
      for (let number = 0; number < queued; number++) {
        const text = queuedBody(number)
        try {
          const { kind } = readEvent(text)
          read.set(kind, (read.get(kind) ?? 0) + 1)
        } catch (error) {
          found.push(`queue ${number}: ${String(error)}: ${text.slice(0, 300)}`)
        }
      }
      const alive = await fetch(`http://127.0.0.1:${world.port}/healthz`, {
        signal: AbortSignal.timeout(within),
      })
      // The channels and people that it was made up for are none of the workspace's.
      const logged = world.defects().filter((one) => !one.includes('A message was given up'))
      note(`seed ${seed}; answers: ${told(statuses)}; of the queue: ${told(read)}`)
      for (const one of new Set([...found, ...logged].slice(0, 20))) note(`found: ${one.slice(0, 1_500)}`)
      return [
        atLeast('bodies', posted + queued, posted + queued),
        none('answered with 500 or not at all, or thrown', found),
        none('defects in the log, rejections that nobody handled', logged),
        known('alive afterwards', String(alive.status)),
        none(
          'changes in AWS',
          world.world.account.calls.changes().map(({ action }) => action),
        ),
      ]
    } finally {
      await world.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** The sandbox's own, with a token of its agent and a topic of SNS. */
function configurationIn(folder: string): string {
  const path = join(folder, 'ohmy.yaml')
  const token = createHash('sha256').update(agentToken).digest('hex')
  const yaml = readFileSync(sandboxConfig, 'utf8').replace(
    '  scout:\n',
    `  scout:\n    tokens: [${token}]\n    perMinute: 600\n`,
  )
  const topic = 'arn:aws:sns:ap-southeast-2:123456789012:ohmycoins-prod-alerts'
  writeFileSync(path, `${yaml}\nalerts:\n  topics: [${topic}]\n`)
  return path
}

function told(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1))
  return sorted.map(([name, times]) => `${name}: ${count(times)}`).join(', ')
}

/** @returns the status, or `no answer` and why */
function post(agent: Agent, port: number, { path, headers, body }: Posted): Promise<string> {
  return new Promise((resolve) => {
    const options = { agent, host: '127.0.0.1', port, path, method: 'POST', headers, timeout: within }
    const outgoing = request(options, (response) => {
      response.resume()
      response.on('end', () => resolve(String(response.statusCode)))
      response.on('error', (error) => resolve(`no answer: ${error.message}`))
    })
    outgoing.on('timeout', () => outgoing.destroy(new Error(`none within ${within} ms`)))
    outgoing.on('error', (error) => resolve(`no answer: ${error.message}`))
    outgoing.end(body)
  })
}

function queuedBody(index: number): string {
  const random = randomOf(seed + 1, index)
  const alarm = JSON.parse(
    alarmEvent('ohmycoins-staging-fuzz', random.pick(['ALARM', 'OK', 'INSUFFICIENT_DATA', 'x']), Date.now()),
  ) as Record<string, unknown>
  const ecs = {
    source: 'aws.ecs',
    time: new Date().toISOString(),
    'detail-type': random.pick([
      'ECS Task State Change',
      'ECS Service Action',
      'ECS Deployment State Change',
      'ECS Container Instance State Change',
    ]),
    resources: [
      'arn:aws:ecs:ap-southeast-2:123456789012:service/ohmycoins-staging-cluster/ohmycoins-staging-backend',
    ],
    detail: {
      clusterArn: 'arn:aws:ecs:ap-southeast-2:123456789012:cluster/ohmycoins-staging-cluster',
      taskArn: 'arn:aws:ecs:ap-southeast-2:123456789012:task/ohmycoins-staging-cluster/0123456789abcdef',
      group: 'service:ohmycoins-staging-backend',
      lastStatus: random.pick(['RUNNING', 'STOPPED', 'x']),
      desiredStatus: 'STOPPED',
      stoppedReason: random.pick(hostile),
      stopCode: random.pick(['EssentialContainerExited', 'TaskFailedToStart', 'x']),
      containers: [{ name: 'backend', exitCode: random.between(-1, 300), reason: random.pick(hostile) }],
      eventName: random.pick(['SERVICE_STEADY_STATE', 'SERVICE_DEPLOYMENT_FAILED', 'x']),
      eventType: random.pick(['INFO', 'WARN', 'ERROR']),
      deploymentId: 'ecs-svc/1',
      version: 3,
    },
  }
  const event = random.chance(0.5) ? alarm : ecs
  if (random.chance(0.05)) return brokenText(JSON.stringify(event), random).toString()
  return JSON.stringify(random.chance(0.9) ? broken(event, random) : event)
}
