#!/bin/bash
# Runs a command in a clone of this repository on a bare Debian 12 where nothing was installed by hand:
#
#   tools/clean_machine.sh ./dev demo
#   tools/clean_machine.sh .ci/run
#
# Needs root, debootstrap, and the mirror that apt uses here. The machine is a folder in $CLEAN_MACHINE (kept, and used
# again, if that is set; otherwise temporary). The clone lies in a path with a blank in it.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
machine=${CLEAN_MACHINE:-}
(($# > 0)) || { sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2; }
if [[ -z $machine ]]; then
  machine=$(mktemp -d)
  temporary=1
fi

leave() {
  for folder in dev proc; do umount -l "$machine/$folder" 2>/dev/null || true; done
  [[ -z ${temporary:-} ]] || rm -rf --one-file-system "$machine"
}
trap leave EXIT

if [[ ! -d $machine/etc ]]; then
  mirror=$(apt-get indextargets --format '$(RELEASE) $(SITE)' 'Created-By: Packages' | sed -n 's/^bookworm //p' | head -n 1)
  debootstrap --variant=minbase bookworm "$machine" "${mirror:?apt here has no mirror of bookworm}" >/dev/null
  cp /etc/apt/sources.list.d/debian.sources "$machine/etc/apt/sources.list.d/" 2>/dev/null &&
    rm -f "$machine/etc/apt/sources.list" || true
  cp /etc/apt/apt.conf.d/*proxy* "$machine/etc/apt/apt.conf.d/" 2>/dev/null || true
  cp /etc/resolv.conf /etc/hosts "$machine/etc/"
fi
mount -t proc proc "$machine/proc"
mount --rbind /dev "$machine/dev"
mount --make-rslave "$machine/dev"

clone="$machine/srv/a studio"
if [[ -d $clone ]]; then
  git -C "$clone" fetch -q "$root" HEAD && git -C "$clone" checkout -q --detach FETCH_HEAD
else
  git clone -q "$root" "$clone"
fi
env -i PATH="$PATH" LANG=C.UTF-8 CI=true HOME=/srv ${http_proxy:+http_proxy="$http_proxy"} \
  chroot "$machine" /bin/bash -c 'cd "/srv/a studio" && exec "$@"' clean "$@" </dev/null
