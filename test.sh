#!/usr/bin/env bash
# Builds the solution once and runs its tests. Needs the .NET 10 SDK and Node.js 20 or later; brings Chromium, nginx, Caddy, Redis
# and Prometheus itself, and for the long run Firefox with uBlock Origin.
#
#   ./test.sh              everything
#   ./test.sh Middleware   only the test projects whose path contains the word
#   ./test.sh --long       with the tests that take minutes
#   ./test.sh --handler    with SocketsHttpHandler in place of the proxy's own HTTP/2 connections
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

only= explicit=off
for argument in "$@"; do
  case $argument in
    --long) export POSTHOGPROXY_LONG=1; explicit=on ;;
    --handler) export POSTHOGPROXY_TRANSPORT=SocketsHttpHandler ;;
    -*) echo "Usage: ./test.sh [--long] [--handler] [part of a test project's name]" >&2; exit 2 ;;
    *) only=$argument ;;
  esac
done

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Build and compiler servers would outlive the script.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

configuration=Release
# One hanging project may not take the others' results with it. The long run kills the outbox twelve hundred times, each time with a start of an app.
minutes=15
if [[ $explicit == on ]]; then minutes=120; fi
limit=()
if command -v timeout >/dev/null; then limit=(timeout --kill-after=10s "${minutes}m"); fi
endtoend=tests/PostHogProxy.EndToEnd
results=artifacts/test-results

bring_chromium() {
  local name
  if [[ -n ${POSTHOGPROXY_CHROMIUM:-} ]]; then
    [[ -x $POSTHOGPROXY_CHROMIUM ]] && return
    echo "POSTHOGPROXY_CHROMIUM is '$POSTHOGPROXY_CHROMIUM', which is no program." >&2
    return 1
  fi
  for attempt in 1 2; do
    for name in chromium chromium-browser google-chrome; do
      if POSTHOGPROXY_CHROMIUM=$(command -v "$name") && "$name" --version >/dev/null 2>&1; then export POSTHOGPROXY_CHROMIUM; return; fi
    done
    if [[ $attempt == 1 && $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
      echo "Installing Chromium with apt-get"
      { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || true
    fi
  done
  unset POSTHOGPROXY_CHROMIUM

  # Playwright's own build; its installer lies beside the tests since they were built.
  echo "Installing Chromium with Playwright"
  node "$endtoend/bin/$configuration/net10.0/.playwright/package/cli.js" install chromium && return
  echo "There is no Chromium, and it could not be installed. Install one, or set POSTHOGPROXY_CHROMIUM to its path." >&2
  return 1
}

# The real servers that tests run against. Without them those tests fail, and say what is missing.
bring_servers() {
  local name missing=()
  for name in "$@"; do
    command -v "$name" >/dev/null || [[ -x /usr/sbin/$name ]] || missing+=("$name")
  done
  ((${#missing[@]} == 0)) && return
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]} with apt-get"
    # Debian would start them as services, on their own ports.
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq "${missing[@]}" >/dev/null; } || true
  fi
}

# A real Firefox with the real uBlock Origin, in the folder of the system where Debian puts it. Without them those tests fail, and say so.
bring_firefox() {
  { command -v firefox-esr || command -v firefox; } >/dev/null && compgen -G '/usr/share/mozilla/extensions/*/uBlock0@raymondhill.net' >/dev/null && return
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    echo "Installing Firefox and uBlock Origin with apt-get"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq firefox-esr webext-ublock-origin-firefox >/dev/null; } || true
  fi
}

# The failed tests once more at the end, where a log that was cut off still shows them.
failures() { sed -n 's/.*<test [^>]*name="\([^"]*\)"[^>]* result="Fail".*/FAILED: \1/p' < <(sed 's/<test /\n<test /g' "$results"/*.xml 2>/dev/null) || true; }

# The value of one attribute of the report's first <assembly>; 'errors' are failures outside any test.
counted() { grep -o -m1 '<assembly [^>]*' "$1" | head -n1 | sed -n "s/.* $2=\"\([0-9]*\)\".*/\1/p"; }

projects=$(dotnet sln list | tr '\\' '/' | grep '^tests/.*\.csproj$' | grep -F -- "$only" | sort) || {
  echo "The solution has no such test project." >&2
  exit 1
}
dotnet build --configuration "$configuration"
if grep -q "^$endtoend/" <<<"$projects"; then
  bring_chromium
  if [[ $explicit == on ]]; then bring_firefox; fi
fi
if grep -qE "^tests/PostHogProxy.(Verification|Http2).Tests/" <<<"$projects"; then bring_servers nginx caddy haproxy; fi
if grep -qE "^tests/PostHogProxy.(Middleware|Outbox).Tests/" <<<"$projects"; then bring_servers redis-server; fi
if grep -qE "^tests/PostHogProxy.OpenTelemetry.Tests/" <<<"$projects"; then bring_servers prometheus; fi

# Two projects install the packages. Without this each would pack them.
if grep -qE "^tests/PostHogProxy.(EndToEnd|Package.Tests)/" <<<"$projects"; then
  export POSTHOGPROXY_PACKED=$PWD/artifacts/package
  rm -rf "$POSTHOGPROXY_PACKED"
  dotnet pack PostHogProxy.Middleware.sln --configuration "$configuration" --output "$POSTHOGPROXY_PACKED" --verbosity quiet
fi

rm -rf "$results"
mkdir -p "$results"
passed=0 failed=0 skipped=0 broken=()
for project in $projects; do
  name=$(basename "$project" .csproj)
  report=$results/$name.xml
  echo
  echo "== $name"
  status=0
  ${limit[@]+"${limit[@]}"} dotnet "$(dirname "$project")/bin/$configuration/net10.0/$name.dll" -noLogo -noColor -explicit "$explicit" -result-xml "$report" </dev/null || status=$?

  ok=$(counted "$report" passed 2>/dev/null) || true
  bad=$(counted "$report" failed 2>/dev/null) || true
  errors=$(counted "$report" errors 2>/dev/null) || true
  left=$(counted "$report" skipped 2>/dev/null) || true
  passed=$((passed + ${ok:-0})) failed=$((failed + ${bad:-0} + ${errors:-0})) skipped=$((skipped + ${left:-0}))

  if [[ -z $ok ]]; then broken+=("$name wrote no report (exit code $status)")
  elif ((ok + bad == 0)); then broken+=("$name ran no test")
  elif ((status != 0 && bad + errors == 0)); then broken+=("$name ended with exit code $status")
  fi
done

# Each benchmark once, to see that it still runs; what it measures then is nothing.
if [[ -z $only || Benchmarks == *"$only"* ]]; then
  echo
  echo "== PostHogProxy.Benchmarks"
  if ${limit[@]+"${limit[@]}"} dotnet "benchmarks/PostHogProxy.Benchmarks/bin/$configuration/net10.0/PostHogProxy.Benchmarks.dll" --smoke >"$results/benchmarks.txt" 2>&1 </dev/null; then
    passed=$((passed + 1))
  else
    tail -n 30 "$results/benchmarks.txt"
    broken+=("a benchmark does not run")
  fi
fi

echo
failures
# A project that broke counts as one failure: the last line alone must tell the truth.
for reason in ${broken[@]+"${broken[@]}"}; do echo "BROKEN: $reason"; failed=$((failed + 1)); done
summary="$passed passed, $failed failed"
((skipped == 0)) || summary+=", $skipped skipped"
echo "$summary"
((failed == 0 && passed > 0))
