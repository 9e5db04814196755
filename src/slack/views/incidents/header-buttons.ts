import type { ActionsBlockElement, KnownBlock } from '@slack/types'
import { type IncidentRecord, saidStatuses } from '../../../core/incident.js'
import { actions } from '../../blocks.js'
import { sayButton, sayMenu, sayOverflow } from '../../say.js'
import { capital } from '../../../core/wording.js'

/** What can be said to an incident now, the likeliest first. All of it can be typed. */
export function headerButtons(record: IncidentRecord): readonly KnownBlock[] {
  const { id, status, roles } = record
  const say = (...words: readonly string[]) => ({
    verb: 'incident',
    words: [words[0] ?? '', id, ...words.slice(1)],
  })
  const timeline = { text: 'Timeline', line: say('timeline') }
  const report = { text: 'Review, as it is now', line: say('report') }
  if (status === 'merged') return []
  if (status === 'closed' || status === 'resolved')
    return [actions([sayButton(say('reopen'), { text: 'Reopen' }), sayOverflow([timeline, report])])]
  const menu = sayMenu(
    'Status …',
    saidStatuses.map((one) => ({ text: capital(one), line: say('status', one) })),
  )
  const elements: ActionsBlockElement[] = [
    ...(roles.commander === undefined
      ? [sayButton(say('role', 'commander'), { text: 'I lead', style: 'primary' as const })]
      : []),
    sayButton(say('update'), { text: 'Post update' }),
    ...(menu === undefined ? [] : [menu]),
    sayButton(say('resolve'), { text: 'Resolve' }),
    sayOverflow([
      timeline,
      ...(roles.communications === undefined
        ? [{ text: 'I do communications', line: say('role', 'communications') }]
        : []),
      ...(roles.scribe === undefined ? [{ text: 'I am scribe', line: say('role', 'scribe') }] : []),
      report,
    ]),
  ]
  return [actions(elements)]
}
