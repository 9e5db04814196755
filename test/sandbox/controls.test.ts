import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Account, startAccount } from '../../sandbox/account/account.js'
import { serveControls } from '../../sandbox/controls.js'

const backend = 'ohmycoins-staging-backend'
let account: Account
let server: Server

beforeEach(async () => {
  account = await startAccount()
  const serve = serveControls(() => account)
  server = createServer((request, response) => {
    void serve(request, response).then((served) => served || response.writeHead(404).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterEach(async () => {
  server.close()
  await account.stop()
})

async function post(path: string, body: object, type = 'application/json') {
  const { port } = server.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    ...{ method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) },
  })
  return { status: response.status, said: response.status === 404 ? {} : await response.json() }
}

describe("the sandbox's controls", () => {
  it('deploy as somebody else in any strategy, and answer its pauses', async () => {
    const configuration = {
      strategy: 'CANARY',
      lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] }],
    }
    const deployed = await post('/sandbox/deployment', { service: backend, tag: 'sprint-13', configuration })
    expect(deployed).toEqual({
      ...{ status: 200, said: { service: backend, taskDefinition: `${backend}:43` } },
    })
    account.advance(60_000)
    expect(account.world.service(backend)).toMatchObject({ pendingCount: 0 })
    const answered = await post('/sandbox/deployment', { service: backend, pause: 'CONTINUE' })
    expect(answered.status).toBe(200)
    account.advance(10_000)
    expect(account.world.service(backend)).toMatchObject({
      serviceDeployment: 'IN_PROGRESS',
      pendingCount: 1,
    })
  })

  it('say what there is where it was no good', async () => {
    expect(await post('/sandbox/deployment', { service: 'nobody', tag: 'sprint-13' })).toMatchObject({
      ...{ status: 400, said: { error: 'The simulated account has no service nobody' } },
    })
    const { said } = await post('/sandbox/deployment', { service: backend, pause: 'CONTINUE' })
    expect(said).toMatchObject({
      error: `Nothing pauses a deployment of ${backend}`,
      services: expect.arrayContaining([backend]),
    })
    const canary = { strategy: 'CANARY', earlySuccessCriteria: { enable: true } }
    const refused = await post('/sandbox/deployment', {
      service: backend,
      tag: 'sprint-13',
      configuration: canary,
    })
    expect(refused.status).toBe(400)
  })

  it('take JSON only, and leave other paths to others', async () => {
    expect((await post('/sandbox/deployment', {}, 'text/plain')).status).toBe(415)
    expect(
      (await post('/sandbox/alarm', { alarm: 'ohmycoins-prod-alb-5xx-errors', state: 'ALARM' })).status,
    ).toBe(200)
    expect((await post('/sandbox/elsewhere', {})).status).toBe(404)
  })
})
