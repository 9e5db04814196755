import { expect, it } from 'vitest'
import type { Message } from '../../src/core/message.js'
import type { EndedReading } from '../../src/logs/readings.js'
import { followReading } from '../../src/terminal/follow.js'

const message = (text: string): Message => ({ text, blocks: [] })

/** A reading that says these things, one after another. */
function readings(...said: readonly string[]) {
  return {
    async follow(_: string, changed: (shown: Message, isEnded: boolean) => void) {
      for (const text of said) changed(message(text), false)
      changed(message('the end'), true)
      return { message: message('the end') } as unknown as EndedReading
    },
  }
}

function screen(isTTY: boolean) {
  const written: string[] = []
  const stream = { write: (text: string) => void written.push(text) }
  return {
    written,
    io: { stdout: { write: () => expect.unreachable() }, stderr: stream, isTTY, columns: 20 },
  }
}

it('says each new first line once where nobody watches', async () => {
  const { written, io } = screen(false)
  await followReading('logs-1', readings('looking\nmore', 'looking\nother', '10 lines'), io, undefined)
  expect(written).toEqual(['looking\n', '10 lines\n'])
})

it('rewrites the message in place where somebody watches, cut to the width, and leaves nothing of it', async () => {
  const { written, io } = screen(true)
  await followReading('logs-1', readings('a very long first line of it\nsecond', 'short'), io, undefined)
  expect(written).toEqual(['a very long first …\nsecond\n', '\u001b[2A\u001b[Jshort\n', '\u001b[1A\u001b[J'])
})

it('stops looking when it is interrupted', async () => {
  const { io } = screen(false)
  const forever = { follow: () => new Promise<EndedReading>(() => undefined) }
  expect(await followReading('logs-1', forever, io, AbortSignal.abort())).toBe('stopped following')
})
