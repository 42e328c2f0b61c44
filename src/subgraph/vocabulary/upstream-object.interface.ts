import { Arg, Field, ID, InterfaceType } from 'type-graphql';
import { AppError } from '../../errors/app-error.js';
import { pickPointers } from '../json-pointer.js';
import { JsonScalar } from '../scalars.js';
import { Freshness } from './freshness.type.js';
import { NativeRef } from './native-ref.type.js';
import { Node } from './node.interface.js';

/** An object read from a platform, with its native identity, freshness and raw form. */
@InterfaceType('UpstreamObject', {
  description: 'An object read from a platform, with its native identity, freshness and raw form.',
  implements: Node,
})
export abstract class UpstreamObject {
  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => NativeRef, { description: 'Identity on the platform.' })
  native!: NativeRef;

  @Field(() => Freshness, { description: 'Source and age of the values in this response.' })
  freshness!: Freshness;

  /** The upstream JSON as the adapter kept it: secrets and personal data are gone already. */
  rawSource: unknown;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'The upstream JSON behind this object, secrets and personal data removed. `paths` picks JSON Pointers.',
  })
  raw(
    @Arg('paths', () => [String], { nullable: true, description: 'JSON Pointers to keep; absent: everything.' })
    paths?: string[] | null,
  ): unknown {
    if (paths == null) return this.rawSource ?? null;
    if (paths.length > 50)
      throw new AppError('INVALID_INPUT', 'At most 50 paths.', { path: ['paths'], constraint: '<= 50' });
    return pickPointers(this.rawSource, paths);
  }
}
