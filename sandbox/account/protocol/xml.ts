import type { AwsError } from '../errors.js'

export interface QueryAnswer {
  action: string
  xmlNamespace: string
  requestId: string
  /** What the items of a list are called, by the list; `member` where nothing is said. */
  itemsOf?: Readonly<Record<string, string>>
}

/** The answer of a Query service: the output's members, lists item by item, moments in ISO 8601. */
export function writeXml(output: object, answer: QueryAnswer): string {
  const { action, xmlNamespace, requestId, itemsOf = {} } = answer
  return (
    `<${action}Response xmlns="${xmlNamespace}"><${action}Result>${members(output, itemsOf)}</${action}Result>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`
  )
}

export function writeXmlError(
  error: AwsError,
  answer: Pick<QueryAnswer, 'xmlNamespace' | 'requestId'>,
): string {
  const type = error.status >= 500 ? 'Receiver' : 'Sender'
  return (
    `<ErrorResponse xmlns="${answer.xmlNamespace}"><Error><Type>${type}</Type><Code>${escape(error.code)}</Code>` +
    `<Message>${escape(error.message)}</Message></Error><RequestId>${answer.requestId}</RequestId></ErrorResponse>`
  )
}

function members(structure: object, itemsOf: Readonly<Record<string, string>>): string {
  let text = ''
  for (const [name, value] of Object.entries(structure)) {
    if (value === undefined || value === null) continue
    text += `<${name}>${content(value, itemsOf, itemsOf[name])}</${name}>`
  }
  return text
}

function content(value: unknown, itemsOf: Readonly<Record<string, string>>, item = 'member'): string {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map((one) => `<${item}>${content(one, itemsOf)}</${item}>`).join('')
  if (typeof value === 'object' && value !== null) return members(value, itemsOf)
  return escape(String(value))
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
