export { counted, firstOf } from '../core/wording.js'
