import { createHash } from 'node:crypto'
import { formatDuration } from '../core/duration.js'
import type { OpenFlow } from '../flow/open-flows.js'
import type { Board } from './board.js'

const style =
  'body{font:14px system-ui,sans-serif;margin:2rem;max-width:70rem;color:#1d1c1d;background:#fff}table{border-collapse:collapse;width:100%}' +
  'th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd}td.number{text-align:right}.late{color:#b00020;font-weight:600}' +
  'code{font-size:12px}p{color:#555}.wide{overflow-x:auto}'

/** What the page may load: its own style, known by its hash, and nothing else. */
export const contentSecurityPolicy = [
  ...["default-src 'none'", `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`],
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join('; ')

/** Less than this is how a look happens to fall (ms). */
const lateAfter = 5_000

/** The page of what waits. It has no button: flows are moved by words, which are checked, audited and fenced, and by nothing else. */
export function boardPage({ lanes, outbox }: Board): string {
  const sections = lanes.map(
    ({ lane, standing, first }) => `<h2>${text(lane)}</h2>
<p>${standing.open} open, ${standing.due} due and with nobody${lateWords(standing.lateFor)}. In the queue: ${standing.waiting} waiting${
      standing.waiting === 0 ? '' : ` (the oldest for ${span(standing.waitedFor)})`
    }, ${standing.underWay} under way.</p>
<p>${standing.flows.map(({ kind, state, number }) => `${text(kind)} ${text(state)}: ${number}`).join(' · ')}</p>
${first.length === 0 ? '' : tableOf(first)}`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="10">
<title>ohmy: what waits</title><style>${style}</style></head><body>
<h1>What waits</h1>
<p>Of the store, for all processes; anew every 10 s. Nothing can be moved here: say <code>show</code>, <code>cancel</code> or <code>stop</code> with an id.</p>
${sections.join('\n')}
<h2>Messages</h2>
<p>${outbox.letters} not shown in Slack yet${outbox.letters === 0 ? '' : `, the oldest for ${span(outbox.waitedFor)}`}.</p>
</body></html>
`
}

function tableOf(flows: readonly OpenFlow[]): string {
  const rows = flows.map(
    ({ id, kind, state, dueIn, isHeld, faults, trace }) =>
      `<tr><td><code>${text(id)}</code></td><td>${text(kind)}</td><td>${text(state)}</td><td>${
        isHeld ? 'a worker has it' : due(dueIn)
      }</td><td class="number">${faults}</td><td><code>${text(trace)}</code></td></tr>`,
  )
  return `<div class="wide"><table><thead><tr><th>Flow</th><th>Kind</th><th>State</th><th>Next look</th><th>Faults in a row</th><th>trace_id</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`
}

function due(within: number): string {
  if (within < -lateAfter) return `<span class="late">late by ${span(-within)}</span>`
  return within <= 0 ? 'now' : `in ${span(within)}`
}

function lateWords(lateFor: number): string {
  return lateFor < lateAfter ? '' : `, <span class="late">the first for ${span(lateFor)}</span>`
}

/** Whole seconds. */
function span(milliseconds: number): string {
  return text(formatDuration(Math.max(1_000, Math.round(milliseconds / 1_000) * 1_000)))
}

/** Ids, kinds and states are ours; a store may hold anything. */
function text(written: string): string {
  return written.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
