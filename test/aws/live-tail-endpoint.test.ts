import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createClients } from '../../src/aws/clients.js'

const nowhere = 'http://127.0.0.1:9'
let folder: string
let server: Server
let endpoint: string
let asked: string[]
let before: NodeJS.ProcessEnv

/** Somebody who notes under which host it was asked, and refuses. */
beforeEach(async () => {
  before = { ...process.env }
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name]
  folder = mkdtempSync(join(tmpdir(), 'ohmy-endpoint-'))
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  })
  asked = []
  server = createServer((request, response) => {
    asked.push(request.headers.host ?? '')
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
    response.end(JSON.stringify({ __type: 'ResourceNotFoundException', message: 'no such group' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  process.env = before
  rmSync(folder, { recursive: true })
  server.close()
})

/** Where StartLiveTail goes: the host that it asks for, connected or not. */
async function hostAskedFor(): Promise<string> {
  const clients = createClients({ region: 'ap-southeast-2', timeout: 1_000 })
  const logs = await clients.logs()
  let host = ''
  logs.middlewareStack.add(
    (next) => (args) => {
      host = (args.request as { hostname: string }).hostname
      // Nothing is asked of the real AWS by a test.
      return host.endsWith('amazonaws.com') ? Promise.reject(new Error('stopped here')) : next(args)
    },
    { step: 'finalizeRequest', priority: 'low' },
  )
  await logs.startLiveTail({ logGroupIdentifiers: ['none'] }).catch(() => undefined)
  await clients.close()
  return host
}

const ofAws = 'stream-logs.ap-southeast-2.amazonaws.com'

test('a live tail goes to the host that AWS has for it', async () => {
  expect(await hostAskedFor()).toBe(ofAws)
})

test.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_CLOUDWATCH_LOGS'])(
  'and with %s to that endpoint as it is',
  async (variable) => {
    process.env[variable] = endpoint
    expect(await hostAskedFor()).toBe('127.0.0.1')
    expect(asked).toEqual([new URL(endpoint).host])
  },
)

test('an empty variable of the service counts as none', async () => {
  Object.assign(process.env, { AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: '' })
  expect(await hostAskedFor()).toBe('127.0.0.1')
  expect(asked).toEqual([new URL(endpoint).host])
})

test('an endpoint of the shared file counts', async () => {
  writeFileSync(join(folder, 'config'), `[default]\nendpoint_url = ${endpoint}\n`)
  expect(await hostAskedFor()).toBe('127.0.0.1')
  expect(asked).toHaveLength(1)
})

test('endpoints that are to be ignored are', async () => {
  Object.assign(process.env, { AWS_ENDPOINT_URL: nowhere, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })
  expect(await hostAskedFor()).toBe(ofAws)
})
