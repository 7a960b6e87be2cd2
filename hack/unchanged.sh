#!/bin/sh
# Usage: hack/unchanged.sh COMMAND...
#
# Runs the command and fails, showing the difference, if it changed, added or
# removed any file that git does not ignore. Edits that were there before are
# nobody's fault: in the middle of a change it tells what the command would still
# do to it, and in a fresh clone that what was committed is complete.
set -eu

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# snapshot prints the name of a git tree of all files as they are now. It uses an
# index and an object directory of its own: the repository's are left alone.
objects=$(git rev-parse --path-format=absolute --git-path objects)
snapshot() {
	mkdir -p "$scratch/objects"
	if [ ! -e "$scratch/index" ]; then
		cp "$(git rev-parse --git-path index)" "$scratch/index" 2>/dev/null || true
	fi
	in_scratch add --all
	in_scratch write-tree
}

in_scratch() {
	GIT_INDEX_FILE=$scratch/index \
		GIT_OBJECT_DIRECTORY=$scratch/objects \
		GIT_ALTERNATE_OBJECT_DIRECTORIES=$objects \
		git "$@"
}

before=$(snapshot)
"$@"
after=$(snapshot)

if [ "$before" != "$after" ]; then
	in_scratch --no-pager diff --stat --patch "$before" "$after"
	echo "The files above changed: commit what \`$*\` makes of them." >&2
	exit 1
fi
