-- How costaware keeps the slices of a fleet; io.costaware.ledger.SliceRules says why each step is so.
--
-- KEYS: marks, then a counter and its leases, then as many of such pairs as there are earlier counters
-- ARGV: layout, milliseconds of recovery where no lease is known, what to do, and what that takes

-- Redis' numbers are doubles, which are exact to 2^53; amounts go beyond. So an amount is a list of
-- limbs of 14 digits, the lowest first and the highest not zero, and a sign.
local DIGITS, LIMB = 14, 1e14

local function number(text)
  local n = {negative = false}
  local first, last = 1, #text
  if string.sub(text, 1, 1) == '-' then
    n.negative, first = true, 2
  end
  while last >= first do
    n[#n + 1] = tonumber(string.sub(text, math.max(first, last - DIGITS + 1), last))
    last = last - DIGITS
  end
  while n[#n] == 0 do
    n[#n] = nil
  end
  return n
end

local function text(n)
  if #n == 0 then
    return '0'
  end
  local parts = {n.negative and '-' or '', string.format('%.0f', n[#n])}
  for i = #n - 1, 1, -1 do
    parts[#parts + 1] = string.format('%014.0f', n[i])
  end
  return table.concat(parts)
end

local function size_order(a, b)
  if #a ~= #b then
    return #a < #b and -1 or 1
  end
  for i = #a, 1, -1 do
    if a[i] ~= b[i] then
      return a[i] < b[i] and -1 or 1
    end
  end
  return 0
end

local function order(a, b)
  if a.negative ~= b.negative then
    return a.negative and -1 or 1
  end
  return a.negative and size_order(b, a) or size_order(a, b)
end

local function size_sum(a, b, negative)
  local sum, carry = {negative = negative}, 0
  for i = 1, math.max(#a, #b) do
    local limb = (a[i] or 0) + (b[i] or 0) + carry
    carry = limb >= LIMB and 1 or 0
    sum[i] = limb - carry * LIMB
  end
  if carry == 1 then
    sum[#sum + 1] = 1
  end
  return sum
end

local function size_difference(larger, smaller, negative)
  local difference, borrow = {negative = negative}, 0
  for i = 1, #larger do
    local limb = larger[i] - (smaller[i] or 0) - borrow
    borrow = limb < 0 and 1 or 0
    difference[i] = limb + borrow * LIMB
  end
  while difference[#difference] == 0 do
    difference[#difference] = nil
  end
  return difference
end

local function plus(a, b)
  if a.negative == b.negative then
    return size_sum(a, b, a.negative)
  end
  local which = size_order(a, b)
  if which == 0 then
    return {negative = false}
  end
  if which > 0 then
    return size_difference(a, b, a.negative)
  end
  return size_difference(b, a, b.negative)
end

local function minus(a, b)
  local negated = {negative = #b > 0 and not b.negative}
  for i = 1, #b do
    negated[i] = b[i]
  end
  return plus(a, negated)
end

local function larger(a, b)
  return order(a, b) < 0 and b or a
end

local function smaller(a, b)
  return order(a, b) > 0 and b or a
end

-- Half of an amount above zero, what is odd left out.
local function half(n)
  local halved, rest = {negative = false}, 0
  for i = #n, 1, -1 do
    local limb = n[i] + rest * LIMB
    rest = limb % 2
    halved[i] = (limb - rest) / 2
  end
  while halved[#halved] == 0 do
    halved[#halved] = nil
  end
  return halved
end

local ZERO = {negative = false}

if ARGV[3] == 'sums' then
  -- For the tests of the arithmetic above; touches no data.
  local a, b = number(ARGV[4]), number(ARGV[5])
  return {
    text(a), text(plus(a, b)), text(minus(a, b)), tostring(order(a, b)),
    text(larger(a, b)), text(smaller(a, b)), a.negative and '' or text(half(a))
  }
end

-- The moment, and whether data may be missing.

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function digits(millis)
  return string.format('%.0f', millis)
end

-- Each start of a server has another run id, and so has each server of a replicated set. Empty if
-- this user or this service does not let scripts ask.
local function run_id()
  local info = redis.pcall('INFO', 'server')
  return type(info) == 'string' and string.match(info, 'run_id:(%w+)') or ''
end

local marks, layout, unknown_lease = KEYS[1], ARGV[1], tonumber(ARGV[2])
local kept = redis.call('HMGET', marks, 'layout', 'run', 'lease', 'until')
if kept[1] and kept[1] ~= layout then
  return redis.error_reply('COSTAWARELAYOUT ' .. kept[1])
end

if ARGV[3] == 'look' then
  return {kept[1] and 'marked' or 'bare', kept[3] or '0', run_id()}
end
if ARGV[3] == 'mark' then
  if kept[1] then
    return {'marked'}
  end
  local ready = ARGV[4] == 'new' and 0 or now + unknown_lease
  redis.call('HSET', marks, 'layout', layout, 'run', run_id(), 'lease', '0', 'until', digits(ready))
  return {'new'}
end

local longest, recovering_until = tonumber(kept[3] or '0'), tonumber(kept[4] or '0')

local function recover(lease)
  recovering_until = math.max(recovering_until, now + lease)
  redis.call('HSET', marks, 'until', digits(recovering_until))
end

local function look_for_loss(lease)
  local run = run_id()
  local lasting = longest > 0 and longest or math.max(unknown_lease, lease)
  if not kept[1] then
    -- The marks are gone, and what they were for may be gone too.
    redis.call('HSET', marks, 'layout', layout, 'run', run, 'lease', '0')
    recover(lasting)
  elseif run ~= '' and run ~= kept[2] then
    -- Started again, or another server took over: the last writes may be missing.
    redis.call('HSET', marks, 'run', run)
    recover(lasting)
  end
end

-- The sums and the records of a counter. A record is a text: sequence, settled, held, allowance,
-- the end of its lease, and whether the lease runs.

local function parsed(line)
  local field = string.gmatch(line, '%S+')
  return {
    sequence = number(field()), settled = number(field()), held = number(field()),
    allowance = number(field()), expires = field(), live = field() == '1'
  }
end

local function record_of(counter, node)
  local line = redis.call('HGET', counter, 'node:' .. node)
  return line and parsed(line) or nil
end

local function committed(record)
  return plus(record.settled, record.held)
end

local function reserved(record)
  return record.live and larger(record.allowance, committed(record)) or committed(record)
end

local function put(counter, leases, sums, node, before, after)
  if before then
    sums.reserved = minus(sums.reserved, reserved(before))
    sums.settled = minus(sums.settled, before.settled)
    sums.live = sums.live - (before.live and 1 or 0)
  end
  sums.reserved = plus(sums.reserved, reserved(after))
  sums.settled = plus(sums.settled, after.settled)
  sums.live = sums.live + (after.live and 1 or 0)
  if after.live then
    redis.call('ZADD', leases, after.expires, node)
  elseif before and before.live then
    redis.call('ZREM', leases, node)
  end
  local line = table.concat({
    text(after.sequence), text(after.settled), text(after.held), text(after.allowance),
    after.expires, after.live and '1' or '0'
  }, ' ')
  redis.call('HSET', counter, 'node:' .. node, line, 'reserved', text(sums.reserved),
    'settled', text(sums.settled), 'live', digits(sums.live))
end

-- The sums, after the leases that are overdue have ended.
local function sums_of(counter, leases)
  local found = redis.call('HMGET', counter, 'reserved', 'settled', 'live')
  local sums = {
    reserved = number(found[1] or '0'), settled = number(found[2] or '0'),
    live = tonumber(found[3] or '0')
  }
  for _, node in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', digits(now))) do
    local before = record_of(counter, node)
    if before then
      put(counter, leases, sums, node, before, {
        sequence = before.sequence, settled = before.settled, held = before.held,
        allowance = committed(before), expires = before.expires, live = false
      })
    else
      redis.call('ZREM', leases, node)
    end
  end
  return sums
end

local counter, leases = KEYS[2], KEYS[3]

if ARGV[3] == 'totals' then
  local sums = sums_of(counter, leases)
  return {text(sums.reserved), text(sums.settled), digits(sums.live)}
end

if ARGV[3] == 'lost' then
  sums_of(counter, leases)
  local lost, all = {}, redis.call('HGETALL', counter)
  for i = 1, #all, 2 do
    if string.sub(all[i], 1, 5) == 'node:' then
      local record = parsed(all[i + 1])
      if not record.live and #record.held > 0 then
        lost[#lost + 1] = {string.sub(all[i], 6), text(record.settled), text(record.held)}
      end
    end
  end
  return lost
end

if ARGV[3] == 'reconcile' then
  local sums = sums_of(counter, leases)
  local node, actual = ARGV[4], number(ARGV[5])
  local before = record_of(counter, node)
  if not before or before.live or #before.held == 0 then
    return {'0'}
  end
  local most = larger(before.settled, actual)
  put(counter, leases, sums, node, before, {
    sequence = before.sequence, settled = most, held = ZERO, allowance = most,
    expires = before.expires, live = false
  })
  return {'1'}
end

-- A report.

local node, forget_at, window_end = ARGV[4], ARGV[5], tonumber(ARGV[6])
local limit, sequence, acknowledged = number(ARGV[7]), number(ARGV[8]), number(ARGV[9])
local told_settled, held, told_allowance = number(ARGV[10]), number(ARGV[11]), number(ARGV[12])
local needed, wanted = number(ARGV[13]), number(ARGV[14])
local lease, leaving = tonumber(ARGV[15]), ARGV[16] == '1'

look_for_loss(lease)
if lease > longest then
  longest = lease
  redis.call('HSET', marks, 'lease', digits(longest))
end
local recovering = now < recovering_until

local sums = sums_of(counter, leases)
local earlier, earlier_settled = ZERO, ZERO
for i = 4, #KEYS, 2 do
  local before = sums_of(KEYS[i], KEYS[i + 1])
  earlier = plus(earlier, before.reserved)
  earlier_settled = plus(earlier_settled, before.settled)
end

local function answer(record, unsure)
  local taken = plus(sums.reserved, earlier)
  return {
    text(record.allowance), text(minus(limit, taken)), text(plus(sums.settled, earlier_settled)),
    text(taken), digits(sums.live), unsure and '1' or '0'
  }
end

local own = record_of(counter, node)
if own and order(own.sequence, sequence) >= 0 then
  return answer(own, recovering)
end
-- Of a window long over the data may have been forgotten on purpose.
local remembered = now - 86400000 < window_end
local regressed = remembered and order(own and own.sequence or ZERO, acknowledged) < 0
if regressed and not recovering then
  recover(longest)
end
local cautious = recovering or regressed

local settled = own and larger(own.settled, told_settled) or told_settled
local taken = plus(settled, held)
local others = own and minus(sums.reserved, reserved(own)) or sums.reserved
local free = minus(minus(minus(limit, earlier), others), taken)

local allowance = taken
if not leaving then
  local most = plus(taken, free)
  if cautious or (own and own.live) then
    most = told_allowance
  end
  local keeps = larger(smaller(told_allowance, most), taken)
  local room = ZERO
  if not cautious and #free > 0 and not free.negative and order(needed, free) <= 0 then
    room = smaller(wanted, larger(needed, half(free)))
  end
  allowance = larger(keeps, plus(taken, room))
end

local record = {
  sequence = sequence, settled = settled, held = held, allowance = allowance,
  expires = digits(leaving and now or now + lease), live = not leaving
}
put(counter, leases, sums, node, own, record)
if forget_at ~= '' then
  redis.call('PEXPIREAT', counter, forget_at)
  redis.call('PEXPIREAT', leases, forget_at)
end
return answer(record, cautious)
