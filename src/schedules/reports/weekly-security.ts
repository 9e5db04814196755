import type { AuditRecord } from '../../core/audit-record.js'
import type { ScheduleFinding } from '../../core/schedule.js'
import { formatMoment } from '../../core/moment.js'
import { counted as several, listed } from '../../core/wording.js'
import { orUnread, type Part, type ReportSources, together } from './sources.js'

const week = 7 * 86_400_000
const namesShown = 12
const breaksShown = 5
/** So many turned-away flows a day are the noise of the internet; more are worth a look. */
const noise = 10_000

/** What ohmy itself can tell of the week: who may do what, who went past the rules, who was refused, what the network turned away. */
export async function weeklySecurity(environments: readonly string[], sources: ReportSources): Promise<Part> {
  const since = sources.now() - week
  return together([
    await orUnread(sources, { subject: 'audit', topic: 'the week' }, () =>
      fromAudit(environments, since, sources),
    ),
    ...(await Promise.all(environments.map((environment) => flowsOf(environment, since, sources)))),
    await orUnread(sources, { subject: 'roles', topic: 'people' }, () => peopleOf(environments, sources)),
  ])
}

async function fromAudit(
  environments: readonly string[],
  since: number,
  sources: ReportSources,
): Promise<Part> {
  const { records, left } = await sources.audit(since)
  const exported = { text: 'Verify', line: { verb: 'audit', words: ['verify'] } }
  const glass = records.filter(
    ({ kind, summary, environment }) =>
      kind === 'requested' &&
      summary.includes('(glass broken: ') &&
      (environment === undefined || environments.includes(environment)),
  )
  const refused = records.filter(({ kind }) => kind === 'refused')
  const unsigned = refused.filter(({ origin }) => origin === 'http')
  const ofPeople = refused.filter(({ origin }) => origin !== 'http' && origin !== 'hook')
  const ofHooks = refused.filter(({ origin }) => origin === 'hook')
  const findings: ScheduleFinding[] = [
    ...(await Promise.all(glass.slice(-breaksShown).map((record) => broken(record, sources)))),
    ...(glass.length > breaksShown
      ? [
          {
            mark: 'attention' as const,
            ...{
              subject: 'break-glass',
              topic: 'before',
              says: several(glass.length - breaksShown, 'more time'),
            },
          },
        ]
      : []),
    ...counted(unsigned, 'requests without a valid signature', {
      lines: unsigned.map(({ summary }) => summary),
      button: exported,
    }),
    ...counted(ofHooks, 'deployments asked for from outside, refused', {
      lines: ofHooks.map(({ summary }) => summary),
    }),
    ...(left === 0
      ? []
      : [
          {
            mark: 'unknown' as const,
            subject: 'audit',
            topic: 'the week',
            says: `not counted here: ${several(left, 'newer record')}`,
          },
        ]),
  ]
  return {
    findings,
    fine: [
      ...(glass.length === 0 ? ['nobody broke the glass'] : []),
      ...(unsigned.length === 0 ? ['every request was signed'] : []),
    ],
    facts: ofPeople.length === 0 ? [] : [await refusedWords(ofPeople, sources)],
  }
}

async function broken(
  { actor, summary, environment, operation, at }: AuditRecord,
  sources: ReportSources,
): Promise<ScheduleFinding> {
  const who = await sources.nameOf(actor)
  return {
    mark: 'attention',
    subject: environment ?? 'break-glass',
    topic: 'glass broken',
    says: `${who}, ${formatMoment(at, sources.zone, sources.now())}: ${summary}`,
    ...(operation === undefined
      ? {}
      : { button: { text: 'Show', line: { verb: 'show', words: [operation] } } }),
  }
}

function counted(
  records: readonly AuditRecord[],
  topic: string,
  more: Pick<ScheduleFinding, 'lines' | 'button'>,
): readonly ScheduleFinding[] {
  if (records.length === 0) return []
  const says = `${records.length} ${records.length === 1 ? 'record' : 'records'} in the audit this week`
  return [{ mark: 'attention', subject: 'refused', topic, says, ...more }]
}

/** `12 lines of people were refused: Vera Viewer 10, Rita Requester 2` */
async function refusedWords(records: readonly AuditRecord[], { nameOf }: ReportSources): Promise<string> {
  const counts = new Map<string, number>()
  for (const { actor } of records) counts.set(actor, (counts.get(actor) ?? 0) + 1)
  const most = [...counts].toSorted(([, one], [, other]) => other - one).slice(0, 5)
  const named = await Promise.all(most.map(async ([actor, count]) => `${await nameOf(actor)} ${count}`))
  const lines = records.length === 1 ? 'line of people was' : 'lines of people were'
  return `${records.length} ${lines} refused: ${named.join(', ')}`
}

async function flowsOf(environment: string, since: number, sources: ReportSources): Promise<Part> {
  const query =
    'filter action = "REJECT" | stats count(*) as rejected by srcAddr, dstPort | sort rejected desc | limit 20'
  const button = {
    text: 'By address',
    line: { verb: 'logs', words: [environment], options: { insights: query, since: '7d' } },
  }
  return orUnread(sources, { subject: environment, topic: 'rejected flows' }, async () => {
    const found = await sources.rejectedFlows(environment, since)
    if (found === undefined) return { findings: [], fine: [] }
    const unknown = (says: string): Part => ({
      findings: [{ mark: 'unknown', subject: environment, topic: 'rejected flows', says }],
      fine: [],
    })
    if (found.kind === 'unread') return unknown(found.says)
    if (found.kind === 'too much')
      return unknown(`a week of flow logs is ${found.gigabytes} GB, more than is scanned without asking`)
    const { rejected, ports } = found
    const most = listed(
      ports.map(({ port, count }) => `${port} (${count.toLocaleString('en')})`),
      'and',
    )
    const says = `${rejected.toLocaleString('en')} flows were rejected${most === '' ? '' : `, most of them to port ${most}`}`
    if (rejected <= 7 * noise) return { findings: [], fine: [], facts: [`${environment}: ${says}`] }
    return {
      findings: [{ mark: 'attention', subject: environment, topic: 'rejected flows', says, button }],
      fine: [],
    }
  })
}

async function peopleOf(environments: readonly string[], sources: ReportSources): Promise<Part> {
  const roles = await sources.roles(environments)
  const facts = roles.map(({ role, people }) => {
    const shown = people.slice(0, namesShown)
    const left = people.length - shown.length
    return `${role}: ${listed([...shown, ...(left === 0 ? [] : [`${left} more`])], 'and')}`
  })
  return { findings: [], fine: [], facts }
}
