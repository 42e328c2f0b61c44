import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ROWS } from '../../../../src/platforms/douyin/upstream/catalogue/catalogue.data.js';
import { readCatalogue } from '../../../../src/platforms/douyin/upstream/catalogue/catalogue.js';
import {
  type Parameter,
  readNotation,
  type Shape,
} from '../../../../src/platforms/douyin/upstream/catalogue/parameter.js';

const catalogue = readCatalogue();
const namesOf = (part?: string | null): string[] => catalogue.search(part).map(({ name }) => name);
const parametersOf = (name: string): readonly Parameter[] => catalogue.get(name)?.parameters ?? [];

/** All parameters with the fields in them. */
const flat = (parameters: readonly Parameter[]): Parameter[] =>
  parameters.flatMap((parameter) => [parameter, ...flat(fieldsIn(parameter))]);
function fieldsIn(shape: Shape): readonly Parameter[] {
  if (shape.type === 'object') return shape.fields;
  return shape.type === 'array' || shape.type === 'map' ? fieldsIn(shape.item) : [];
}

describe('the catalogue', () => {
  it('has the 642 methods with all their parameters', () => {
    const all = catalogue.all.flatMap(({ parameters }) => flat(parameters));
    expect({
      methods: catalogue.all.length,
      names: new Set(namesOf()).size,
      reads: catalogue.all.filter(({ kind }) => kind === 'read').length,
      writes: catalogue.all.filter(({ kind }) => kind === 'write').length,
      unknown: catalogue.all.filter(({ hasKnownParameters }) => !hasKnownParameters).length,
      parameters: all.length,
      required: all.filter(({ isRequired }) => isRequired).length,
    }).toEqual({
      methods: 642,
      names: 642,
      reads: 274,
      writes: 368,
      unknown: 11,
      parameters: 5700,
      required: 2300,
    });
  });

  it('is the data that was generated, not changed by hand', () => {
    expect(createHash('sha256').update(ROWS).digest('hex')).toBe(
      'ce7d919989a8ae85fbbbbc2a6b306fe1dd5630dbdfabcd5c4e2d213f550024f2',
    );
  });

  it('tells of a method what a call needs', () => {
    expect(catalogue.get('afterSale.applyLogisticsIntercept')).toMatchObject({
      name: 'afterSale.applyLogisticsIntercept',
      path: '/afterSale/applyLogisticsIntercept',
      group: 'afterSale',
      title: 'Ask the carrier to intercept parcels of an after-sale case',
      kind: 'write',
      hasKnownParameters: true,
      parameters: [
        { name: 'after_sale_id', type: 'int64', isRequired: true },
        { name: 'op_from', type: 'int64', isRequired: true },
        {
          name: 'intercept_targets',
          type: 'array',
          isRequired: true,
          item: {
            type: 'object',
            fields: [
              { name: 'company_code', type: 'string', isRequired: true },
              { name: 'tracking_no', type: 'string', isRequired: true },
            ],
          },
        },
      ],
      isCallable: true,
      isDecrypting: false,
    });
    expect(parametersOf('warehouse.setPriority').at(-1)).toEqual({
      name: 'priorities',
      type: 'map',
      key: 'string',
      item: { type: 'int64' },
      isRequired: true,
    });
    expect(catalogue.get('openCloud.v1.cr.token.get')?.path).toBe('/openCloud/v1/cr/token/get');
    expect(catalogue.get('order.searchlist')).toBeUndefined();
  });

  it('requires nothing that only the older source requires, and checks nothing that sources disagree on', () => {
    const specs = parametersOf('product.addV2').filter(({ name }) => name === 'specs' || name === 'spec_prices');
    expect(specs).toEqual([
      { name: 'specs', type: 'string', isRequired: false },
      { name: 'spec_prices', type: 'string', isRequired: false },
    ]);
    expect(parametersOf('material.uploadImageSync').find(({ name }) => name === 'file_uri')?.type).toBe('any');
  });

  it('has at best names where parameters are not known', () => {
    expect(catalogue.get('trade.refundListSearch')).toMatchObject({ hasKnownParameters: false, parameters: [] });
    expect(catalogue.get('address.getProvince')).toMatchObject({ hasKnownParameters: true, parameters: [] });
    const any = { type: 'any', isRequired: false };
    expect(parametersOf('coupons.extendCertValidEndByOrder')).toEqual([
      { name: 'order_id', ...any },
      { name: 'batch_no', ...any },
      { name: 'extend_time', ...any },
      { name: 'reason', ...any },
      {
        name: 'op',
        type: 'object',
        fields: [
          { name: 'platform', ...any },
          { name: 'op_uid', ...any },
        ],
        isRequired: false,
      },
    ]);
  });

  it('names a parameter once in its object', () => {
    const objects = catalogue.all.flatMap(({ parameters }) => [parameters, ...flat(parameters).map(fieldsIn)]);
    for (const fields of objects) expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
  });

  it('is searched by a part of the name, in any case', () => {
    expect(namesOf('ADDRESS.')).toEqual([
      'address.areaList',
      'address.create',
      'address.getAreasByProvince',
      'address.getProvince',
      'address.list',
      'address.provinceList',
      'address.update',
    ]);
    expect(namesOf('no such method')).toEqual([]);
    for (const all of [undefined, null, '']) expect(catalogue.search(all)).toHaveLength(642);
  });

  it('marks what only the gateway calls, and what answers in the clear', () => {
    const named = (is: 'isCallable' | 'isDecrypting', value: boolean): string[] =>
      catalogue.all.filter((method) => method[is] === value).map(({ name }) => name);
    expect(named('isCallable', false)).toEqual(['token.create', 'token.refresh']);
    expect(named('isDecrypting', true)).toEqual([
      'buyin.decryptContactInfo',
      'order.batchDecrypt',
      'superm.createVirtualMobile',
      'yunc.getVirtualMobile',
    ]);
  });
});

const SIGNS = { string: 's', int64: 'i', float: 'f', bool: 'b', any: '?' };
const shapeText = (shape: Shape): string => {
  if (shape.type === 'array') return `[${shapeText(shape.item)}]`;
  if (shape.type === 'map') return `<${SIGNS[shape.key]} ${shapeText(shape.item)}>`;
  return shape.type === 'object' ? `{${notation(shape.fields)}}` : SIGNS[shape.type];
};
const notation = (fields: readonly Parameter[]): string =>
  fields.map((field) => `${field.name} ${shapeText(field)}${field.isRequired ? '*' : ''}`).join(',');

const { shape } = fc.letrec<{ shape: Shape; parameter: Parameter }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 3 },
    fc.record({ type: fc.constantFrom('string', 'int64', 'float', 'bool', 'any') }),
    fc.record({ type: fc.constant('array'), item: tie('shape') }),
    fc.record({ type: fc.constant('map'), key: fc.constantFrom('string', 'int64'), item: tie('shape') }),
    fc.record({ type: fc.constant('object'), fields: fc.array(tie('parameter'), { maxLength: 4 }) }),
  ),
  parameter: fc
    .tuple(fc.stringMatching(/^\w{1,8}$/), tie('shape'), fc.boolean())
    .map(([name, held, isRequired]): Parameter => ({ name, ...held, isRequired })),
}));
const parameter = fc
  .tuple(fc.stringMatching(/^\w{1,8}$/), shape, fc.boolean())
  .map(([name, held, isRequired]): Parameter => ({ name, ...held, isRequired }));

describe('the notation of parameters', () => {
  it('says all there is to say of them', () => {
    fc.assert(
      fc.property(fc.array(parameter, { maxLength: 5 }), (parameters) => {
        expect(readNotation(notation(parameters))).toEqual(parameters);
      }),
    );
  });

  it('is refused when it is another text', () => {
    const bad = [
      ' ',
      'a',
      'a x',
      'a s,',
      ',a s',
      'a s b',
      'a {b s',
      'a [s',
      'a [s]]',
      'a <s>',
      'a <b s>',
      'a <s i',
      'a }',
    ];
    for (const text of bad) expect(() => readNotation(text)).toThrow(SyntaxError);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a sib?{}[]<>*,') }), (text) => {
        let parameters: readonly Parameter[];
        try {
          parameters = readNotation(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
          return;
        }
        expect(notation(parameters)).toBe(text);
      }),
    );
  });
});
