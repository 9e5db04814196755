import { clusterHandlers } from './cluster-handlers.js'
import { describeContainerInstances } from './instances.js'
import { expressHandlers } from './express-handlers.js'
import { serviceDeploymentHandlers } from './service-deployment-handlers.js'
import { serviceHandlers } from './service-handlers.js'
import { tagHandlers } from './tag-handlers.js'
import { taskDefinitionHandlers } from './task-definition-handlers.js'
import { allTaskHandlers } from './one-off/handlers.js'

export const ecsHandlers = {
  ...clusterHandlers,
  ...serviceHandlers,
  ...expressHandlers,
  ...serviceDeploymentHandlers,
  ...allTaskHandlers,
  ...taskDefinitionHandlers,
  DescribeContainerInstances: describeContainerInstances,
  ...tagHandlers,
}
