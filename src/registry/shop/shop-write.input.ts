import { ArrayMaxSize, Length, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { ShopCredentialInput } from './shop-credential.input.js';

/** A shop to add. Exactly one platform. */
@InputType('ShopRegisterInput', { description: 'A shop to add. Exactly one platform.' })
export class ShopRegisterInput {
  @Length(1, 200)
  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => ShopCredentialInput, { description: 'Keys, by platform.' })
  credential!: ShopCredentialInput;

  @Field(() => Boolean, { defaultValue: false, description: 'Start in the sandbox.' })
  isSandbox!: boolean;

  @ArrayMaxSize(50)
  @Length(1, 64, { each: true })
  @Field(() => [String], { nullable: true, defaultValue: [], description: 'Free labels.' })
  labels?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Group to join.' })
  groupId?: string | null;
}

/** A change to a registration. Absent fields stay as they are. */
@InputType('ShopUpdateInput', { description: 'A change to a registration. Absent fields stay as they are.' })
export class ShopUpdateInput {
  @Field(() => ID, { description: 'The shop.' })
  id!: string;

  @Length(1, 200)
  @Field(() => String, { nullable: true, description: 'New name.' })
  name?: string | null;

  @ArrayMaxSize(50)
  @Length(1, 64, { each: true })
  @Field(() => [String], { nullable: true, description: 'New labels.' })
  labels?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Suspend (true) or resume (false).' })
  isSuspended?: boolean | null;
}

/** The shop to remove. */
@InputType('ShopUnregisterInput', { description: 'The shop to remove.' })
export class ShopUnregisterInput {
  @Field(() => ID, { description: 'The shop.' })
  id!: string;
}

/** New keys for a shop. */
@InputType('ShopCredentialRotateInput', { description: 'New keys for a shop.' })
export class ShopCredentialRotateInput {
  @Field(() => ID, { description: 'The shop.' })
  id!: string;

  @Field(() => ShopCredentialInput, { description: 'The keys.' })
  credential!: ShopCredentialInput;
}

/** Sandbox switch. */
@InputType('ShopSandboxSetInput', { description: 'Sandbox switch.' })
export class ShopSandboxSetInput {
  @Field(() => ID, { description: 'The shop.' })
  id!: string;

  @Field(() => Boolean, { description: 'On or off.' })
  isSandbox!: boolean;
}

/** Proxy setting. */
@InputType('ShopProxySetInput', { description: 'Proxy setting.' })
export class ShopProxySetInput {
  @Field(() => ID, { description: 'The shop.' })
  id!: string;

  @Field(() => Boolean, { description: 'Use it or not.' })
  isEnabled!: boolean;

  @MaxLength(500)
  @Field(() => String, {
    nullable: true,
    description: "Proxy address. Must be in the operator's list of allowed proxies.",
  })
  url?: string | null;
}
