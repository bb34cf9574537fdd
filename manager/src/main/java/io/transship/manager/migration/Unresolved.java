package io.transship.manager.migration;

/** A host that must answer doesn't; the journal knows, and {@code recover} goes on. */
final class Unresolved extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unresolved(String message) {
        super(message);
    }
}
