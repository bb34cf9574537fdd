package io.transship.core.effect;

/**
 * What a move does to the fullest links on both of its sides.
 *
 * @param relieved the fullest before, of those whose load shrinks
 * @param filled the fullest after, of those whose load grows
 */
public record Crowding(LinkChange relieved, LinkChange filled) {

    /** By how much fuller the one becomes than the other one was, as a share of the latter. */
    public double excess() {
        return filled.shareAfter() / relieved.shareBefore() - 1;
    }
}
