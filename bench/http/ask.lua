-- Asks QUESTION (score, areas, profile or rank) of a random country on a random day, as pgbench's scripts do.
local countries = {}
for code in string.gmatch(os.getenv("COUNTRIES"), "[^,]+") do countries[#countries + 1] = code end
local paths = {
  score = function(c, d) return "/v1/scores?node=overall_without_health&country=" .. c .. "&at=" .. d end,
  profile = function(c, d) return "/v1/profile?country=" .. c .. "&at=" .. d end,
  areas = function(c, d)
    return "/v1/scores?node=overall_without_health," .. os.getenv("AREAS") .. "&country=" .. c ..
      "&at=" .. d
  end,
  rank = function(c, d) return "/v1/rank?node=overall_without_health&at=" .. d end,
}
local path = paths[os.getenv("QUESTION")]

function init(args) math.randomseed(tonumber(os.getenv("SEED"))) end

function request()
  local day = string.format("%04d-%02d-%02d", math.random(2008, 2019), math.random(12),
    math.random(28))
  return wrk.format("GET", path(countries[math.random(#countries)], day))
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %.1f %.3f %d\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(99) / 1000,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
