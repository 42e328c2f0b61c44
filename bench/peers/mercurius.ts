import fastify from 'fastify';
import mercurius, { type IResolvers } from 'mercurius';
import { tellParent } from '../messages.js';
import { resolvers, typeDefs } from './sdl.js';
import { peerContext } from './shop-rows.js';

/** Mercurius with its just-in-time compiler, from the second time an operation is seen. */
const app = fastify();
app.register(mercurius, {
  schema: typeDefs,
  // Shared with the other peers, whose context is not typed as Mercurius types it.
  resolvers: resolvers as unknown as IResolvers,
  context: async () => peerContext(),
  jit: 1,
});
const url = await app.listen({ host: '127.0.0.1', port: 0 });
tellParent({ url: `${url}/graphql` });
