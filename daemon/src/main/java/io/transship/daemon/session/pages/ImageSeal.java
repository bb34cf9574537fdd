package io.transship.daemon.session.pages;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.transfer.digest.Checksum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the files of a dump were while they were received; compared with what they are right before
 * CRIU reads them, since a damaged image can make it spin for ever or restore nonsense.
 *
 * @param directory where the files are
 * @param files each file's name and content
 * @param pages contents of the files that a page server wrote, whose names are its own
 */
public record ImageSeal(Path directory, Map<String, Checksum> files, List<Checksum> pages) {

    private static final String PAGES = "pages-\\d+\\.img";

    private static final Comparator<Checksum> ORDER =
            Comparator.comparingLong(Checksum::size).thenComparingInt(Checksum::crc32c);

    /** Copies what it is given; the order of the page server's files says nothing. */
    public ImageSeal {
        files = Map.copyOf(files);
        pages = pages.stream().sorted(ORDER).toList();
    }

    /** Takes the checksums of what else a page server wrote: its maps of pages. */
    public ImageSeal withRest() {
        Map<String, Checksum> all = new HashMap<>(files);
        ByteBuffer buffer = Checksum.buffer();
        for (String name : names()) {
            if (!all.containsKey(name) && !name.matches(PAGES)) {
                all.put(name, checksum(name, buffer));
            }
        }
        return new ImageSeal(directory, all, pages);
    }

    /** DIGEST_MISMATCH if anything is different now. */
    public void verify() {
        List<Checksum> strangers = new ArrayList<>();
        List<String> names = names();
        ByteBuffer buffer = Checksum.buffer();
        for (String name : names) {
            Checksum expected = files.get(name);
            Checksum actual = checksum(name, buffer);
            if (expected == null && name.matches(PAGES)) {
                strangers.add(actual);
            } else if (!actual.equals(expected)) {
                throw damaged("'" + name + "' is not what was received");
            }
        }
        if (!names.containsAll(files.keySet())) {
            throw damaged("files are missing that were received");
        }
        strangers.sort(ORDER);
        if (!strangers.equals(pages)) {
            throw damaged("the page server's files are not what came through the tunnel");
        }
    }

    private List<String> names() {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw damaged("its folder can't be read: " + e.getMessage());
        }
    }

    private Checksum checksum(String name, ByteBuffer buffer) {
        try {
            return Checksum.of(directory.resolve(name), buffer);
        } catch (IOException e) {
            throw damaged("'" + name + "' can't be read: " + e.getMessage());
        }
    }

    private static TransshipException damaged(String what) {
        return new TransshipException(
                FailureCode.DIGEST_MISMATCH, "the dump was damaged on the target: " + what + ".");
    }
}
