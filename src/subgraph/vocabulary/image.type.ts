import { Directive, Field, ObjectType } from 'type-graphql';
import { isHttpUrl, UrlScalar } from '../scalars.js';

/** A picture. */
@Directive('@shareable')
@ObjectType('Image', { description: 'A picture.' })
export class Image {
  @Field(() => UrlScalar, { description: 'Where it is.' })
  url!: string;
}

/**
 * A picture from what a platform calls its address. Kuaizhan writes some without a scheme (`www.example.com/a.png`):
 * they get `http://`, since `URL` is absolute. Never fetched here (reliability R28).
 * @returns null for an empty or unusable address
 */
export function imageFromUrl(text: string | null): Image | null {
  const url = absoluteUrl(text);
  return url === null ? null : { url };
}

/** The same as a bare URL. */
export function absoluteUrl(text: string | null): string | null {
  if (text === null || text === '') return null;
  const url = /^https?:\/\//i.test(text) ? text : `http://${text.replace(/^\/\//, '')}`;
  return isHttpUrl(url) ? url : null;
}
