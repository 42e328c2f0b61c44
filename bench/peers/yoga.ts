import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSchema, createYoga } from 'graphql-yoga';
import { tellParent } from '../messages.js';
import { resolvers, typeDefs } from './sdl.js';
import { peerContext } from './shop-rows.js';

/** GraphQL Yoga as its documentation starts it. */
const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers }), context: peerContext, logging: false });
const server = createServer(yoga);
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  tellParent({ url: `http://127.0.0.1:${port}/graphql` });
});
