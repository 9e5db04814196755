import type { Choices, FormChoice } from '../../src/core/form.js'
import { openPauses, type PauseRecord, shortHook } from '../../src/core/pause.js'
import type { ChoiceContext } from '../../src/dispatch/command.js'
import { stageWords } from '../../src/slack/views/pauses/words.js'
import { openReadings } from './open-work.js'

/** Deployments that wait for somebody. */
export async function waitingDeployments(context: ChoiceContext): Promise<Choices> {
  const open = await waiting(context)
  return {
    options: open.map(({ id, service }) => ({
      value: id,
      text: `${service.name} in ${service.environment} · ${id}`,
    })),
    none: 'No deployment waits for anybody.',
  }
}

/** Whatever asks whether it may go on: deployments, and log queries. */
export async function whatWaits(context: ChoiceContext): Promise<Choices> {
  const [deployments, readings] = await Promise.all([waitingDeployments(context), openReadings(context)])
  return { options: [...deployments.options, ...readings.options], none: 'Nothing waits to go on.' }
}

/** Pauses that wait for a decision: of the deployment that was said, else of all. */
export async function waitingPauses(context: ChoiceContext): Promise<Choices> {
  const id = context.said['id'] ?? context.said['deployment']
  const open = (await waiting(context)).filter((record) => id === undefined || record.id === id)
  return { options: open.flatMap(pausesOf), none: 'Nothing waits there for anybody.' }
}

function pausesOf(record: PauseRecord): readonly FormChoice[] {
  const { name, environment } = record.service
  return openPauses(record)
    .filter(({ state }) => state === 'waiting')
    .map((hook, index, all) => {
      const which = all.length === 1 ? '' : ` · pause ${index + 1} of ${all.length}`
      const short = shortHook(hook.id)
      return {
        value: short,
        text: `${name} in ${environment}${which} · ${stageWords(hook.stage)} · ${short}`,
      }
    })
}

async function waiting({ pauses, environments }: ChoiceContext): Promise<readonly PauseRecord[]> {
  const open = await pauses.open(environments.map(({ name }) => name))
  return open.filter((record) => openPauses(record).some(({ state }) => state === 'waiting'))
}
