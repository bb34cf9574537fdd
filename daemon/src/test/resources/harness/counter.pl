#!/usr/bin/perl
# The container's program: answers each byte on a connection with an 8-byte counter, holds random state of so many bytes,
# and writes each thousandth count into a file of the writable layer that it keeps open.
use strict;
use warnings;
use IO::Socket::INET;
my $state = '';
open my $random, '<:raw', '/dev/urandom' or die;
sysread $random, $state, 65536, length $state while length $state < $ARGV[0];
open my $log, '>>', '/counter.log' or die;
select((select($log), $| = 1)[0]);
print $log "started\n";
my $listener = IO::Socket::INET->new(LocalPort => 7000, Listen => 16, ReuseAddr => 1) or die;
my $counter = 0;
while (my $peer = $listener->accept) {
    setsockopt($peer, 6, 1, 1);
    while (sysread $peer, my $byte, 1) {
        $counter++;
        print $log "$counter\n" if $counter % 1000 == 0;
        syswrite $peer, pack('Q>', $counter);
    }
}
