import type { KnownBlock } from '@slack/types'
import { agoInWords } from '../../../core/age.js'
import type { EnvironmentStatus } from '../../../core/status.js'
import { section } from '../../blocks.js'
import { dateToken, escapeMrkdwn } from '../../mrkdwn.js'

/** Goes before the verdict: nobody must take what was for what is. */
export function rememberedBlocks({ remembered, at }: EnvironmentStatus): readonly KnownBlock[] {
  if (remembered === undefined) return []
  const when = dateToken(remembered.at, '{ago}', agoInWords(remembered.at, at))
  const why = `${remembered.why.slice(0, 1).toUpperCase()}${remembered.why.slice(1)}`
  return [section(`🕓 *AWS does not answer: this is as of ${when}*\n${escapeMrkdwn(why)}`)]
}

/** How to speak of what was read. */
export function isOrWas({ remembered }: EnvironmentStatus): 'is' | 'was' {
  return remembered === undefined ? 'is' : 'was'
}
