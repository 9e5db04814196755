/* Names under which loggers write what, in lower case; the first that a line has is taken. A dot reaches into an object. */

export const messageNames = [
  'message',
  'msg',
  // Serilog's compact form, its template form, and GELF.
  '@m',
  'renderedmessage',
  'short_message',
  'event',
  // Rust's tracing, loguru, OpenTelemetry.
  'fields.message',
  'record.message',
  'body',
  'text',
  'error.message',
  'err.message',
  'error',
  'err',
  'exception',
  'detail',
  'log',
]
export const templateNames = ['@mt', 'messagetemplate', '{originalformat}']
/** A word is more certain than a number: Monolog writes `"level":200,"level_name":"INFO"`. */
export const levelNames = [
  'level_name',
  'levelname',
  'level',
  'severity',
  'severitytext',
  'severity_text',
  'lvl',
  '@l',
  'log.level',
  'loglevel',
  'level.name',
  'record.level.name',
]
export const methodNames = [
  'method',
  'request.method',
  'req.method',
  'http.method',
  'http.request.method',
  'http_method',
  'request_method',
  'requestmethod',
]
export const pathNames = [
  'path',
  'request.path',
  'req.url',
  'url',
  'request.url',
  'request.uri',
  'http.path',
  'uri',
  'request_uri',
  'http.url',
  'url.path',
  'request_path',
  'requestpath',
]
export const statusNames = [
  'status',
  'status_code',
  'statuscode',
  'res.statuscode',
  'response.status',
  'http.status_code',
  'http.response.status_code',
  'http_status',
  'response.status_code',
  'downstreamstatus',
]
export const millisecondNames = [
  'duration_ms',
  'durationms',
  'response_time_ms',
  'responsetime',
  'elapsed_ms',
  'elapsedmilliseconds',
  'latency_ms',
  'took_ms',
  'duration',
  'response_time',
  'elapsed',
  'latency',
]
export const traceNames = [
  'exc_info',
  'traceback',
  'stack',
  'stack_trace',
  'stacktrace',
  'err.stack',
  'error.stack',
  'error.stack_trace',
  '@x',
  'thrown.extendedstacktrace',
  'exception',
  'exception.stacktrace',
]
/** What went wrong, in lines that say no level: a text there makes them errors. */
export const failureNames = ['error', 'err', 'error.message', 'err.message', 'exception', '@x']
/** Known already from elsewhere in the answer, or of no use to a reader. */
export const dull =
  /^(?:@?timestamp|time|ts|@t|date|datetime|asctime|created|msecs|instant(?:\..*)?|pid|hostname|host|v|version|@version|thread|threadname|thread_name|threadid|threadpriority|processname|process|lineno|module|funcname|pathname|filename|levelno|level|level_value|level_number|relativecreated|taskname|service|env|environment|endofbatch|loggerfqcn|source(?:\..*)?|container_(?:id|name)|ecs_.*|record\..*|span\..*|_aws.*|@i|@r|@sp|@tr)$/i
