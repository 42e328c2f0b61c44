import type { GraphQLResolveInfo } from 'graphql';
import type { ForwardPageArgs } from '../../../../subgraph/page.js';
import type { KuaizhanRequest } from '../context.js';
import { keptPage } from '../kept-page.js';
import type { Site } from '../site/site.type.js';
import { toKeptBan, USER_BAN } from './user-ban.mapper.js';

/** A page of the bans made through this API, newest first. */
export const banPage = (
  kuaizhan: KuaizhanRequest,
  site: Site,
  args: ForwardPageArgs,
  info: GraphQLResolveInfo,
): Promise<object> =>
  keptPage(kuaizhan.deps.kept, site.shopRecord, USER_BAN, args, info, (object) => toKeptBan(object, site.shopRecord));
