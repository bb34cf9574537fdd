package io.transship.manager.api.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a move would cost now.
 *
 * @param container which
 * @param source where it runs
 * @param target where it would go
 * @param asked the mode that was asked for
 * @param mode in which it would be made; absent if that is not offered
 * @param safe whether auto takes only modes that can go back
 * @param maxDowntimeMs what auto tries to stay below
 * @param cargo what it carries
 * @param path what the network has left for it
 * @param modes every mode
 * @param warnings what to know
 */
public record PlanReport(
        String container,
        String source,
        String target,
        String asked,
        @Nullable String mode,
        boolean safe,
        double maxDowntimeMs,
        CargoReport cargo,
        PathReport path,
        List<ModeReport> modes,
        List<String> warnings) {

    /**
     * What a move carries.
     *
     * @param memoryBytes of its processes
     * @param dirtyBytesPerSecond how fast it changes; absent if not known
     * @param dirtyBasis "soft-dirty", or "referenced": an upper bound
     * @param layerBytes its writable layer
     * @param volumeBytes its volumes
     * @param imageBytes what of its image is missing at the target
     */
    public record CargoReport(
            long memoryBytes,
            @Nullable Long dirtyBytesPerSecond,
            @Nullable String dirtyBasis,
            long layerBytes,
            long volumeBytes,
            long imageBytes) {}

    /**
     * The way of the bytes.
     *
     * @param leftBps what its narrowest link has left; absent if not known
     * @param capacityBps of that link
     * @param boundBps the most that the move may send; absent: no bound
     * @param expectedBps what it is expected to send; absent if not known
     * @param basis the narrowest link, or what is not known
     */
    public record PathReport(
            @Nullable Long leftBps,
            @Nullable Long capacityBps,
            @Nullable Long boundBps,
            @Nullable Long expectedBps,
            String basis) {}

    /**
     * A mode.
     *
     * @param mode its name
     * @param chosen whether it would be taken
     * @param offered whether both sides offer it
     * @param downtimeMs predicted; absent if it can't be
     * @param totalMs predicted
     * @param bytes predicted
     * @param bothNeededMs how long both hosts would be needed after the copy serves
     * @param basis what the prediction rests on
     * @param reason why it would be taken or not
     */
    public record ModeReport(
            String mode,
            boolean chosen,
            boolean offered,
            @Nullable Double downtimeMs,
            @Nullable Double totalMs,
            @Nullable Long bytes,
            @Nullable Double bothNeededMs,
            String basis,
            String reason) {}
}
