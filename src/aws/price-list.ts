import type { Calls } from './call.js'
import type { Clients } from './clients.js'

/** What the price list is asked for. */
export interface PriceQuestion {
  /** `AmazonECS` */
  readonly service: string
  /** Attributes that have to be exactly so: `{ regionCode: 'ap-southeast-2' }`. */
  readonly having: Readonly<Record<string, string>>
}

/** A product of the price list, and what it costs on demand. Its text is AWS's, and untrusted all the same. */
export interface PricedProduct {
  /** `APS2-Fargate-vCPU-Hours:perCPU` */
  readonly usageType: string
  /** One a tier. */
  readonly prices: readonly ListPrice[]
}

export interface ListPrice {
  /** `Hrs`, `GB` */
  readonly unit: string
  /** From which amount on: 0 for the first tier. */
  readonly from: number
  /** As it is written; undefined where there is none in USD. */
  readonly dollars: string | undefined
}

export interface PriceListPort {
  /** Every product that is so, and the number of those that could not be read. @throws AwsError */
  products(
    question: PriceQuestion,
  ): Promise<{ readonly products: readonly PricedProduct[]; readonly unreadable: number }>
}

/** No question that is asked here has more. */
const mostPages = 5

/** The AWS Price List Query API: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html */
export function priceListOf(clients: Clients, calls: Calls): PriceListPort {
  return {
    async products({ service, having }) {
      const pricing = await clients.pricing()
      const found: (PricedProduct | undefined)[] = []
      let token: string | undefined
      for (let pages = 0; pages < mostPages; pages += 1) {
        const page = await calls.ask('pricing:GetProducts', (options) =>
          pricing.getProducts(
            {
              ServiceCode: service,
              Filters: Object.entries(having).map(([Field, Value]) => ({ Type: 'TERM_MATCH', Field, Value })),
              FormatVersion: 'aws_v1',
              MaxResults: 100,
              ...(token === undefined ? {} : { NextToken: token }),
            },
            options,
          ),
        )
        const texts: readonly unknown[] = Array.from(page.PriceList ?? [])
        found.push(...texts.map((text) => productOf(String(text))))
        token = page.NextToken
        if (token === undefined || token === '') break
      }
      const products = found.filter((one) => one !== undefined)
      return { products, unreadable: found.length - products.length }
    },
  }
}

type Part = Readonly<Record<string, unknown>>

/** Each product comes as JSON of its own, inside the answer's. */
function productOf(text: string): PricedProduct | undefined {
  let product: unknown
  try {
    product = JSON.parse(text)
  } catch {
    return undefined
  }
  const usageType = partOf(partOf(partOf(product)['product'])['attributes'])['usagetype']
  if (typeof usageType !== 'string') return undefined
  const offers = Object.values(partOf(partOf(partOf(product)['terms'])['OnDemand']))
  const prices = offers.flatMap((offer) =>
    Object.values(partOf(partOf(offer)['priceDimensions'])).map((dimension): ListPrice => {
      const { unit, beginRange, pricePerUnit } = partOf(dimension)
      const dollars = partOf(pricePerUnit)['USD']
      return {
        unit: typeof unit === 'string' ? unit : '',
        from: Number(beginRange ?? 0),
        dollars: typeof dollars === 'string' ? dollars : undefined,
      }
    }),
  )
  return { usageType, prices }
}

function partOf(value: unknown): Part {
  return typeof value === 'object' && value !== null ? (value as Part) : {}
}
