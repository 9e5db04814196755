import { afterEach, expect, test } from 'vitest'
import { kinds, letter, openPostOffice, type PostOffice } from './post-office.js'

let office: PostOffice
afterEach(() => office.close())

const hasRedis = kinds.some(({ kind, isThere }) => kind === 'redis' && isThere)
const shown = () => office.workspace.messages('devops').map(({ text }) => text)
const lines = (sentence: string) => office.log.filter(({ msg }) => msg === sentence)

test.skipIf(!hasRedis)('a store that is killed and started again loses no last word', async () => {
  office = await openPostOffice('redis')
  const devops = office.channel('devops')
  const outbox = office.open()
  outbox.start()
  await outbox.send(letter('operation:1', devops, 'running'))
  await outbox.drain()
  office.workspace.faults.fail({ method: 'chat.update', status: 503 })
  await outbox.send(letter('operation:1', devops, 'succeeded', { final: true }))
  // Appended to the file once a second.
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  await office.store.kill()
  // Longer than a command is waited for.
  await new Promise((resolve) => setTimeout(resolve, 4_500))
  await office.store.start()
  expect(await outbox.drain()).toBe(true)
  expect(shown()).toEqual(['operation:1\nsucceeded'])
  expect(lines('The outbox cannot reach the store; letters wait')).toHaveLength(1)
  expect(lines('The outbox reaches the store again')).toHaveLength(1)
})

test('while the store hangs a sender is told within seconds, and afterwards messages flow again', async () => {
  office = await openPostOffice('javascript')
  const devops = office.channel('devops')
  const outbox = office.open()
  outbox.start()
  await outbox.send(letter('operation:1', devops, 'running'))
  await outbox.drain()
  office.store.pause()
  await expect(outbox.send(letter('operation:1', devops, 'lost'))).rejects.toThrow()
  office.store.resume()
  await expect
    .poll(
      async () => {
        await outbox.send(letter('operation:1', devops, 'succeeded', { final: true })).catch(() => undefined)
        return shown()
      },
      { timeout: 60_000, interval: 500 },
    )
    .toEqual(['operation:1\nsucceeded'])
})
