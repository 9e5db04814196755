import { clusterHandlers } from './cluster-handlers.js'
import { describeContainerInstances } from './instances.js'
import { serviceDeploymentHandlers } from './service-deployment-handlers.js'
import { serviceHandlers } from './service-handlers.js'
import { tagHandlers } from './tag-handlers.js'
import { taskDefinitionHandlers } from './task-definition-handlers.js'
import { taskHandlers } from './task-handlers.js'

export const ecsHandlers = {
  ...clusterHandlers,
  ...serviceHandlers,
  ...serviceDeploymentHandlers,
  ...taskHandlers,
  ...taskDefinitionHandlers,
  DescribeContainerInstances: describeContainerInstances,
  ...tagHandlers,
}
