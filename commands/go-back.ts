import { choosing, deploymentId, hook } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { waitingDeployments, waitingPauses } from './choices/pauses.js'

/** Also behind the button of a deployment that waits. Who may is looked up by the deployment; where it is said does not matter. */
export const goBack = command({
  name: 'go-back',
  summary: 'Send a deployment that waits at a pause back to the version before',
  topic: 'answer',
  examples: ['go-back deployment-7k2m9qa --hook e7tK9G_W'],
  args: {
    deployment: choosing(deploymentId(), { lookUp: waitingDeployments }),
    hook: choosing(hook(), { lookUp: waitingPauses, label: 'Pause' }),
  },
  access: 'viewer',
  run: ({ args, caller, pauses }) =>
    pauses.decide({ id: args.deployment, hook: args.hook, action: 'ROLLBACK' }, caller),
})
