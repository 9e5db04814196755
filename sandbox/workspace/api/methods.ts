import { attachmentMethods } from './attachments.js'
import { canvasMethods } from './canvases.js'
import { chatMethods } from './chat.js'
import { connectionMethods } from './connections.js'
import { conversationMethods } from './conversations.js'
import type { Methods } from './method.js'
import { peopleMethods } from './people.js'
import { validationMethods } from './validation.js'
import { viewMethods } from './views.js'

/** Every Web API method this workspace knows. */
export const methods: Methods = {
  ...attachmentMethods,
  ...canvasMethods,
  ...chatMethods,
  ...connectionMethods,
  ...conversationMethods,
  ...peopleMethods,
  ...validationMethods,
  ...viewMethods,
}
