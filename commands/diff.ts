import type { Json } from '../src/core/json.js'
import { UserError } from '../src/core/user-error.js'
import { environment, service, versionReference } from '../src/dispatch/arguments/index.js'
import { type Command, command, type Environment } from '../src/dispatch/command.js'
import { compareEnvironments } from '../src/operations/compare/compare-environments.js'
import { compareVersions } from '../src/operations/compare/compare-versions.js'
import { differenceMessage } from '../src/slack/views/revisions/difference.js'

export const diff: Command = command({
  name: 'diff',
  summary: 'Compare a service in two environments, or two of its versions: images, variables by name, sizes',
  examples: [
    'diff backend staging production',
    'diff backend production',
    'diff backend production --from 40 --to 42',
  ],
  args: {
    service: service(),
    environment: environment(),
    other: environment({ summary: 'a second environment; left out: two versions are compared' }).optional(),
    from: versionReference({
      summary:
        'the older version: revision of the task definition, or image tag; the last one that ran well unless said',
    }).optional(),
    to: versionReference({ summary: 'the newer version; what runs unless said' }).optional(),
  },
  access: 'viewer',
  forAgents: { may: 'look' },
  run: async ({ args, caller, aws, clock, config, guide, history }) => {
    const { environment: place, other, service: ref, from, to } = args
    const ports = { aws, config, past: history }
    const seen = other === undefined ? [] : (await guide.offer(diff, caller)).environments
    refuseUnseen(other, seen)
    if (other !== undefined && (from !== undefined || to !== undefined))
      throw environmentsOrVersions(place, other)
    const versions = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
    const found =
      other === undefined
        ? await compareVersions(ports, ref, versions, clock.now())
        : await compareEnvironments(ports, ref, other)
    return {
      message: differenceMessage(found, { askedBy: caller.name, buttons: caller.origin !== 'terminal' }),
      data: found as unknown as Json,
      shownTo: 'place',
    }
  },
})

/** Whether somebody may look at the first one was asked before the verb began; the second is asked here. */
function refuseUnseen(other: Environment | undefined, seen: readonly string[]): void {
  if (other === undefined || seen.includes(other.name)) return
  const what = `You may not look at ${other.name}, so nothing is compared with it.`
  throw new UserError('not-allowed', what, '`/ohmy help` lists what you may do, and where.')
}

function environmentsOrVersions(place: Environment, other: Environment): UserError {
  const what = `Two environments were named, ${place.name} and ${other.name}, and a version besides.`
  return new UserError(
    'environments-or-versions',
    what,
    'Versions are compared in one environment: leave one out.',
  )
}
