package io.transship.lab.faults;

import java.util.BitSet;

/**
 * What a client knows of a server that counts its replies: the count only grows, and no number
 * comes twice, whatever connection it comes over. If it does, two servers answered, or an older
 * state came back; or the server began anew, which the checksum of its state tells. Thread-safe.
 */
final class Ledger {

    private final BitSet seen = new BitSet();
    private long highest = -1;
    private int life;
    private long replies;
    private long lastReplyNanos = System.nanoTime();
    private boolean doubtful;
    private String checksum = "";
    private String wentBack = "";
    private int restarts;

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
            return; // it was on its way while the server began anew
        }
        replies++;
        lastReplyNanos = System.nanoTime();
        if (count <= sent.floor() || seen.get((int) count)) {
            doubtful = true;
            if (wentBack.isEmpty()) {
                wentBack = count + " after " + sent.floor();
            }
        }
        seen.set((int) count);
        highest = Math.max(highest, count);
    }

    /** Whether a count came that must not come in the life of one server. */
    synchronized boolean isDoubtful() {
        return doubtful || checksum.isEmpty();
    }

    /** The checksum of the state, asked for because of a doubt, or at first. */
    synchronized void checksum(String now) {
        if (!checksum.isEmpty() && !checksum.equals(now)) {
            restarts++;
            life++;
            seen.clear();
            highest = -1;
            wentBack = "";
        }
        checksum = now;
        doubtful = false;
    }

    synchronized ClientState state(int reconnects) {
        double age = (System.nanoTime() - lastReplyNanos) / 1e6;
        return new ClientState(replies, age, checksum, wentBack, restarts, reconnects);
    }
}
