import {
  choosing,
  containerName,
  environment,
  flag,
  imageTag,
  services,
  taskDefinition,
  text,
} from '../src/dispatch/arguments/index.js'
import type { ServiceRef } from '../src/core/environment.js'
import { UserError } from '../src/core/user-error.js'
import { command } from '../src/dispatch/command.js'
import { glassOf } from '../src/operations/break-glass.js'
import { deployService } from '../src/operations/deploy/deploy-service.js'
import { newestImages } from './choices/images.js'

export const deploy = command({
  name: 'deploy',
  summary: 'Bring an image to one or more services, and watch it until it is good',
  examples: [
    'deploy backend sprint-12-3f4021a staging',
    'deploy backend,frontend sprint-12-3f4021a production --reason "release 12"',
  ],
  args: {
    services: services(),
    image: choosing(imageTag(), {
      lookUp: newestImages,
      neededUnless: ['task-definition', 'force'],
    }).optional(),
    environment: environment(),
    container: containerName({
      summary: 'which container the image is for, where several run of one repository with other tags',
    }).optional(),
    'task-definition': taskDefinition({ summary: 'deploy this instead of an image' }).optional(),
    force: flag({ summary: 'restart it where it runs that already' }),
    'drop-unknown-fields': flag({
      summary: 'go on where a new revision loses what this release of ohmy knows nothing of',
    }),
    reason: text({ summary: 'why, for everybody who reads the message' }).optional(),
    'dry-run': flag({ summary: 'only show what would change' }),
    'break-glass': flag({
      summary: 'in an emergency: without approval, past locks and freezes; needs a reason',
    }),
  },
  access: 'operator',
  changes: true,
  forAgents: { may: 'ask', without: ['confirm', 'break-glass'] },
  run: ({ args, caller, operations }) => {
    const named = args['task-definition']
    if (args.image === undefined && named === undefined && !args.force) throw imageNeeded(args.services)
    const input = {
      environment: args.environment.name,
      services: [...args.services],
      ...(args.image === undefined ? {} : { image: args.image }),
      ...(args.container === undefined ? {} : { container: args.container }),
      ...(named === undefined ? {} : { taskDefinition: named }),
      ...(args.force ? { force: true } : {}),
      ...(args['drop-unknown-fields'] ? { dropUnknownFields: true } : {}),
    }
    return operations.request(deployService, input, caller, {
      dryRun: args['dry-run'],
      ...glassOf(args),
      ...(args.reason === undefined ? {} : { reason: args.reason }),
    })
  },
})

function imageNeeded(services: readonly ServiceRef[]): UserError {
  const names = services.map(({ name }) => name).join(' and ')
  return new UserError('image-missing', `No image was named for ${names}.`, 'Add its tag.', {
    choice: { argument: 'image' },
  })
}
