-- May somebody go now? KEYS: the limits, the narrowest first. ARGV: how soon is soon enough to be told to go (µs), and for each
-- limit its step (µs), its burst, and the moment at which one has a place in it already, or 0.
-- Answers {0, wait}: go, in so many µs. Or {which, wait, place}: wait for that limit (1 is the narrowest), and bring the place along.
--
-- A limit is two moments (µs of the server's clock): `free`, from which on there is a place that nobody has, and `gone`, from
-- which on somebody may go after all who went. Who has a place goes by the second; everybody goes after it, so no rate is exceeded.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local limits, at, which = {}, now, 0

for i, key in ipairs(KEYS) do
  local kept = redis.call('HMGET', key, 'free', 'gone')
  local limit = {
    key = key,
    step = tonumber(ARGV[3 * i - 1]),
    burst = tonumber(ARGV[3 * i]),
    place = tonumber(ARGV[3 * i + 1]),
    free = tonumber(kept[1] or 0),
    gone = tonumber(kept[2] or 0),
  }
  limits[i] = limit
  local may = limit.free
  if limit.place > 0 then may = math.max(limit.place, limit.gone) end
  if may > at then at, which = may, i end
end

-- From a moment on, one more is there; what was not used since is caught up, up to the burst.
local function after(limit, since, moment)
  return math.max(since, moment - limit.step * (limit.burst - 1)) + limit.step
end

local function keep(limit)
  redis.call('HSET', limit.key, 'free', string.format('%.0f', limit.free), 'gone', string.format('%.0f', limit.gone))
  local full = math.max(limit.free, limit.gone) + limit.step * (limit.burst - 1) - now
  redis.call('PEXPIRE', limit.key, math.ceil(full / 1000) + 1000)
end

-- Only the widest is taken beforehand: to hold it for somebody who waits for a narrower one would waste it.
if which == 0 or (which == #KEYS and at - now <= tonumber(ARGV[1])) then
  for _, limit in ipairs(limits) do
    limit.gone = after(limit, limit.gone, at)
    if limit.place > 0 then limit.free = math.max(limit.free, limit.gone) else limit.free = after(limit, limit.free, at) end
    keep(limit)
  end
  return {0, at - now}
end

local limit = limits[which]
if limit.place == 0 then
  limit.place = limit.free
  limit.free = limit.free + limit.step
  keep(limit)
end
return {which, at - now, string.format('%.0f', limit.place)}
