#!/bin/sh
# Runs 200 random trials of one phase of BOLT, or goes on with them: record.sh vae|scorer|gp|inference
# The pipeline is copied, not kept among the others, so that its 200 trials do not burden every nx command.
set -e
here=$(dirname "$0")
root=$here/../../../..
mkdir -p "$root/pipelines/recorded-$1"
cp "$here/$1.yaml" "$root/pipelines/recorded-$1/pipeline.yaml"
cd "$root"
npx nx run "recorded-$1:tune-$1"
