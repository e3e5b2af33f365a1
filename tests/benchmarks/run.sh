#!/bin/sh
# Runs one benchmark: run.sh start|throughput|auth|tracing|hot-deploy|memory [<unpacked distribution, or its zip>]
# Needs a built tree (see the README) and nothing else running on the machine.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
case "${1:-}" in
    start) main=StartBenchmark ;;
    throughput) main=ThroughputBenchmark ;;
    auth) main=AuthBenchmark ;;
    tracing) main=TracingBenchmark ;;
    hot-deploy) main=HotDeployBenchmark ;;
    memory) main=MemoryBenchmark ;;
    *) sed -n '2,3s/^# //p' "$0" >&2; exit 2 ;;
esac
[ -f "$here/target/class-path.txt" ] || { echo "build first: mvn package" >&2; exit 2; }
distribution=${2:-$here/../../distribution/target}
cd "$here"
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -Dsubrack.distribution="$distribution" \
    -cp "$here/target/benchmarks.jar:$(cat "$here/target/class-path.txt")" "io.subrack.tests.benchmarks.$main"
