import type { GetProductsCommandInput, GetProductsCommandOutput } from '@aws-sdk/client-pricing'
import type { Handler } from '../handler.js'
import type { ProductRecord } from './products.js'

const getProducts: Handler<GetProductsCommandInput, GetProductsCommandOutput> = (
  { ServiceCode: service, Filters: filters = [], MaxResults = 100, NextToken },
  { world },
) => {
  const found = world.products.filter(
    (product) =>
      product.service === service &&
      filters.every(({ Field = '', Value }) => product.attributes[Field] === Value),
  )
  const start = Number(NextToken ?? 0)
  const end = start + MaxResults
  return {
    FormatVersion: 'aws_v1',
    PriceList: found.slice(start, end).map(written),
    ...(end < found.length ? { NextToken: String(end) } : {}),
  }
}

/** JSON inside the answer's JSON. */
function written({ service, attributes, unit, tiers }: ProductRecord, index: number): string {
  const { productFamily = 'Usage', ...others } = attributes
  const sku = `SKU${index}`
  const priceDimensions = Object.fromEntries(
    tiers.map(([from, USD], tier) => [
      `${sku}.JRTCKXETXF.${tier}`,
      {
        unit,
        beginRange: from,
        endRange: tiers[tier + 1]?.[0] ?? 'Inf',
        pricePerUnit: { USD },
        rateCode: `${sku}.JRTCKXETXF.${tier}`,
        appliesTo: [],
      },
    ]),
  )
  return JSON.stringify({
    serviceCode: service,
    product: { sku, productFamily, attributes: { ...others, servicecode: service } },
    terms: {
      OnDemand: { [`${sku}.JRTCKXETXF`]: { sku, offerTermCode: 'JRTCKXETXF', priceDimensions } },
    },
  })
}

export const pricingHandlers = { GetProducts: getProducts }
