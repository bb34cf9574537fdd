#!/usr/bin/perl -w
# The demo's server: answers requests, and holds state that a migration has to carry.
#
#   server.pl PORT STATE_BYTES [6]
#
# A request is an 8-byte sequence number, most significant byte first. The reply is 16 bytes: the same number, and how
# many requests this process had answered before. The number -1 asks for the checksum of the state instead: the reply
# is -1 and the checksum, made from the memory at that moment. With 6 it
# listens on IPv6, and on IPv4 through it.
#
# No module but strict: Socket, Fcntl and Errno bring 1.5 MiB of Perl's own along, which a migration would have to carry
# beside the state. The numbers are those of Linux on amd64 and arm64.
use strict;

my ($PF_INET, $PF_INET6, $SOCK_STREAM, $SOCK_NONBLOCK, $IPPROTO_TCP) = (2, 10, 1, 0x800, 6);
my ($SOL_SOCKET, $SO_REUSEADDR, $TCP_NODELAY, $MSG_DONTWAIT) = (1, 2, 1, 0x40);
my ($EINTR, $EAGAIN) = (4, 11);

my $REQUEST      = 8;
my $PAGE         = 4096;
my $CHUNK        = 1 << 20;
my $MOST_UNSENT  = 1 << 20;    # a client that does not read is dropped beyond this
my $MOST_CLIENTS = 256;

my ($port, $size, $family) = (@ARGV, 4);
die "usage: server.pl PORT STATE_BYTES [6]\n"
    unless $family =~ /^[46]$/ && $port =~ /^\d{1,5}$/ && $size =~ /^\d{1,12}$/;

$size += -$size % 8;    # the checksum adds up words

$SIG{$_} = sub { exit 0 } for qw(TERM INT);
$SIG{PIPE} = 'IGNORE';
$SIG{CHLD} = 'IGNORE';

# Incompressible state; the string is made once at full length, so that no copy of it stays behind in the heap.
my $state = '';
if ($size > 0) {
    vec($state, $size - 1, 8) = 0;
    open my $random, '<:raw', '/dev/urandom' or die "/dev/urandom: $!\n";
    for (my $at = 0; $at < $size;) {
        my $wanted = $size - $at < $CHUNK ? $size - $at : $CHUNK;
        my $got = sysread $random, $state, $wanted, $at;
        die "/dev/urandom: $!\n" unless $got;
        $at += $got;
    }
    close $random;
}

# One sum a page, chained: a page that is lost, zeroed, changed or out of place gives another number.
sub checksum {
    use integer;
    my $sum = 0;
    for (my $at = 0; $at < $size; $at += $PAGE) {
        $sum = $sum * 1000003 + unpack('%64Q*', substr($state, $at, $PAGE));
    }
    return $sum;
}

my $ipv6 = $family == 6;
socket(my $listener, $ipv6 ? $PF_INET6 : $PF_INET, $SOCK_STREAM | $SOCK_NONBLOCK, $IPPROTO_TCP) or die "socket: $!\n";
setsockopt($listener, $SOL_SOCKET, $SO_REUSEADDR, pack 'i', 1);
my $everywhere = $ipv6 ? pack('S n x24', $PF_INET6, $port) : pack('S n x12', $PF_INET, $port);
bind($listener, $everywhere) or die "port $port: $!\n";
listen($listener, 16) or die "listen: $!\n";

my $answered = 0;
my %clients;    # by file number: { socket, in, out }

sub drop {
    my ($number) = @_;
    close $clients{$number}{socket};
    delete $clients{$number};
}

sub take_client {
    accept(my $socket, $listener) or return;
    if (keys %clients >= $MOST_CLIENTS) { close $socket; return; }
    setsockopt($socket, $IPPROTO_TCP, $TCP_NODELAY, pack 'i', 1);
    $clients{ fileno $socket } = { socket => $socket, in => '', out => '' };
}

sub answer {
    my ($client) = @_;
    while (length $client->{in} >= $REQUEST) {
        my $sequence = unpack 'q>', substr $client->{in}, 0, $REQUEST, '';
        $client->{out} .= pack 'q>q>', $sequence, $sequence == -1 ? checksum() : $answered++;
    }
}

sub read_from {
    my ($number) = @_;
    my $client = $clients{$number};
    my $bytes;
    if (!defined recv $client->{socket}, $bytes, $PAGE, $MSG_DONTWAIT) {
        drop($number) unless $! == $EAGAIN || $! == $EINTR;
        return;
    }
    return drop($number) if $bytes eq '';
    $client->{in} .= $bytes;
    answer($client);
    write_to($number);
}

sub write_to {
    my ($number) = @_;
    my $client = $clients{$number};
    return if $client->{out} eq '';
    my $sent = send $client->{socket}, $client->{out}, $MSG_DONTWAIT;
    if (defined $sent) { substr $client->{out}, 0, $sent, ''; }
    elsif ($! != $EAGAIN && $! != $EINTR) { return drop($number); }
    drop($number) if length $client->{out} > $MOST_UNSENT;
}

while (1) {
    my ($readable, $writable) = ('', '');
    vec($readable, fileno $listener, 1) = 1;
    for my $number (keys %clients) {
        vec($readable, $number, 1) = 1;
        vec($writable, $number, 1) = 1 if $clients{$number}{out} ne '';
    }
    my $ready = select $readable, $writable, undef, undef;
    next if $ready < 0;
    take_client() if vec $readable, fileno $listener, 1;
    for my $number (keys %clients) {
        write_to($number) if vec $writable, $number, 1;
        read_from($number) if exists $clients{$number} && vec $readable, $number, 1;
    }
}
