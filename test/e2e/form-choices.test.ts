import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import type { OpenModal } from '../../sandbox/workspace/contract.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

interface Field {
  readonly type: string
  readonly block_id?: string
  readonly hint?: { readonly text: string }
  readonly element?: {
    readonly type: string
    readonly action_id: string
    readonly options?: readonly { readonly text: { readonly text: string }; readonly value: string }[]
    readonly initial_option?: { readonly value: string }
    readonly initial_options?: readonly { readonly value: string }[]
    readonly initial_value?: string
  }
}

function field({ view }: OpenModal, key: string): Field | undefined {
  return (view.blocks as readonly Field[]).find(({ block_id: id }) => id === key)
}

function options(modal: OpenModal, key: string): readonly string[] {
  return (field(modal, key)?.element?.options ?? []).map(({ text }) => text.text)
}

describe('the form of a verb', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  const opened = async (person: typeof requester, line: string, fits?: (modal: OpenModal) => boolean) => {
    await sandbox.workspace.say(person, 'devops', `/ohmy ${line}`)
    return sandbox.workspace.waitForModal(person, fits)
  }

  it('shows the newest images with their age and where they run, preselected by what was said', async () => {
    const modal = await opened(requester, 'deploy backend staging', (one) => options(one, 'image').length > 0)
    const [newest = '', ...others] = options(modal, 'image')
    expect(newest).toMatch(/^sprint-14-0c9b7aa · \d+ h.* old$/)
    expect(others.find((tag) => tag.startsWith('sprint-12-3f4021a'))).toMatch(
      / · \d+ d.* old · runs in staging, production$/,
    )
    expect(others.at(-1)).toBe('Another …')
    expect(JSON.stringify(options(modal, 'image'))).not.toMatch(/\.sig|\.att|sha256-/)
    expect(field(modal, 'services')?.element?.initial_options).toMatchObject([{ value: 'backend' }])
    expect(field(modal, 'environment')?.element?.initial_option).toMatchObject({ value: 'staging' })
    await sandbox.workspace.close(requester, modal)
  })

  it('looks again once a service is chosen, and keeps what was typed', async () => {
    const modal = await opened(requester, 'deploy --reason "release 14"')
    expect(field(modal, 'image')?.element?.type).toBe('plain_text_input')
    expect(field(modal, 'image')?.hint?.text).toContain('once a service is chosen')
    await sandbox.workspace.click(requester, modal, 'services', ['frontend'])
    const looked = await sandbox.workspace.waitForModal(requester, (one) => options(one, 'image').length > 0)
    expect(options(looked, 'image')[0]).toMatch(/^sprint-\d+-/)
    await sandbox.workspace.submit(requester, looked, {
      image: field(looked, 'image')?.element?.options?.[0]?.value ?? '',
      environment: 'staging',
    })
    const card = await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      /Deploy sprint-\S+ to frontend in staging/.test(text),
    )
    expect(card.text).toContain('release 14')
  })

  it('lets somebody type what does not stand in the menu', async () => {
    const modal = await opened(
      requester,
      'deploy backend staging --dry-run',
      (one) => options(one, 'image').length > 0,
    )
    await sandbox.workspace.click(requester, modal, field(modal, 'image')?.element?.action_id ?? '', '…')
    const typed = await sandbox.workspace.waitForModal(
      requester,
      (one) => field(one, 'image')?.element?.type === 'plain_text_input',
    )
    expect(field(typed, 'environment')?.element?.initial_option).toMatchObject({ value: 'staging' })
    await sandbox.workspace.submit(requester, typed, { image: 'sprint-13-7ac41be' })
    await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('Deploy sprint-13-7ac41be to backend in staging — only a plan'),
    )
  })

  it('shows what is locked, and says so where nothing is', async () => {
    await sandbox.workspace.say(approver, 'devops', '/ohmy unlock')
    await sandbox.workspace.waitForMessage('devops', ({ text }) => text === 'Nothing is locked.')
    const lock = await opened(approver, 'lock', (one) => options(one, 'environment').length > 0)
    expect(options(lock, 'environment')).toEqual([
      'all of staging',
      'backend in staging',
      'frontend in staging',
      'all of production',
      'backend in production',
      'frontend in production',
      'everything, everywhere',
    ])
    await sandbox.workspace.submit(approver, lock, { environment: 'backend staging', reason: 'load test' })
    await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('Backend in staging is locked'),
    )
    const unlock = await opened(approver, 'unlock', (one) => options(one, 'environment').length > 0)
    expect(options(unlock, 'environment')).toEqual([
      expect.stringMatching(/^backend in staging · .* · load test$/),
    ])
    // The only one there is is chosen already.
    await sandbox.workspace.submit(approver, unlock)
    await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('Backend in staging is unlocked'),
    )
  })

  it('shows the alarms that ring first', async () => {
    sandbox.account.world.setAlarm('ohmycoins-prod-rds-cpu-utilization', 'ALARM', 'Threshold Crossed')
    const isRinging = (one: OpenModal) => options(one, 'alarm').some((text) => text.includes('rings for'))
    let modal: OpenModal | undefined
    while (modal === undefined) {
      const seen = await opened(requester, 'mute', (one) => options(one, 'alarm').length > 0)
      // Alarms are kept for seconds.
      if (isRinging(seen)) modal = seen
      else await sandbox.workspace.close(requester, seen)
    }
    expect(options(modal, 'alarm')[0]).toMatch(/^rds-cpu-utilization · production · rings for /)
    await sandbox.workspace.submit(requester, modal, { alarm: 'ohmycoins-prod-rds-cpu-utilization' })
    await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      /rds-cpu-utilization.*muted|muted.*rds-cpu-utilization/is.test(text),
    )
    const unmute = await opened(requester, 'unmute', (one) => options(one, 'alarm').length > 0)
    expect(options(unmute, 'alarm')).toEqual([
      expect.stringMatching(/^rds-cpu-utilization · production · .* left · /),
    ])
    await sandbox.workspace.close(requester, unmute)
  })

  it('shows whoever decides the plan that they decide on, and nobody their own', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy scale backend 3 production')
    await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('Scale backend in production'),
    )
    await sandbox.workspace.say(requester, 'devops', '/ohmy approve')
    await sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => text === 'Nothing waits for your approval.',
    )
    const modal = await opened(approver, 'approve')
    expect(options(modal, 'operation')).toEqual([
      expect.stringMatching(/^Scale backend in production .*Rita/),
    ])
    expect(JSON.stringify(modal.view.blocks)).toContain('2 → 3')
    await sandbox.workspace.submit(approver, modal)
    await sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => /Scale backend in production from 2 to 3.*Done/.test(text),
      { timeout: 60_000 },
    )
  })

  it('tells who may not use the verb so, instead of a form', async () => {
    await sandbox.workspace.say(viewer, 'devops', '/ohmy deploy')
    const told = await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('takes the role'),
    )
    expect(told.text).toContain('operator')
    expect(sandbox.workspace.modals(viewer)).toEqual([])
  })

  it('stands in words where none can be opened, and a press on a button opens it', async () => {
    await sandbox.workspace.say(requester, 'devops', '@ohmy deploy backend staging')
    const told = await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('No image was named'),
    )
    expect(told.text).toMatch(/• sprint-14-0c9b7aa · \d+ h/)
    expect(told.text).not.toContain('Usage')
    await sandbox.workspace.click(requester, told, 'Fill it in')
    const modal = await sandbox.workspace.waitForModal(requester, (one) => options(one, 'image').length > 0)
    expect(modal.view.title.text).toBe('Deploy …')
    await sandbox.workspace.close(requester, modal)
  })
})

describe('a form while AWS hangs or refuses', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  it('opens before its trigger is over, says that it is looking, and has its menu once AWS answers', async () => {
    sandbox.account.faults.add({ action: 'DescribeImages', fault: { kind: 'delay', ms: 1_800 }, times: 1 })
    await sandbox.workspace.say(requester, 'devops', '/ohmy deploy backend staging')
    const looking = await sandbox.workspace.waitForModal(requester)
    expect(JSON.stringify(looking.view.blocks)).toContain('Image: looking …')
    const found = await sandbox.workspace.waitForModal(requester, (one) => options(one, 'image').length > 0)
    expect(found.id).toBe(looking.id)
    await sandbox.workspace.close(requester, found)
  })

  it('is typed where AWS does not let ohmy look', async () => {
    sandbox.account.faults.add({ action: 'DescribeServices', fault: { kind: 'accessDenied' }, times: 3 })
    await sandbox.workspace.say(requester, 'devops', '/ohmy deploy frontend staging --dry-run')
    const modal = await sandbox.workspace.waitForModal(
      requester,
      (one) => field(one, 'image')?.element?.type === 'plain_text_input',
    )
    expect(field(modal, 'image')?.hint?.text).toBe(
      'Ohmy is not allowed to call ecs:DescribeServices. It can be typed.',
    )
    sandbox.account.faults.clear()
    await sandbox.workspace.submit(requester, modal, { image: 'sprint-13-7ac41be' })
    await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('Deploy sprint-13-7ac41be to frontend in staging — only a plan'),
    )
  })

  it('is typed where AWS never answers', async () => {
    sandbox.account.faults.add({ action: 'DescribeTaskDefinition', fault: { kind: 'hang' } })
    await sandbox.workspace.say(requester, 'devops', '/ohmy deploy backend production')
    const modal = await sandbox.workspace.waitForModal(
      requester,
      (one) => field(one, 'image')?.element?.type === 'plain_text_input',
    )
    expect(field(modal, 'image')?.hint?.text).toBe('There was no answer in time. It can be typed.')
    sandbox.account.faults.clear()
    await sandbox.workspace.close(requester, modal)
  })
})

describe('what stands in menus for who looks at staging alone', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      configure: (yaml) =>
        yaml.replace('users: [U0VIEWERS] # Vera', 'users: [U0VIEWERS]\n    environments: [staging]'),
    })
  })
  afterAll(() => sandbox.stop())

  it('is of staging alone', async () => {
    await sandbox.workspace.say(viewer, 'devops', '/ohmy logs')
    const modal = await sandbox.workspace.waitForModal(viewer)
    expect(options(modal, 'environment')).toEqual(['staging'])
    await sandbox.workspace.close(viewer, modal)
    await sandbox.workspace.say(requester, 'devops', '/ohmy scale backend 3 production')
    await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('Scale backend in production'),
    )
    await sandbox.workspace.say(viewer, 'devops', '/ohmy cancel')
    await sandbox.workspace.waitForMessage(
      'devops',
      ({ text, ephemeralFor }) =>
        ephemeralFor === viewer.slackId && text === 'Nothing goes on that can be cancelled.',
    )
  })
})

describe('the form of a runbook where environments have services of their own', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      // The first list is staging's.
      configure: (yaml) =>
        yaml.replace('services: [backend, frontend]', 'services: [backend, frontend, worker]'),
    })
  })
  afterAll(() => sandbox.stop())

  it('looks the services up again once another environment is chosen', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy runbook start ecs-tasks-restarting')
    const services = (one: OpenModal) => options(one, 'service').filter((name) => name !== 'Another …')
    const withServices = (...names: readonly string[]) =>
      sandbox.workspace.waitForModal(requester, (one) => services(one).join() === names.join())
    const modal = await withServices('backend', 'frontend', 'worker')
    await sandbox.workspace.click(requester, modal, 'environment', 'production')
    const production = await withServices('backend', 'frontend')
    await sandbox.workspace.click(requester, production, 'environment', 'staging')
    const staging = await withServices('backend', 'frontend', 'worker')
    await sandbox.workspace.close(requester, staging)
  })
})
