import { expect, it } from 'vitest'
import type { JobRecord } from '../../src/core/job.js'
import { followJob } from '../../src/terminal/follow-job.js'

const message = (text: string) => ({ text, blocks: [] })
const record = (text: string, status: JobRecord['status'] = 'running') =>
  ({ id: 'job-1', status, message: message(text) }) as unknown as JobRecord

/** A job that says these things, one after another. */
function jobs(...said: readonly string[]) {
  return {
    async follow(_: string, changed: (record: JobRecord) => void) {
      for (const text of said) changed(record(text))
      const end = record('the end', 'done')
      changed(end)
      return end
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
  await followJob('job-1', jobs('looking\nmore', 'looking\nother', '10 lines'), io, undefined)
  expect(written).toEqual(['looking\n', '10 lines\n'])
})

it('rewrites the message in place where somebody watches, cut to the width, and leaves nothing of it', async () => {
  const { written, io } = screen(true)
  await followJob('job-1', jobs('a very long first line of it\nsecond', 'short'), io, undefined)
  expect(written).toEqual(['a very long first …\nsecond\n', '\u001b[2A\u001b[Jshort\n', '\u001b[1A\u001b[J'])
})

it('stops looking when it is interrupted', async () => {
  const { io } = screen(false)
  const forever = { follow: () => new Promise<JobRecord>(() => undefined) }
  expect(await followJob('job-1', forever, io, AbortSignal.abort())).toBe('stopped following')
})
