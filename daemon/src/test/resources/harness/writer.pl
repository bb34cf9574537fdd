#!/usr/bin/perl
# The container's program for tests of its files: writes the same numbers into its layer, a volume, a folder of the
# host, memory and its log, while files and links come and go.
use strict;
use warnings;
mkdir '/data/many';
my @logs = map { open my $log, '>>', "$_/seq" or die "$_: $!"; select((select($log), $| = 1)[0]); $log } '', '/data', '/bind', '/tmp';
$| = 1;
open my $sparse, '>', '/data/sparse' or die;
truncate $sparse, 1 << 32;
link '/data/seq', '/data/second';
symlink '/nowhere', '/data/link';
chmod 0640, '/data/sparse';
chown 7, 8, '/data/sparse';
for (my $number = 1; ; $number++) {
    print $_ "$number\n" for @logs;
    print "line $number\n";
    open my $file, '>', "/data/many/f$number" or die;
    close $file;
    rename "/data/many/f$number", "/data/many/g$number";
    unlink '/data/many/g' . ($number - 20);
    select undef, undef, undef, 0.005;
}
