import { expect, it } from 'vitest'
import { buildBot, configOf } from '../../sandbox/bot.js'
import { requester } from '../../sandbox/people.js'
import { startSandbox } from '../support/sandbox.js'

it('posts where a configured channel is named by its id', async () => {
  const sandbox = await startSandbox()
  const id = sandbox.workspace.state().channels.find(({ name }) => name === 'alerts')?.id ?? ''
  expect(id).toMatch(/^C[A-Z0-9]{8,}$/)
  const config = await configOf(sandbox.environment)
  const channels = { ...config.channels, operations: id }
  const bot = await buildBot(sandbox.environment, { config: { ...config, channels } })
  try {
    // The terminal is in no channel: what it asks for is shown where operations are.
    const caller = { id: requester.slackId, name: requester.name, origin: 'terminal' } as const
    await bot.dispatch.run('scale backend 2 staging', caller)
    await sandbox.workspace.waitForMessage('alerts', ({ text }) => text.includes('Scale backend in staging'))
  } finally {
    await bot.stop()
    await sandbox.stop()
  }
})
