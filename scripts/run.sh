#!/bin/bash
# Polls the shipped feeds.conf into a store of its own and prints the digest.
set -eu
cd "$(dirname "$0")/.."
store=${AGGD_STORE:-.build/run/aggd.sqlite}
mkdir -p "$(dirname "$store")"
aggd=.build/release/aggd
"$aggd" --config feeds.conf --store "$store" poll || [ $? -eq 75 ]
exec "$aggd" --config feeds.conf --store "$store" --no-pager digest daily
