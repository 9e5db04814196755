import type { EcsService } from '../../aws/aws.js'
import type { ServiceRef } from '../../core/environment.js'
import { UserError } from '../../core/user-error.js'

/**
 * An Express Mode service is changed by calls of its own, of which UpdateService knows nothing: ECS keeps its task definition, load balancer and
 * autoscaling itself. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-overview.html
 * @param how the options of `aws ecs update-express-gateway-service` that do what was asked for
 */
export function refuseExpress(
  { ref, service }: { readonly ref: ServiceRef; readonly service: EcsService },
  how: string,
): void {
  if (service.isExpress !== true) return
  const what = `${ref.name} in ${ref.environment} is an Express Mode service: ECS keeps its task definition, load balancer and autoscaling itself, and changes it by canary.`
  const next = `ohmy only looks at it. Change it with \`aws ecs update-express-gateway-service --service-arn ${service.arn} ${how}\`.`
  throw new UserError('express-mode', what, next)
}
