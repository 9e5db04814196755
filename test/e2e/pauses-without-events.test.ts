import { afterEach, describe, expect, it } from 'vitest'
import { approver } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

const backend = 'ohmycoins-staging-backend'

describe('without a queue of events', () => {
  let sandbox: Sandbox
  afterEach(() => sandbox.stop())

  it('a deployment that waits is found by looking, and decided on in the terminal', async () => {
    sandbox = await startSandbox({ bot: { timeScale: 1 / 200, looksForPausesEvery: 300 } })
    const { world } = sandbox.account
    world.setDeploymentConfiguration(backend, {
      lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }],
    })
    world.deploy(backend, 'sprint-13-7ac41be')
    const asked = await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('backend in staging waits for a decision'),
    )
    const [id = ''] = /deployment-[2-9a-z]{7}/.exec(asked.text) ?? []
    const [, hook = ''] = /--hook ("?[\w-]{8}"?)/.exec(asked.text) ?? []
    const terminal = { id: approver.slackId, name: approver.name, origin: 'terminal' } as const
    const shown = await sandbox.bot.dispatch.run('deployment backend staging', terminal)
    expect(shown.message.text).toContain(id)
    const said = await sandbox.bot.dispatch.run(`continue ${id} --hook ${hook}`, terminal)
    expect(said.failed).toBeUndefined()
    expect(said.message.text).toContain('backend in staging was decided on')
    const ended = await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('The deployment of backend in staging is complete.'),
    )
    expect(ended.ts).toBe(asked.ts)
  })
})
