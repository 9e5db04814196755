import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { credentials, requester } from '../../sandbox/people.js'
import { startWorld, type World } from '../../sandbox/world.js'
import { type BotProcess, createBotProcesses } from '../faults/processes.js'
import { type OtlpReceiver, pathOf, startOtlpReceiver, valueOf } from '../support/otlp-receiver.js'
import { until } from '../support/until.js'

const speed = 200
const release = 'sprint-13-7ac41be'

/** A line of the log. */
type Line = Readonly<Record<string, unknown>>

/** One deployment, from Slack to AWS, through two processes: by its id in the log, and as a trace. */
describe('a deployment that two processes work on', () => {
  const processes = createBotProcesses(2, 'pipe')
  let world: World
  let collector: OtlpReceiver
  let app: BotProcess
  let worker: BotProcess
  let operation = ''
  beforeAll(async () => {
    ;[world, collector] = await Promise.all([
      startWorld({ path: process.env['PATH'] ?? '', store: 'javascript', account: { speed } }),
      startOtlpReceiver(),
    ])
    const start = (role: string) =>
      processes.start({
        leaseFor: 6_000,
        timeScale: 1 / speed,
        environment: {
          ...world.environment,
          LOG_LEVEL: 'debug',
          OHMY_ROLES: role,
          OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
          OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20of-the-collector',
        },
      })
    ;[app, worker] = await Promise.all([start('app'), start('worker')])
    world.botListensOn(app.port)
    await say(`/ohmy status production`)
    await card('production is healthy')
    await say(`/ohmy deploy backend ${release} staging --reason "the-reason-of-rita"`)
    const done = await card(`Deploy ${release} to backend in staging — Done`)
    operation = /\bop-[a-z0-9]+/.exec(done.text)?.[0] ?? ''
  })
  afterAll(async () => {
    await processes.killStarted()
    processes.stop()
    await Promise.all([world.stop(), collector.stop()])
  })
  const say = (text: string) => world.workspace.say(requester, 'devops', text)
  const card = (words: string) =>
    world.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })
  const linesOf = (bot: BotProcess): readonly Line[] =>
    bot
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Line)

  it('is followed through both logs by one id', async () => {
    const ended = await until('its end', () =>
      linesOf(worker).find(({ msg, flow }) => msg === 'A flow has ended' && flow === operation),
    )
    const id = ended['trace_id']
    expect(id).toMatch(/^[0-9a-f]{32}$/)
    const inApp = linesOf(app).filter(({ trace_id }) => trace_id === id)
    const inWorker = linesOf(worker).filter(({ trace_id }) => trace_id === id)
    // What it was asked with, and that it was planned.
    expect(inApp.find(({ msg }) => msg === 'A command has ended')).toMatchObject({
      ...{ verb: 'deploy', origin: 'command', result: 'answered', flow: operation },
    })
    expect(inApp.find(({ msg }) => msg === 'A flow was begun')).toMatchObject({ flow: operation })
    expect(inApp.filter(({ msg }) => msg === 'AWS was asked').length).toBeGreaterThan(2)
    // What was changed, with the ids by which AWS knows it.
    const changes = inWorker.filter(({ msg }) => msg === 'AWS was asked for a change')
    expect(changes.map(({ action }) => action)).toEqual(['ecs:RegisterTaskDefinition', 'ecs:UpdateService'])
    for (const { requestId, flow } of changes) {
      expect(requestId).toMatch(/^[\w-]{8,}$/)
      expect(flow).toBe(operation)
    }
    expect(ended).toMatchObject({ kind: 'change', state: 'succeeded' })
    // Nothing of what else was done; what was typed stands in the lines of the audit alone.
    const all = [...inApp, ...inWorker]
    expect(all.filter(({ verb }) => verb === 'status')).toEqual([])
    expect(JSON.stringify(all.filter(({ audit }) => audit === undefined))).not.toContain('the-reason-of-rita')
    expect(app.output() + worker.output()).not.toContain('of-the-collector')
  })

  it('is one trace, from the request of Slack to the last call of AWS', async () => {
    const spans = await until('the last spans', () => {
      const ofIt = collector.spans.filter((span) => valueOf(span, 'ohmy.flow') === operation)
      return ofIt.some((span) => valueOf(span, 'ohmy.flow.state') === 'succeeded') && collector.spans
    })
    const begun = spans.find(
      (span) => span.name === 'begin change' && valueOf(span, 'ohmy.flow') === operation,
    )
    const trace = spans.filter(({ traceId }) => traceId === begun?.traceId)
    const paths = new Set(trace.map((span) => pathOf(span, trace)))
    const request = 'Slack command > command deploy'
    const look = `${request} > begin change > look change`
    for (const path of [
      ...['Slack command', request, `${request} > begin change`, look],
      `${request} > ecs:DescribeServices`,
      ...[`${look} > ecs:RegisterTaskDefinition`, `${look} > ecs:UpdateService`],
      `${look} > show in Slack > Slack chat.update`,
    ])
      expect([...paths]).toContain(path)
    expect([...paths].filter((path) => path.startsWith('?'))).toEqual([])
    expect(trace.filter(({ parentSpanId }) => !parentSpanId)).toHaveLength(1)
    // The request was taken by one process, and the change made by the other.
    const processesOf = (name: string) =>
      new Set(trace.filter((span) => span.name === name).map(({ instance }) => instance))
    expect(processesOf('ecs:UpdateService')).not.toEqual(processesOf('Slack command'))
    expect(new Set(trace.map(({ instance }) => instance)).size).toBe(2)
    expect(collector.headers[0]).toMatchObject({ authorization: 'Bearer of-the-collector' })
  })

  it('no call is in it twice, and no text, argument or secret at all', () => {
    const changes = ['RegisterTaskDefinition', 'UpdateService', 'TagResource']
    for (const action of changes) {
      const seen = world.account.calls.count(action)
      expect({ [action]: collector.spans.filter(({ name }) => name === `ecs:${action}`).length }).toEqual({
        [action]: seen,
      })
    }
    const text = JSON.stringify(collector.spans)
    const words = [
      release,
      'the-reason-of-rita',
      requester,
      'Rita',
      'devops',
      'redis.call',
      'ohmycoins',
      'healthy',
    ]
    for (const word of [...words, ...Object.values(credentials)]) expect(text).not.toContain(word)
  })

  it('a collector that does not answer keeps nobody waiting', async () => {
    collector.hang()
    for (let round = 0; round < 3; round++) {
      await say('/ohmy status backend staging')
      await until(
        'the answer',
        () =>
          world.workspace.messages('devops').filter(({ text }) => text.includes('backend in staging is'))
            .length > round,
      )
    }
    await until('a word in the log', () => app.output().includes('Spans did not arrive'))
    expect(linesOf(app).filter(({ msg }) => msg === 'A command has ended')).toHaveLength(5)
  })
})
