import type { PauseHook, PauseRecord } from './pause.js'
import { listed } from './wording.js'

/** What became of a pause, one sentence for people. */
export function settledWords(hook: PauseHook): string {
  const { state, decisions, timeoutAction } = hook
  const who = listed([...new Set(decisions.map(({ by }) => by.name))], 'and')
  const late = decisions.length === 0 ? '' : ` The word of ${who} came too late.`
  switch (state) {
    case 'waiting':
      return 'It waits for a decision.'
    case 'decided':
      return `${decisionWords(hook)}.`
    case 'continued':
      return hook.elsewhere === undefined
        ? `${decisionWords(hook)}.`
        : `It was let go on ${placeWords(hook)}.${late}`
    case 'went back':
      return hook.elsewhere === undefined
        ? `${decisionWords(hook)}.`
        : `It was told to go back ${placeWords(hook)}.${late}`
    case 'timed out':
      return `Nobody decided in time, so ECS ${timeoutAction === 'CONTINUE' ? 'went on by itself' : 'goes back by itself'}.${late}`
    case 'failed':
      return 'Its function said no.'
    case 'over':
      return 'It needs no decision any more: the deployment does not go on.'
  }
}

/** `Aaron let it go on`, `Aaron and Maya let it go on`, `Aaron sent it back` */
function decisionWords({ decisions }: Pick<PauseHook, 'decisions'>): string {
  const back = decisions.find(({ action }) => action === 'ROLLBACK')
  if (back !== undefined) return `${back.by.name} sent it back`
  return `${listed([...new Set(decisions.map(({ by }) => by.name))], 'and')} let it go on`
}

function placeWords({ elsewhere }: PauseHook): string {
  const operation = elsewhere?.operation
  return operation === undefined ? 'outside of ohmy' : `by ${operation}`
}

/** How a deployment stands that needs no decision any more, one sentence. */
export function endedWords({ state, superseded, trouble, service }: PauseRecord): string {
  const what = `The deployment of ${service.name} in ${service.environment}`
  if (trouble !== undefined) return `${what} is not followed any more. ${trouble}`
  if (superseded) return `${what} was replaced by another deployment.`
  switch (state) {
    case 'running':
      return `${what} goes on.`
    case 'going back':
      return `${what} is on its way back.`
    case 'stopping':
      return `${what} is being stopped.`
    case 'succeeded':
      return `${what} is complete.`
    case 'went back':
      return `${what} went back to the version before.`
    case 'stopped':
      return `${what} was stopped where it stood.`
    case 'failed to go back':
      return `${what} could not go back to the version before.`
    case 'gone':
      return `ECS knows nothing any more of the deployment of ${service.name} in ${service.environment}.`
  }
}
