package io.transship.lab.servers;

/** One client's talk with a server over one connection, which is never opened a second time. */
interface Conversation extends AutoCloseable {

    /**
     * One request and its answer.
     *
     * @param number how many there were before, from 0
     * @throws WrongAnswer if the server has forgotten or mixed up something
     * @throws Exception if the connection broke
     */
    void exchange(long number) throws Exception;

    /** What a server must not say. */
    final class WrongAnswer extends Exception {

        private static final long serialVersionUID = 1;

        WrongAnswer(String expected, String actual) {
            super("expected " + expected + ", but it said " + actual);
        }
    }

    static void require(String expected, String actual) throws WrongAnswer {
        if (!expected.equals(actual)) {
            throw new WrongAnswer(expected, actual);
        }
    }
}
