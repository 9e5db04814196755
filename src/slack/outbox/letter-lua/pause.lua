-- Slack asked for a pause: nobody calls the method for the channel until it is over.
-- KEYS: pace
-- ARGV: pause (ms), interval, burst
local even = now + tonumber(ARGV[1]) + (tonumber(ARGV[3]) - 1) * tonumber(ARGV[2])
if even > tonumber(redis.call('GET', KEYS[1]) or '0') then
  redis.call('SET', KEYS[1], even, 'PX', math.ceil(even - now) + 1000)
end
return 1
