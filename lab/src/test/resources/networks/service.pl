# Answers each question over TCP or UDP with how many it has had so far, and with a word that it drew when it began. Linux'
# own numbers, so that no module is needed.
my ($PF_INET, $SOCK_STREAM, $SOCK_DGRAM, $SOL_SOCKET, $SO_REUSEADDR, $port) = (2, 1, 2, 1, 2, 7000);
my $here = pack 'S n x4 x8', $PF_INET, $port;
socket(my $listener, $PF_INET, $SOCK_STREAM, 0) or die "socket: $!\n";
setsockopt($listener, $SOL_SOCKET, $SO_REUSEADDR, pack('i', 1)) or die "socket: $!\n";
bind($listener, $here) && listen($listener, 16) or die "port $port: $!\n";
socket(my $datagrams, $PF_INET, $SOCK_DGRAM, 0) or die "socket: $!\n";
bind($datagrams, $here) or die "port $port: $!\n";
$SIG{$_} = sub { exit 0 } for qw(TERM INT);
$SIG{PIPE} = 'IGNORE';
my ($count, $word, %connections) = (0, sprintf('%08x', rand 2**32));
while (1) {
    my $ready = '';
    vec($ready, fileno $_, 1) = 1 for $listener, $datagrams, values %connections;
    next unless select($ready, undef, undef, undef) > 0;
    if (vec $ready, fileno $listener, 1) {
        $connections{fileno $_} = $_ for grep { accept $_, $listener } my $new;
    }
    if (vec $ready, fileno $datagrams, 1) {
        my $from = recv $datagrams, my $question, 64, 0;
        send $datagrams, ++$count . " $word\n", 0, $from if $from;
    }
    for my $connection (grep { vec $ready, fileno $_, 1 } values %connections) {
        next if sysread($connection, my $question, 64) && syswrite $connection, ++$count . " $word\n";
        delete $connections{fileno $connection};
        close $connection;
    }
}
