import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import type { MessageRecord } from '../../sandbox/workspace/messages.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const queue = 'https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts'
const production = 'ohmycoins-prod-backend'
const staging = 'ohmycoins-staging-backend'
const waits = 'backend in production waits for a decision'

/** A pause at a stage; its minutes are 0.3 s long here. */
const pauseAt = (stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT' | 'POST_SCALE_UP', minutes = 14_400) => ({
  targetType: 'PAUSE' as const,
  lifecycleStages: [stage],
  timeoutConfiguration: { timeoutInMinutes: minutes, action: 'ROLLBACK' as const },
})

const canary = {
  strategy: 'CANARY' as const,
  canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 1 },
  bakeTimeInMinutes: 0,
  lifecycleHooks: [pauseAt('PRE_PRODUCTION_TRAFFIC_SHIFT')],
}

let sandbox: Sandbox
const world = () => sandbox.account.world
const card = (...words: readonly string[]) =>
  sandbox.workspace.waitForMessage(
    'devops',
    ({ text, ephemeralFor }) => ephemeralFor === undefined && words.every((word) => text.includes(word)),
  )
const answerTo = (words: string) =>
  sandbox.workspace.waitForMessage(
    'devops',
    ({ text, ephemeralFor }) => ephemeralFor !== undefined && text.includes(words),
  )
const told = () => sandbox.account.calls.of('ContinueServiceDeployment')
const posted = () =>
  sandbox.workspace.messages('devops').filter(({ ephemeralFor }) => ephemeralFor === undefined)
const start = async (configure = (yaml: string) => `${yaml}\nalerts:\n  queue: ${queue}\n`) => {
  sandbox = await startSandbox({ configure })
  world().addSecondTargetGroup(production)
}

describe('a deployment that ohmy did not begin', () => {
  beforeEach(() => start())
  afterEach(() => sandbox.stop())

  async function paused(
    configuration: Parameters<ReturnType<typeof world>['setDeploymentConfiguration']>[1] = canary,
  ) {
    world().setDeploymentConfiguration(production, configuration)
    world().deploy(production, 'sprint-13-7ac41be')
    return card(waits, 'may sprint-13-7ac41be go on?', 'Targets: ')
  }

  it('is approved step by step by a second person: one message, one decision a step', async () => {
    const first = await paused()
    expect(first.text).toContain(
      'canary · 2 of 2 new tasks running · 0 % of the traffic goes to them · before the next shift of traffic',
    )
    expect(first.text).toContain('Image: sprint-12-3f4021a → sprint-13-7ac41be')
    expect(first.text).toMatch(/Alarms: none of \d+ alarms rings\n.*New errors: /)
    expect(first.text).toMatch(/Needs one approver, until .+; then ECS goes back by itself/)
    expect(first.text).toContain('Not begun by ohmy')
    await card('backend in production waits for a decision', `<@${approver.slackId}>`.slice(2, -1))
    await sandbox.workspace.click(approver, first, 'Continue')
    const second = await card(waits, '10 % of the traffic goes to them', 'Aaron Approver let it go on')
    expect(second.ts).toBe(first.ts)
    // The button of before names a hook that was answered.
    await sandbox.workspace.click(approver, first, 'Continue')
    await answerTo('This was decided already: Aaron Approver let it go on.')
    await sandbox.workspace.click(approver, second, 'Continue')
    expect((await card('The deployment of backend in production is complete.')).ts).toBe(first.ts)
    expect(told().map(({ input }) => input)).toEqual([
      expect.objectContaining({ action: 'CONTINUE' }),
      expect.objectContaining({ action: 'CONTINUE' }),
    ])
    expect(
      posted().filter(
        ({ text, threadTs }) => threadTs === undefined && text.includes('backend in production'),
      ),
    ).toHaveLength(1)
  })

  it('goes back where somebody says so, and to nobody below the role for it', async () => {
    const asked = await paused()
    await sandbox.workspace.click(requester, asked, 'Continue')
    await answerTo('`continue` in production takes the role approver; you have operator.')
    await sandbox.workspace.click(requester, asked, 'Go back')
    await answerTo('`go-back` in production takes the role approver; you have operator.')
    await sandbox.workspace.click(approver, asked, 'Go back')
    const ended = await card('The deployment of backend in production went back to the version before.')
    expect(ended.ts).toBe(asked.ts)
    expect(ended.text).toContain('Aaron Approver sent it back')
    expect(told().map(({ input }) => input)).toEqual([expect.objectContaining({ action: 'ROLLBACK' })])
    expect(world().service(production).image).toContain('sprint-12-3f4021a')
  })

  it('has the end that ECS gives it, where nobody decides in time; they were reminded at half time', async () => {
    const asked = await paused({ ...canary, lifecycleHooks: [pauseAt('PRE_PRODUCTION_TRAFFIC_SHIFT', 40)] })
    await card('backend in production still waits for a decision')
    const ended = await card('The deployment of backend in production went back to the version before.')
    expect(ended.ts).toBe(asked.ts)
    expect(ended.text).toContain('Nobody decided in time, so ECS goes back by itself')
    expect(told()).toEqual([])
    await until('the reminder to say so', () => posted().every(({ text }) => !text.includes('still waits')))
  })

  it('says what was answered in the console, and what took its place', async () => {
    const asked = await paused()
    world().answerPauses(production, 'CONTINUE')
    await card(waits, '10 % of the traffic', 'It was let go on outside of ohmy')
    world().deploy(production, 'sprint-13-d4e8f02')
    const replaced = await card('The deployment of backend in production was replaced by another deployment.')
    expect(replaced.ts).toBe(asked.ts)
    expect(told()).toEqual([])
  })

  it('that waits at several pauses of a stage takes a decision for each', async () => {
    const both = [pauseAt('POST_SCALE_UP'), pauseAt('POST_SCALE_UP')]
    const asked = await paused({ ...canary, lifecycleHooks: both })
    expect(asked.text).toMatch(/Pause 1 of 2 .*\n.*Pause 2 of 2 /)
    await sandbox.workspace.click(approver, asked, 'Continue 2')
    const one = await card(waits, 'Aaron Approver let it go on', 'Needs one approver')
    expect(one.text).not.toContain('Pause 1 of 2')
    await sandbox.workspace.click(approver, one, 'Continue')
    await card('The deployment of backend in production is complete.')
    expect(new Set(told().map(({ input }) => (input as { hookId: string }).hookId)).size).toBe(2)
  })

  it('is barred by the lock of a person, and is typed as it is pressed', async () => {
    const { text } = await paused()
    const [id = ''] = /deployment-[2-9a-z]{7}/.exec(text) ?? []
    const [, hook = ''] = /--hook ("?[\w-]{8}"?)/.exec(text) ?? []
    const say = (person: typeof approver, line: string) => sandbox.workspace.say(person, 'devops', line)
    await say(requester, '/ohmy lock production --reason "sale"')
    await card('Production is locked')
    await say(approver, `/ohmy continue ${id} --hook ${hook}`)
    await answerTo('locked production: “sale”')
    await say(requester, '/ohmy unlock production')
    await card('Production is unlocked')
    await say(approver, `/ohmy continue ${id}`)
    // Which one is chosen in a form, also where there is one: at the next pause it is another.
    const form = await sandbox.workspace.waitForModal(approver, ({ view }) =>
      JSON.stringify(view.blocks).includes('backend in production'),
    )
    await sandbox.workspace.close(approver, form)
    await say(viewer, '/ohmy status production')
    expect((await card('production is deploying', 'backend waits for a decision until')).text).toContain(id)
    await say(viewer, '/ohmy deployment production')
    const shown = await card('canary', 'waits for somebody until', 'not begun by ohmy')
    expect(shown.text).toContain(id)
    await say(approver, `/ohmy go-back ${id} --hook ${hook}`)
    await card('The deployment of backend in production went back to the version before.')
  })
})

describe('of two who press at the same instant', () => {
  beforeEach(() =>
    start(
      (yaml) =>
        `${yaml.replace('users: [U0APPROVE]', 'users: [U0APPROVE, U0VIEWERS]')}\nalerts:\n  queue: ${queue}\n`,
    ),
  )
  afterEach(() => sandbox.stop())

  it('one decides, and the other reads what was decided', async () => {
    world().setDeploymentConfiguration(production, canary)
    world().deploy(production, 'sprint-13-7ac41be')
    const asked = await card(waits)
    await Promise.all([
      sandbox.workspace.click(approver, asked, 'Go back'),
      sandbox.workspace.click(viewer, asked, 'Go back'),
    ])
    await answerTo('This was decided already:')
    await card('The deployment of backend in production went back to the version before.')
    expect(told()).toHaveLength(1)
  })
})

describe('where the policy asks for two', () => {
  beforeEach(() =>
    start(
      (yaml) =>
        `${yaml
          .replace('users: [U0APPROVE]', 'users: [U0APPROVE, U0VIEWERS]')
          .replace('scale: 1, run: 1 }', 'scale: 1, run: 1, continue: 2 }')}\nalerts:\n  queue: ${queue}\n`,
    ),
  )
  afterEach(() => sandbox.stop())

  it('the second of them lets it go on, and nobody is both; a form asks which of several pauses', async () => {
    const both = [pauseAt('POST_SCALE_UP'), pauseAt('POST_SCALE_UP')]
    world().setDeploymentConfiguration(production, { ...canary, lifecycleHooks: both })
    world().deploy(production, 'sprint-13-7ac41be')
    const { text } = await card(waits, 'Pause 2 of 2', 'Needs 2 people with the role approver')
    const [id = ''] = /deployment-[2-9a-z]{7}/.exec(text) ?? []

    await sandbox.workspace.say(approver, 'devops', `/ohmy continue ${id}`)
    const form = await sandbox.workspace.waitForModal(approver, ({ view }) =>
      JSON.stringify(view.blocks).includes('pause 2 of 2'),
    )
    const [, second = ''] = [...JSON.stringify(form.view.blocks).matchAll(/"value":"([\w-]{8})"/g)].map(
      ([, value]) => value ?? '',
    )
    await sandbox.workspace.submit(approver, form, { hook: second })
    await card(waits, 'one more approver')
    expect(told()).toEqual([])
    await sandbox.workspace.say(approver, 'devops', `/ohmy continue ${id} --hook ${second}`)
    await answerTo('You have said already that it may go on.')
    await sandbox.workspace.say(viewer, 'devops', `/ohmy continue ${id} --hook ${second}`)
    await until('ECS to be told', () => told().length === 1)
    expect(told()[0]?.input).toMatchObject({ action: 'CONTINUE' })
    await card(waits, 'Aaron Approver', 'Vera Viewer', 'Needs 2 people with the role approver')
  })
})

describe('a deployment of ohmy’s', () => {
  beforeEach(() => start(String))
  afterEach(() => sandbox.stop())

  it('waits for somebody else than who asked for it, and is done when that is decided', async () => {
    world().setDeploymentConfiguration(staging, { lifecycleHooks: [pauseAt('POST_SCALE_UP')] })
    await sandbox.workspace.say(requester, 'devops', '/ohmy deploy backend sprint-13-7ac41be staging')
    const what = 'Deploy sprint-13-7ac41be to backend in staging'
    const asked: MessageRecord = await card(
      'backend in staging waits for a decision',
      'Needs one operator other than Rita Requester',
    )
    const [id = ''] = /deployment-[2-9a-z]{7}/.exec(asked.text) ?? []
    const operation = await card(`${what} — Running`, 'somebody has to let it go on, or back')
    // The id is the link to the message that asks.
    expect(operation.text).toContain(id)
    await sandbox.workspace.click(requester, asked, 'Continue')
    const refused = await answerTo('You asked for this deployment yourself, so somebody else has to decide.')
    expect(JSON.stringify(refused.blocks)).toContain('Cancel it')
    await sandbox.workspace.click(approver, asked, 'Continue')
    await card(`${what} — Done`)
    const ended = await card('The deployment of backend in staging is complete.')
    expect(ended.text).toContain('Aaron Approver let it go on')
    expect(ended.text).toContain('Asked by Rita Requester (op-')
  })
})
