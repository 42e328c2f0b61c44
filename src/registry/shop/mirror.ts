import type { AppError } from '../../errors/app-error.js';
import type { CallTrace } from '../../log/call-trace.js';
import type { Logger } from '../../log/logger.js';
import type { PlannedCall } from '../../subgraph/vocabulary/upstream-plan.type.js';
import type { Shop, ShopProxySetting } from '../../tenants/shop.js';

/** A switch and where it is to stand. */
export type SwitchPosition =
  | { readonly name: 'sandbox'; readonly isSandbox: boolean }
  | { readonly name: 'proxy'; readonly proxy: ShopProxySetting | null };

/**
 * An older host that follows the switches of shops (conventions section 0, item 6). That it has to be told is noted by the store
 * in the transaction that moves a switch; the port is for those who want to wait for it.
 */
export interface ShopMirror {
  /** The calls that bring a switch there; none for a shop that is not mirrored. */
  plan(shop: Shop, to: SwitchPosition): PlannedCall[];
  /**
   * Brings a switch there as it stands by now, if that is still to be done. Never throws.
   * @returns why it failed, in which case it is tried again in the background; null when the host has it
   */
  carry(
    shop: Shop,
    name: SwitchPosition['name'],
    call: { readonly trace: CallTrace; readonly log: Logger; readonly deadlineAt: number },
  ): Promise<AppError | null>;
}
