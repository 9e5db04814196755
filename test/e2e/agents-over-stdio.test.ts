import { userInfo } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { build } from './production-process.js'

describe('an agent that a person’s own client starts', () => {
  let sandbox: Sandbox
  let built: Awaited<ReturnType<typeof build>>
  beforeAll(async () => {
    const agents = `
agents:
  scout: { user: ${requester.slackId}, role: operator }
  robin: { user: ${requester.slackId} }
  strange: { user: ${approver.slackId}, role: operator }
terminal:
  users: { ${JSON.stringify(userInfo().username)}: ${requester.slackId} }
`
    ;[sandbox, built] = await Promise.all([
      startSandbox({ configure: (yaml) => yaml.replace(/^agents:\n(?: .*\n)+/m, agents) }),
      build(),
    ])
  })
  afterAll(async () => {
    built.remove()
    await sandbox.stop()
  })

  /** @returns the client once it is connected, and what the process said besides the protocol */
  async function start(...words: readonly string[]) {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [join(built.main, '../terminal.js'), 'mcp', ...words],
      env: { ...sandbox.environment, PATH: process.env['PATH'] ?? '' },
      stderr: 'pipe',
    })
    let said = ''
    transport.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const client = new Client({ name: 'a test', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
    await client.connect(transport).catch((error: unknown) => {
      throw new Error(said, { cause: error })
    })
    return { client, said: () => said }
  }

  it('looks and asks as that agent, with nothing on stdout but the protocol', async () => {
    const { client, said } = await start('--agent', 'scout')
    const status = await client.callTool({ name: 'status', arguments: { environment: 'staging' } })
    expect(status.isError).not.toBe(true)
    expect(JSON.stringify(status.content)).toContain('backend')
    const asked = await client.callTool({
      name: 'request_change',
      arguments: { change: 'scale backend 2 staging', reason: 'a try' },
    })
    expect(asked.structuredContent).toMatchObject({ outcome: 'requested' })
    await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('🤖 scout for Rita Requester'),
    )
    await client.close()
    expect(said()).toBe('')
  })

  it.each([
    [[], 'with ohmy mcp --agent: scout or robin'],
    [['--agent', 'strange'], 'No agent called strange works for you'],
    [['scout'], 'ohmy mcp takes the name of an agent'],
  ])('is refused with %j', async (words, why) => {
    await expect(start(...words)).rejects.toThrow(why)
  })
})
