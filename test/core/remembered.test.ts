import { remembered } from '../../core/remembered.ts';

describe('remembering what follows from a record', () => {
  it('works it out once for one record, and anew for another that says the same', () => {
    let times = 0;
    const doubled = remembered(({ n }: { readonly n: number }) => {
      times += 1;
      return 2 * n;
    });
    const record = { n: 21 };
    expect([doubled(record), doubled(record), doubled({ ...record })]).toEqual([42, 42, 42]);
    expect(times).toBe(2);
  });

  it('remembers that nothing follows', () => {
    let times = 0;
    const nothing = remembered((_of: object): undefined => {
      times += 1;
    });
    const record = {};
    expect([nothing(record), nothing(record)]).toEqual([undefined, undefined]);
    expect(times).toBe(1);
  });
});
