import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'

interface ConfirmSubscriptionInput {
  readonly TopicArn?: string
  readonly Token?: string
}

const confirmSubscription: Handler<ConfirmSubscriptionInput, { SubscriptionArn: string }> = (
  { TopicArn = '', Token },
  { world, changed },
) => {
  const found = world.sns.subscriptions.find(({ topic, token }) => topic === TopicArn && token === Token)
  if (found === undefined) throw new AwsError('InvalidParameter', 'Invalid parameter: Token', 400)
  found.confirmed = true
  changed()
  return { SubscriptionArn: `${TopicArn}:${world.ids.uuid()}` }
}

export const snsHandlers = { ConfirmSubscription: confirmSubscription }
