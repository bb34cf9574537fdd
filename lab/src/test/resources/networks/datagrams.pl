# Answers datagrams: a number of 8 bytes gets itself back, with how many were answered before it and how many numbers
# came after a greater one. Linux' own numbers, so that no module is needed.
my ($PF_INET, $SOCK_DGRAM, $port) = (2, 2, 7000);
socket(my $socket, $PF_INET, $SOCK_DGRAM, 0) or die "socket: $!\n";
bind($socket, pack('S n x4 x8', $PF_INET, $port)) or die "port $port: $!\n";
$SIG{$_} = sub { exit 0 } for qw(TERM INT);
my ($answered, $overtaken, $greatest) = (0, 0, -2);
while (1) {
    my $from = recv($socket, my $bytes, 64, 0);
    next unless $from && length $bytes == 8;
    my $number = unpack 'q>', $bytes;
    $overtaken++ if $number < $greatest;
    $greatest = $number if $number > $greatest;
    send $socket, pack('q>q>q>', $number, $answered++, $overtaken), 0, $from;
}
