import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  Tag,
} from '@aws-sdk/client-ecs'
import { invalidParameter } from '../errors.js'
import type { Handler } from '../handler.js'
import type { World } from '../world.js'
import { findCluster, findService, findTaskDefinition } from './lookup.js'

const listTagsForResource: Handler<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput> = (
  { resourceArn = '' },
  { world },
) => ({ tags: tagsOf(world, resourceArn) })

function tagsOf(world: World, resourceArn: string): Tag[] {
  const [, kind] = /^arn:aws:ecs:[\w-]+:\d{12}:([\w-]+)\//.exec(resourceArn) ?? []
  if (kind === 'task-definition') return findTaskDefinition(world, resourceArn).tags
  if (kind === 'service') return findService(world, undefined, resourceArn).tags
  if (kind === 'cluster') return findCluster(world, resourceArn).tags
  throw invalidParameter('The specified resource ARN is not valid.')
}

export const tagHandlers = { ListTagsForResource: listTagsForResource }
