import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { help } from '../../commands/help.js'
import type { Caller } from '../../src/core/caller.js'
import { systemClock } from '../../src/core/clock.js'
import type { Reply } from '../../src/core/message.js'
import type { OperationRecord } from '../../src/core/operation.js'
import { UserError } from '../../src/core/user-error.js'
import { command } from '../../src/dispatch/command.js'
import { createDispatch } from '../../src/dispatch/dispatch.js'
import type { Operations } from '../../src/operations/operations.js'
import { runTerminal, type Terminal } from '../../src/terminal/run-terminal.js'
import { whileWaiting } from '../../src/terminal/waiting.js'
import { configWith } from '../dispatch/fixtures.js'
import { verbs } from '../dispatch/verbs.js'
import { authorityOf } from '../access/authority.js'

/** A verb that starts an operation and answers with its card. */
const start = command({
  name: 'start',
  summary: 'Start something long',
  examples: ['start'],
  args: {},
  access: 'viewer',
  run: async (): Promise<Reply> => ({
    message: { text: 'Scale backend in staging from 1 to 2 tasks', blocks: [] },
    data: { id: 'op-7k2m9q' },
    shownTo: 'place',
    operation: 'op-7k2m9q',
  }),
})

function record(overrides: Partial<OperationRecord> = {}): OperationRecord {
  return {
    v: 1,
    id: 'op-7k2m9q',
    name: 'scale-service',
    input: {},
    caller: { id: 'U0REQUEST', name: 'Rita', origin: 'terminal' },
    plan: { summary: 'Scale backend in staging from 1 to 2 tasks', changes: [], warnings: [], basis: {} },
    fingerprint: 'f',
    state: 'running',
    steps: [
      { title: 'Set the desired count', state: 'done' },
      { title: 'Wait for running tasks', state: 'waiting', detail: '1 of 2 tasks are running' },
    ],
    requestedAt: 0,
    startBy: 1,
    place: { channel: 'C0DEVOPS1' },
    offers: { cancel: false, undo: false },
    ...overrides,
  }
}

const succeeded = record({
  state: 'succeeded',
  outcomeReason: '2 of 2 tasks are running',
  steps: [
    { title: 'Set the desired count', state: 'done' },
    { title: 'Wait for running tasks', state: 'done', detail: '2 of 2 tasks are running' },
  ],
})

/** Operations of which one runs through the given states; what was asked of it is noted. */
function operationsWith(states: readonly OperationRecord[]) {
  const asked: string[] = []
  let now = states[0]
  const operations: Operations = {
    request: () => Promise.reject(new Error('not asked for here')),
    find: async () => now,
    confirm: async (id, word) => {
      asked.push(`confirm ${id} ${word}`)
      if (word !== 'backend')
        throw new UserError('confirmation-wrong', `${word} is not the word.`, 'Type backend.')
      now = record()
      return { message: { text: 'confirmed', blocks: [] }, data: {}, shownTo: 'place', operation: id }
    },
    cancel: async (id) => {
      asked.push(`cancel ${id}`)
      return { message: { text: 'cancelled', blocks: [] }, data: {}, shownTo: 'place' }
    },
    undo: () => Promise.reject(new Error('not asked for here')),
    approve: () => Promise.reject(new Error('not asked for here')),
    reject: () => Promise.reject(new Error('not asked for here')),
    follow: async (_, changed) => {
      for (const state of states) changed(state)
      const last = states.at(-1)
      if (last === undefined || (last.state !== 'succeeded' && last.state !== 'failed'))
        return new Promise(() => undefined)
      return last
    },
  }
  return { operations, asked }
}

async function typed(
  argv: readonly string[],
  overrides: Partial<Terminal> & {
    states?: readonly OperationRecord[]
    isTTY?: boolean
    answer?: string
  } = {},
) {
  const { states = [record(), succeeded], isTTY = false, answer, ...rest } = overrides
  const { operations, asked } = operationsWith(states)
  const config = rest.config ?? configWith({ everyone: 'operator', terminalUsers: { rita: 'U0REQUEST' } })
  const logger = pino({ level: 'silent' })
  const callers: Caller[] = []
  const dispatch = createDispatch({
    config,
    aws: () => {
      throw new Error('AWS was not to be asked')
    },
    operations,
    locks: {} as never,
    mutes: {} as never,
    waits: {} as never,
    rota: {} as never,
    pages: {} as never,
    history: {} as never,
    readings: {} as never,
    runbooks: {} as never,
    schedules: {} as never,
    pauses: {} as never,
    runs: {} as never,
    incidents: {} as never,
    alerts: {} as never,
    costs: {} as never,
    preflights: undefined as never,
    terraform: undefined as never,
    reviews: undefined as never,
    audit: {} as never,
    sendFile: async () => undefined,
    clock: systemClock,
    logger,
    commands: [...verbs, start, help],
    authority: authorityOf(config),
  })
  const out: string[] = []
  const err: string[] = []
  const questions: string[] = []
  const exitCode = await runTerminal({
    argv,
    dispatch: {
      run: (text, caller) => {
        callers.push(caller)
        return dispatch.run(text, caller)
      },
    },
    operations,
    readings: {} as never,
    runs: {} as never,
    io: {
      stdout: { write: (text) => void out.push(text) },
      stderr: { write: (text) => void err.push(text) },
      isTTY,
      columns: 60,
      ...(answer === undefined
        ? {}
        : {
            ask: async (question: string) => {
              questions.push(question)
              return answer
            },
          }),
    },
    logger,
    config,
    osUser: 'rita',
    ...rest,
  })
  return { exitCode, out: out.join(''), err: err.join(''), asked, questions, caller: callers[0] }
}

describe('a command in the terminal', () => {
  it('prints the same text as Slack and leaves with 0', async () => {
    const { exitCode, out, err } = await typed(['look', 'backend'])
    expect({ exitCode, out, err }).toEqual({ exitCode: 0, out: 'done\n', err: '' })
  })

  it('prints one JSON document with --json', async () => {
    const { exitCode, out, err } = await typed(['look', 'backend', 'production', '--json'])
    expect(exitCode).toBe(0)
    expect(JSON.parse(out)).toEqual({ service: 'ohmycoins-prod-backend', environment: 'production' })
    expect(err).toBe('')
  })

  it('may change things: there is no channel it could be the wrong one of', async () => {
    const { exitCode, out } = await typed([
      'resize',
      'backend',
      '-1',
      'staging',
      '--reason',
      'a "quoted" word',
      '--json',
    ])
    expect(exitCode).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ to: '-1', reason: 'a "quoted" word' })
  })

  it('that is refused leaves with 1 and says so on stderr', async () => {
    const config = configWith({ everyone: 'viewer', terminalUsers: { rita: 'U0REQUEST' } })
    const { exitCode, out, err } = await typed(['resize', 'backend', '4', 'staging'], { config })
    expect(exitCode).toBe(1)
    expect(out).toBe('')
    expect(err).toContain('takes the role operator')
  })

  it('that is not understood leaves with 2 and shows how it is used', async () => {
    const { exitCode, out, err } = await typed(['resize', 'bakend', '4', 'staging'])
    expect(exitCode).toBe(2)
    expect(out).toBe('')
    expect(err).toContain('ohmy resize backend 4 staging')
    expect(err).not.toContain('/ohmy')
  })

  it('prints its refusal as JSON, too', async () => {
    const { exitCode, out, err } = await typed(['resize', 'bakend', '4', 'staging', '--json'])
    expect(exitCode).toBe(2)
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'service-unknown' } })
    expect(err).not.toBe('')
  })

  it('shows help when nothing is typed', async () => {
    const { exitCode, out } = await typed([])
    expect(exitCode).toBe(0)
    expect(out).toContain('What you can do here')
    expect(out).toContain('ohmy look staging')
    for (const own of ['--json', '--watch', '--exit-code', 'completion bash|zsh|fish', '--version'])
      expect(out).toContain(`\`${own}\``)
  })

  it('explains a verb with what the terminal takes behind it', async () => {
    for (const words of [
      ['help', 'resize'],
      ['resize', '--help'],
    ]) {
      const { exitCode, out } = await typed(words)
      expect(exitCode).toBe(0)
      expect(out).toMatch(/^resize\n[^]*In a terminal\n`--json`.*\n`--confirm <word>`/)
      expect(out).not.toContain('--watch')
    }
  })

  it('with an option of the terminal that lacks its value leaves with 2', async () => {
    const { exitCode, err } = await typed(['look', '--as'])
    expect(exitCode).toBe(2)
    expect(err).toContain('--as <person>')
  })
})

describe('who types', () => {
  it('is the Slack user that the operating system’s user is mapped to', async () => {
    const { caller } = await typed(['look'], { nameOf: async () => 'Rita Requester' })
    expect(caller).toEqual({ id: 'U0REQUEST', name: 'Rita Requester', origin: 'terminal' })
  })

  it('unmapped is told how to be mapped, and leaves with 1', async () => {
    const { exitCode, err, caller } = await typed(['look'], { osUser: 'mallory' })
    expect(exitCode).toBe(1)
    expect(caller).toBeUndefined()
    expect(err).toContain('terminal:\n    users:\n      mallory: U…')
  })

  it.each(['constructor', '__proto__', 'toString'])('cannot be %s by accident', async (osUser) => {
    expect((await typed(['look'], { osUser })).exitCode).toBe(1)
  })

  it('can be anybody with --as in the sandbox', async () => {
    const asUser = async (name: string) =>
      name === 'aaron' ? { id: 'U0APPROVE', name: 'Aaron Approver' } : undefined
    const { caller } = await typed(['look', '--as', 'aaron'], { asUser, osUser: undefined })
    expect(caller).toEqual({ id: 'U0APPROVE', name: 'Aaron Approver', origin: 'terminal' })
    const nobody = await typed(['look', '--as', 'nobody'], { asUser })
    expect(nobody).toMatchObject({ exitCode: 1, caller: undefined })
  })

  it('cannot be claimed outside the sandbox', async () => {
    const { exitCode, err, caller } = await typed(['look', '--as', 'U0APPROVE'])
    expect(exitCode).toBe(1)
    expect(caller).toBeUndefined()
    expect(err).toContain('--as works in the sandbox only')
  })
})

describe('an operation that was started', () => {
  it('is followed to its end, one line for each change', async () => {
    const waiting = record({
      steps: [
        { title: 'Set the desired count', state: 'done' },
        { title: 'Wait for running tasks', state: 'waiting', detail: '0 of 2 tasks are running' },
      ],
    })
    const { exitCode, out } = await typed(['start'], { states: [waiting, waiting, record(), succeeded] })
    expect(exitCode).toBe(0)
    expect(out.split('\n')).toEqual([
      'Scale backend in staging from 1 to 2 tasks',
      'op-7k2m9q  running  Scale backend in staging from 1 to 2 tasks',
      '  ✓ Set the desired count',
      '  … Wait for running tasks: 0 of 2 tasks are running',
      '  … Wait for running tasks: 1 of 2 tasks are running',
      '  ✓ Wait for running tasks: 2 of 2 tasks are running',
      'op-7k2m9q succeeded: 2 of 2 tasks are running',
      '',
    ])
  })

  it('is rewritten in place where a person watches', async () => {
    const { out } = await typed(['start'], { isTTY: true })
    expect(out.match(/\u001b\[3A\u001b\[J/g)).toHaveLength(1)
    for (const line of out.split('\n'))
      expect(line.replace(/^\u001b\[3A\u001b\[J/, '').length).toBeLessThan(62)
  })

  it('that fails leaves with 1 and says why', async () => {
    const failed = record({
      state: 'failed',
      outcomeReason: 'Tasks keep stopping',
      diagnosis: ['exit code 137'],
    })
    const { exitCode, err } = await typed(['start'], { states: [record(), failed] })
    expect(exitCode).toBe(1)
    expect(err).toContain('failed: Tasks keep stopping')
    expect(err).toContain('exit code 137')
  })

  it('is one JSON document with its end, while progress goes to stderr', async () => {
    const { exitCode, out, err } = await typed(['start', '--json'])
    expect(exitCode).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ id: 'op-7k2m9q', state: 'succeeded' })
    expect(err).toContain('Wait for running tasks')
  })

  it('goes on when the person stops following with Ctrl-C, who is told so', async () => {
    const interrupted = new AbortController()
    const running = typed(['start'], { states: [record()], interrupted: interrupted.signal })
    setTimeout(() => interrupted.abort(), 20)
    const { exitCode, err, asked } = await running
    expect(exitCode).toBe(1)
    expect(err).toContain('op-7k2m9q goes on without you')
    expect(asked).toEqual([])
  })

  it('cannot control the screen with what others wrote', async () => {
    const nasty = record({ steps: [{ title: 'Wait', state: 'waiting', detail: 'a\u001b[2Jb\nc\u0007' }] })
    const { out } = await typed(['start'], { states: [nasty, succeeded] })
    expect(out).toContain('  … Wait: ab c\n')
    // oxlint-disable-next-line no-control-regex
    expect(out).not.toMatch(/[\u001b\u0007]/)
  })
})

describe('an operation that takes a typed word', () => {
  const unconfirmed = record({
    state: 'unconfirmed',
    plan: {
      summary: 'Scale backend to zero',
      changes: [],
      warnings: [],
      basis: {},
      confirmation: { word: 'backend', because: 'backend then serves nobody.' },
    },
  })
  const states = [unconfirmed, record(), succeeded]

  it('goes on with --confirm', async () => {
    const { exitCode, asked } = await typed(['start', '--confirm', 'backend'], { states })
    expect(exitCode).toBe(0)
    expect(asked).toEqual(['confirm op-7k2m9q backend'])
  })

  it('asks for it where a person watches', async () => {
    const { exitCode, asked, questions } = await typed(['start'], {
      states,
      isTTY: true,
      answer: ' backend ',
    })
    expect(exitCode).toBe(0)
    expect(questions[0]).toContain('backend then serves nobody.')
    expect(asked).toEqual(['confirm op-7k2m9q backend'])
  })

  it('is refused with another word', async () => {
    const { exitCode, err } = await typed(['start', '--confirm', 'frontend'], { states })
    expect(exitCode).toBe(1)
    expect(err).toContain('frontend is not the word.')
  })

  it.each([
    ['nobody can be asked', {}],
    ['nothing is answered', { isTTY: true, answer: '' }],
  ])('is cancelled when %s', async (_, overrides) => {
    const { exitCode, err, asked } = await typed(['start'], { states, ...overrides })
    expect(exitCode).toBe(1)
    expect(asked).toEqual(['cancel op-7k2m9q'])
    expect(err).toContain('--confirm backend')
  })
})

describe('an outage', () => {
  it('ends with words and 1, never with a stack', async () => {
    const { operations } = operationsWith([record()])
    const broken = { ...operations, find: () => Promise.reject(new Error('ECONNREFUSED 127.0.0.1:6379')) }
    const { exitCode, err } = await typed(['start'], { operations: broken })
    expect(exitCode).toBe(1)
    expect(err).toContain('Something went wrong in ohmy')
    expect(err).not.toContain('ECONNREFUSED')
  })
})

describe('a terminal while AWS takes its time', () => {
  const slowly = (io: { isTTY: boolean }) => {
    const written: string[] = []
    const work = new Promise((resolve) => setTimeout(resolve, 2_300))
    return whileWaiting({ stderr: { write: (text) => written.push(text) }, ...io }, work).then(() => written)
  }

  it('says so on stderr where a person is watching, and takes it back', async () => {
    const [person, pipe] = await Promise.all([slowly({ isTTY: true }), slowly({ isTTY: false })])
    expect(person[0]).toBe('Asking AWS …')
    expect(person.at(-1)).toMatch(/^\r +\r$/)
    expect(pipe).toEqual([])
  })
})
