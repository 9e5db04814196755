import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester } from '../../sandbox/people.js'
import { isRunEnded, type RunRecord } from '../../src/core/run.js'
import { currentStep } from '../../src/core/run-steps.js'
import { escapeMrkdwn } from '../../src/slack/mrkdwn.js'
import { guides, walked } from '../support/library-walk/library.js'
import { looker } from '../support/library-walk/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

describe('the library that ships', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  const begin = async (line: string): Promise<string> => {
    const begun = new Set((await sandbox.bot.runs.list({ since: 0 }, looker)).runs.map(({ id }) => id))
    await sandbox.workspace.say(approver, 'devops', `/ohmy runbook start ${line}`)
    const found = await until(`/ohmy runbook start ${line}`, async () =>
      (await sandbox.bot.runs.list({ since: 0 }, looker)).runs.find(({ id }) => !begun.has(id)),
    )
    return found.id
  }
  const recordOf = async (id: string, fits: (record: RunRecord) => boolean) =>
    until(`${id} to come further`, async () => {
      const record = await sandbox.bot.runs.find(id)
      return record !== undefined && fits(record) ? record : undefined
    })

  for (const environment of ['staging', 'production']) {
    it.each(walked.map(({ id }) => id))(`is walked dry in ${environment}: %s`, async (id) => {
      sandbox.account.calls.reset()
      const { inputs = [] } = walked.find((runbook) => runbook.id === id) ?? {}
      const service = inputs.some(({ name }) => name === 'service') ? 'backend ' : ''
      const needed = inputs.filter(({ required, default: preset }) => required && preset === undefined)
      const given = needed
        .filter(({ type }) => type === 'text')
        .map(({ name }) => `${name}=sprint-13-7ac41be`)
      const other = given.length === 0 ? '' : ` --with "${given.join(' ')}"`
      const run = await begin(`${id} ${service}${environment}${other} --dry`)
      const record = await recordOf(run, ({ state }) => isRunEnded(state))
      expect(record.state).toBe('done')
      expect(sandbox.account.calls.changes()).toEqual([])
      const told = record.runbook.steps.flatMap(({ kind, id: step }, index) => {
        const { checked, reason, state } = record.steps[index] ?? {}
        if (kind === 'check') return [{ step, told: checked?.figure ?? `nothing (${state})` }]
        return kind === 'action' ? [{ step, told: reason ?? `nothing (${state})` }] : []
      })
      expect(told.filter((one) => one.told.startsWith('nothing') || one.told === '')).toEqual([])
    })
  }

  it.each(guides.map(({ id }) => id))('is walked by hand: %s', async (id) => {
    const run = await begin(id)
    for (;;) {
      const record = await recordOf(
        run,
        (now) => isRunEnded(now.state) || currentStep(now)?.state.state === 'waiting',
      )
      if (isRunEnded(record.state)) break
      const at = currentStep(record)
      await sandbox.workspace.say(
        approver,
        'devops',
        `/ohmy run done ${run} --step ${at?.step.id}:${at?.state.attempt}`,
      )
      await recordOf(run, (now) => now.at !== at?.step.id || isRunEnded(now.state))
    }
    const { state, steps } = await recordOf(run, () => true)
    expect(state).toBe('done')
    expect(steps.filter((step) => step.state !== 'done')).toEqual([])
  })

  it.each([...walked, ...guides].map(({ id }) => id))('is shown whole: %s', async (id) => {
    const before = sandbox.workspace.messages('devops', requester).length
    await sandbox.workspace.say(requester, 'devops', `/ohmy runbook show ${id}`)
    const { title = '', steps = [] } = [...walked, ...guides].find((runbook) => runbook.id === id) ?? {}
    const shown = await until(`${id} to be shown`, () =>
      sandbox.workspace
        .messages('devops', requester)
        .slice(before)
        .find(({ text }) => text.includes(escapeMrkdwn(title)) && text.includes(id)),
    )
    const text = letters(shown.text)
    // The section is a heading of its own there; of what has a value in it, what stands beside that counts.
    const missing = steps.filter((step) => {
      const [section = ''] = /^[^:]+: /.exec(step.title) ?? []
      const parts = [section, ...step.title.slice(section.length).split(/[{]{2}.*?[}]{2}/)]
      return parts.some((part) => !text.includes(letters(part)))
    })
    expect(missing.map((step) => step.title)).toEqual([])
  })
})

/** Whatever marks stand between them. */
function letters(text: string): string {
  return text.replace(/&[a-z]+;|[^\p{L}\p{N}]/gu, '')
}
