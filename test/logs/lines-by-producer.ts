import type { LogLevel } from '../../src/core/logs.js'

/** One thing that a logger of the world writes, and how a person reads it. */
export interface ProducedLine {
  readonly producer: string
  readonly text: string
  readonly level: LogLevel | undefined
  readonly message: string
  readonly healthCheck?: true
}

function line(
  producer: string,
  text: string | object,
  level: LogLevel | undefined,
  message: string,
  other: { readonly healthCheck?: true } = {},
): ProducedLine {
  return { producer, text: typeof text === 'string' ? text : JSON.stringify(text), level, message, ...other }
}

const datetime = '2026-11-20T10:00:00.123456+00:00'
const javaTrace = 'java.lang.IllegalStateException: no price\n\tat app.Prices.get(Prices.java:12)'
const routed = {
  container_id: '0123456789abcdef0123456789abcdef-1234567890',
  container_name: 'backend',
  ecs_cluster: 'ohmycoins-prod-cluster',
  ecs_task_arn:
    'arn:aws:ecs:ap-southeast-2:123456789012:task/ohmycoins-prod-cluster/0123456789abcdef0123456789abcdef',
  ecs_task_definition: 'ohmycoins-prod-backend:7',
  source: 'stderr',
}
const kept = (log: string) => ({ ...routed, log })

/** By what writes them. Their shapes are those of the loggers' documentation; what they say is made up. */
export const linesByProducer: readonly ProducedLine[] = [
  // PHP
  line(
    'Monolog JSON',
    {
      message: 'Matched route "home".',
      context: { route: 'home' },
      level: 200,
      level_name: 'INFO',
      channel: 'request',
      datetime,
      extra: {},
    },
    'info',
    'Matched route "home".',
  ),
  line(
    'Monolog JSON',
    {
      message: 'no price',
      context: {},
      level: 400,
      level_name: 'ERROR',
      channel: 'app',
      datetime,
      extra: {},
    },
    'error',
    'no price',
  ),
  line(
    'Monolog JSON without names',
    { message: 'no price', level: 300, channel: 'app', datetime },
    'warning',
    'no price',
  ),
  line(
    'Monolog JSON without names',
    { message: 'no price', level: 550, channel: 'app', datetime },
    'fatal',
    'no price',
  ),
  line(
    'Monolog JSON without names',
    { message: 'asked', level: 100, channel: 'app', datetime },
    'debug',
    'asked',
  ),
  line(
    'Monolog line',
    '[2026-11-20T10:00:00.123456+00:00] request.ERROR: no price for ADA [] []',
    'error',
    'no price for ADA [] []',
  ),
  line('Laravel line', '[2026-11-20 10:00:00] production.CRITICAL: queue is gone', 'fatal', 'queue is gone'),
  line(
    'PHP',
    'PHP Fatal error:  Uncaught RuntimeException: no price in /app/src/Prices.php:12',
    'fatal',
    'RuntimeException: no price in /app/src/Prices.php:12',
  ),
  line(
    'PHP',
    'PHP Warning:  Undefined variable $price in /app/index.php on line 3',
    'warning',
    'Undefined variable $price in /app/index.php on line 3',
  ),
  line(
    'PHP with time',
    '[20-Nov-2026 10:00:00 UTC] PHP Parse error:  syntax error in /app/index.php on line 3',
    'fatal',
    'syntax error in /app/index.php on line 3',
  ),
  line(
    'PHP',
    'PHP Deprecated:  Creation of dynamic property X::$y is deprecated in /app/x.php on line 4',
    'debug',
    'Creation of dynamic property X::$y is deprecated in /app/x.php on line 4',
  ),
  line(
    'php-fpm',
    '[20-Nov-2026 10:00:00] WARNING: [pool www] child 8 said into stderr: "NOTICE: PHP message: PHP Fatal error:  Uncaught Error: x in /app/x.php:1"',
    'fatal',
    'Error: x in /app/x.php:1"',
  ),
  line(
    'php-fpm',
    '[20-Nov-2026 10:00:00] NOTICE: ready to handle connections',
    'info',
    'ready to handle connections',
  ),
  // Node
  line(
    'pino',
    { level: 30, time: 1_763_632_800_123, pid: 1, hostname: 'x', msg: 'stored' },
    'info',
    'stored',
  ),
  line(
    'pino',
    {
      level: 50,
      time: 1_763_632_800_123,
      err: { type: 'Error', message: 'refused', stack: 'Error: refused\n    at x (/app/x.js:1:2)' },
      msg: 'not stored',
    },
    'error',
    'Error: refused · not stored',
  ),
  line('pino', { level: 60, time: 1_763_632_800_123, msg: 'ends' }, 'fatal', 'ends'),
  line('pino', { level: 10, time: 1_763_632_800_123, msg: 'in' }, 'debug', 'in'),
  line(
    'bunyan',
    {
      name: 'app',
      hostname: 'x',
      pid: 1,
      level: 50,
      msg: 'not stored',
      time: '2026-11-20T10:00:00.123Z',
      v: 0,
    },
    'error',
    'not stored',
  ),
  line(
    'bunyan',
    { name: 'app', hostname: 'x', pid: 1, level: 40, msg: 'slow', time: '2026-11-20T10:00:00.123Z', v: 0 },
    'warning',
    'slow',
  ),
  line(
    'winston',
    { level: 'error', message: 'not stored', timestamp: '2026-11-20T10:00:00.123Z' },
    'error',
    'not stored',
  ),
  line('winston', { level: 'silly', message: 'in' }, 'debug', 'in'),
  line('winston simple', 'error: not stored {"order":17}', 'error', 'not stored {"order":17}'),
  line('npm', 'npm ERR! code ELIFECYCLE', 'error', 'npm ERR! code ELIFECYCLE'),
  line('Lambda text', '2026-11-20T10:00:00.123Z\t8f5a\tERROR\tnot stored', 'error', 'not stored'),
  // Python
  line(
    'structlog',
    { event: 'order rejected', level: 'error', logger: 'app', timestamp: '2026-11-20T10:00:00Z', order: 17 },
    'error',
    'order rejected',
  ),
  line(
    'structlog console',
    '2026-11-20 10:00:00 [error    ] order rejected                 order=17',
    'error',
    'order rejected order=17',
  ),
  line(
    'python-json-logger',
    { asctime: '2026-11-20 10:00:00,123', levelname: 'WARNING', name: 'app', message: 'slow' },
    'warning',
    'slow',
  ),
  line('python-json-logger with a number', { levelno: 40, message: 'not stored' }, 'error', 'not stored'),
  line(
    'loguru',
    '2026-11-20 10:00:00.123 | ERROR    | app.main:prices:12 - not stored',
    'error',
    'app.main:prices:12 - not stored',
  ),
  line(
    'loguru serialized',
    {
      text: '2026-11-20 | ERROR | not stored\n',
      record: { level: { icon: '❌', name: 'ERROR', no: 40 }, message: 'not stored', module: 'main' },
    },
    'error',
    'not stored',
  ),
  line(
    'Powertools for Lambda',
    {
      level: 'ERROR',
      location: 'get:7',
      message: 'not stored',
      timestamp: '2026-11-20 10:00:00,123+0000',
      service: 'orders',
    },
    'error',
    'not stored',
  ),
  line(
    'Celery',
    '[2026-11-20 10:00:00,123: ERROR/ForkPoolWorker-1] Task app.pay[8f5a] raised unexpected',
    'error',
    'Task app.pay[8f5a] raised unexpected',
  ),
  line(
    'gunicorn',
    '[2026-11-20 10:00:00 +0000] [8] [ERROR] Exception in worker process',
    'error',
    '[8] [ERROR] Exception in worker process',
  ),
  // Go
  line(
    'zap',
    { level: 'error', ts: 1_763_632_800.123, caller: 'app/main.go:12', msg: 'not stored', error: 'EOF' },
    'error',
    'not stored',
  ),
  line('zap', { level: 'dpanic', ts: 1_763_632_800.123, msg: 'impossible' }, 'fatal', 'impossible'),
  line(
    'zap console',
    '2026-11-20T10:00:00.123Z\tERROR\tapp/main.go:12\tnot stored\t{"error": "EOF"}',
    'error',
    'app/main.go:12 not stored {"error": "EOF"}',
  ),
  line(
    'slog JSON',
    { time: '2026-11-20T10:00:00Z', level: 'ERROR', msg: 'not stored', err: 'EOF' },
    'error',
    'not stored',
  ),
  line(
    'slog JSON between levels',
    { time: '2026-11-20T10:00:00Z', level: 'WARN+1', msg: 'slow' },
    'warning',
    'slow',
  ),
  line(
    'slog text',
    'time=2026-11-20T10:00:00.000Z level=ERROR msg="not stored" err=EOF',
    'error',
    'not stored',
  ),
  line(
    'slog text',
    'time=2026-11-20T10:00:00.000Z level=INFO msg="feed said ERROR 500"',
    'info',
    'feed said ERROR 500',
  ),
  line(
    'logrus in a terminal',
    'WARN[0007] slow                                          order=17',
    'warning',
    'slow order=17',
  ),
  line('logrus in a terminal', 'ERRO[0123] not stored', 'error', 'not stored'),
  line('logrus in a terminal', 'FATA[0000] no configuration', 'fatal', 'no configuration'),
  line(
    'logrus',
    'time="2026-11-20T10:00:00Z" level=warning msg="said \\"no\\"" order=17',
    'warning',
    'said "no"',
  ),
  line(
    'logrus',
    'time="2026-11-20T10:00:00Z" level=fatal msg="no configuration"',
    'fatal',
    'no configuration',
  ),
  line(
    'zerolog',
    { level: 'error', error: 'EOF', time: 1_763_632_800, message: 'not stored' },
    'error',
    'not stored',
  ),
  line('zerolog console', '10:00AM ERR not stored error=EOF', 'error', 'not stored error=EOF'),
  line(
    'klog',
    'E1120 10:00:00.123456       1 reflector.go:147] Failed to watch pods',
    'error',
    'Failed to watch pods',
  ),
  line(
    'klog',
    'I1120 10:00:00.123456       1 main.go:33] an error was repaired',
    'info',
    'an error was repaired',
  ),
  line('klog', 'W1120 10:00:00.123456       1 main.go:33] slow', 'warning', 'slow'),
  line('klog', 'F1120 10:00:00.123456       1 main.go:33] no configuration', 'fatal', 'no configuration'),
  line(
    'klog JSON',
    { ts: 1_763_632_800_123.4, caller: 'main.go:33', msg: 'not stored', err: 'EOF' },
    'error',
    'not stored',
  ),
  line(
    'klog JSON',
    { ts: 1_763_632_800_123.4, caller: 'main.go:33', msg: 'stored', v: 4 },
    undefined,
    'stored',
  ),
  line(
    'Go',
    'panic: runtime error: index out of range [3] with length 3',
    'fatal',
    'panic: runtime error: index out of range [3] with length 3',
  ),
  line(
    'Go',
    'fatal error: all goroutines are asleep - deadlock!',
    'fatal',
    'fatal error: all goroutines are asleep - deadlock!',
  ),
  line(
    'Go net/http',
    '2026/11/20 10:00:00 http: panic serving 10.0.1.5:51234: runtime error: integer divide by zero',
    'error',
    'http: panic serving 10.0.1.5:51234: runtime error: integer divide by zero',
  ),
  // Rust
  line(
    'Rust tracing',
    '\u001b[2m2026-11-20T10:00:00.123456Z\u001b[0m \u001b[31mERROR\u001b[0m \u001b[2mapp::db\u001b[0m\u001b[2m:\u001b[0m not stored \u001b[3morder\u001b[0m\u001b[2m=\u001b[0m17',
    'error',
    'app::db: not stored order=17',
  ),
  line(
    'Rust tracing',
    '2026-11-20T10:00:00.123456Z  INFO request{method=GET path=/x}: app: stored',
    'info',
    'request{method=GET path=/x}: app: stored',
  ),
  line(
    'Rust tracing JSON',
    {
      timestamp: '2026-11-20T10:00:00.123456Z',
      level: 'ERROR',
      fields: { message: 'not stored', order: 17 },
      target: 'app::db',
    },
    'error',
    'not stored',
  ),
  line('Rust env_logger', '[2026-11-20T10:00:00Z ERROR app::db] not stored', 'error', 'not stored'),
  line(
    'Rust',
    "thread 'main' panicked at src/main.rs:4:5:\nindex out of bounds",
    'fatal',
    'index out of bounds',
  ),
  line(
    'Rust',
    "thread 'tokio-runtime-worker' panicked at src/main.rs:4:5:\nindex out of bounds",
    'error',
    'index out of bounds',
  ),
  // JVM
  line(
    'logback, logstash encoder',
    {
      '@timestamp': '2026-11-20T10:00:00Z',
      '@version': '1',
      message: 'not stored',
      logger_name: 'app.Orders',
      thread_name: 'main',
      level: 'ERROR',
      level_value: 40_000,
      stack_trace: javaTrace,
    },
    'error',
    'java.lang.IllegalStateException: no price · not stored',
  ),
  line('logback with a number alone', { message: 'slow', level_value: 30_000 }, 'warning', 'slow'),
  line(
    'log4j JSON',
    {
      instant: { epochSecond: 1_763_632_800 },
      thread: 'main',
      level: 'FATAL',
      loggerName: 'app.Orders',
      message: 'ends',
      endOfBatch: false,
    },
    'fatal',
    'ends',
  ),
  line(
    'ECS logging',
    {
      '@timestamp': '2026-11-20T10:00:00Z',
      'log.level': 'ERROR',
      message: 'not stored',
      'error.type': 'java.io.IOException',
    },
    'error',
    'not stored',
  ),
  line(
    'log4j pattern',
    '10:00:00.123 [main] ERROR app.Orders - not stored',
    'error',
    '[main] ERROR app.Orders - not stored',
  ),
  line(
    'Spring Boot',
    '2026-11-20T10:00:00.123Z ERROR 1 --- [nio-8080-exec-1] app.Orders                    : not stored',
    'error',
    'not stored',
  ),
  line('java.util.logging', 'SEVERE: not stored', 'error', 'not stored'),
  line(
    'GELF',
    { version: '1.1', host: 'x', short_message: 'not stored', level: 3, timestamp: 1_763_632_800 },
    'error',
    'not stored',
  ),
  line(
    'GELF',
    { version: '1.1', host: 'x', short_message: 'stored', level: 6, timestamp: 1_763_632_800 },
    'info',
    'stored',
  ),
  // .NET
  line(
    'Serilog compact',
    {
      '@t': '2026-11-20T10:00:00.123Z',
      '@mt': 'Order {OrderId} rejected by {Bank:l}',
      '@l': 'Error',
      OrderId: 17,
      Bank: 'north',
    },
    'error',
    'Order 17 rejected by north',
  ),
  line(
    'Serilog compact',
    { '@t': '2026-11-20T10:00:00.123Z', '@m': 'Order 17 stored', '@i': 'a1b2c3d4', OrderId: 17 },
    'info',
    'Order 17 stored',
  ),
  line(
    'Serilog JSON',
    { Timestamp: '2026-11-20T10:00:00Z', Level: 'Fatal', MessageTemplate: 'Ends', Properties: {} },
    'fatal',
    'Ends',
  ),
  line('Serilog text', '[10:00:00 ERR] not stored', 'error', 'not stored'),
  line('Serilog text', '[10:00:00 INF] stored', 'info', 'stored'),
  line(
    '.NET JSON console',
    { EventId: 0, LogLevel: 'Error', Category: 'App.Orders', Message: 'not stored', State: { OrderId: 17 } },
    'error',
    'not stored',
  ),
  line('.NET console', 'fail: App.Orders[0]\n      not stored', 'error', 'not stored'),
  line('.NET console', 'crit: App.Orders[0]\n      ends', 'fatal', 'ends'),
  line('.NET console', 'dbug: App.Orders[0]\n      asked', 'debug', 'asked'),
  line('NLog', '2026-11-20 10:00:00.1234|ERROR|App.Orders|not stored', 'error', 'App.Orders|not stored'),
  // Ruby
  line('Ruby', 'E, [2026-11-20T10:00:00.123456 #7] ERROR -- : not stored', 'error', 'not stored'),
  line('Ruby', 'F, [2026-11-20T10:00:00.123456 #7] FATAL -- app: ends', 'fatal', 'ends'),
  line('Ruby', 'I, [2026-11-20T10:00:00.123456 #7]  INFO -- : stored', 'info', 'stored'),
  line(
    'lograge',
    {
      method: 'GET',
      path: '/orders',
      format: 'html',
      controller: 'Orders',
      action: 'index',
      status: 500,
      duration: 58.33,
    },
    'error',
    'GET /orders → 500 · duration 58.33',
  ),
  // Servers
  line(
    'nginx',
    '10.0.1.5 - - [20/Nov/2026:10:00:00 +0000] "GET /api/v1/orders HTTP/1.1" 502 157 "-" "curl/8"',
    'error',
    'GET /api/v1/orders → 502',
  ),
  line(
    'nginx JSON',
    {
      time_local: '20/Nov/2026:10:00:00 +0000',
      remote_addr: '10.0.1.5',
      request: 'GET /orders HTTP/1.1',
      status: '502',
      request_time: '0.003',
    },
    'error',
    'GET /orders → 502',
  ),
  line(
    'nginx',
    '2026/11/20 10:00:00 [crit] 31#31: *1 SSL_do_handshake() failed',
    'fatal',
    'SSL_do_handshake() failed',
  ),
  line(
    'nginx',
    '10.0.1.5 - - [20/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 157 "-" "ELB-HealthChecker/2.0"',
    'info',
    'GET / → 200',
    { healthCheck: true },
  ),
  line(
    'uvicorn',
    'INFO:     10.0.1.5:40312 - "GET /api/v1/health HTTP/1.1" 200 OK',
    'info',
    'GET /api/v1/health → 200',
    { healthCheck: true },
  ),
  line(
    'uvicorn',
    'INFO:     10.0.1.5:40312 - "GET /api/v1/health HTTP/1.1" 503 Service Unavailable',
    'error',
    'GET /api/v1/health → 503',
  ),
  line(
    'uvicorn',
    'INFO:     10.0.1.5:40312 - "GET /api/v1/health-insurances HTTP/1.1" 200 OK',
    'info',
    'GET /api/v1/health-insurances → 200',
  ),
  line(
    'pino-http',
    {
      level: 30,
      req: { method: 'GET', url: '/healthz' },
      res: { statusCode: 200 },
      responseTime: 2,
      msg: 'request completed',
    },
    'info',
    'request completed · GET /healthz → 200 · 2 ms',
    { healthCheck: true },
  ),
  line(
    'Apache',
    '[Fri Nov 20 10:00:00.123456 2026] [proxy:error] [pid 8:tid 1] AH00957: connection refused',
    'error',
    '[proxy:error] [pid 8:tid 1] AH00957: connection refused',
  ),
  line(
    'load balancer',
    'h2 2026-11-20T10:00:00.123456Z app/ohmycoins-prod-alb/50dc6c495c0c9188 10.0.1.5:40312 10.0.2.7:8000 0.001 0.025 0.000 502 502 34 366 "GET https://ohmycoins.example:443/api/v1/orders HTTP/2.0" "curl/8" - - - "-"',
    'error',
    'GET /api/v1/orders → 502 · 26 ms',
  ),
  line(
    'load balancer',
    'https 2026-11-20T10:00:00.123456Z app/ohmycoins-prod-alb/50dc6c495c0c9188 10.0.1.5:40312 - -1 -1 -1 503 - 34 366 "POST https://ohmycoins.example:443/pay?x=1 HTTP/1.1" "curl/8" - - - "-"',
    'error',
    'POST /pay?x=1 → 503 · 0 ms',
  ),
  line(
    'Caddy',
    {
      level: 'info',
      ts: 1_763_632_800.1,
      logger: 'http.log.access',
      msg: 'handled request',
      request: { method: 'GET', uri: '/orders' },
      status: 502,
      duration: 0.003,
    },
    'error',
    'handled request · GET /orders → 502 · duration 0.003',
  ),
  line(
    'PostgreSQL',
    '2026-11-20 10:00:00.123 UTC [27] ERROR:  duplicate key value',
    'error',
    'duplicate key value',
  ),
  line(
    'PostgreSQL',
    '2026-11-20 10:00:00.123 UTC [27] LOG:  checkpoint starting: time',
    'info',
    'checkpoint starting: time',
  ),
  line(
    'Redis',
    '1:M 20 Nov 2026 10:00:00.123 # Background saving error',
    'warning',
    'Background saving error',
  ),
  line(
    'Redis',
    '1:M 20 Nov 2026 10:00:00.123 * Ready to accept connections',
    'info',
    'Ready to accept connections',
  ),
  line(
    'syslog',
    '<11>1 2026-11-20T10:00:00Z host app - - - not stored',
    'error',
    '2026-11-20T10:00:00Z host app - - - not stored',
  ),
  line('systemd', '<6>stored', 'info', 'stored'),
  line('journald JSON', { PRIORITY: '3', MESSAGE: 'not stored', _PID: '8' }, 'error', 'not stored'),
  line('OpenTelemetry', { SeverityNumber: 17, Body: 'not stored' }, 'error', 'not stored'),
  line('OpenTelemetry', { severityNumber: 9, body: 'stored' }, 'info', 'stored'),
  line('Google', { severity: 'NOTICE', message: 'stored' }, 'info', 'stored'),
  line('Google with a number', { severity: 500, message: 'not stored' }, 'error', 'not stored'),
  // Wrapped and metrics
  line(
    'embedded metrics',
    {
      _aws: {
        Timestamp: 1,
        CloudWatchMetrics: [
          {
            Namespace: 'app/orders',
            Dimensions: [['service']],
            Metrics: [{ Name: 'error', Unit: 'Count' }, { Name: 'latency' }],
          },
        ],
      },
      error: 0,
      latency: 12,
      service: 'api',
    },
    undefined,
    'app/orders: error=0, latency=12',
  ),
  line(
    'embedded metrics',
    {
      _aws: {
        Timestamp: 1,
        CloudWatchMetrics: [
          { Namespace: 'app/orders', Dimensions: [[]], Metrics: [{ Name: 'status', Unit: 'Count' }] },
        ],
      },
      status: 500,
    },
    undefined,
    'app/orders: status=500',
  ),
  line(
    'embedded metrics with a message',
    {
      _aws: {
        Timestamp: 1,
        CloudWatchMetrics: [{ Namespace: 'app', Dimensions: [[]], Metrics: [{ Name: 'error' }] }],
      },
      error: 1,
      level: 'ERROR',
      message: 'not stored',
    },
    'error',
    'not stored',
  ),
  line(
    'FireLens, plain',
    kept('2026-11-20 10:00:00,123 INFO [app.orders] stored'),
    'info',
    '[app.orders] stored',
  ),
  line('FireLens, plain', kept('not at all an error'), undefined, 'not at all an error'),
  line('FireLens, JSON', kept('{"level":50,"msg":"not stored"}'), 'error', 'not stored'),
  line(
    'FireLens, a status in it',
    kept('10.0.1.5 - - [20/Nov/2026:10:00:00 +0000] "GET /orders HTTP/1.1" 502 157'),
    'error',
    'GET /orders → 502',
  ),
  line('FireLens, a status beside it', { ...kept('request done'), status: 502 }, 'error', 'request done'),
  line('FireLens, a status beside it', { ...kept('request done'), status: 200 }, undefined, 'request done'),
  line(
    'Docker',
    { log: 'ERROR not stored\n', stream: 'stdout', time: '2026-11-20T10:00:00.123456789Z' },
    'error',
    'not stored',
  ),
  line(
    'Docker',
    { log: '{"level":"info","msg":"stored"}\n', stream: 'stderr', time: '2026-11-20T10:00:00.123456789Z' },
    'info',
    'stored',
  ),
  line(
    'JSON in a message',
    { message: '{"level":"error","msg":"not stored"}', timestamp: 1 },
    'error',
    'not stored',
  ),
  line('text in a message', { message: 'ERROR not stored', timestamp: 1 }, 'error', 'not stored'),
  // Not errors
  line('JSON', { level: 'info', msg: 'no errors', errors: 0 }, 'info', 'no errors'),
  line('JSON', { msg: 'done', error: null, err: '' }, undefined, 'done'),
  line('JSON', { msg: 'done', error: 'none' }, undefined, 'done'),
]
