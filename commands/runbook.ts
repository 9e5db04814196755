import { asJson } from '../src/core/json.js'
import type { Reply } from '../src/core/message.js'
import type { Caller } from '../src/core/caller.js'
import type { RunRecord } from '../src/core/run.js'
import { createZone } from '../src/core/time-zone.js'
import { UserError } from '../src/core/user-error.js'
import { choosing, environment, flag, keyword, pairs, text, word } from '../src/dispatch/arguments/index.js'
import { command, type CommandContext } from '../src/dispatch/command.js'
import { foundRunbooksMessage } from '../src/slack/views/runbooks/found.js'
import { runbooksMessage } from '../src/slack/views/runbooks/library.js'
import { runbookMessage } from '../src/slack/views/runbooks/runbook.js'
import { runsMessage } from '../src/slack/views/runbooks/runs.js'
import { lateRuns, runbooksThere, servicesToChoose } from './choices/runbooks.js'

const day = 86_400_000
/** `status` tells what ended this lately, too. */
const lately = 7 * day

const args = {
  start: keyword('start', { summary: 'begin a run' }),
  search: keyword('search', { summary: 'find one by words or an error, in quotes' }),
  show: keyword('show', { summary: 'read one' }),
  status: keyword('status', { summary: 'runs that are open, or ended lately' }),
  report: keyword('report', { summary: 'what a run did, as a file' }),
  name: choosing(word({ summary: 'id of a runbook (or of a run), or what is searched for' }), {
    lookUp: (asked) => {
      if (asked.said['search'] !== undefined) return Promise.resolve({ options: [] })
      return asked.said['report'] === undefined ? runbooksThere(asked) : lateRuns(asked)
    },
  }).optional(),
  service: choosing(word({ placeholder: 'service', summary: 'what it is about, with `start`' }), {
    lookUp: servicesToChoose,
  }).optional(),
  environment: environment().optional(),
  with: pairs({ summary: 'with `start`: its other inputs, `count=4 how=hard`' }).optional(),
  dry: flag({ summary: 'with `start`: run every check, show every plan, change nothing' }),
  ask: flag({ summary: 'with `start`: ask for its inputs first, also where it has defaults' }),
  for: text({ summary: 'with `start`: the alarm or operation it is about' }).optional(),
}

export const runbook = command({
  name: 'runbook',
  summary: 'Find a runbook, and be guided through it',
  topic: 'trouble',
  examples: [
    'runbook',
    'runbook search "CannotPullContainerError"',
    'runbook show out-of-memory',
    'runbook start ecs-tasks-restarting backend staging',
    'runbook start emergency-rollback backend staging --dry',
    'runbook status',
  ],
  args,
  access: 'viewer',
  run: (context) => {
    const { args: said } = context
    const keywords = (['start', 'search', 'show', 'status', 'report'] as const).filter((one) => said[one])
    const [what, other] = keywords
    if (other !== undefined) throw oneThing()
    if (what === 'start') return start(context)
    if (what === 'search') return search(context)
    if (what === 'status') return status(context)
    if (what === 'report') return report(context)
    return said.name === undefined ? list(context) : show(context)
  },
})

type Context = CommandContext<typeof args>

async function start({ args: said, caller, runs }: Context): Promise<Reply> {
  return runs.start(
    {
      runbook: named(said.name, 'Which runbook?', 'Start'),
      mode: said.dry ? 'dry' : 'real',
      ask: said.ask,
      with: said.with ?? {},
      ...(said.environment === undefined ? {} : { environment: said.environment.name }),
      ...(said.service === undefined ? {} : { service: said.service }),
      ...(said.for === undefined ? {} : { offeredBy: said.for }),
    },
    caller,
  )
}

async function list({ runbooks, caller, clock }: Context): Promise<Reply> {
  const { runbooks: all, broken } = await runbooks.read()
  return {
    message: runbooksMessage({ all, broken }, { buttons: isInSlack(caller), now: clock.now() }),
    data: asJson({ runbooks: all.map(({ id, title, tags }) => ({ id, title, tags })), broken }),
    shownTo: 'caller',
  }
}

async function search({ args: said, runbooks, caller }: Context): Promise<Reply> {
  const words = [named(said.name, 'What for?', 'Search'), said.service].filter(Boolean).join(' ')
  const found = await runbooks.search(words)
  return {
    message: foundRunbooksMessage(words, found, { buttons: isInSlack(caller) }),
    data: asJson(found.map(({ runbook: { id, title }, reason }) => ({ id, title, reason }))),
    shownTo: 'caller',
  }
}

async function show({ args: said, runbooks, runs, caller, clock }: Context): Promise<Reply> {
  const name = named(said.name, 'Which one?', 'Show')
  if (name.startsWith('run-')) return runs.show(name, caller)
  const found = await runbooks.find(name)
  if (found === undefined) throw await runs.unknown(name)
  return {
    message: runbookMessage(found, { buttons: isInSlack(caller), now: clock.now() }),
    data: asJson(found),
    shownTo: 'caller',
  }
}

async function status({ args: said, runs, clock, config, caller }: Context): Promise<Reply> {
  const { environment: place } = said
  const isWanted = ({ mode, environment }: RunRecord) =>
    mode !== 'dry' && (place === undefined || environment === place.name)
  const { runs: shown, isAll } = await runs.list({ since: clock.now() - lately, isWanted }, caller)
  const when = { zone: createZone(config.timeZone), now: clock.now() }
  return {
    message: runsMessage(shown, { ...when, isAll, buttons: isInSlack(caller) }),
    data: asJson(shown),
    shownTo: 'caller',
  }
}

async function report({ args: said, runs, caller }: Context): Promise<Reply> {
  const id = named(said.name, 'Of which run?', 'Show')
  const shown = await runs.show(id, caller)
  const { run: _, ...rest } = shown
  return { ...rest, files: [await runs.report(id, caller)] }
}

function named(name: string | undefined, question: string, submit: string): string {
  if (name !== undefined) return name
  throw new UserError(
    'runbook-missing',
    question,
    'Say its id; `runbook` lists them, `runbook status` the runs.',
    { choice: { argument: 'name', label: question, submit } },
  )
}

function isInSlack({ origin }: Caller): boolean {
  return origin !== 'terminal'
}

function oneThing(): UserError {
  const what = '`start`, `search`, `show`, `status` and `report` are different things.'
  return new UserError('runbook-one-thing', what, 'Say one of them.')
}
