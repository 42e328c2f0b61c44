import type { OrderLine } from '../state/order.record.js';
import { placeOfStreet } from '../state/regions.js';
import type { Shop } from '../state/shop.record.js';
import { putOrder } from '../state/state.js';
import { SAMPLE } from './fixtures-goods.js';

const RECEIVER = { name: '张三', tel: '13800000001', place: placeOfStreet('330110012'), detail: '示例小区8号楼801室' };

/** Fixes the ciphertexts of the sample's receiver. */
export function sealReceiver({ vault }: Shop): void {
  const tel = '$$q2Vx0AAAASyntheticTelCipher0000000000000==*MTIzNDU2Nzg5MDEyMzQ1Ng==$1$$';
  vault.keep('tel', RECEIVER.tel, tel, '18400000000-7576');
  vault.keep('name', RECEIVER.name, '##q2Vx0AAAASyntheticNameCipher00==*c3ludGhldGlj#1##');
  vault.keep('address', RECEIVER.detail, '##q2Vx0AAAASyntheticAddrCipher000000000000==*YWRkcmVzcw==#1##');
}

function line(
  facts: Pick<
    OrderLine,
    'id' | 'productId' | 'skuId' | 'productName' | 'code' | 'price' | 'count' | 'promotion' | 'postAmount'
  >,
  colour: string,
): OrderLine {
  return {
    ...facts,
    productPic: SAMPLE.image,
    specs: [
      { name: '颜色', value: colour },
      { name: '尺码', value: 'M' },
    ],
    outerSkuId: facts.code,
    outerProductId: 'TEE-001',
    categories: ['20005', '20009', '20283'],
    reduceType: 2,
    modifyAmount: 0,
    outWarehouseId: '',
    held: false,
    shipped: facts.count,
    status: 3,
    afterSale: { status: 0, type: 0, refundStatus: 0 },
    logisticsReceiptAt: 0,
  };
}

/** The sample's order of two lines, shipped in one parcel. */
export function addOrder(shop: Shop): void {
  const teeLine = line(
    {
      id: SAMPLE.teeLine,
      productId: SAMPLE.tee,
      skuId: '1720000000000001',
      productName: '示例纯棉T恤 男女同款',
      code: 'TEE-RED-M',
      price: 5990,
      count: 2,
      promotion: { shop: 500, platform: 300, talent: 0, pay: 80 },
      postAmount: 400,
    },
    '红',
  );
  const capLine = line(
    {
      id: SAMPLE.capLine,
      productId: SAMPLE.cap,
      skuId: '1720000000000017',
      productName: '示例棒球帽',
      code: 'CAP-BLK',
      price: 2990,
      count: 1,
      promotion: { shop: 100, platform: 100, talent: 0, pay: 20 },
      postAmount: 100,
    },
    '黑',
  );
  capLine.afterSale = { status: 6, type: 1, refundStatus: 1 };
  putOrder(shop, {
    id: SAMPLE.order,
    lines: [teeLine, capLine],
    receiver: RECEIVER,
    buyerId: 'SyntheticOpenIdCipherNotDecryptable',
    status: 3,
    mainStatus: 3,
    createdAt: SAMPLE.ordered,
    updatedAt: SAMPLE.taken,
    paidAt: SAMPLE.ordered + 60,
    shipBy: SAMPLE.ordered + 172_800,
    shippedAt: SAMPLE.shipped,
    finishedAt: 0,
    reviewUntil: 0,
    cancelReason: '',
    buyerWords: '请尽快发货',
    sellerWords: '',
    stars: 3,
    payType: 1,
    channelPaymentNo: 'PAY20231114000001',
    postPromotion: 300,
    modifyPostAmount: 0,
    bType: 2,
    tags: [{ key: 'bonded', text: '示例标签' }],
    packs: [
      {
        id: '7300000000000000123',
        companyCode: 'shunfeng',
        trackingNo: 'SF1234567890123',
        shippedAt: SAMPLE.shipped,
        items: [{ lineId: SAMPLE.teeLine, count: 2 }],
      },
    ],
    shippedBy: 'whole',
    serialNumbers: [],
    pendingReceiver: null,
    interception: 0,
    extra: { user_tag_ui: [{ key: 'new_customer', text: '新客' }], open_address_id: '' },
  });
}

/** The sample's after-sale, about the second line. */
export function addAfterSale(shop: Shop): void {
  const id = '7018233447592960261';
  const applied = 1_699_992_800;
  const tag = {
    tag_detail: '示例标签',
    tag_detail_en: 'sample_tag',
    tag_detail_text: '',
    tag_link_url: '',
    placeholder: {},
  };
  shop.afterSales.set(id, {
    id,
    orderId: SAMPLE.order,
    lineId: SAMPLE.capLine,
    type: 1,
    status: 6,
    refundStatus: 1,
    refundAmount: 2890,
    refundPostAmount: 0,
    count: 1,
    reasonCode: 1,
    reason: '多拍/错拍/不想要',
    reasonLabel: { code: 101, name: '多拍/错拍' },
    reasonRemark: '',
    evidence: [SAMPLE.image],
    gotPackage: false,
    appliedAt: applied,
    updatedAt: 1_699_999_400,
    deadline: 1_700_165_600,
    extended: 0,
    refundedAt: 0,
    finalAt: 0,
    returnAddressId: '0',
    returned: null,
    resent: null,
    exchangeSkuId: null,
    arbitration: null,
    remarks: [{ content: '已电话联系买家', operator: '客服01', at: 1_699_999_400 }],
    history: [{ at: applied, role: 1, operator: '买家', action: '买家申请', text: '买家发起仅退款申请', images: [] }],
    extra: { aftersale_tags: [tag] },
  });
}
