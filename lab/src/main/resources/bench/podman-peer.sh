#!/bin/bash
# A container that Podman moves by its own means: checkpoint into an archive, copy, restore from it. Nobody holds frames.
#   podman-peer.sh network SUBNET GATEWAY             the lab's bridge as a network of Podman's; its own command refuses
#                                                     a subnet that the host is in
#   podman-peer.sh run IP MAC IMAGE WORD...           starts it
#   podman-peer.sh receive PORT IP                    waits for an archive, restores, tells the switches where it is
#   podman-peer.sh send TARGET PORT                   checkpoints and sends; prints the bytes
#   podman-peer.sh remove
set -euo pipefail
export PODMAN_IGNORE_CGROUPSV1_WARNING=1
readonly ARCHIVE=/run/podman-peer.tar NAME=peer

network() { # subnet gateway
    mkdir -p /etc/containers/networks
    cat >/etc/containers/networks/bench.json <<END
{"name": "bench", "id": "$(printf 'a%.0s' {1..64})", "driver": "bridge", "network_interface": "br0",
 "created": "2026-01-01T00:00:00Z", "subnets": [{"subnet": "$1", "gateway": "$2"}], "ipv6_enabled": false,
 "internal": false, "dns_enabled": false, "options": {"mode": "unmanaged"}, "ipam_options": {"driver": "host-local"}}
END
}

run() { # ip mac image word...
    local address="ip=$1,mac=$2"
    shift 2
    podman run --detach --name "$NAME" --network "bench:$address" "$@" >/dev/null
}

receive() { # port ip
    perl -MIO::Socket::INET -e '
        my $listener = IO::Socket::INET->new(LocalPort => shift, Listen => 1, ReuseAddr => 1) or die "listen: $!\n";
        open my $file, ">", shift or die "$!\n";
        $| = 1; print "ready\n";
        my $from = $listener->accept or die "accept: $!\n";
        while (sysread $from, my $bytes, 1 << 20) { print $file $bytes; }
        close $file or die "$!\n";' "$1" "$ARCHIVE"
    podman container restore --tcp-established --import "$ARCHIVE" >/dev/null
    rm -f "$ARCHIVE"
    nsenter --net="/proc/$(podman inspect --format '{{.State.Pid}}' "$NAME")/ns/net" arping -q -U -c 1 -w 1 -I eth0 "$2" || true
    echo done
}

send() { # target port
    podman container checkpoint --tcp-established --compress none --export "$ARCHIVE" "$NAME" >/dev/null
    perl -MIO::Socket::INET -e '
        my $to = IO::Socket::INET->new(PeerAddr => "$ARGV[0]:$ARGV[1]") or die "connect: $!\n";
        open my $file, "<", $ARGV[2] or die "$!\n";
        while (sysread $file, my $bytes, 1 << 20) { print $to $bytes or die "$!\n"; }
        close $to or die "$!\n";' "$1" "$2" "$ARCHIVE"
    stat --format=%s "$ARCHIVE"
    podman rm --force "$NAME" >/dev/null
    rm -f "$ARCHIVE"
}

remove() {
    podman rm --force --ignore "$NAME" >/dev/null
    rm -f "$ARCHIVE"
}

"$@"
