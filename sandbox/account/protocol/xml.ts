import type { AwsError } from '../errors.js'

export interface QueryAnswer {
  action: string
  xmlNamespace: string
  requestId: string
}

/** The answer of a Query service: the output's members, lists as `<member>`, moments in ISO 8601. */
export function writeXml(output: object, answer: QueryAnswer): string {
  const { action, xmlNamespace, requestId } = answer
  return (
    `<${action}Response xmlns="${xmlNamespace}"><${action}Result>${members(output)}</${action}Result>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`
  )
}

export function writeXmlError(error: AwsError, answer: Omit<QueryAnswer, 'action'>): string {
  const type = error.status >= 500 ? 'Receiver' : 'Sender'
  return (
    `<ErrorResponse xmlns="${answer.xmlNamespace}"><Error><Type>${type}</Type><Code>${escape(error.code)}</Code>` +
    `<Message>${escape(error.message)}</Message></Error><RequestId>${answer.requestId}</RequestId></ErrorResponse>`
  )
}

function members(structure: object): string {
  let text = ''
  for (const [name, value] of Object.entries(structure)) {
    if (value !== undefined && value !== null) text += `<${name}>${content(value)}</${name}>`
  }
  return text
}

function content(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map((item) => `<member>${content(item)}</member>`).join('')
  if (typeof value === 'object' && value !== null) return members(value)
  return escape(String(value))
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
