-- Nobody goes for a while. KEYS: the limits. ARGV: how long (µs).
local time = redis.call('TIME')
local until_ = time[1] * 1000000 + time[2] + ARGV[1]

for _, key in ipairs(KEYS) do
  local kept = redis.call('HMGET', key, 'free', 'gone')
  local free, gone = math.max(tonumber(kept[1] or 0), until_), math.max(tonumber(kept[2] or 0), until_)
  redis.call('HSET', key, 'free', string.format('%.0f', free), 'gone', string.format('%.0f', gone))
  local rest = math.ceil((free - time[1] * 1000000 - time[2]) / 1000)
  redis.call('PEXPIRE', key, math.max(rest + 1000, redis.call('PTTL', key)))
end
