import type { Person } from '../core/caller.js'
import {
  incidentRoles,
  type IncidentRole,
  type SaidStatus,
  saidStatuses,
  type Severity,
} from '../core/incident.js'
import { nearest } from '../core/suggest.js'
import { UserError } from '../core/user-error.js'
import { capital, inCode, listed } from '../core/wording.js'
import type { SpokenIncidentWord } from './incidents.js'

interface Said {
  readonly text: string | undefined
  readonly sev: Severity | undefined
  readonly cause: string | undefined
  readonly impact: string | undefined
  readonly into: string | undefined
}

/** What a line says to an incident. @throws UserError where a word of it is none that is known */
export function spokenWord(what: string, said: Said, person: Person | undefined): SpokenIncidentWord {
  const words = said.text ?? ''
  switch (what) {
    case 'sev':
      return { kind: 'severity', severity: severityIn(words, said.sev) }
    case 'status':
      return { kind: 'status', status: statusIn(words) }
    case 'role': {
      const role = oneOf('role', words, incidentRoles) as IncidentRole
      return { kind: 'role', role, ...(person === undefined ? {} : { person }) }
    }
    case 'task':
      return { kind: 'task', text: words, ...(person === undefined ? {} : { owner: person }) }
    case 'done':
      return { kind: 'task done', number: numberIn(words) }
    case 'resolve':
      return { kind: 'resolve', cause: said.cause ?? '', impact: said.impact ?? '' }
    case 'reopen':
      return { kind: 'reopen', ...(said.text === undefined ? {} : { text: said.text }) }
    case 'merge':
      if (said.into !== undefined) return { kind: 'merge', into: said.into }
      throw new UserError('merge-into', 'Into which incident?', 'Add `--into` and its id.', {
        choice: { argument: 'into', label: 'Into which incident?', submit: 'Merge' },
      })
    case 'archive':
      return { kind: 'archive' }
    case 'keep':
      return { kind: 'keep' }
    case 'note':
      return { kind: 'note', text: words }
    default:
      return { kind: 'update', text: words }
  }
}

function severityIn(words: string, named: Severity | undefined): Severity {
  const [, figure] = /^(?:sev[- ]?)?([123])$/i.exec(words) ?? []
  if (figure !== undefined) return Number(figure) as Severity
  if (words === '' && named !== undefined) return named
  throw unknown('severity', words, ['1', '2', '3'])
}

function statusIn(words: string): SaidStatus {
  return oneOf('status', words, saidStatuses) as SaidStatus
}

function numberIn(words: string): number {
  if (/^\d{1,3}$/.test(words)) return Number(words)
  throw new UserError(
    'task-number',
    words === '' ? 'No task was named.' : `${inCode(words)} is not the number of a task.`,
    'Its header shows them: `/ohmy incident done 2`.',
    {
      choice: {
        argument: 'text',
        label: 'The number of the task',
        submit: 'Done',
        ...anewUnless(words),
      },
    },
  )
}

function oneOf(what: string, words: string, all: readonly string[]): string {
  const found = all.find((one) => one === words.toLowerCase())
  if (found !== undefined) return found
  throw unknown(what, words, all)
}

function unknown(what: string, words: string, all: readonly string[]): UserError {
  const meant = nearest(words, all)
  const next = `It is ${listed(all.map(inCode))}.`
  return new UserError(
    `${what}-unknown`,
    words === '' ? `No ${what} was said.` : `${inCode(words)} is no ${what}.`,
    meant === undefined ? next : `Did you mean ${inCode(meant)}? ${next}`,
    {
      choice: {
        argument: 'text',
        values: all,
        label: capital(what),
        submit: 'Set',
        ...anewUnless(words),
      },
    },
  )
}

/** What was said and is none of them is told; where nothing was said it is asked for. */
function anewUnless(words: string): { readonly anew?: object } {
  return words === '' ? {} : { anew: {} }
}
