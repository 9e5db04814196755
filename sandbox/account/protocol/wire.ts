import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import type { AwsError } from '../errors.js'
import type { AnyHandler } from '../handler.js'
import { StreamedAnswer } from '../streamed-answer.js'
import { type SimulatedService, services } from '../services.js'
import { eventStreamType } from './event-stream.js'
import { parseJson, writeJson, writeJsonError } from './json.js'
import { parseQuery } from './query.js'
import { writeXml, writeXmlError } from './xml.js'

export interface ServiceRequest {
  /** Undefined where the request is for no service of the account. */
  service: SimulatedService | undefined
  action: string
  handler: AnyHandler | undefined
  input: unknown
  accessKeyId: string
}

export interface Answer {
  status: number
  headers: OutgoingHttpHeaders
  /** The whole of it, or what writes it piece by piece. */
  body: string | StreamedAnswer
}

/** Finds out what is asked: JSON services name themselves in `x-amz-target`, Query services by Action and Version. */
export function readRequest(headers: IncomingHttpHeaders, body: string): ServiceRequest {
  const accessKeyId = /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? ''
  const target = headers['x-amz-target']
  if (typeof target === 'string') {
    const [prefix, action = ''] = target.split('.')
    const service = services.find(({ protocol }) => protocol.kind === 'json' && protocol.target === prefix)
    return { service, action, handler: handlerOf(service, action), input: parseJson(body), accessKeyId }
  }
  const form = new URLSearchParams(body)
  const action = form.get('Action') ?? ''
  const version = form.get('Version')
  const service = services.find(({ protocol }) => protocol.kind === 'query' && protocol.version === version)
  return { service, action, handler: handlerOf(service, action), input: parseQuery(form), accessKeyId }
}

function handlerOf(service: SimulatedService | undefined, action: string): AnyHandler | undefined {
  return service !== undefined && Object.hasOwn(service.handlers, action)
    ? service.handlers[action]
    : undefined
}

export function answerOutput(request: ServiceRequest, output: object, requestId: string): Answer {
  const protocol = request.service?.protocol
  if (protocol?.kind === 'query') {
    const { xmlNamespace, itemsOf = {} } = protocol
    const body = writeXml(output, { action: request.action, xmlNamespace, requestId, itemsOf })
    return { status: 200, headers: headersOf('text/xml', requestId), body }
  }
  if (output instanceof StreamedAnswer) {
    return { status: 200, headers: headersOf(eventStreamType, requestId), body: output }
  }
  const contentType = protocol?.contentType ?? 'application/x-amz-json-1.1'
  const hasBody = protocol?.withoutBody?.includes(request.action) !== true
  return {
    status: 200,
    headers: headersOf(contentType, requestId),
    body: hasBody ? writeJson(output) : '',
  }
}

export function answerError(request: ServiceRequest, error: AwsError, requestId: string): Answer {
  const protocol = request.service?.protocol
  if (protocol?.kind === 'query') {
    const body = writeXmlError(error, { xmlNamespace: protocol.xmlNamespace, requestId })
    return { status: error.status, headers: headersOf('text/xml', requestId), body }
  }
  const headers = headersOf(protocol?.contentType ?? 'application/x-amz-json-1.1', requestId)
  headers['x-amzn-errortype'] = error.modelled.name ?? error.code
  if (protocol?.isQueryCompatible === true) {
    headers['x-amzn-query-error'] = `${error.code};${error.status >= 500 ? 'Receiver' : 'Sender'}`
  }
  return { status: error.status, headers, body: writeJsonError(error) }
}

function headersOf(contentType: string, requestId: string): OutgoingHttpHeaders {
  return { 'content-type': contentType, 'x-amzn-requestid': requestId, 'x-amz-request-id': requestId }
}
