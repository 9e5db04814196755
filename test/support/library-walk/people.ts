import { approver, requester, viewer } from '../../../sandbox/people.js'
import type { Person } from '../../../sandbox/workspace/contract.js'
import type { MessageRecord } from '../../../sandbox/workspace/messages.js'
import type { Caller } from '../../../src/core/caller.js'
import { quoted } from '../../../src/core/line.js'
import type { RunRecord } from '../../../src/core/run.js'
import { currentStep, stepReference } from '../../../src/core/run-steps.js'
import type { Sandbox } from '../sandbox.js'

/** One thing that somebody says to a run, and the button that says it. */
export interface Spoken {
  readonly word: string
  readonly button: string
  /** Typed with it, or into the form that it opens. */
  readonly typed?: Readonly<Partial<Record<'note' | 'answer', string>>>
  readonly option?: string
}

/** Says a word to a run as a person, at the step that it is at. */
export type Say = (record: RunRecord, person: Person, spoken: Spoken) => Promise<void>

/** Who may walk a runbook, and no more than that. */
export function personFor(role: RunRecord['runbook']['runBy']): Person {
  if (role === 'viewer') return viewer
  return role === 'operator' ? requester : approver
}

/** As whom what is there is looked at. */
export const looker: Caller = { id: approver.slackId, name: approver.name, origin: 'terminal' }

export function sayByTyping({ workspace }: Sandbox, channel: string): Say {
  return async (record, person, { word, typed = {}, option }) => {
    const said = { step: referenceIn(record), ...typed, ...(option === undefined ? {} : { option }) }
    const options = Object.entries(said).map(([name, value]) => `--${name} ${quoted(value)}`)
    await workspace.say(person, channel, ['/ohmy run', word, record.id, ...options].join(' '))
  }
}

/** Presses what the run's message shows, once it shows the step that the run is at. */
export function sayByClicking({ workspace }: Sandbox, channel: string): Say {
  return async (record, person, { button, typed }) => {
    const seen = await workspace.waitForMessage(channel, ({ blocks }) => {
      const shown = JSON.stringify(blocks)
      const said = [record.id, `--step ${referenceIn(record)}`, `"text":${JSON.stringify(button)}`]
      return said.every((words) => shown.includes(words))
    })
    const press = async () => void (await workspace.click(person, seen, ...pressed(seen, button)))
    if (typed === undefined) return press()
    await inTurn(async () => {
      await press()
      await workspace.submit(person, await workspace.waitForModal(person), typed)
    })
  }
}

function referenceIn(record: RunRecord): string {
  const at = currentStep(record)
  return at === undefined ? '' : stepReference(at.state)
}

/** A button, or one of a menu's choices: those that are not the likeliest stand there. */
function pressed({ blocks }: MessageRecord, label: string): [string, string?] {
  const elements = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []))
  for (const element of elements) {
    if (element.type !== 'static_select') continue
    const choice = element.options?.find(({ text }) => text.text === label)
    if (choice?.value !== undefined) return [element.placeholder?.text ?? '', choice.value]
  }
  return [label]
}

let turn: Promise<void> = Promise.resolve()

/** A person has one form open at a time. */
function inTurn(use: () => Promise<void>): Promise<void> {
  const mine = turn.then(use)
  turn = mine.catch(() => undefined)
  return mine
}
