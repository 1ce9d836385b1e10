-- Sends what METHOD, BODY (a file) and HEADERS (a line a header) say, and prints the figures on one line.
wrk.method = os.getenv('METHOD')
local body = os.getenv('BODY')
if body and body ~= '' then
  local file = assert(io.open(body, 'rb'))
  wrk.body = file:read('*a')
  file:close()
end
for name, value in string.gmatch(os.getenv('HEADERS') or '', '([^:\n]+): ([^\n]*)') do wrk.headers[name] = value end

done = function(summary, latency)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.write(string.format('FIGURES %d %d %d %d %d\n', summary.requests, summary.duration, errors, latency:percentile(50), latency:percentile(99)))
end
