package io.transship.daemon.wire;

import com.google.protobuf.ByteString;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.transfer.FileDigest;
import io.transship.proto.v1.RestartBatch;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;

/** Digests on the wire and in the program. */
public final class Digests {

    private Digests() {}

    /** As it is sent. */
    public static io.transship.proto.v1.FileDigest toWire(FileDigest digest) {
        return io.transship.proto.v1.FileDigest.newBuilder()
                .setPath(digest.path())
                .setSize(digest.size())
                .setDigest(ByteString.copyFrom(HexFormat.of().parseHex(digest.digest())))
                .build();
    }

    /** The files of a batch. */
    public static List<FileDigest> fromWire(RestartBatch batch) {
        return batch.getFilesList().stream()
                .map(
                        file ->
                                new FileDigest(
                                        file.getPath(),
                                        file.getSize(),
                                        HexFormat.of().formatHex(file.getDigest().toByteArray())))
                .toList();
    }

    /** DIGEST_MISMATCH unless exactly the announced files were received, byte for byte. */
    public static void requireSame(
            MigrationId migration, List<FileDigest> announced, List<FileDigest> received) {
        if (!new HashSet<>(announced).equals(new HashSet<>(received))) {
            throw new TransshipException(
                    FailureCode.DIGEST_MISMATCH,
                    "the files of migration %s are not those that the source announced."
                            .formatted(migration));
        }
    }
}
