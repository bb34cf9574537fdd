package io.transship.daemon.checkpoint;

import io.transship.daemon.measurement.MemoryMeter;
import io.transship.daemon.runtime.ContainerRuntime;
import io.transship.daemon.runtime.ImageStore;
import io.transship.daemon.runtime.log.ContainerLogs;
import io.transship.daemon.tree.TreeAccess;

/**
 * Everything that a daemon's sessions need of this host's container engine.
 *
 * @param runtime containers
 * @param images images
 * @param trees their files
 * @param logs what they printed
 * @param memory what the containers' memory is like
 * @param source dumps
 * @param target restores
 * @param pages memory that does not come as files
 * @param rounds memory that goes ahead
 * @param modes how containers can move here
 * @param guard kills copies whose lease is over
 */
public record Engine(
        ContainerRuntime runtime,
        ImageStore images,
        TreeAccess trees,
        ContainerLogs logs,
        MemoryMeter memory,
        SourceCheckpoint source,
        TargetRestore target,
        PageTransport pages,
        MemoryRounds rounds,
        ModeSupport modes,
        CopyGuard guard) {}
