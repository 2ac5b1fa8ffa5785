export const title = 'an object of 40 fields, 2 KB';

/** As an order in a shop: texts, numbers, dates, lists of smaller objects. */
function makeOrder() {
  const order = { id: 'ord_81f3c2', isPaid: true, total: 1234.56, placed: new Date(1_795_000_000_000) };
  for (let n = 0; n < 12; n++) order[`text${n}`] = `value ${n} of the order`;
  for (let n = 0; n < 12; n++) order[`amount${n}`] = n * 1.5;
  for (let n = 0; n < 4; n++) order[`changed${n}`] = new Date(1_795_000_000_000 + n * 86_400_000);
  for (let n = 0; n < 4; n++) order[`list${n}`] = [1, 2, 3, 5, 8, 13, 21];
  order.lines = Array.from({ length: 18 }, (_, n) => ({ sku: `sku-${n}`, count: n, price: 9.99 }));
  order.address = { street: '1 Main Street', city: 'Springfield', tags: ['home', 'billing'] };
  order.history = ['placed', 'paid', 'packed', 'shipped'];
  order.note = 'Please leave the parcel with the neighbour. '.repeat(6);
  return order;
}

function place(order) {
  return order.total;
}

export function make(wrap) {
  const recorded = wrap(place);
  const order = makeOrder();
  return { call: () => recorded(order) };
}
