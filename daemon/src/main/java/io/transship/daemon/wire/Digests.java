package io.transship.daemon.wire;

import com.google.protobuf.ByteString;
import io.transship.daemon.transfer.FileDigest;
import io.transship.proto.v1.RestartBatch;
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
}
