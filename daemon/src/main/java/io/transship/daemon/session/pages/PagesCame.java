package io.transship.daemon.session.pages;

/**
 * How far the memory of a committed copy is.
 *
 * @param all whether every page is here, so that the source is not needed any more
 * @param bytes that came in pages; 0 if that is not known any more
 */
public record PagesCame(boolean all, long bytes) {}
