#!/bin/sh
# The demo container: an iperf3 server for the load, and the server that is watched.
# entry.sh PORT STATE_BYTES
iperf3 -s </dev/null >/dev/null 2>&1 &
exec perl /demo/server.pl "$1" "$2" </dev/null
