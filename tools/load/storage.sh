#!/usr/bin/env bash
# Measures what a read and a write of the state take, in less memory than the database is large. Needs root: it
# makes a group of processes with a limit on memory, and empties the system's cache of files.
#
#   tools/load/storage.sh PROGRAM FOLDER [PERSONS [OPTIONS]]
#
# PROGRAM is census-load; FOLDER is made, takes 12 GB for 2^24 persons, and is removed. There are five entries for
# a person. The options are those of `census-load storage`. With fewer persons the node's caches would not fit into
# a quarter: give smaller ones.
set -euo pipefail

program=$1 folder=$2 persons=${3:-16777216}
group=census-storage-$$
[ "$(id -u)" -eq 0 ] || { echo 'this needs root: it limits memory, and empties the cache of files' >&2; exit 1; }
[ ! -e "$folder" ] || { echo "$folder is there already" >&2; exit 1; }

clean() {
	rm -rf "$folder"
	rmdir "/sys/fs/cgroup/memory/$group" "/sys/fs/cgroup/$group" 2>/dev/null || true
}
trap clean EXIT

"$program" make --persons "$persons" --base-path "$folder"
bytes=$(du -sb "$folder" | cut -f1)
limit=$((bytes / 4))

if [ -d /sys/fs/cgroup/memory ]; then
	mkdir "/sys/fs/cgroup/memory/$group"
	echo "$limit" >"/sys/fs/cgroup/memory/$group/memory.limit_in_bytes"
	members=/sys/fs/cgroup/memory/$group/cgroup.procs
else
	mkdir "/sys/fs/cgroup/$group"
	echo "$limit" >"/sys/fs/cgroup/$group/memory.max"
	members=/sys/fs/cgroup/$group/cgroup.procs
fi
sync
echo 3 >/proc/sys/vm/drop_caches

echo "$(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1); disk $(df --output=source "$folder" | tail -1)"
echo "a database of $((bytes >> 20)) MiB in $((limit >> 20)) MiB of memory, files' cache included"
(
	echo "$BASHPID" >"$members"
	exec "$program" storage --persons "$persons" --base-path "$folder" "${@:4}"
)
