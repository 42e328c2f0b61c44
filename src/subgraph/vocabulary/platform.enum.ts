import { registerEnumType } from 'type-graphql';

/** The commerce platform that holds the truth about an object. */
export const Platform = {
  KUAIZHAN: 'KUAIZHAN',
  DOUYIN: 'DOUYIN',
} as const;
export type Platform = keyof typeof Platform;

registerEnumType(Platform, {
  name: 'Platform',
  description: 'The commerce platform that holds the truth about an object.',
  valuesConfig: {
    KUAIZHAN: { description: 'Sohu Kuaizhan: sites, communities, shops with commodities.' },
    DOUYIN: { description: 'Douyin shop (Doudian) reached through GreaterWMS conventions.' },
  },
});
