import { Arg, Ctx, Directive, Mutation, Query, Resolver } from 'type-graphql';
import { Access } from '../../../../subgraph/access.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { readCatalogue } from '../../upstream/catalogue/catalogue.js';
import { callMethod } from './douyin-method.call.js';
import { DouyinMethod } from './douyin-method.type.js';
import { DouyinMethodCallInput } from './douyin-method-call.input.js';
import { DouyinMethodCallPayload } from './douyin-method-call.result.js';

/** The methods of the platform, whether the graph models them or not. */
@Resolver()
export class DouyinMethodResolver {
  @Access({ shop: 'tenant' })
  @Directive('@listSize(assumedSize: 300)')
  @Query(() => [DouyinMethod], {
    description: "The platform's methods that `douyinMethodCall` accepts, with their parameters.",
  })
  douyinMethods(
    @Arg('search', () => String, {
      nullable: true,
      description: 'Part of a method name, e.g. `recycle.`; absent: all.',
    })
    search: string | null | undefined,
  ): DouyinMethod[] {
    return readCatalogue()
      .search(search)
      .filter(({ isCallable }) => isCallable)
      .map(({ name, path, group, kind, parameters }) => ({ name, path, group, isWrite: kind === 'write', parameters }));
  }

  @Access({ scopes: ['douyin:raw'], shop: 'input.shopId' })
  @Mutation(() => DouyinMethodCallPayload, {
    description:
      'Call any catalogued method of the platform by name with raw parameters: signed, rate limited, audited and journalled like every other call. For what this graph does not model.',
  })
  douyinMethodCall(
    @Arg('input', () => DouyinMethodCallInput, { description: 'What to do.' }) input: DouyinMethodCallInput,
    @Arg('options', () => WriteOptions, {
      nullable: true,
      description: 'Dry run, idempotency key, expected version.',
    })
    options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return callMethod(input, options, ctx);
  }
}
