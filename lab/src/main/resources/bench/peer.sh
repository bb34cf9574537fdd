#!/bin/bash
# A container that an engine moves by its own means: checkpoint, copy, restore. Nobody holds frames.
#   peer.sh ENGINE network SUBNET GATEWAY       the lab's bridge as a network of the engine's
#   peer.sh ENGINE run IP MAC IMAGE WORD...     starts it
#   peer.sh ENGINE expect IP MAC IMAGE WORD...  what can be made on the target ahead
#   peer.sh ENGINE receive PORT IP              waits for the checkpoint and restores; the switches hear where it is
#   peer.sh ENGINE send TARGET PORT             checkpoints and sends; prints the bytes
#   peer.sh ENGINE remove
# ENGINE: podman (container checkpoint --export, restore --import) or docker (checkpoint create, start --checkpoint; it
# takes checkpoints only from its own folder, where they are put).
#
# The best that an engine can do without us: CRIU locks the network while the sockets are out, and the host's port to the
# data network stays shut from before the restore until CRIU has the sockets back, or the new namespace would answer the
# client with a reset.
set -euo pipefail
export PODMAN_IGNORE_CGROUPSV1_WARNING=1
readonly ENGINE=$1 NAME=peer CHECKPOINT=move ARCHIVE=/run/peer.tar OPTIONS=/run/peer-criu.conf OPENER=/run/peer-open
UPLINK=$(hostname)-eth0
readonly UPLINK
shift

network() { # subnet gateway
    cat >"$OPENER" <<END
#!/bin/bash
[ "\$CRTOOLS_SCRIPT_ACTION" = pre-resume ] || exit 0
bridge link set dev $UPLINK state 3
ip=\$(</run/peer-address)
nsenter --net=/proc/\$CRTOOLS_INIT_PID/ns/net arping -q -U -c 1 -w 1 -I eth0 "\$ip" >/dev/null 2>&1 </dev/null &
END
    chmod +x "$OPENER"
    printf '%s\n' tcp-established file-locks manage-cgroups=ignore skip-in-flight "action-script=$OPENER" >"$OPTIONS"
    "network_of_$ENGINE" "$@"
}

# Its own command refuses a subnet that the host is in.
network_of_podman() {
    mkdir -p /etc/containers/networks
    cat >/etc/containers/networks/bench.json <<END
{"name": "bench", "id": "$(printf 'a%.0s' {1..64})", "driver": "bridge", "network_interface": "br0",
 "created": "2026-01-01T00:00:00Z", "subnets": [{"subnet": "$1", "gateway": "$2"}], "ipv6_enabled": false,
 "internal": false, "dns_enabled": false, "options": {"mode": "unmanaged"}, "ipam_options": {"driver": "host-local"}}
END
}

network_of_docker() {
    ! docker network inspect bench >/dev/null 2>&1 || return 0
    docker network create --driver bridge --opt com.docker.network.bridge.name=br0 \
        --opt com.docker.network.bridge.enable_ip_masquerade=false --subnet "$1" --gateway "$2" bench >/dev/null
}

arguments() { # ip mac
    printf '%s\n' --name "$NAME" --annotation "org.criu.config=$OPTIONS"
    if [ "$ENGINE" = podman ]; then
        printf '%s\n' --network "bench:ip=$1,mac=$2"
    else
        printf '%s\n' --network bench --ip "$1" --mac-address "$2"
    fi
}

run() { # ip mac image word...
    local words ip=$1
    mapfile -t words < <(arguments "$1" "$2")
    shift 2
    "$ENGINE" run --detach "${words[@]}" "$@" >/dev/null
    announce "$ip"
}

# Another container of that address may have been elsewhere before.
announce() { # ip
    local pid
    pid=$("$ENGINE" inspect --format '{{.State.Pid}}' "$NAME")
    nsenter --net="/proc/$pid/ns/net" arping -q -U -c 2 -w 2 -I eth0 "$1" || true
}

expect() { # ip mac image word...
    local words
    [ "$ENGINE" = docker ] || return 0
    mapfile -t words < <(arguments "$1" "$2")
    shift 2
    docker create "${words[@]}" "$@" >/dev/null
    mkdir -p "$(checkpoints)"
}

checkpoints() {
    echo "/var/lib/docker/containers/$(docker inspect --format '{{.Id}}' "$NAME")/checkpoints"
}

receive() { # port ip
    echo "$2" >/run/peer-address
    exec 3>&1
    if [ "$ENGINE" = podman ]; then
        listen "$1" >"$ARCHIVE"
        trap 'bridge link set dev "$UPLINK" state 3' EXIT
        bridge link set dev "$UPLINK" state 0
        podman container restore --tcp-established --import "$ARCHIVE" >/dev/null
        rm -f "$ARCHIVE"
    else
        listen "$1" | tar -x -C "$(checkpoints)"
        trap 'bridge link set dev "$UPLINK" state 3' EXIT
        bridge link set dev "$UPLINK" state 0
        docker start --checkpoint "$CHECKPOINT" "$NAME" >/dev/null
        docker checkpoint rm "$NAME" "$CHECKPOINT"
    fi
    echo done
}

listen() { # port
    perl -MIO::Socket::INET -e '
        my $listener = IO::Socket::INET->new(LocalPort => shift, Listen => 1, ReuseAddr => 1) or die "listen: $!\n";
        open my $word, ">&=", 3 or die "$!\n";
        print $word "ready\n"; close $word;
        my $from = $listener->accept or die "accept: $!\n";
        while (sysread $from, my $bytes, 1 << 20) { print $bytes or die "$!\n"; }
        close STDOUT or die "$!\n";' "$1"
}

send() { # target port
    if [ "$ENGINE" = podman ]; then
        podman container checkpoint --tcp-established --compress none --export "$ARCHIVE" "$NAME" >/dev/null
        pour "$@" <"$ARCHIVE"
    else
        docker checkpoint create "$NAME" "$CHECKPOINT" >/dev/null
        tar -c -C "$(checkpoints)" "$CHECKPOINT" | pour "$@"
    fi
    remove
}

pour() { # target port
    perl -MIO::Socket::INET -e '
        my $to = IO::Socket::INET->new(PeerAddr => "$ARGV[0]:$ARGV[1]") or die "connect: $!\n";
        my $sum = 0;
        while (my $count = sysread STDIN, my $bytes, 1 << 20) { print $to $bytes or die "$!\n"; $sum += $count; }
        close $to or die "$!\n";
        print "$sum\n";' "$@"
}

remove() {
    "$ENGINE" rm --force "$NAME" >/dev/null 2>&1 || true
    rm -f "$ARCHIVE"
}

"$@"
