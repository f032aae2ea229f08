//! The scripts, in Lua.

use redis::Script;
use std::sync::LazyLock;

/// The prefix of the indexes of an environment. A row of the version before this one has none.
const PREFIX: &str = "
local function prefix_of(environment)
    return environment and 'agent-sessions:' .. environment .. ':' or 'agent-sessions:'
end
";

/// Deletes a row and its references. Returns the agent, or false where there is no row, or another environment's.
const DROP: &str = "
local function drop(row, environment)
    local of = redis.call('HMGET', row, 'agent', 'issuer', 'browser', 'environment')
    local reference = string.match(row, '[^:]*$')
    if not of[1] then
        redis.call('ZREM', prefix_of(environment) .. 'all', reference)
        redis.call('ZREM', prefix_of(nil) .. 'all', reference)
        return false
    end
    if of[4] and of[4] ~= environment then return false end
    local prefix = prefix_of(of[4])
    redis.call('DEL', row)
    redis.call('ZREM', prefix .. 'all', reference)
    redis.call('ZREM', prefix .. 'agent:' .. of[1], reference)
    redis.call('SREM', prefix .. 'issuer-session:' .. of[2], reference)
    redis.call('SREM', prefix .. 'browser:' .. of[3], reference)
    return of[1]
end
";

/// The indexes outlive every session: their longest lifetime has 30 days.
const BEGIN_TEXT: &str = "
local environment, reference, record, life, agent, issuer, browser, purge_at, lifetime, cap, seen = unpack(ARGV)
local rows, prefix, index_lifetime = 'agent-sessions:row:', prefix_of(environment), 31 * 86400
local all, of_agent = prefix .. 'all', prefix .. 'agent:' .. agent
local of_issuer, browsers = prefix .. 'issuer-session:' .. issuer, prefix .. 'browser:' .. browser
local of_browser = redis.call('SMEMBERS', browsers)
table.sort(of_browser)
if browser ~= '' and table.concat(of_browser, ' ') ~= seen then return false end

local function drop_all(references)
    local dropped = {}
    for _, other in ipairs(references) do
        local of = drop(rows .. other, environment)
        if of then
            table.insert(dropped, other)
            table.insert(dropped, of)
        end
    end
    return dropped
end

local replaced, above_cap = {}, {}
if browser ~= '' then
    replaced = drop_all(of_browser)
    redis.call('DEL', browsers)
end
for _, other in ipairs(redis.call('ZRANGE', of_agent, 0, -1)) do
    if redis.call('EXISTS', rows .. other) == 0 then redis.call('ZREM', of_agent, other) end
end
local surplus = redis.call('ZCARD', of_agent) - tonumber(cap) + 1
if tonumber(cap) > 0 and surplus > 0 then
    above_cap = drop_all(redis.call('ZRANGE', of_agent, 0, surplus - 1))
end

redis.call('HSET', KEYS[1], 'record', record, 'life', life, 'agent', agent, 'issuer', issuer, 'browser', browser,
    'environment', environment)
redis.call('EXPIRE', KEYS[1], lifetime + 86400)
redis.call('ZADD', all, purge_at, reference)
redis.call('EXPIRE', all, index_lifetime)
redis.call('ZADD', of_agent, purge_at, reference)
redis.call('EXPIRE', of_agent, index_lifetime)
if issuer ~= '' then
    redis.call('SADD', of_issuer, reference)
    redis.call('EXPIRE', of_issuer, index_lifetime)
end
if browser ~= '' then
    redis.call('SADD', browsers, reference)
    redis.call('EXPIRE', browsers, index_lifetime)
end
if KEYS[2] ~= '' then redis.call('SET', KEYS[2], 'succeeded', 'XX', 'KEEPTTL') end
return { replaced, above_cap }
";

const END_TEXT: &str = "
if ARGV[2] ~= '' and redis.call('HGET', KEYS[1], 'agent') ~= ARGV[2] then return false end
return drop(KEYS[1], ARGV[1])
";

const SAVE_TEXT: &str = "
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'record', ARGV[1]) end
";

const RENEW_TEXT: &str = "
local life, purge_at, lifetime, old, new = unpack(ARGV)
local of = redis.call('HMGET', KEYS[1], 'agent', 'environment')
if not of[1] then return end
local prefix = prefix_of(of[2])
redis.call('HSET', KEYS[1], 'life', life)
redis.call('EXPIRE', KEYS[1], lifetime + 86400)
local reference = string.match(KEYS[1], '[^:]*$')
redis.call('ZADD', prefix .. 'all', 'XX', purge_at, reference)
redis.call('ZADD', prefix .. 'agent:' .. of[1], 'XX', purge_at, reference)
if new ~= '' and redis.call('HGET', KEYS[1], 'record') == old then
    redis.call('HSET', KEYS[1], 'record', new)
end
";

/// A reference without a row is one that Redis has deleted.
const PURGE_TEXT: &str = "
local environment, now, batch = unpack(ARGV)
local purged = {}
local function purge(all)
    for _, reference in ipairs(redis.call('ZRANGEBYSCORE', all, '-inf', now, 'LIMIT', 0, batch - #purged)) do
        local row = 'agent-sessions:row:' .. reference
        local life = redis.call('HGET', row, 'life')
        local agent = drop(row, environment)
        table.insert(purged, agent and { reference, agent, life } or { reference, '', '' })
    end
end
purge(prefix_of(environment) .. 'all')
if #purged < tonumber(batch) then purge(prefix_of(nil) .. 'all') end
return purged
";

/// Deletes rows whose time has come, and returns them.
pub static PURGE: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[PREFIX, DROP, PURGE_TEXT].concat()));

/// Writes a new row. Arguments as in `begin.rs`.
pub static BEGIN: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[PREFIX, DROP, BEGIN_TEXT].concat()));

/// Deletes a row; one of another agent only if none is named.
pub static END: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[PREFIX, DROP, END_TEXT].concat()));

/// Replaces the record of a row that exists.
pub static SAVE: LazyLock<Script> = LazyLock::new(|| Script::new(SAVE_TEXT));

/// Renews a row that exists.
pub static RENEW: LazyLock<Script> = LazyLock::new(|| Script::new(&[PREFIX, RENEW_TEXT].concat()));
