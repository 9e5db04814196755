import type { Environment } from '../core/environment.js'
import { choicesOf, type Form, type FormField } from '../core/form.js'
import { type Severity, severityRules } from '../core/incident.js'

const severities = ([1, 2, 3] as const).map((severity) => `SEV-${severity} · ${severityRules[severity]}`)

/** What is asked for where an incident is opened with less: the severity with its rule beside it. */
export function openForm(
  given: {
    readonly title?: string | undefined
    readonly severity?: Severity | undefined
    readonly environment?: string | undefined
    readonly services?: string | undefined
    readonly alert?: string | undefined
  },
  environments: readonly Environment[],
): Form {
  const { title, severity, environment, services, alert } = given
  const fields: FormField[] = [
    {
      key: 'text',
      label: 'What is wrong?',
      hint: 'one line; it names the channel',
      required: true,
      ...valueOf(title),
    },
    {
      key: 'sev',
      label: 'Severity',
      required: true,
      choices: choicesOf(severities),
      ...valueOf(severity === undefined ? undefined : severities[severity - 1]),
    },
    {
      key: 'environment',
      label: 'Environment',
      required: false,
      choices: choicesOf(environments.map(({ name }) => name)),
      ...valueOf(environment),
    },
    {
      key: 'services',
      label: 'Services',
      hint: 'with commas between',
      required: false,
      ...valueOf(services),
    },
    {
      key: 'since',
      label: 'Affected since',
      hint: '15m, 10:00 or 2026-11-20T10:00; empty: now',
      required: false,
    },
  ]
  return {
    verb: 'incident',
    title: 'Open an incident',
    submit: 'Open',
    ...(alert === undefined ? {} : { intro: `For ${alert}. Whoever opens it looks after that alert.` }),
    fields,
    kept: ['open', ...(alert === undefined ? [] : [`--for ${alert}`])],
  }
}

/** What an update says, a note or a task. */
export function textForm(what: 'update' | 'note' | 'task', id: string): Form {
  const asked = {
    update: { label: 'How does it stand?', hint: 'conditions, actions, needs' },
    note: { label: 'What is to be kept?', hint: 'for the timeline alone' },
    task: { label: 'What is to be done?', hint: 'one line' },
  } as const
  return {
    verb: 'incident',
    title: { update: 'Post an update', note: 'Note something', task: 'Add a task' }[what],
    submit: { update: 'Post', note: 'Note', task: 'Add' }[what],
    intro: `For ${id}.`,
    fields: [{ key: 'text', required: true, ...asked[what] }],
    kept: [what, id],
  }
}

/** What everybody asks first, and the review is made of. */
export function resolveForm(
  id: string,
  { cause, impact }: { readonly cause?: string | undefined; readonly impact?: string | undefined },
): Form {
  return {
    verb: 'incident',
    title: 'Resolve the incident',
    submit: 'Resolve',
    intro: 'It is watched for 15 minutes before it is closed.',
    fields: [
      {
        key: 'cause',
        label: 'Causes',
        hint: 'as far as they are known; a semicolon between two',
        required: true,
        ...valueOf(cause),
      },
      {
        key: 'impact',
        label: 'Customer impact',
        hint: 'who noticed what, for how long',
        required: true,
        ...valueOf(impact),
      },
    ],
    kept: ['resolve', id],
  }
}

function valueOf(value: string | undefined): { readonly value?: string } {
  return value === undefined ? {} : { value }
}
