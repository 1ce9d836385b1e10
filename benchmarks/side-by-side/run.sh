#!/usr/bin/env bash
# Measures the package against the proxy servers it stands in for, on this machine, and writes benchmarks/RESULTS.md. Takes about
# twenty minutes with --seconds 1, and half an hour with --growth too; nothing else should run meanwhile. Linux, the .NET 10 SDK and
# Node.js 20 are needed; nginx, HAProxy, Caddy and wrk are brought with apt where they are missing.
#
#   benchmarks/side-by-side/run.sh [--rounds N] [--seconds N] [--peers "nginx;lean"] [--workloads "event;array"] [--only-cpu] [--growth] [--results FILE] [--no-aot]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
results=$here/../RESULTS.md
aot=yes
pass=()
while (($#)); do
  case $1 in
    --results) results=$2; shift 2 ;;
    --no-aot) aot=no; shift ;;
    *) pass+=("$1"); shift ;;
  esac
done

missing=()
for name in nginx haproxy caddy wrk; do
  command -v "$name" >/dev/null || [[ -x /usr/sbin/$name ]] || missing+=("$name")
done
if ((${#missing[@]})); then
  if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
    echo "Missing: ${missing[*]}. Install them." >&2
    exit 1
  fi
  # Debian would start them as services.
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq "${missing[@]}" >/dev/null
fi
export PATH=$PATH:/usr/sbin
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

(cd "$here/peers/node" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null)
dotnet build -c Release -v q "$here/Host"
dotnet build -c Release -v q "$here/Driver"
if [[ $aot == yes ]]; then
  native=$(mktemp -d)
  trap 'rm -rf "$native"' EXIT
  dotnet publish -c Release -v q "$here/Host" -r linux-x64 -p:NativeHost=true -o "$native"
  pass+=(--native "$native/PostHogProxy.SideBySide.Host")
fi

# Ten thousand idle connections, on both sides.
ulimit -n "$(ulimit -H -n)"
dotnet "$here/Driver/bin/Release/net10.0/PostHogProxy.SideBySide.dll" "$here" "$results" ${pass[@]+"${pass[@]}"}
