/** Who buys in the tests. The address is good in the United States, where test shops are. */
export const customer = {
  email: 'ada@example.com',
  firstName: 'Ada',
  lastName: 'Customer',
  address: '1 Market Street',
  city: 'San Francisco',
  state: 'California',
  postcode: '94103',
};
