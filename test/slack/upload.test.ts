import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '../../src/core/caller.js'
import { systemClock } from '../../src/core/clock.js'
import type { Reply } from '../../src/core/message.js'
import { section } from '../../src/slack/blocks.js'
import { deliverReply } from '../../src/slack/deliver-reply.js'
import type { Edge } from '../../src/slack/edge.js'
import { message } from '../../src/slack/message.js'
import { createUpload, type Upload } from '../../src/slack/upload.js'
import { openPostOffice, person, type PostOffice } from './outbox/post-office.js'

const pictures = [
  { name: 'cpu.png', title: 'CPU of the backend', content: Buffer.from('89504e470d0a1a0a', 'hex') },
  { name: 'memory.png', title: 'Memory of the backend', content: Buffer.from('89504e470d0a1a0b', 'hex') },
  { name: 'notes.txt', title: 'What was left out', content: 'one widget' },
]

let office: PostOffice
let upload: Upload
let edge: Edge
let channel: string
let deliveries = 0

beforeAll(async () => {
  office = await openPostOffice('javascript', { channels: [{ name: 'devops', topic: '' }] })
  upload = createUpload(office.slack)
  channel = office.channel('devops')
  const outbox = office.open()
  outbox.start()
  // What a reply is delivered with; nothing else of an edge is touched.
  edge = {
    deliveries: { answer: async () => true },
    outbox,
    web: office.slack,
    clock: systemClock,
    logger: pino({ level: 'silent' }),
  } as unknown as Edge
})
afterAll(() => office.close())
afterEach(() => office.workspace.faults.clear())

const inChannel = () => office.workspace.messages(channel)

function deliver(more: Partial<Reply>, threadTs?: string): Promise<void> {
  const caller: Caller = {
    id: person.slackId,
    name: person.name,
    origin: 'mention',
    place: { channel, ...(threadTs === undefined ? {} : { threadTs }) },
  }
  deliveries += 1
  const reply: Reply = {
    message: message([section(`answer ${deliveries}`)]),
    data: null,
    shownTo: 'place',
    files: pictures,
    ...more,
  }
  return deliverReply(edge, reply, caller, { delivery: `d${deliveries}` })
}

describe('uploading files', () => {
  it('shows several files in one post, with their titles and bytes', async () => {
    const before = inChannel().length
    await upload({ channel }, pictures)
    const posts = inChannel().slice(before)
    expect(posts).toHaveLength(1)
    expect(posts[0]?.files?.map(({ name, title }) => [name, title])).toEqual([
      ['cpu.png', 'CPU of the backend'],
      ['memory.png', 'Memory of the backend'],
      ['notes.txt', 'What was left out'],
    ])
    const served = await fetch(`${office.workspace.url}${posts[0]?.files?.[1]?.url ?? ''}`)
    expect(Buffer.from(await served.arrayBuffer())).toEqual(pictures[1]?.content)
  })

  it('puts them into the thread, or into the direct message with one person', async () => {
    const { ts = '' } = await office.slack.chat.postMessage({ channel, text: 'a question' })
    await upload({ channel, threadTs: ts }, pictures.slice(0, 1))
    expect(inChannel().at(-1)).toMatchObject({ threadTs: ts, files: [{ name: 'cpu.png' }] })
    const before = inChannel().length
    await upload({ person: person.slackId }, pictures.slice(0, 1))
    expect(inChannel()).toHaveLength(before)
    const direct = office.workspace.state().channels.find(({ directMessageWith }) => directMessageWith)
    expect(office.workspace.messages(direct?.id ?? '').at(-1)?.files).toMatchObject([{ name: 'cpu.png' }])
  })

  it('needs a second post for more than ten', async () => {
    const before = inChannel().length
    const many = Array.from({ length: 12 }, (_, at) => ({ name: `${at}.txt`, title: `${at}`, content: 'x' }))
    await upload({ channel }, many)
    expect(
      inChannel()
        .slice(before)
        .map(({ files }) => files?.length),
    ).toEqual([10, 2])
  })

  it('takes an empty text, which Slack would refuse', async () => {
    await upload({ channel }, [{ name: 'empty.txt', title: 'Nothing', content: '' }])
    expect(inChannel().at(-1)?.files).toMatchObject([{ name: 'empty.txt' }])
  })

  it('rejects when Slack does not take them, and posts nothing', async () => {
    const before = inChannel().length
    office.workspace.faults.refuse({ method: 'files.getUploadURLExternal', error: 'file_uploads_disabled' })
    await expect(upload({ channel }, pictures)).rejects.toMatchObject({
      data: { error: 'file_uploads_disabled' },
    })
    expect(inChannel()).toHaveLength(before)
  })
})

describe('an answer with files', () => {
  it('is shown first, and its files right after it in the same thread', async () => {
    const { ts = '' } = await office.slack.chat.postMessage({ channel, text: 'another question' })
    await deliver({}, ts)
    const [answer, files] = inChannel().slice(-2)
    expect(answer).toMatchObject({ text: `answer ${deliveries}`, threadTs: ts })
    expect(files).toMatchObject({ threadTs: ts, text: '' })
    expect(files?.files).toHaveLength(3)
  })

  it('for one person alone puts the files where only that person sees them', async () => {
    await deliver({ shownTo: 'caller' })
    expect(inChannel().at(-1)).toMatchObject({ ephemeralFor: person.slackId })
    expect(inChannel().at(-1)?.files).toBeUndefined()
    const direct = office.workspace.state().channels.find(({ directMessageWith }) => directMessageWith)
    expect(office.workspace.messages(direct?.id ?? '').at(-1)?.files).toHaveLength(3)
  })

  it('says in words that Slack did not take them', async () => {
    office.workspace.faults.refuse({ method: 'files.completeUploadExternal', error: 'file_uploads_disabled' })
    await deliver({})
    const words = await office.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('did not take the 3 files'),
    )
    expect(words.text).toContain('cpu.png')
    expect(words.text).toContain('file_uploads_disabled')
  })

  it('does not upload again when nobody knows whether Slack took them', async () => {
    office.workspace.faults.drop({ method: 'files.completeUploadExternal', when: 'after' })
    const before = office.workspace.calls.filter(
      ({ method }) => method === 'files.completeUploadExternal',
    ).length
    await deliver({})
    await office.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('did not say whether it took'),
    )
    const tried = office.workspace.calls.filter(({ method }) => method === 'files.completeUploadExternal')
    expect(tried.length - before).toBe(1)
  })
})
