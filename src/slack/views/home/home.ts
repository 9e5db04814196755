import type { KnownBlock } from '@slack/types'
import type { Home, HomeEnvironment } from '../../../core/home.js'
import type { Message } from '../../../core/message.js'
import { actions, button, context, divider, header, section } from '../../blocks.js'
import { message } from '../../message.js'
import { escapeMrkdwn } from '../../mrkdwn.js'
import { headline } from '../cost/words.js'
import type { When } from '../alarms/words.js'
import { verbElements } from './verbs.js'
import { moment } from '../operations/history.js'
import { openBlocks, toDecideBlocks } from './operations.js'
import { alarmBlocks, missingBlocks, mutedBlocks } from '../status/findings.js'
import { serviceBlocks } from '../status/services.js'
import { isOrWas, rememberedBlocks } from '../status/remembered.js'
import { asFarAs, environmentMark } from '../status/words.js'

/**
 * The Home tab, the most urgent first: what waits for this person, how the environments are, what is being changed, what it costs.
 * @param notice what came of the last click here, where there is no channel to say it in
 */
export function homeMessage(home: Home, when: When, notice?: Message): Message {
  return message([
    ...(notice === undefined ? [] : [...notice.blocks, divider()]),
    ...toDecideBlocks(home),
    header('Environments'),
    ...home.environments.flatMap((environment) => [...environmentBlocks(environment, when), divider()]),
    ...openBlocks(home, when.now),
    ...home.costs.map((report) => section(headline(report))),
    actions([button({ text: 'Refresh', actionId: 'home.refresh' })]),
    context(`As of ${moment(when.now, when.zone, when.now)}.`),
    context('Answers to these buttons come as a message from ohmy; changes are asked for in the channel.'),
  ])
}

function environmentBlocks({ status, verbs }: HomeEnvironment, when: When): KnownBlock[] {
  const verdict = `*${escapeMrkdwn(status.environment)} ${isOrWas(status)} ${status.verdict}${asFarAs(status)}*`
  const elements = verbElements(status.environment, verbs)
  return [
    ...rememberedBlocks(status),
    section(`${environmentMark(status)} ${verdict} — ${escapeMrkdwn(status.reason)}`),
    ...serviceBlocks(status, when),
    ...alarmBlocks(status.alarms, when),
    ...mutedBlocks(status.muted ?? [], when),
    ...missingBlocks(status.missing),
    ...(elements.length === 0 ? [] : [actions(elements)]),
  ]
}
