import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { onSandboxPage, sandboxUrl } from './sandbox-page.js'

/** A program asks for a change and a person approves it: the pictures of docs/agents.md. `npx tsx test/pictures/agent.ts docs/images` */
const [images = ''] = process.argv.slice(2)
if (images === '') throw new Error('Say where the pictures go: npx tsx test/pictures/agent.ts docs/images')
mkdirSync(images, { recursive: true })

const aaron = 'U0APPROVE'

await onSandboxPage({ width: 1060, height: 1_200 }, async (page) => {
  page.setDefaultTimeout(90_000)
  await page.goto(`${sandboxUrl}/?person=${aaron}&channel=devops`)
  const client = new Client({ name: 'a client', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: ['--no-warnings', 'sandbox/ohmy.mjs', 'mcp', '--agent', 'scout'],
    }),
  )
  const asked = await client.callTool({
    name: 'request_change',
    arguments: { change: 'scale backend 3 staging', reason: 'p95 of /checkout doubled within ten minutes' },
  })
  const { operation = '' } = asked.structuredContent as { operation?: string }
  const card = page.locator('.conversation .message', { hasText: operation }).last()
  const picture = async (name: string) => {
    await wait(1_000)
    await page.mouse.move(1, 1)
    await card.screenshot({ path: join(images, `${name}.png`) })
  }
  await card.getByRole('button', { name: 'Approve' }).waitFor()
  await picture('agent-asks')
  await card.getByRole('button', { name: 'Approve' }).click()
  await card.getByText('— Done').first().waitFor()
  await picture('agent-done')
  const ended = await client.callTool({ name: 'get_operation', arguments: { operation } })
  process.stdout.write(`${JSON.stringify(ended.structuredContent)}\n`)
  await client.close()
})
