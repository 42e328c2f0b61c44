/** A picture of the material centre of Douyin, and one from elsewhere. */
export const OWN = 'https://p3-aio.ecombdimg.com/obj/ecom-shop-material/tee-1.png';
export const FOREIGN = 'https://merchant.example/img/tea.png';
/** Service telephone of the shops. */
export const PHONE = '400-800-1234';

let made = 0;
/** A title that nothing else has, of a width that both platforms take. */
export const newTitle = (): string => {
  made += 1;
  return `山野示例好茶罐装第${made}款`;
};

/** A unit of a size. */
export const variant = (size: string, amount: string, stock: number) => ({
  selectedOptions: [{ name: '净含量', value: size }],
  price: { amount },
  stock,
});

/** A commodity with all that only Kuaizhan understands. */
export const tea = (title: string, more: object = {}) => ({
  title,
  description: '岩骨花香',
  imageUrls: [OWN],
  keywords: '岩茶',
  globalCategory: '食品/茶饮',
  goods: { withOptions: { variants: [variant('50g', '59.90', 3), variant('100g', '99.00', 4)] } },
  points: { isEnabled: true, maxShare: 0.1 },
  purchaseLimit: 6,
  unitName: '罐',
  ...more,
});

/** A SKU of a colour. */
const sku = (colour: string, amount: string, merchantCode: string | null) => ({
  merchantCode,
  selectedOptions: [{ name: '颜色', value: colour }],
  price: { amount },
  stock: 5,
});

/** A product with all that only Douyin understands. */
export const shirt = (title: string, more: object = {}) => ({
  title,
  outerId: `OUT-${made}`,
  categoryNativeId: '20283',
  brandNativeId: '14133',
  imageUrls: [OWN],
  attributes: [{ propertyNativeId: '1687', values: ['棉'] }],
  skus: [sku('红', '59.90', 'TEE-RED'), sku('蓝', '69.90', null)],
  servicePhone: PHONE,
  deliveryDelayDays: 2,
  ...more,
});

/** What Douyin needs of a commodity. */
export const TO_DOUYIN = {
  categoryNativeId: '20111',
  servicePhone: PHONE,
  attributes: [{ propertyNativeId: '1687', values: ['其他'] }],
};
