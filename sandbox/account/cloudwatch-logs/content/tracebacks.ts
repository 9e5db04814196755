import type { Random } from './random.js'

interface Frame {
  file: string
  line: number
  call: string
  code: string
}

function written(frames: readonly Frame[], end: string): string {
  const lines = frames.map(
    ({ file, line, call, code }) => `  File "${file}", line ${line}, in ${call}\n    ${code}`,
  )
  return `Traceback (most recent call last):\n${lines.join('\n')}\n${end}`
}

const endpoint: Frame = {
  file: '/usr/local/lib/python3.12/site-packages/fastapi/routing.py',
  line: 301,
  call: 'app',
  code: 'raw_response = await run_endpoint_function(',
}

/** What a request that failed leaves behind. */
export function traceback(random: Random): string {
  const kind = random.next()
  if (kind < 0.45) {
    return written(
      [
        endpoint,
        {
          file: '/app/app/api/routes/portfolio.py',
          line: 88,
          call: 'read_portfolio',
          code: 'total = valuation(holdings, prices)',
        },
        {
          file: '/app/app/core/valuation.py',
          line: 41,
          call: 'valuation',
          code: 'return sum(h.amount * prices[h.coin] for h in holdings)',
        },
      ],
      `KeyError: '${random.pick(['MATIC', 'AVAX', 'LUNA'])}'`,
    )
  }
  if (kind < 0.8) {
    return written(
      [
        endpoint,
        { file: '/app/app/api/routes/orders.py', line: 132, call: 'create_order', code: 'session.commit()' },
        {
          file: '/usr/local/lib/python3.12/site-packages/sqlalchemy/orm/session.py',
          line: 2032,
          call: 'commit',
          code: 'trans.commit(_to_root=True)',
        },
      ],
      'sqlalchemy.exc.OperationalError: (psycopg.OperationalError) canceling statement due to lock timeout ' +
        `[SQL: INSERT INTO orders (id, user_id) VALUES (${random.whole(100_000, 999_999)}, ${random.whole(100, 999)})]`,
    )
  }
  return written(
    [
      endpoint,
      {
        file: '/app/app/services/exchange.py',
        line: 57,
        call: 'place',
        code: 'reply = await self.client.post(path, json=body)',
      },
    ],
    `httpx.ReadTimeout: no reply from exchange within ${random.whole(10, 30)}.0 s`,
  )
}

/** Why a broken version does not even start. */
export function startupTraceback(prefix: string): string {
  return written(
    [
      { file: '/usr/local/bin/uvicorn', line: 8, call: '<module>', code: 'sys.exit(main())' },
      { file: '/app/app/main.py', line: 12, call: '<module>', code: 'from app.core.config import settings' },
      { file: '/app/app/core/config.py', line: 118, call: '<module>', code: 'settings = Settings()' },
    ],
    `pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings\nPRICE_FEED_URL\n` +
      `  Field required [type=missing, input_value={'PROJECT_NAME': 'Oh My Coins', 'STACK': '${prefix}'}, input_type=dict]`,
  )
}

/** Why a process that worked ended by itself. */
export function fatalTraceback(prefix: string): string {
  return written(
    [
      { file: '/app/app/main.py', line: 64, call: 'watch_database', code: 'await engine.connect()' },
      {
        file: '/usr/local/lib/python3.12/site-packages/psycopg/connection_async.py',
        line: 145,
        call: 'connect',
        code: 'raise last_ex.with_traceback(None)',
      },
    ],
    `psycopg.OperationalError: connection to server at "${prefix}-postgres.internal", port 5432 failed: ` +
      'FATAL: the database system is shutting down',
  )
}
