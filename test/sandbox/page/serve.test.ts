import { afterAll, beforeAll, expect, test } from 'vitest'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildPage, servePage } from '../../../sandbox/page/serve.js'

let server: Server
let url: string

beforeAll(async () => {
  const page = servePage(await buildPage())
  server = createServer((request, response) => {
    if (!page(request, response)) response.writeHead(404).end('somebody else’s')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

test.each([
  ['/?person=U0APPROVE&channel=devops', 'text/html', '<div id="root">'],
  ['/page.js', 'text/javascript', 'createRoot'],
  ['/page.css', 'text/css', '.message'],
  ['/favicon.ico', 'image/svg+xml', '<svg'],
  ['/emoji/1f4df.svg', 'image/svg+xml', '<svg'],
])('%s is served as %s and may load nothing from elsewhere', async (path, contentType, part) => {
  const response = await fetch(`${url}${path}`)
  expect(response.headers.get('content-type')).toContain(contentType)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  const body = await response.text()
  expect(body).toContain(part)
  expect(Number(response.headers.get('content-length'))).toBe(Buffer.byteLength(body))
})

test('every sign that ohmy writes has a picture', async () => {
  const written = new Set<string>()
  for (const folder of ['src', 'commands', 'runbooks']) {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!/[.](?:ts|yaml|md)$/.test(file)) continue
      for (const [sign] of readFileSync(join(folder, file), 'utf8').matchAll(
        /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F/gu,
      ))
        written.add(sign)
    }
  }
  expect(written.size).toBeGreaterThan(40)
  const missing: string[] = []
  for (const sign of written) {
    const name = sign.replace('\uFE0F', '').codePointAt(0)?.toString(16)
    if ((await fetch(`${url}/emoji/${name}.svg`)).status !== 200) missing.push(sign)
  }
  expect(missing).toEqual([])
  expect((await fetch(`${url}/emoji/../package.json`)).status).toBe(404)
})

test('requests for anything else are left to others', async () => {
  expect((await fetch(`${url}/page/api/state`)).status).toBe(404)
  expect((await fetch(`${url}/`, { method: 'POST' })).status).toBe(404)
})
