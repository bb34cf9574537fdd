#!/usr/bin/perl
# The demo's server: answers requests, and holds state that a migration has to carry.
#
#   server.pl PORT STATE_BYTES
#
# A request is an 8-byte sequence number, most significant byte first. The reply is 16 bytes: the same number, and how
# many requests this process had answered before. The number -1 asks for the checksum of the state instead: the reply
# is -1 and the checksum, made from the memory at that moment. Only modules of perl-base are used.
use strict;
use warnings;
use Socket qw(:DEFAULT IPPROTO_TCP TCP_NODELAY);
use Fcntl qw(F_GETFL F_SETFL O_NONBLOCK);
use Errno qw(EAGAIN EINTR);

use constant {
    REQUEST      => 8,
    PAGE         => 4096,
    CHUNK        => 1 << 20,
    MOST_UNSENT  => 1 << 20,    # a client that does not read is dropped beyond this
    MOST_CLIENTS => 256,
};

my ($port, $size) = @ARGV;
die "usage: server.pl PORT STATE_BYTES\n"
    unless @ARGV == 2 && $port =~ /^\d{1,5}$/ && $size =~ /^\d{1,12}$/;

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
        my $wanted = $size - $at < CHUNK ? $size - $at : CHUNK;
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
    for (my $at = 0; $at < $size; $at += PAGE) {
        $sum = $sum * 1000003 + unpack('%64Q*', substr($state, $at, PAGE));
    }
    return $sum;
}

socket(my $listener, PF_INET, SOCK_STREAM, getprotobyname('tcp') // 6) or die "socket: $!\n";
setsockopt($listener, SOL_SOCKET, SO_REUSEADDR, 1);
bind($listener, sockaddr_in($port, INADDR_ANY)) or die "port $port: $!\n";
listen($listener, 16) or die "listen: $!\n";

sub unblock {
    my ($handle) = @_;
    fcntl($handle, F_SETFL, fcntl($handle, F_GETFL, 0) | O_NONBLOCK);
}
unblock($listener);

my $answered = 0;
my %clients;    # by file number: { socket, in, out }

sub drop {
    my ($number) = @_;
    close $clients{$number}{socket};
    delete $clients{$number};
}

sub take_client {
    while (accept(my $socket, $listener)) {
        if (keys %clients >= MOST_CLIENTS) { close $socket; next; }
        unblock($socket);
        setsockopt($socket, IPPROTO_TCP, TCP_NODELAY, 1);
        $clients{ fileno $socket } = { socket => $socket, in => '', out => '' };
    }
}

sub answer {
    my ($client) = @_;
    while (length $client->{in} >= REQUEST) {
        my $sequence = unpack 'q>', substr $client->{in}, 0, REQUEST, '';
        $client->{out} .= pack 'q>q>', $sequence, $sequence == -1 ? checksum() : $answered++;
    }
}

sub read_from {
    my ($number) = @_;
    my $client = $clients{$number};
    my $got = sysread $client->{socket}, $client->{in}, 4096, length $client->{in};
    if (!defined $got) {
        drop($number) unless $! == EAGAIN || $! == EINTR;
        return;
    }
    return drop($number) if $got == 0;
    answer($client);
    write_to($number);
}

sub write_to {
    my ($number) = @_;
    my $client = $clients{$number};
    return if $client->{out} eq '';
    my $sent = syswrite $client->{socket}, $client->{out};
    if (defined $sent) { substr $client->{out}, 0, $sent, ''; }
    elsif ($! != EAGAIN && $! != EINTR) { return drop($number); }
    drop($number) if length $client->{out} > MOST_UNSENT;
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
