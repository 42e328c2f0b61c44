import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../../../subgraph/access.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { MAX_CIPHERS } from '../../upstream/endpoints/decrypt.js';
import { decryptRecipients } from './recipients.decrypt.js';
import { RecipientsDecryptInput } from './recipients-decrypt.input.js';
import { RecipientsDecryptPayload } from './recipients-decrypt.result.js';

const OPTIONS = { nullable: true, description: 'Dry run, idempotency key, expected version.' } as const;

/** How many calls stand for each of the two methods: each order is read before them for its ciphertexts, of which it has three. */
function decryptionCalls({ input }: Readonly<Record<string, unknown>>): number {
  const orders = (input as RecipientsDecryptInput | undefined)?.orderIds.length ?? 1;
  return Math.ceil((orders + Math.ceil((3 * orders) / MAX_CIPHERS) + 1) / 2);
}

/** Reading recipients in the clear. */
@Resolver()
export class RecipientsDecryptResolver {
  @Access({ scopes: ['orders:pii'], shop: 'input.orderIds.0' })
  @Upstream('DOUYIN POST order/batchDecrypt', { batch: MAX_CIPHERS, per: 'parent', lists: decryptionCalls })
  @Upstream('DOUYIN POST antispam/orderQuery')
  @Mutation(() => RecipientsDecryptPayload, {
    description:
      'Read recipients in the clear. A mutation because it spends quota, is reported to the platform and is audited here.',
  })
  recipientsDecrypt(
    @Arg('input', () => RecipientsDecryptInput, { description: 'What to do.' }) input: RecipientsDecryptInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return decryptRecipients(input, options, ctx);
  }
}
