import type { Form } from '../src/core/form.js'
import type { Reply } from '../src/core/message.js'
import { createZone } from '../src/core/time-zone.js'
import { isIncidentEnded } from '../src/core/incident.js'
import { UserError } from '../src/core/user-error.js'
import { instantOf } from '../src/core/written-moment.js'
import {
  choosing,
  environment,
  flag,
  incidentId,
  moment,
  person,
  severity,
  text,
  word,
  words,
} from '../src/dispatch/arguments/index.js'
import { type CommandContext, command } from '../src/dispatch/command.js'
import { refusalReply } from '../src/dispatch/refusal-reply.js'
import { figuresOf } from '../src/incidents/figures.js'
import { openForm, resolveForm, textForm } from '../src/incidents/forms.js'
import { spokenWord } from '../src/incidents/spoken.js'
import { briefMessage } from '../src/slack/views/incidents/brief.js'
import { figuresMessage } from '../src/slack/views/incidents/figures.js'
import { incidentHeader } from '../src/slack/views/incidents/header.js'
import { endedIncidents, openIncidents } from '../src/slack/views/incidents/list.js'
import { timelineMessage } from '../src/slack/views/incidents/timeline.js'
import { asJson } from '../src/core/json.js'
import { openIncidents as incidentsOpen } from './choices/open-work.js'

const day = 86_400_000
const month = 30 * day
const quarter = 90 * day
/** Operations that figures are taken from. */
const mostOperations = 3_000
const longestText = 1_500

const whats = [
  'open',
  'sev',
  'status',
  'role',
  'update',
  'note',
  'task',
  'done',
  'resolve',
  'reopen',
  'list',
  'show',
  'brief',
  'timeline',
  'report',
  'metrics',
  'archive',
  'keep',
  'merge',
] as const

const args = {
  what: word({ choices: whats, placeholder: 'what' }).optional(),
  incident: choosing(incidentId({ summary: 'its id; left out: the incident of this channel' }), {
    lookUp: incidentsOpen,
  }).optional(),
  person: person({ summary: 'with `role` and `task`: who' }).optional(),
  text: words({
    placeholder: 'text',
    maximum: longestText,
    summary:
      'in quotes: the title, the update, the note, the task; or the severity, status, role or number of a task',
  }).optional(),
  environment: environment({ summary: 'with `open`, `list` and `metrics`: where' }).optional(),
  sev: severity({ summary: 'with `open`: 1 (service down), 2 (degraded) or 3 (minor)' }).optional(),
  services: text({ summary: 'with `open`: which services, with commas between' }).optional(),
  since: moment({
    summary: 'with `open`: since when something is wrong; with `metrics` and `list`: since when',
  }).optional(),
  closed: flag({ summary: 'with `list`: those that have ended' }),
  into: choosing(incidentId({ named: true, summary: 'with `merge`: the incident that goes on' }), {
    lookUp: incidentsOpen,
  }).optional(),
  for: word({ named: true, placeholder: 'alert', summary: 'with `open`: the alert it is about' }).optional(),
  cause: text({ summary: 'with `resolve`: what it was', maximum: longestText }).optional(),
  impact: text({ summary: 'with `resolve`: what customers noticed', maximum: longestText }).optional(),
}

/** Who may is asked by the incident: whoever may look at its environment helps. */
export const incident = command({
  name: 'incident',
  summary: 'Coordinate an incident: a channel, people, updates, a review',
  topic: 'trouble',
  examples: [
    'incident open "backend is down" --sev 1 production',
    'incident status mitigating',
    'incident role commander',
    'incident update "5xx at 40 %, rolling back, need somebody who knows the database"',
    'incident task "check the connection pool" @vera',
    'incident resolve --cause "bad release" --impact "20 minutes of errors"',
    'incident list',
    'incident brief',
    'incident timeline',
    'incident metrics --since 90d',
  ],
  args,
  access: 'viewer',
  run: (context) => {
    const { what: first = 'list', text: rest } = context.args
    const what = first === 'status' && rest?.toLowerCase() === 'resolved' ? 'resolve' : first
    if (what === 'open') return open(context)
    if (what === 'list') return list(context)
    if (what === 'show') return show(context)
    if (what === 'brief') return brief(context)
    if (what === 'timeline') return timeline(context)
    if (what === 'report') return report(context)
    if (what === 'metrics') return figures(context)
    return say(context, what)
  },
})

type Context = CommandContext<typeof args>

async function open({ args: said, caller, incidents, alerts, config }: Context): Promise<Reply> {
  const { text: title, sev, environment: place, services, for: alert } = said
  if (title === undefined || sev === undefined) {
    const known = alert === undefined ? undefined : await incidents.alertOf(alert, caller)
    const given = {
      title: title ?? known?.words,
      severity: sev ?? known?.severity,
      environment: place?.name ?? known?.environment,
      services: services ?? known?.service,
      alert,
    }
    const next = 'Say it in one line, as in `/ohmy incident open "backend is down" --sev 1 production`.'
    return asked(openForm(given, config.environments), 'An incident needs a title and a severity.', next)
  }
  const opened = await incidents.open(
    {
      title,
      severity: sev,
      services: (services ?? '').split(',').flatMap((name) => name.trim() || []),
      ...(place === undefined ? {} : { environment: place.name }),
      ...(said.since === undefined ? {} : { since: said.since }),
      ...(alert === undefined ? {} : { alert }),
    },
    caller,
  )
  // Whoever opens an incident for an alert looks after it: nobody is called for it any more.
  if (alert !== undefined) await acknowledge(alert, alerts, caller)
  return opened
}

/** An alert that is over, or has somebody already, stays as it is. */
async function acknowledge(
  alert: string,
  alerts: Context['alerts'],
  caller: Context['caller'],
): Promise<void> {
  try {
    await alerts.acknowledge(alert, caller)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
  }
}

async function say({ args: said, caller, incidents }: Context, what: string): Promise<Reply> {
  const id = said.incident ?? (await incidents.here(caller)).id
  if ((what === 'update' || what === 'note' || what === 'task') && said.text === undefined)
    return asked(textForm(what, id), 'The words are missing.', 'Put them in quotes.')
  if (what === 'resolve' && (said.cause === undefined || said.impact === undefined))
    return asked(
      resolveForm(id, said),
      'What was the cause, and what did customers notice?',
      'Add `--cause "…"` and `--impact "…"`.',
    )
  const whom = said.person === undefined ? undefined : await incidents.person(said.person)
  return incidents.say(id, spokenWord(what, said, whom), caller)
}

async function list({ args: said, caller, incidents, config, clock }: Context): Promise<Reply> {
  const now = clock.now()
  const since =
    said.since === undefined ? now - month : instantOf(said.since, now, createZone(config.timeZone))
  const [ongoing, lately] = await Promise.all([incidents.ongoing(), incidents.list(since)])
  const isMeant = ({ environment: place }: { readonly environment?: string }) =>
    said.environment === undefined || place === said.environment.name
  const open = await incidents.seenBy(ongoing.filter(isMeant), caller)
  const ended = await incidents.seenBy(lately.filter(isIncidentEnded).filter(isMeant), caller)
  const days = Math.max(1, Math.round((now - since) / day))
  return said.closed
    ? { message: endedIncidents(ended, days), data: asJson(ended), shownTo: 'caller' }
    : { message: openIncidents(open, ended.length, now), data: asJson(open), shownTo: 'caller' }
}

async function brief({ args: said, incidents, caller, clock }: Context): Promise<Reply> {
  const record = await meant(said.incident, incidents, caller)
  const briefing = await incidents.briefing(record, caller)
  const message = briefMessage(record, { ...briefing, now: clock.now() })
  return { message, data: asJson({ incident: record, ...briefing }), shownTo: 'caller' }
}

async function timeline({ args: said, incidents, caller }: Context): Promise<Reply> {
  const record = await meant(said.incident, incidents, caller)
  const lines = await incidents.timeline(record, caller)
  return { message: timelineMessage(record, lines), data: asJson(lines), shownTo: 'caller' }
}

async function report({ args: said, incidents, caller }: Context): Promise<Reply> {
  const record = await meant(said.incident, incidents, caller)
  const files = [await incidents.review(record, caller)]
  return { message: incidentHeader(record), data: asJson(record), shownTo: 'caller', files }
}

async function figures({ args: said, caller, incidents, history, config, clock }: Context): Promise<Reply> {
  const until = clock.now()
  const since =
    said.since === undefined ? until - quarter : instantOf(said.since, until, createZone(config.timeZone))
  const named = (said.environment === undefined ? config.environments : [said.environment]).map(
    ({ name }) => ({
      environment: name,
    }),
  )
  const environments = (await incidents.seenBy(named, caller)).map(({ environment: name }) => name)
  const [{ incidents: all, isCut }, { operations, more }] = await Promise.all([
    incidents.counted(since),
    history.list({ environments, since, until, limit: mostOperations }),
  ])
  const meantHere = all.filter(
    ({ environment: place }) => said.environment === undefined || place === said.environment.name,
  )
  const counted = await incidents.seenBy(meantHere, caller)
  const found = figuresOf(counted, operations, { since, until, isCut: isCut || more > 0 })
  return { message: figuresMessage(found), data: asJson(found), shownTo: 'caller' }
}

async function show({ args: said, incidents, caller }: Context): Promise<Reply> {
  const record = await meant(said.incident, incidents, caller)
  return { message: incidentHeader(record), data: asJson(record), shownTo: 'caller' }
}

async function meant(id: string | undefined, incidents: Context['incidents'], caller: Context['caller']) {
  return incidents.find(id ?? (await incidents.here(caller)).id, caller)
}

/** A form where there is a way to ask, and words elsewhere. */
function asked(form: Form, what: string, next: string): Reply {
  return { ...refusalReply(new UserError('incident-needs-more', what, next), 'usage'), form }
}
