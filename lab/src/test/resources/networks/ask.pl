# Sends a datagram to port 7000 of an address and prints the answer; asks again while there is none.
socket(my $socket, 2, 2, 0) or die "socket: $!\n";
connect($socket, pack('S n C4 x8', 2, 7000, split /\./, $ARGV[0])) or die "connect: $!\n";
for (1 .. 5) {
    send $socket, "?\n", 0;
    vec(my $ready = '', fileno $socket, 1) = 1;
    next unless select($ready, undef, undef, 5) > 0;
    recv $socket, my $answer, 64, 0;
    print($answer), last if length $answer;
}
