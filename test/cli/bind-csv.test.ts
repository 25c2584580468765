import { describe, expect, test } from 'vitest';
import { readBindCsv } from '../../src/cli/bind-csv.ts';

const read = async (text: string) => {
  const rows = await readBindCsv(text, 'list.csv');
  return rows.ok ? rows.value : rows.failure.message;
};
const place = { template: '', aisle: '', bay: '', shelf: '', facing: '' };

describe('a list of bindings', () => {
  test.each([
    ['commas', 'label,sku\nffff92001234,40123\n'],
    ['semicolons, byte order mark and CRLF, as spreadsheets write them', '\uFEFFlabel;sku\r\nffff92001234;40123\r\n'],
    ['tabs', 'label\tsku\nffff92001234\t40123'],
    ['quotes, spaces and empty lines', '"Label" , SKU\n\n "ffff92001234" , 40123 \n\n'],
    ['columns in another order', 'sku,label\n40123,ffff92001234\n'],
  ])('is read with %s', async (_name, text) => {
    const rows = await read(text);
    expect(rows).toEqual([{ line: expect.any(Number), label: 'ffff92001234', sku: '40123', ...place }]);
  });

  test('keeps its line numbers, and rows that are too short', async () => {
    const rows = await read('label,sku,aisle,bay,shelf,facing\na,1,3,2,1,4\n\nb,2\n');
    expect(rows).toEqual([
      { line: 2, label: 'a', sku: '1', template: '', aisle: '3', bay: '2', shelf: '1', facing: '4' },
      { line: 4, label: 'b', sku: '2', ...place },
    ]);
  });

  test.each([
    ['', 'list.csv: is empty.'],
    ['label;template\na;b', 'list.csv: has no column "sku".'],
    ['label,sku,colour\na,b,c', 'list.csv: nobody knows the column "colour".'],
    ['label,sku,sku\na,b,c', 'list.csv: the column "sku" is there twice.'],
  ])('%j is refused as a whole', async (text, message) => {
    expect(await read(text)).toBe(message);
  });

  test('a quote that never ends is refused with its line', async () => {
    expect(await read('label,sku\na,"b\n')).toMatch(/^list\.csv: .*line/);
  });
});
