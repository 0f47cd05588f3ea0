/** Where every path of the route table starts. */
export const API_PREFIX = '/api/v1';
