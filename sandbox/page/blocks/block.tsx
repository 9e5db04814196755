import type {
  AnyBlock,
  ContainerBlock,
  ImageBlock,
  ImageElement,
  KnownBlock,
  SectionBlock,
} from '@slack/types'
import { type ReactNode, useState } from 'react'
import { Link, plainLabel, Text, useDirectory } from '../mrkdwn/mrkdwn.js'
import { isSafeUrl } from '../mrkdwn/parse.js'
import { type DataVisualizationBlock, Chart } from './chart.js'
import { Element } from './element.js'
import { InputField } from './input-field.js'
import { RichText } from './rich-text.js'
import { Table } from './table.js'

/** Blocks as Slack shows them. `data_visualization` is newer than the types of @slack/types 3.2. */
export function Blocks({ blocks }: { readonly blocks: readonly AnyBlock[] }): ReactNode {
  return (
    <div className="blocks">
      {(blocks as readonly (KnownBlock | DataVisualizationBlock)[]).map((block, index) => (
        <BlockView key={`${block.block_id ?? ''} ${index}`} block={block} />
      ))}
    </div>
  )
}

function BlockView({ block }: { readonly block: KnownBlock | DataVisualizationBlock }): ReactNode {
  const blockId = block.block_id ?? ''
  switch (block.type) {
    case 'header':
      return (
        <h3 className="block-header">
          <Text of={block.text} />
        </h3>
      )
    case 'section':
      return <Section block={block} />
    case 'context':
      return (
        <div className="block-context">
          {block.elements.map((element, index) =>
            element.type === 'image' ? (
              <Picture key={index} image={element} />
            ) : (
              <span key={index} className="prose">
                <Text of={element} />
              </span>
            ),
          )}
        </div>
      )
    case 'actions':
      return (
        <div className="block-actions">
          {block.elements.map((element, index) => (
            <Element key={index} blockId={blockId} element={element} acts />
          ))}
        </div>
      )
    case 'divider':
      return <hr />
    case 'image':
      return (
        <figure>
          {block.title && <figcaption>{plainLabel(block.title)}</figcaption>}
          <Picture image={block} />
        </figure>
      )
    case 'input':
      return <InputField block={block} />
    case 'rich_text':
      return <RichText block={block} />
    case 'table':
      return <Table block={block} />
    case 'data_visualization':
      return <Chart block={block} />
    case 'container':
      return <Container block={block} />
    case 'markdown':
      return <div className="prose">{block.text}</div>
    case 'alert':
      return (
        <div className={`block-alert ${block.level ?? 'default'}`}>
          <Text of={block.text} />
        </div>
      )
    default:
      return <p className="quiet">The sandbox cannot show a block of type “{block.type}”. Slack does.</p>
  }
}

/** Folded where the block says so; what a person opened stays open when the message changes. */
function Container({ block }: { readonly block: ContainerBlock }): ReactNode {
  const { title, subtitle, rich_text_title: richTitle } = block
  const [open, setOpen] = useState(block.default_collapsed !== true)
  const heading = (
    <>
      <strong>{richTitle ? <RichText block={richTitle} /> : <Text of={title} />}</strong>
      {subtitle && (
        <span className="quiet">
          <Text of={subtitle} />
        </span>
      )}
    </>
  )
  if (block.is_collapsible !== true) {
    return (
      <div className="block-container">
        <div className="container-title">{heading}</div>
        <Blocks blocks={block.child_blocks} />
      </div>
    )
  }
  return (
    <details className="block-container" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="container-title">{heading}</summary>
      <Blocks blocks={block.child_blocks} />
    </details>
  )
}

function Section({ block }: { readonly block: SectionBlock }): ReactNode {
  return (
    <div className="block-section">
      <div className="section-text prose">
        <Text of={block.text} />
        {block.fields && (
          <div className="fields">
            {block.fields.map((field, index) => (
              <div key={index}>
                <Text of={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {block.accessory && (
        <div className="accessory">
          {block.accessory.type === 'image' ? (
            <Picture image={block.accessory} />
          ) : (
            <Element blockId={block.block_id ?? ''} element={block.accessory} acts />
          )}
        </div>
      )}
    </div>
  )
}

/** The page loads pictures from its own origin only; of others it shows the description, as a link. */
export function Picture({ image }: { readonly image: ImageElement | ImageBlock }): ReactNode {
  const { fileUrl } = useDirectory()
  const url = pictureUrl(image, fileUrl)
  const [broken, setBroken] = useState(false)
  if (url && !broken) return <img src={url} alt={image.alt_text} onError={() => setBroken(true)} />
  return url && isSafeUrl(url) ? <Link url={url}>{image.alt_text}</Link> : <span>{image.alt_text}</span>
}

function pictureUrl(
  image: ImageElement | ImageBlock,
  fileUrl: (id: string) => string | undefined,
): string | undefined {
  if ('image_url' in image) return image.image_url
  const file = image.slack_file
  return 'url' in file && file.url ? file.url : 'id' in file && file.id ? fileUrl(file.id) : undefined
}
