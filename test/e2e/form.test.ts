import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

describe('a command with too little in it', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  it('opens a form with what was given filled in, and does what is filled in', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy deploy')
    const modal = await sandbox.workspace.waitForModal(requester)
    expect(modal.view.title.text).toBe('Deploy …')
    await sandbox.workspace.submit(requester, modal, {
      services: 'backend',
      image: 'sprint-14-0c9b7aa',
      environment: 'staging',
      reason: 'a "form"\nof two lines',
    })
    const card = await sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => text.includes('Deploy sprint-14-0c9b7aa to backend in staging — Done'),
      { timeout: 60_000 },
    )
    expect(card.text).toContain('reason: a "form" of two lines')
  })

  it('forgets no option that was given and that has no field', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy deploy --dry-run')
    const modal = await sandbox.workspace.waitForModal(
      requester,
      ({ view }) => view.title.text === 'Deploy …',
    )
    expect(JSON.stringify(modal.view.blocks)).toContain('With `--dry-run`, as asked.')
    const before = sandbox.account.calls.changes().length
    await sandbox.workspace.submit(requester, modal, {
      services: 'backend',
      image: 'sprint-13-7ac41be',
      environment: 'staging',
    })
    await sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => text.includes('Deploy sprint-13-7ac41be to backend in staging — only a plan'),
      { timeout: 60_000 },
    )
    expect(sandbox.account.calls.changes()).toHaveLength(before)
  })

  it('asks by menus without words on how to write a name', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy scale backend staging')
    const modal = await sandbox.workspace.waitForModal(requester, ({ view }) =>
      JSON.stringify(view).includes('A number from 0 to 10'),
    )
    const fields = modal.view.blocks as readonly {
      block_id?: string
      hint?: unknown
      element?: { type: string }
    }[]
    const named = (key: string) => fields.find(({ block_id }) => block_id === key)
    for (const key of ['service', 'environment']) {
      expect(named(key)?.element?.type).toBe('static_select')
      expect(named(key)?.hint).toBeUndefined()
    }
    await sandbox.workspace.close(requester, modal)
  })

  it('says in the form what is still missing', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy scale')
    const modal = await sandbox.workspace.waitForModal(requester, ({ view }) => view.title.text === 'Scale …')
    await sandbox.workspace.submit(requester, modal, { service: 'backend' })
    const refused = await sandbox.workspace.waitForModal(requester, ({ errors }) => errors !== undefined)
    expect(Object.keys(refused.errors ?? {})).toEqual(['count', 'environment'])
    await sandbox.workspace.close(requester, refused)
  })

  it('is explained in words where no form can be opened', async () => {
    await sandbox.workspace.say(requester, 'devops', '@ohmy deploy')
    const told = await sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes('needs more'))
    expect(told.text).toContain('@ohmy deploy backend sprint-12-3f4021a staging')
  })
})
