#!/bin/bash
# Fails when a public symbol of a library has no documentation comment: reads the compiler's symbol graphs.
set -eu
cd "$(dirname "$0")/.."
sdk=$(swift -print-target-info | python3 -c 'import json, sys; print(json.load(sys.stdin)["target"]["triple"])')
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
swift build >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
includes=(-I .build/debug/Modules)
for map in Sources/C*/module.modulemap; do includes+=(-Xcc "-fmodule-map-file=$map"); done
for map in .build/checkouts/*/Sources/*/include/module.modulemap .build/checkouts/GRDB.swift/Sources/GRDBSQLite/module.modulemap \
    .build/debug/*.build/module.modulemap; do
    [ -f "$map" ] && includes+=(-Xcc "-fmodule-map-file=$map")
done
while read -r flag; do [ -n "$flag" ] && includes+=(-Xcc "$flag"); done < <(
    pkg-config --cflags libxml-2.0 libcurl libsystemd 2>/dev/null | tr ' ' '\n')
modules=(DispatchExecutor FeedFetch FeedParse Aggregator)
for module in "${modules[@]}"; do
    swift symbolgraph-extract -module-name "$module" -target "$sdk" "${includes[@]}" \
        -minimum-access-level public -skip-synthesized-members -output-dir "$work" >"$work/log" 2>&1 || {
        cat "$work/log" >&2; exit 1; }
done
python3 - "$work" <<'PYTHON'
import glob, json, sys
total, bare = 0, []
for path in sorted(glob.glob(sys.argv[1] + "/*.symbols.json")):
    graph = json.load(open(path))
    # protocol requirements implemented by a type inherit their comment
    inherited = {r["source"] for r in graph["relationships"]
                 if r["kind"] in ("requirementOf", "defaultImplementationOf", "overrides") or "sourceOrigin" in r}
    for symbol in graph["symbols"]:
        location = symbol.get("location", {}).get("uri", "")
        if "/Sources/" not in location or symbol["kind"]["identifier"] == "swift.extension":
            continue
        total += 1
        if not symbol.get("docComment") and symbol["identifier"]["precise"] not in inherited:
            where = location.split("/Sources/")[1]
            bare.append(f'Sources/{where}:{symbol["location"]["position"]["line"] + 1}: '
                        f'{".".join(symbol["pathComponents"])} is not documented')
print("\n".join(bare))
if total < 300:
    print(f"only {total} public symbols were found: the symbol graphs are incomplete")
    sys.exit(1)
if bare:
    sys.exit(1)
print(f"docs: {total} public symbols, each documented")
PYTHON
