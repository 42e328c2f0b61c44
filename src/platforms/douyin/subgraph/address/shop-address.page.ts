import type { GraphQLResolveInfo } from 'graphql';
import { CursorCodec, isOffset } from '../../../../subgraph/cursor.js';
import { type ForwardPageArgs, type Page, pageRequest, toPage } from '../../../../subgraph/page.js';
import { type AddressPage, listAddresses } from '../../upstream/endpoints/address-read.js';
import type { ShopScope } from '../context.js';
import { rowsAt } from '../numbered-pages.js';
import type { ShopAddress } from './shop-address.type.js';

/**
 * A page of a shop's addresses, the oldest first.
 * @throws AppError INVALID_INPUT, INVALID_CURSOR with the argument's path
 */
export async function shopAddressPage(
  scope: ShopScope,
  args: ForwardPageArgs,
  info: GraphQLResolveInfo,
): Promise<Page<ShopAddress>> {
  const { size, cursor } = pageRequest(args, info);
  const cursors = new CursorCodec(['addresses', scope.shop.key], isOffset);
  const start = cursor === null ? 0 : cursors.decode(cursor, 'after') + 1;
  let total: number | null = null;
  const read = async (page: number, pageSize: number): Promise<AddressPage> => {
    const found = await scope.once.run(JSON.stringify(['addresses', page, pageSize]), () =>
      listAddresses(scope.client, page + 1, pageSize),
    );
    total = found.total ?? total;
    return found;
  };
  const rows = await rowsAt(start, size, read);
  const hasNextPage = total === null ? rows.length === size : start + size < total;
  return toPage(
    rows,
    ({ row: { id, ...address } }): ShopAddress => ({ nativeId: id, ...address }),
    ({ offset }) => cursors.encode(offset),
    { hasNextPage, hasPreviousPage: start > 0 },
  );
}
