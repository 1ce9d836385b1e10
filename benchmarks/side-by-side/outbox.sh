#!/usr/bin/env bash
# Measures what the outbox costs while PostHog is well, how much it keeps in an outage, and what live traffic notices of the drain after it. Prints
# the tables, and writes them to --results where that is given. Takes about ten minutes; nothing else should run meanwhile. --smoke only tries the way,
# in about a minute. Linux, the .NET 10 SDK and wrk are needed; wrk is brought with apt where it is missing.
#
#   benchmarks/side-by-side/outbox.sh [--smoke] [--results FILE]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
results=/dev/null
pass=()
while (($#)); do
  case $1 in
    --results) results=$2; shift 2 ;;
    *) pass+=("$1"); shift ;;
  esac
done

if ! command -v wrk >/dev/null; then
  if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
    echo "Missing: wrk. Install it." >&2
    exit 1
  fi
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq wrk >/dev/null
fi
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build -c Release -v q "$here/Host"
dotnet build -c Release -v q "$here/Driver"
dotnet "$here/Driver/bin/Release/net10.0/PostHogProxy.SideBySide.dll" "$here" "$results" --outbox ${pass[@]+"${pass[@]}"}
