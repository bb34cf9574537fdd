package io.transship.lab.faults;

import java.util.BitSet;

/**
 * What a client knows of a server that counts its replies: the count only grows, and no number
 * comes twice, whatever connection it comes over. If it does, two servers answered, or an older
 * state came back; or the server began anew, which the checksum of its state tells. A checksum that
 * changes without that is memory that was damaged. Thread-safe.
 */
final class Ledger {

    private final BitSet seen = new BitSet();
    private long highest = -1;
    private int life;
    private long replies;
    private long lastReplyNanos = System.nanoTime();

    /** Counts that must not come, since the last checksum. */
    private int doubts;

    private String doubt = "";
    private boolean wanted = true;
    private String checksum = "";
    private long verified;
    private int restarts;
    private int rewinds;
    private int changes;

    /**
     * What was known when a request was sent.
     *
     * @param life of the server, from 0
     * @param floor the highest count so far
     */
    record Sent(int life, long floor) {}

    synchronized Sent send() {
        return new Sent(life, highest);
    }

    synchronized void reply(Sent sent, long count) {
        if (sent.life() != life) {
            return; // it was on its way while the count went back
        }
        replies++;
        lastReplyNanos = System.nanoTime();
        if (count <= sent.floor() || seen.get((int) count)) {
            doubts++;
            doubt = count + " after " + highest;
            life++;
            seen.clear();
            highest = -1;
        }
        seen.set((int) count);
        highest = Math.max(highest, count);
    }

    /**
     * Whether the checksum should be asked for: a count came that must not, or somebody wants it.
     */
    synchronized boolean wantsChecksum() {
        return doubts > 0 || wanted;
    }

    /** From now on the checksum is wanted, once. */
    synchronized void want() {
        wanted = true;
    }

    /** The checksum of the state; of no use if the count went back while it was on its way. */
    synchronized void checksum(Sent sent, String now) {
        if (sent.life() != life) {
            return;
        }
        boolean another = !checksum.isEmpty() && !checksum.equals(now);
        if (another && doubts > 0) {
            restarts++;
            rewinds += doubts - 1;
        } else {
            rewinds += doubts;
            changes += another ? 1 : 0;
        }
        checksum = now;
        doubts = 0;
        wanted = false;
        verified++;
    }

    synchronized ClientState state(int reconnects) {
        double age = (System.nanoTime() - lastReplyNanos) / 1e6;
        return new ClientState(
                replies, age, checksum, verified, restarts, rewinds, changes, doubt, reconnects);
    }
}
