package io.transship.core.limits;

/**
 * Why a move is forbidden.
 *
 * @param rule which rule
 * @param words with its numbers, for people; no full stop
 */
public record Objection(Rule rule, String words) {

    /** "coolDown: web rests for 12 s more". */
    @Override
    public String toString() {
        return rule.word() + ": " + words;
    }
}
