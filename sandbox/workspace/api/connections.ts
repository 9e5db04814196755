import type { Methods } from './method.js'
import { refusal } from './method.js'

export const connectionMethods: Methods = {
  'apps.connections.open': {
    appLevel: true,
    run: (_args, workspace) => {
      const url = workspace.openSocket()
      return url === undefined ? refusal('socket_mode_not_enabled') : { ok: true, url }
    },
  },
}
