package io.transship.daemon.runtime.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passes on an archive of an image with some of its layers empty. Engines open a layer's file only
 * if they don't have the layer; Podman wants the file to be there all the same.
 *
 * <p>A layer is known by its name: "blobs/sha256/HEX" as Docker 25 and newer write it, "HEX.tar" as
 * Podman does. Archives of older forms pass as they are. Not thread-safe.
 */
final class ThinArchive extends OutputStream {

    private static final int BLOCK = 512;
    private static final int SIZE = 124;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final long LARGEST = 1L << 40;

    private static final Pattern LAYER =
            Pattern.compile("(?:\\./)?(?:blobs/sha256/([0-9a-f]{64})|([0-9a-f]{64})\\.tar)");

    private final OutputStream out;
    private final Set<String> empty;
    private final byte[] header = new byte[BLOCK];
    private int filled;
    private long dataLeft;
    private boolean omitting;
    private boolean extended;

    /**
     * An archive on its way.
     *
     * @param empty ids of the layers that are to be empty, "sha256:…"
     */
    ThinArchive(OutputStream out, Set<String> empty) {
        this.out = out;
        this.empty = Set.copyOf(empty);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int at = from;
        int end = from + length;
        while (at < end) {
            int taken = dataLeft > 0 ? data(bytes, at, end) : header(bytes, at, end);
            at += taken;
        }
    }

    private int data(byte[] bytes, int from, int end) throws IOException {
        int length = (int) Math.min(dataLeft, end - from);
        if (!omitting) {
            out.write(bytes, from, length);
        }
        dataLeft -= length;
        return length;
    }

    private int header(byte[] bytes, int from, int end) throws IOException {
        int length = Math.min(BLOCK - filled, end - from);
        System.arraycopy(bytes, from, header, filled, length);
        filled += length;
        if (filled == BLOCK) {
            filled = 0;
            begin();
        }
        return length;
    }

    /** A member begins: its data follow, rounded up to whole blocks. */
    private void begin() throws IOException {
        char type = (char) header[TYPE];
        long size = size();
        dataLeft = (size + BLOCK - 1) / BLOCK * BLOCK;
        // An extended header may give the next member another size; such a member passes.
        omitting = !extended && (type == '0' || type == 0) && isOmitted();
        extended = type == 'x' || type == 'L' || (extended && type == 'K');
        if (omitting) {
            setEmpty();
        }
        out.write(header);
    }

    private boolean isOmitted() {
        int end = 0;
        while (end < 100 && header[end] != 0) {
            end++;
        }
        Matcher name = LAYER.matcher(new String(header, 0, end, StandardCharsets.ISO_8859_1));
        return name.matches()
                && empty.contains(
                        "sha256:" + (name.group(1) == null ? name.group(2) : name.group(1)));
    }

    private long size() throws IOException {
        if (header[SIZE] < 0) {
            throw new IOException("a layer of more than 8 GiB has no form that is known here");
        }
        String digits =
                new String(header, SIZE, 12, StandardCharsets.ISO_8859_1)
                        .replace('\0', ' ')
                        .strip();
        if (!digits.matches("[0-7]{0,12}")) {
            throw new IOException("the engine's archive is no tar");
        }
        long size = digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        if (size > LARGEST) {
            throw new IOException("the engine's archive is no tar");
        }
        return size;
    }

    private void setEmpty() {
        put(SIZE, "00000000000\0");
        Arrays.fill(header, CHECKSUM, TYPE, (byte) ' ');
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(CHECKSUM, "%06o\0 ".formatted(sum));
    }

    private void put(int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
