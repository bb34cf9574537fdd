package io.transship.manager.service;

import io.transship.manager.migration.MigrationRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Moves that somebody has ordered and whose ids he waits for. Thread-safe. */
final class AwaitedMoves {

    private final Map<MigrationRequest, CompletableFuture<String>> awaited =
            new ConcurrentHashMap<>();

    /** The id that the migration will have as soon as it begins, or the failure that forbids it. */
    CompletableFuture<String> expect(MigrationRequest request) {
        return awaited.computeIfAbsent(request, none -> new CompletableFuture<>());
    }

    /** Nobody waits for that any more. */
    void forget(MigrationRequest request) {
        awaited.remove(request);
    }

    /** It has begun under that id. */
    void begun(MigrationRequest request, String id) {
        Optional.ofNullable(awaited.remove(request)).ifPresent(future -> future.complete(id));
    }

    /** It can't begin. */
    void failed(MigrationRequest request, RuntimeException why) {
        Optional.ofNullable(awaited.remove(request))
                .ifPresent(future -> future.completeExceptionally(why));
    }
}
