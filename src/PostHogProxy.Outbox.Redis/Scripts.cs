namespace PostHogProxy.Outbox.Redis;

/// <summary>
/// What must happen at once or not at all. A Redis without memory refuses a script whose first write needs some; so whatever makes room deletes
/// before it counts.
/// </summary>
internal static class Scripts
{
    /// <summary>KEYS stream, index, totals, streams. ARGV stream name, bytes, received, is replay, most bytes, most bytes of replays, fields.</summary>
    public const string Add =
        """
        local bytes = tonumber(ARGV[2])
        local kept = redis.call('HMGET', KEYS[3], 'bytes', 'replay')
        if ARGV[4] == '1' and (tonumber(kept[2] or '0') or 0) + bytes > tonumber(ARGV[6]) then return 'replays' end
        if (tonumber(kept[1] or '0') or 0) + bytes > tonumber(ARGV[5]) then return 'full' end
        local id = redis.call('XADD', KEYS[1], '*', unpack(ARGV, 7))
        redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1] .. ':' .. id .. ':' .. ARGV[2])
        redis.call('HINCRBY', KEYS[3], 'bytes', bytes)
        if ARGV[4] == '1' then redis.call('HINCRBY', KEYS[3], 'replay', bytes) end
        redis.call('SADD', KEYS[4], ARGV[1])
        return 'yes'
        """;

    /// <summary>KEYS stream, index, totals, attempts. ARGV group, field of totals, further field or nothing, names. Answers how many there were.</summary>
    public const string Remove =
        """
        local removed = 0
        for i = 4, #ARGV do
          local id, bytes = string.match(ARGV[i], ':(%d+%-%d+):(%d+)$')
          redis.call('XDEL', KEYS[1], id)
          redis.pcall('XACK', KEYS[1], ARGV[1], id)
          redis.call('HDEL', KEYS[4], ARGV[i])
          if redis.call('ZREM', KEYS[2], ARGV[i]) == 1 then
            removed = removed + 1
            redis.call('HINCRBY', KEYS[3], ARGV[2], -tonumber(bytes))
            if ARGV[3] ~= '' then redis.call('HINCRBY', KEYS[3], ARGV[3], -tonumber(bytes)) end
          end
        end
        return removed
        """;

    /// <summary>KEYS stream, index, totals, attempts, dead, dead index. ARGV group, is replay, name, stream name, status, most bytes of dead letters.</summary>
    public const string Bury =
        """
        local id, bytes = string.match(ARGV[3], ':(%d+%-%d+):(%d+)$')
        local found = redis.call('XRANGE', KEYS[1], id, id)[1]
        local received = redis.call('ZSCORE', KEYS[2], ARGV[3])
        redis.call('XDEL', KEYS[1], id)
        redis.pcall('XACK', KEYS[1], ARGV[1], id)
        redis.call('HDEL', KEYS[4], ARGV[3])
        if redis.call('ZREM', KEYS[2], ARGV[3]) == 1 then
          redis.call('HINCRBY', KEYS[3], 'bytes', -tonumber(bytes))
          if ARGV[2] == '1' then redis.call('HINCRBY', KEYS[3], 'replay', -tonumber(bytes)) end
        end
        if not found then return 0 end
        local fields = found[2]
        fields[#fields + 1] = 'stream'
        fields[#fields + 1] = ARGV[4]
        fields[#fields + 1] = 'status'
        fields[#fields + 1] = ARGV[5]
        local dead = redis.call('XADD', KEYS[5], '*', unpack(fields))
        redis.call('ZADD', KEYS[6], received or 0, 'dead:' .. dead .. ':' .. bytes)
        local all = redis.call('HINCRBY', KEYS[3], 'dead', bytes)
        while all > tonumber(ARGV[6]) do
          local oldest = redis.call('ZRANGE', KEYS[6], 0, 0)[1]
          if not oldest then break end
          local old, size = string.match(oldest, ':(%d+%-%d+):(%d+)$')
          redis.call('XDEL', KEYS[5], old)
          redis.call('ZREM', KEYS[6], oldest)
          all = redis.call('HINCRBY', KEYS[3], 'dead', -tonumber(size))
        end
        return 1
        """;

    /// <summary>A dead letter waits again. KEYS dead, dead index, stream, index, totals, streams. ARGV name, stream name, is replay.</summary>
    public const string Retry =
        """
        local id, bytes = string.match(ARGV[1], ':(%d+%-%d+):(%d+)$')
        local found = redis.call('XRANGE', KEYS[1], id, id)[1]
        local received = redis.call('ZSCORE', KEYS[2], ARGV[1])
        if redis.call('ZREM', KEYS[2], ARGV[1]) == 0 then return 0 end
        redis.call('XDEL', KEYS[1], id)
        redis.call('HINCRBY', KEYS[5], 'dead', -tonumber(bytes))
        if not found then return 0 end
        local fields = {}
        for i = 1, #found[2], 2 do
          if found[2][i] ~= 'stream' and found[2][i] ~= 'status' then
            fields[#fields + 1] = found[2][i]
            fields[#fields + 1] = found[2][i + 1]
          end
        end
        local again = redis.call('XADD', KEYS[3], '*', unpack(fields))
        redis.call('ZADD', KEYS[4], received, ARGV[2] .. ':' .. again .. ':' .. bytes)
        redis.call('HINCRBY', KEYS[5], 'bytes', bytes)
        if ARGV[3] == '1' then redis.call('HINCRBY', KEYS[5], 'replay', bytes) end
        redis.call('SADD', KEYS[6], ARGV[2])
        return 1
        """;

    /// <summary>
    /// What is known of dead letters beside their names, and not their bodies, which the server reads all the same. KEYS dead. ARGV names. Answers of
    /// each that is there: name, stream, status, received.
    /// </summary>
    public const string DeadLetters =
        """
        local letters = {}
        for _, name in ipairs(ARGV) do
          local id = string.match(name, ':(%d+%-%d+):%d+$')
          local found = id and redis.call('XRANGE', KEYS[1], id, id)[1]
          if found then
            local stream, status, received = '', '0', '0'
            for i = 1, #found[2], 2 do
              if found[2][i] == 'stream' then stream = found[2][i + 1] end
              if found[2][i] == 'status' then status = found[2][i + 1] end
              if found[2][i] == 'received' then received = found[2][i + 1] end
            end
            letters[#letters + 1] = name
            letters[#letters + 1] = stream
            letters[#letters + 1] = status
            letters[#letters + 1] = received
          end
        end
        return letters
        """;

    /// <summary>KEYS index, attempts. ARGV name.</summary>
    public const string Count =
        """
        if redis.call('ZSCORE', KEYS[1], ARGV[1]) then redis.call('HINCRBY', KEYS[2], ARGV[1], 1) end
        return 1
        """;

    /// <summary>
    /// Says of what a node holds that it still does, and answers what that is: what another node has taken over is no longer in it, and what was
    /// given while the answer was lost is. KEYS stream. ARGV group, consumer, idle time.
    /// </summary>
    public const string Hold =
        """
        local pending = redis.call('XPENDING', KEYS[1], ARGV[1], '-', '+', 1000, ARGV[2])
        if #pending == 0 then return {} end
        local ids = {}
        for i, one in ipairs(pending) do ids[i] = one[1] end
        for from = 1, #ids, 100 do
          local command = { 'XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0 }
          for i = from, math.min(from + 99, #ids) do command[#command + 1] = ids[i] end
          command[#command + 1] = 'IDLE'
          command[#command + 1] = ARGV[3]
          command[#command + 1] = 'JUSTID'
          redis.call(unpack(command))
        end
        return ids
        """;

    /// <summary>
    /// Deletes consumers of processes that ended. Redis forgets what a consumer holds when it is deleted, so only those that hold nothing.
    /// KEYS stream. ARGV group, own consumer, idle time.
    /// </summary>
    public const string DeleteConsumers =
        """
        local consumers = redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])
        if consumers.err then return 0 end
        local deleted = 0
        for _, one in ipairs(consumers) do
          local consumer = {}
          for i = 1, #one, 2 do consumer[one[i]] = one[i + 1] end
          if consumer.name ~= ARGV[2] and consumer.pending == 0 and consumer.idle > tonumber(ARGV[3]) then
            redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
            deleted = deleted + 1
          end
        end
        return deleted
        """;

    /// <summary>KEYS index, dead index, dead, streams. Answers: named, in the streams, dead by name, dead.</summary>
    public const string Compare =
        """
        local entries = 0
        for i = 4, #KEYS do entries = entries + redis.call('XLEN', KEYS[i]) end
        return { redis.call('ZCARD', KEYS[1]), entries, redis.call('ZCARD', KEYS[2]), redis.call('XLEN', KEYS[3]) }
        """;

    /// <summary>Adds up all sizes again. KEYS index, dead index, totals, attempts.</summary>
    public const string Recount =
        """
        local bytes, replay, dead = 0, 0, 0
        local names = redis.call('ZRANGE', KEYS[1], 0, -1)
        for _, name in ipairs(names) do
          local size = tonumber(string.match(name, ':(%d+)$')) or 0
          bytes = bytes + size
          if string.sub(name, 1, 6) == 'replay' then replay = replay + size end
        end
        for _, name in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do dead = dead + (tonumber(string.match(name, ':(%d+)$')) or 0) end
        local before = redis.call('HMGET', KEYS[3], 'bytes', 'replay', 'dead')
        if #names == 0 then redis.call('DEL', KEYS[4]) end
        if tonumber(before[1] or '0') == bytes and tonumber(before[2] or '0') == replay and tonumber(before[3] or '0') == dead then return 0 end
        redis.call('DEL', KEYS[3])
        redis.call('HSET', KEYS[3], 'bytes', string.format('%d', bytes), 'replay', string.format('%d', replay), 'dead', string.format('%d', dead))
        return 1
        """;

    /// <summary>Forgets names whose entry is gone. KEYS stream, index. ARGV names.</summary>
    public const string Forget =
        """
        local forgotten = 0
        for _, name in ipairs(ARGV) do
          local id = string.match(name, ':(%d+%-%d+):%d+$')
          if not id or #redis.call('XRANGE', KEYS[1], id, id) == 0 then forgotten = forgotten + redis.call('ZREM', KEYS[2], name) end
        end
        return forgotten
        """;
}
