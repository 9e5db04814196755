import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createMetrics } from '../../src/server/metrics.js'
import { createReadiness } from '../../src/server/readiness.js'
import { createHttpServer } from '../../src/server/server.js'
import { endsWithin } from '../support/duration.js'

describe('the process’s HTTP server', () => {
  let time = 0
  const state: Record<'slack' | 'store', () => Promise<unknown>> = {
    slack: async () => 'ok',
    store: async () => 'PONG',
  }
  const readiness = createReadiness({ slack: () => state.slack(), store: () => state.store() }, () => time)
  const server = createHttpServer({
    routes: [
      {
        method: 'POST',
        path: '/broken',
        handle: async () => {
          throw new Error('a secret reason')
        },
      },
    ],
    readiness,
    metrics: createMetrics(),
    logger: pino({ level: 'silent' }),
  })
  let url = ''
  beforeAll(async () => {
    url = `http://127.0.0.1:${await server.listen(0)}`
  })
  afterAll(() => server.close())
  afterEach(() => {
    time += 10_000
    state.slack = async () => 'ok'
    state.store = async () => 'PONG'
  })
  const get = (path: string) => fetch(url + path)

  it('says that the process lives, whatever is away', async () => {
    state.store = () => Promise.reject(new Error('gone'))
    const answer = await get('/healthz')
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }])
  })

  it('is ready when everything is reachable', async () => {
    const answer = await get('/readyz')
    expect([answer.status, await answer.json()]).toEqual([200, { ready: true, slack: 'ok', store: 'ok' }])
  })

  it('names what is not reachable, and why', async () => {
    state.store = () => Promise.reject(new Error('connect ECONNREFUSED'))
    const answer = await get('/readyz')
    expect(answer.status).toBe(503)
    expect(await answer.json()).toEqual({ ready: false, slack: 'ok', store: 'connect ECONNREFUSED' })
    expect(await (await get('/metrics')).text()).toContain('ohmy_ready{part="store"} 0')
  })

  it('names no secret that stands in the reason', async () => {
    state.store = () => Promise.reject(new Error('no answer of redis://ohmy:of-the-store-1@store:6379'))
    const { store } = (await (await get('/readyz')).json()) as { readonly store: string }
    expect(store).toMatch(/^no answer of redis:/)
    expect(store).not.toContain('of-the-store-1')
  })

  it('tells a scrape what is not reachable where nobody asks whether it is ready', async () => {
    state.store = () => Promise.reject(new Error('gone'))
    expect(await (await get('/metrics')).text()).toContain('ohmy_ready{part="store"} 0')
  })

  it('does not wait for a part that never answers', async () => {
    state.slack = () => new Promise(() => undefined)
    const asked = get('/readyz')
    expect(await endsWithin(4_000, asked)).toBe(true)
    const answer = await asked
    expect(await answer.json()).toMatchObject({ ready: false, slack: 'no answer within 3 s', store: 'ok' })
  })

  it('asks the parts once however often it is asked, and again after a while', async () => {
    let asked = 0
    state.slack = async () => {
      asked += 1
    }
    await Promise.all(Array.from({ length: 20 }, () => get('/readyz')))
    expect(asked).toBe(1)
    time += 6_000
    await get('/readyz')
    expect(asked).toBe(2)
  })

  it('tells Prometheus about the process', async () => {
    const answer = await get('/metrics')
    expect(answer.headers.get('content-type')).toContain('text/plain')
    const text = await answer.text()
    expect(text).toContain('# TYPE ohmy_commands_total counter')
    expect(text).toContain('ohmy_process_cpu_seconds_total')
  })

  it('answers a handler that fails, and does not say why', async () => {
    const answer = await fetch(`${url}/broken`, { method: 'POST' })
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('secret')
    expect((await get('/healthz')).status).toBe(200)
  })

  it('listens where it is told to, and nowhere else', async () => {
    const elsewhere = () =>
      createHttpServer({
        routes: [],
        readiness,
        metrics: createMetrics(),
        logger: pino({ level: 'silent' }),
      })
    const inside = elsewhere()
    const port = await inside.listen(0, '127.0.0.1')
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
    await expect(fetch(`http://127.0.0.2:${port}/healthz`)).rejects.toThrow()
    await inside.close()
    await expect(elsewhere().listen(0, '192.0.2.1')).rejects.toThrow(
      'HOST is 192.0.2.1, and that is no address of this machine',
    )
  })

  it('tells an unknown path from a wrong method', async () => {
    expect((await get('/nothing')).status).toBe(404)
    const wrong = await get('/broken')
    expect(wrong.status).toBe(405)
    expect(wrong.headers.get('allow')).toBe('POST')
    expect((await fetch(`${url}/healthz`, { method: 'POST' })).headers.get('allow')).toBe('GET, HEAD')
  })

  it('answers monitors that ask for the head alone', async () => {
    for (const path of ['/healthz', '/metrics']) {
      const answer = await fetch(`${url}${path}`, { method: 'HEAD' })
      expect(answer.status).toBe(200)
      expect(await answer.text()).toBe('')
    }
  })
})
