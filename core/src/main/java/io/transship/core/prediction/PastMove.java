package io.transship.core.prediction;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import java.time.Duration;
import java.util.Optional;

/**
 * What an earlier move has taken; zero for a part that was not measured.
 *
 * @param mode how its memory travelled
 * @param state size of its dump
 * @param moved all bytes that were sent
 * @param prepare both sides getting ready, what was sent ahead included
 * @param dump the freeze and the dump
 * @param transfer of the dump
 * @param restore at the target
 * @param release the way of the held frames to the target
 * @param finish from the end of the replay to the end of the move
 * @param expected the rate that was predicted for it, if one was
 */
public record PastMove(
        MigrationMode mode,
        ByteCount state,
        ByteCount moved,
        Duration prepare,
        Duration dump,
        Duration transfer,
        Duration restore,
        Duration release,
        Duration finish,
        Optional<BitRate> expected) {}
