import type { KnownBlock } from '@slack/types'
import { formatMoney } from '../../../core/money.js'
import { type SizeAdvice, sizeWords } from '../../../core/task-sizing.js'
import { folded, section } from '../../blocks.js'
import { escapeMrkdwn } from '../../mrkdwn.js'

const titles: readonly (readonly [SizeAdvice['verdict'], string])[] = [
  ['larger', 'too small'],
  ['cheaper', 'could cost less'],
  ['unknown', 'not known'],
  ['fits', 'as needed'],
  ['smallest', 'the smallest there is'],
]
/** A section takes 3,000 characters. */
const linesTogether = 10

/** Whether tasks have the size they need, with what was seen of each service: behind one line that counts them. */
export function sizingBlocks(sizing: readonly SizeAdvice[]): readonly KnownBlock[] {
  if (sizing.length === 0) return []
  const ordered = titles.flatMap(([verdict]) => sizing.filter((one) => one.verdict === verdict))
  const counts = titles.flatMap(([verdict, words]) => {
    const count = sizing.filter((one) => one.verdict === verdict).length
    return count === 0 ? [] : [`${count} ${words}`]
  })
  const lines = ordered.map(lineOf)
  return [
    folded(
      `Size of the tasks: ${counts.join(', ')}`,
      Array.from({ length: Math.ceil(lines.length / linesTogether) }, (_, index) =>
        section(lines.slice(index * linesTogether, (index + 1) * linesTogether).join('\n')),
      ),
    ),
  ]
}

function lineOf(advice: SizeAdvice): string {
  const name = `• *${escapeMrkdwn(advice.service)}*, ${sizeWords(advice.now)}`
  return `${name}: ${[verdictWords(advice), ...seen(advice)].join('. ')}.`
}

function verdictWords({ verdict, to, saves = 0, why = '', isScaled, heldBy }: SizeAdvice): string {
  const size = to === undefined ? '' : sizeWords(to)
  const month = (amount: number) => `${formatMoney(amount, 'USD', 0)} a month`
  switch (verdict) {
    case 'cheaper':
      return `${size} would carry the peak with headroom and cost ${month(saves)} less${isScaled ? ', as long as as many tasks run: autoscaling by CPU would start more of them' : ''}`
    case 'larger':
      return `its peak leaves too little; ${size} would carry it for ${month(-saves)} more`
    case 'fits':
      return heldBy === undefined
        ? 'nothing cheaper would carry its peak with headroom'
        : `a smaller one would carry its peak, but its containers ask for ${sizeWords(heldBy)} by their own limits`
    case 'smallest':
      return 'Fargate has nothing smaller'
    case 'unknown':
      return `nothing is advised, because ${escapeMrkdwn(why)}`
  }
}

function seen({ use }: SizeAdvice): readonly string[] {
  if (use?.cpu === undefined || use.memory === undefined) return []
  const { cpu, memory, hours, of } = use
  const percent = (value: number) => `${Math.round(value)} %`
  const busy = cpu.busy === cpu.highest ? '' : ` (${percent(cpu.highest)} for a moment)`
  return [
    `At most ${percent(cpu.busy)} CPU${busy} and ${percent(memory.highest)} memory in ${hours} of ${of} hours`,
  ]
}
