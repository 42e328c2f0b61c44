import type { GraphQLResolveInfo } from 'graphql';
import type { ForwardPageArgs } from '../../../../subgraph/page.js';
import type { KuaizhanRequest } from '../context.js';
import { keptPage } from '../kept-page.js';
import type { Site } from '../site/site.type.js';
import { TOPIC, toKeptTopic } from './topic.mapper.js';

/** A page of the topics opened through this API, newest first. */
export const topicPage = (
  kuaizhan: KuaizhanRequest,
  site: Site,
  args: ForwardPageArgs,
  info: GraphQLResolveInfo,
): Promise<object> =>
  keptPage(kuaizhan.deps.kept, site.shopRecord, TOPIC, args, info, (object) => toKeptTopic(object, site.shopRecord));
