import fc from 'fast-check'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { help } from '../../commands/help.js'
import { AwsError, type AwsErrorKind } from '../../src/aws/aws-error.js'
import { systemClock } from '../../src/core/clock.js'
import { UserError } from '../../src/core/user-error.js'
import { type Command, command } from '../../src/dispatch/command.js'
import { createDispatch, type DispatchOptions } from '../../src/dispatch/dispatch.js'
import { containerName, environment, flag } from '../../src/dispatch/arguments/index.js'
import type { Operations } from '../../src/operations/operations.js'
import { authorityOf } from '../access/authority.js'
import { callerIn, configWith } from './fixtures.js'
import { verbs } from './verbs.js'

/** These verbs start nothing: whoever calls an operation here has made a mistake. */
const noOperations = new Proxy({} as Operations, {
  get: (_, name) => () => Promise.reject(new Error(`No operation was to be asked for: ${String(name)}`)),
})

function dispatchWith(options: Partial<DispatchOptions> = {}) {
  const lines: Record<string, unknown>[] = []
  const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const { config = configWith({ everyone: 'admin' }) } = options
  const dispatch = createDispatch({
    config,
    aws: () => {
      throw new Error('AWS was not to be asked')
    },
    operations: noOperations,
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
    commands: [...verbs, help],
    authority: authorityOf(config),
    newErrorId: () => 'err-abc234',
    ...options,
  })
  return { dispatch, lines }
}

function failing(error: unknown, changes = false): Command {
  return command({
    name: 'fail',
    summary: 'Fail',
    examples: ['fail staging'],
    args: { environment: environment() },
    access: 'viewer',
    changes,
    run: async () => {
      throw error
    },
  })
}

describe('one line', () => {
  it('runs the command with what was meant', async () => {
    const { dispatch } = dispatchWith()
    const reply = await dispatch.run('resize back +2 prod —reason “a &amp; b”', callerIn('devops'))
    expect(reply.data).toEqual({
      service: 'ohmycoins-prod-backend',
      to: '2',
      environment: 'production',
      reason: 'a & b',
      dryRun: false,
    })
    expect(reply.failed).toBeUndefined()
  })

  it('is not decoded where no Slack has encoded it', async () => {
    const { dispatch } = dispatchWith()
    const text = 'resize backend 4 staging --reason "a &amp; b"'
    const reply = await dispatch.run(text, callerIn('', { origin: 'terminal' }))
    expect(reply.data).toMatchObject({ reason: 'a &amp; b' })
  })

  it('that is not understood is a usage error only its author sees', async () => {
    const { dispatch } = dispatchWith()
    const reply = await dispatch.run('resize bakend 4 staging', callerIn('devops'))
    expect(reply).toMatchObject({ failed: 'usage', shownTo: 'caller' })
    expect(reply.message.text).toContain('There is no service `bakend` in staging.')
    expect(reply.message.text).toContain('/ohmy resize backend 4 staging')
    expect(reply.data).toMatchObject({ error: { code: 'service-unknown' } })
  })

  it('that leaves something to be chosen is asked about, with the exact lines and a form', async () => {
    const choice = { argument: 'part', values: ['php', 'nginx'] }
    const unclear = command({
      name: 'mend',
      summary: 'Mend a part',
      examples: ['mend staging'],
      args: {
        environment: environment(),
        part: containerName().optional(),
        note: containerName().optional(),
        quick: flag(),
      },
      access: 'viewer',
      run: () => Promise.reject(new UserError('part-needed', 'There are two.', 'Say which.', { choice })),
    })
    const { dispatch } = dispatchWith({ commands: [unclear] })
    const line = 'mend staging --quick --note first'
    const reply = await dispatch.run(line, callerIn('', { origin: 'terminal' }))
    expect(reply).toMatchObject({ failed: 'usage', data: { error: { code: 'part-needed' } } })
    expect(reply.message.text).toContain(`ohmy ${line} --part php`)
    expect(reply.message.text).toContain(`ohmy ${line} --part nginx`)
    expect(reply.form?.fields).toMatchObject([
      {
        key: 'part',
        hint: 'There are two.',
        required: true,
        choices: [{ value: 'php' }, { value: 'nginx' }],
      },
      { key: 'environment', value: 'staging' },
    ])
    expect(reply.form?.kept).toEqual(['--note first', '--quick'])
  })

  it('is answered with commands that can be pasted where it was typed', async () => {
    const { dispatch } = dispatchWith()
    const reply = await dispatch.run('resize backend 4', callerIn('devops', { origin: 'mention' }))
    expect(reply.failed).toBe('refused')
    expect(reply.message.text).toContain('@ohmy resize backend 4 production')
  })

  it('is refused without the role, before the command runs', async () => {
    const { dispatch } = dispatchWith({ config: configWith({ everyone: 'viewer' }) })
    const reply = await dispatch.run('resize backend 4 staging', callerIn('devops'))
    expect(reply).toMatchObject({
      failed: 'refused',
      shownTo: 'caller',
      data: { error: { code: 'role-missing' } },
    })
  })

  it('cannot ping anybody, whatever is typed into it', async () => {
    const { dispatch } = dispatchWith()
    const typed = [
      '&lt;!channel&gt;',
      'resize &lt;!here&gt; 4 staging',
      'look `&lt;@U0APPROVE&gt;`',
      'resize backend 4 staging --&lt;!channel&gt;',
      'help &lt;!channel&gt;',
      '<!channel>',
    ]
    for (const text of typed) {
      const reply = await dispatch.run(text, callerIn('devops'))
      expect(reply.failed).toBe('usage')
      expect(JSON.stringify(reply.message.blocks)).not.toMatch(/<[!@#]/)
    }
  })
})

describe('a command that fails', () => {
  it('with words for people shows these words', async () => {
    const error = new UserError('busy', 'backend is being scaled.', 'Wait for `op-1`.')
    const { dispatch, lines } = dispatchWith({ commands: [failing(error)] })
    const reply = await dispatch.run('fail', callerIn('devops'))
    expect(reply).toMatchObject({ failed: 'refused', data: { error: { code: 'busy' } } })
    expect(reply.message.text).toContain('backend is being scaled.')
    expect(reply.message.text).toContain('op-1')
    expect(JSON.stringify(reply)).not.toContain('dispatch.test')
    expect(lines).toEqual([])
  })

  it.each<[AwsErrorKind, string, RegExp]>([
    ['throttled', 'aws-throttled', /Try again in a minute/],
    ['unavailable', 'aws-unavailable', /could not answer/],
    ['unanswered', 'aws-unanswered', /did not answer/],
    ['denied', 'aws-denied', /IAM policy/],
    ['rejected', 'aws-rejected', /refused/],
  ])('because AWS was %s says so in words', async (kind, code, words) => {
    const secret = 'User arn:aws:iam::123456789012:role/secret is not authorized'
    const error = new AwsError(kind, 'ecs:DescribeServices', 'SomeException', secret)
    const { dispatch, lines } = dispatchWith({ commands: [failing(error)] })
    const reply = await dispatch.run('fail', callerIn('devops'))
    expect(reply).toMatchObject({ failed: 'refused', data: { error: { code } } })
    expect(reply.message.text).toMatch(words)
    expect(reply.message.text).toContain('ecs:DescribeServices')
    expect(JSON.stringify(reply)).not.toContain('secret')
    expect(JSON.stringify(lines)).toContain('secret')
  })

  it('while changing something says that it may have happened', async () => {
    const error = new AwsError('unanswered', 'ecs:UpdateService', 'TimeoutError', 'timeout')
    const { dispatch } = dispatchWith({ commands: [failing(error, true)] })
    const reply = await dispatch.run('fail staging', callerIn('devops'))
    expect(reply.message.text).toContain('may have happened all the same')
  })

  it.each([
    new Error('password hunter2'),
    new TypeError('x is not a function'),
    'a string',
    undefined,
    null,
    42,
  ])('with %s shows an id, logs everything under it, and shows no internals', async (error) => {
    const { dispatch, lines } = dispatchWith({ commands: [failing(error)] })
    const reply = await dispatch.run('fail', callerIn('devops'))
    expect(reply).toMatchObject({ failed: 'refused', shownTo: 'caller' })
    expect(reply.message.text).toContain('err-abc234')
    expect(JSON.stringify(reply)).not.toMatch(/hunter2|not a function/)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ errorId: 'err-abc234', level: 50, callerId: 'U0REQUEST' })
    if (error instanceof Error) expect(JSON.stringify(lines)).toContain(error.message)
  })

  it('gets a fresh id of six characters', async () => {
    const options = dispatchOptions()
    const replies = await Promise.all(
      [1, 2].map(() => createDispatch(options).run('fail', callerIn('devops'))),
    )
    const ids = replies.map((reply) => /err-[a-z2-9]{6}\b/.exec(reply.message.text)?.[0])
    expect(ids[0]).toBeDefined()
    expect(ids[0]).not.toBe(ids[1])
  })

  it('behind a button is answered like a typed one', async () => {
    const { dispatch, lines } = dispatchWith()
    const reply = await dispatch.attempt(() => Promise.reject(new Error('hunter2')), callerIn('devops'))
    expect(reply).toMatchObject({ failed: 'refused', data: { error: { code: 'internal-error' } } })
    expect(reply.message.text).not.toContain('hunter2')
    expect(lines[0]).toMatchObject({ errorId: 'err-abc234' })
  })

  it('is answered even when nothing can be logged', async () => {
    const logger = pino(
      {},
      {
        write: () => {
          throw new Error('disk full')
        },
      },
    )
    const { dispatch } = dispatchWith({ commands: [failing(new Error('x'))], logger })
    expect((await dispatch.run('fail', callerIn('devops'))).message.text).toContain('err-abc234')
  })
})

function dispatchOptions(): DispatchOptions {
  return {
    config: configWith({ everyone: 'admin' }),
    aws: () => {
      throw new Error('AWS was not to be asked')
    },
    operations: noOperations,
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
    logger: pino({ level: 'silent' }),
    commands: [failing(new Error('x'))],
    authority: authorityOf(configWith({ everyone: 'admin' })),
  }
}

describe('whatever is typed', () => {
  const { dispatch } = dispatchWith()

  async function answered(text: string): Promise<void> {
    const before = process.cpuUsage()
    const reply = await dispatch.run(text, callerIn('devops'))
    const { user } = process.cpuUsage(before)
    expect(reply.message.text.trim()).not.toBe('')
    expect(reply.data).toBeDefined()
    // Of processor time: it waits for nobody.
    expect(user / 1_000).toBeLessThan(500)
  }

  it('any Unicode up to 8,000 characters gets an answer', async () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8_000, size: 'max' }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc
        .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 2_000 })
        .map((units) => String.fromCharCode(...units)),
    )
    await fc.assert(fc.asyncProperty(anything, answered), { numRuns: 120 })
  }, 60_000)

  it('near-commands get an answer', async () => {
    const pieces = fc.constantFrom(
      'resize',
      'look',
      'help',
      'everywhere',
      'backend',
      'staging',
      'production',
      'prod',
      '4',
      '+1',
      '-1',
      '–1',
      '--reason',
      '—reason',
      'reason=',
      '--reason="',
      '“',
      '”',
      '"',
      "'",
      '\\',
      '=',
      '--',
      '—',
      '--dry-run',
      'environment=',
      'service=backend',
      'constructor',
      '__proto__',
      '--__proto__',
      'toString=1',
      '<@U1|a>',
      '&lt;',
      '\u200b',
      '`',
      '*',
    )
    const line = fc
      .array(pieces, { maxLength: 40 })
      .chain((words) => fc.constantFrom(' ', '  ', '').map((blank) => words.join(blank)))
    await fc.assert(fc.asyncProperty(line, answered), { numRuns: 500 })
  }, 60_000)

  it.each([
    'resize ',
    'backend ',
    'staging ',
    '4 ',
    '-1 ',
    '--reason ',
    '"',
    'a=b ',
    '—x ',
    'stagin ',
    'x',
    '<',
    '&lt;!channel&gt;',
    '\u{1f468}\u200d',
  ])('8,000 characters of %j get an answer in no time', async (unit) => {
    const fill = unit.repeat(Math.ceil(8_000 / unit.length))
    for (const verb of ['', 'resize ', 'look ', 'help ', 'resize backend 4 staging --reason ']) {
      await answered((verb + fill).slice(0, 8_000))
    }
  })

  it('a longer line is refused with the limit', async () => {
    const reply = await dispatch.run('x'.repeat(8_001), callerIn('devops'))
    expect(reply).toMatchObject({ failed: 'usage', data: { error: { code: 'line-too-long' } } })
  })
})
