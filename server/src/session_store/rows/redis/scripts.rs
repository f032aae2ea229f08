//! The scripts, in Lua.

use redis::Script;
use std::sync::LazyLock;

/// Deletes a row and its references. Returns the agent, or false where there is no row.
const DROP: &str = "
local function drop(row)
    local of = redis.call('HMGET', row, 'agent', 'issuer', 'browser')
    local reference = string.match(row, '[^:]*$')
    redis.call('ZREM', 'agent-sessions:all', reference)
    if not of[1] then return false end
    redis.call('DEL', row)
    redis.call('ZREM', 'agent-sessions:agent:' .. of[1], reference)
    redis.call('SREM', 'agent-sessions:issuer-session:' .. of[2], reference)
    redis.call('SREM', 'agent-sessions:browser:' .. of[3], reference)
    return of[1]
end
";

/// The indexes outlive every session: their longest lifetime has 30 days.
const BEGIN_TEXT: &str = "
local reference, record, life, agent, issuer, browser, purge_at, lifetime, cap, seen = unpack(ARGV)
local prefix, index_lifetime = 'agent-sessions:row:', 31 * 86400
local of_browser = redis.call('SMEMBERS', 'agent-sessions:browser:' .. browser)
table.sort(of_browser)
if browser ~= '' and table.concat(of_browser, ' ') ~= seen then return false end

local function drop_all(references)
    local dropped = {}
    for _, other in ipairs(references) do
        local of = drop(prefix .. other)
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
    redis.call('DEL', 'agent-sessions:browser:' .. browser)
end
local of_agent = 'agent-sessions:agent:' .. agent
for _, other in ipairs(redis.call('ZRANGE', of_agent, 0, -1)) do
    if redis.call('EXISTS', prefix .. other) == 0 then redis.call('ZREM', of_agent, other) end
end
local surplus = redis.call('ZCARD', of_agent) - tonumber(cap) + 1
if tonumber(cap) > 0 and surplus > 0 then
    above_cap = drop_all(redis.call('ZRANGE', of_agent, 0, surplus - 1))
end

redis.call('HSET', KEYS[1], 'record', record, 'life', life, 'agent', agent, 'issuer', issuer, 'browser', browser)
redis.call('EXPIRE', KEYS[1], lifetime + 86400)
redis.call('ZADD', 'agent-sessions:all', purge_at, reference)
redis.call('ZADD', of_agent, purge_at, reference)
redis.call('EXPIRE', of_agent, index_lifetime)
if issuer ~= '' then
    redis.call('SADD', 'agent-sessions:issuer-session:' .. issuer, reference)
    redis.call('EXPIRE', 'agent-sessions:issuer-session:' .. issuer, index_lifetime)
end
if browser ~= '' then
    redis.call('SADD', 'agent-sessions:browser:' .. browser, reference)
    redis.call('EXPIRE', 'agent-sessions:browser:' .. browser, index_lifetime)
end
return { replaced, above_cap }
";

const END_TEXT: &str = "
if ARGV[1] ~= '' and redis.call('HGET', KEYS[1], 'agent') ~= ARGV[1] then return false end
return drop(KEYS[1])
";

const SAVE_TEXT: &str = "
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'record', ARGV[1]) end
";

const RENEW_TEXT: &str = "
local life, purge_at, lifetime, old, new = unpack(ARGV)
local agent = redis.call('HGET', KEYS[1], 'agent')
if not agent then return end
redis.call('HSET', KEYS[1], 'life', life)
redis.call('EXPIRE', KEYS[1], lifetime + 86400)
local reference = string.match(KEYS[1], '[^:]*$')
redis.call('ZADD', 'agent-sessions:all', 'XX', purge_at, reference)
redis.call('ZADD', 'agent-sessions:agent:' .. agent, 'XX', purge_at, reference)
if new ~= '' and redis.call('HGET', KEYS[1], 'record') == old then
    redis.call('HSET', KEYS[1], 'record', new)
end
";

/// A reference without a row is one that Redis has deleted.
const PURGE_TEXT: &str = "
local purged = {}
for _, reference in ipairs(redis.call('ZRANGEBYSCORE', 'agent-sessions:all', '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])) do
    local row = 'agent-sessions:row:' .. reference
    local life = redis.call('HGET', row, 'life')
    local agent = drop(row)
    table.insert(purged, agent and { reference, agent, life } or { reference, '', '' })
end
return purged
";

/// Deletes rows whose time has come, and returns them.
pub static PURGE: LazyLock<Script> = LazyLock::new(|| Script::new(&[DROP, PURGE_TEXT].concat()));

/// Writes a new row. Arguments as in `begin.rs`.
pub static BEGIN: LazyLock<Script> = LazyLock::new(|| Script::new(&[DROP, BEGIN_TEXT].concat()));

/// Deletes a row; one of another agent only if none is named.
pub static END: LazyLock<Script> = LazyLock::new(|| Script::new(&[DROP, END_TEXT].concat()));

/// Replaces the record of a row that exists.
pub static SAVE: LazyLock<Script> = LazyLock::new(|| Script::new(SAVE_TEXT));

/// Renews a row that exists.
pub static RENEW: LazyLock<Script> = LazyLock::new(|| Script::new(RENEW_TEXT));
