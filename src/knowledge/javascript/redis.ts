import type { Entry, Library } from '../schema.ts';
import { each, promised, promisedOrCalledBack, type Entries } from './build.ts';

/** Commands collected and sent by `exec`: each gives the collection itself. */
const collecting: Entry = { returns: 'this' };

/** Commands that change nothing and do not wait for anybody, in the words of Redis. */
const reading =
  'bitcount bitpos dbsize exists expiretime geodist geopos get getbit getrange hexists hget hgetall hkeys hlen hmget hstrlen hvals ' +
  'keys lindex llen lpos lrange mget pttl scard sdiff sinter sismember smembers smismember srandmember strlen sunion ttl type ' +
  'xlen xrange xrevrange zcard zcount zlexcount zmscore zrange zrangebylex zrangebyscore zrank zrevrange zrevrangebyscore zrevrank zscore';

/** … and what node-redis calls those of several words; it also has each command in capitals. */
const inWords =
  'bitCount bitPos dbSize expireTime geoDist geoPos getBit getRange hExists hGet hGetAll hKeys hLen hmGet hStrLen hVals lIndex lLen ' +
  'lPos lRange mGet pTTL sCard sDiff sInter sIsMember sMembers smIsMember sRandMember strLen sUnion xLen xRange xRevRange zCard ' +
  'zCount zLexCount zmScore zRange zRangeByLex zRangeByScore zRank zRevRank zScore';

function reads(names: string, entry: Entry): Entries {
  return each(names.split(' '), { ...entry, reads: true });
}

/** Commands are too many to list: every member not named is one. All of them share the client's connection. */
export const redis: Library = {
  language: 'javascript',
  modules: ['redis', '@redis/client'],
  source: 'https://github.com/redis/node-redis#usage',
  exports: { createClient: { returns: 'RedisClient' } },
  types: {
    RedisClient: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'connections', closedBy: ['close', 'destroy', 'disconnect', 'quit'] },
      needsListener: ['error'],
      serial: true,
      pipelined: true,
      members: {
        ...reads(`${reading} ${reading.toUpperCase()} ${inWords}`, promised('database')),
        ...each(['destroy', 'unref', 'ref'], {}),
        duplicate: { returns: 'this' },
        multi: { returns: 'Multi' },
        '*': promised('database'),
      },
    },
    Multi: {
      members: { ...each(['exec', 'execAsPipeline', 'execTyped'], promised('database')), '*': collecting },
    },
  },
};

export const ioredis: Library = {
  language: 'javascript',
  modules: ['ioredis'],
  source: 'https://github.com/redis/ioredis#basic-usage',
  exports: each(['default', 'Redis'], { returns: 'Redis' }),
  types: {
    Redis: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'connections', closedBy: ['disconnect', 'quit'] },
      serial: true,
      pipelined: true,
      members: {
        ...reads(reading, promisedOrCalledBack('database')),
        disconnect: {},
        duplicate: { returns: 'this' },
        ...each(['multi', 'pipeline'], { returns: 'Pipeline' }),
        '*': promisedOrCalledBack('database'),
      },
    },
    Pipeline: { members: { exec: promisedOrCalledBack('database'), '*': collecting } },
  },
};
