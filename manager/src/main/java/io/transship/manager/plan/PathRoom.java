package io.transship.manager.plan;

import io.transship.core.prediction.SendingRate;
import java.util.Optional;

/**
 * What the path of a move has left.
 *
 * @param room empty if it has not been measured
 * @param basis its narrowest link, or what is not known; for people
 */
public record PathRoom(Optional<SendingRate.Room> room, String basis) {}
