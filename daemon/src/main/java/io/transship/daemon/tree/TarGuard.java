package io.transship.daemon.tree;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Passes a tar stream (POSIX.1-2001, "pax") on, and stops it before the first member that could
 * reach outside the folder it is unpacked in: absolute names, "..", members or targets of hard
 * links beneath a symbolic link, device files other than overlayfs' whiteouts, and every kind of
 * header that is not known here.
 */
final class TarGuard extends InputStream {

    private static final int BLOCK = 512;
    private static final int LONGEST_EXTENSION = 1024 * 1024;

    private final InputStream in;
    private final TarLinks links;
    private final boolean devices;
    private byte[] ready = new byte[0];
    private int at;
    private long dataBlocks;
    private boolean ended;

    /**
     * Guards a tree.
     *
     * @param links that came before; those that come now are added
     */
    TarGuard(InputStream in, TarLinks links) {
        this(in, links, false);
    }

    private TarGuard(InputStream in, TarLinks links, boolean devices) {
        this.in = in;
        this.links = links;
        this.devices = devices;
    }

    /** Guards a tree of its own, in which there may be device files. */
    static TarGuard withDevices(InputStream in) {
        return new TarGuard(in, new TarLinks(), true);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == ready.length && !refill()) {
            return -1;
        }
        int n = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, bytes, offset, n);
        at += n;
        return n;
    }

    private boolean refill() throws IOException {
        at = 0;
        if (dataBlocks > 0) {
            int blocks = (int) Math.min(dataBlocks, 128);
            ready = exactly(blocks * BLOCK);
            dataBlocks -= blocks;
            return true;
        }
        byte[] block = in.readNBytes(BLOCK);
        if (block.length == 0 && ended) {
            ready = block;
            return false;
        }
        if (block.length < BLOCK) {
            throw new EOFException("the tree's stream was cut");
        }
        ready = isZero(block) ? end(block) : member(block);
        return true;
    }

    private byte[] end(byte[] block) {
        ended = true;
        return block;
    }

    /** A member's header, behind its extended header if it has one; both are returned. */
    private byte[] member(byte[] block) throws IOException {
        demand(!ended, "something follows its end");
        if (block[156] != 'x') {
            check(TarHeader.of(block, ""));
            return block;
        }
        long size = TarHeader.of(block, "").size();
        demand(size <= LONGEST_EXTENSION, "a header is too long");
        byte[] extension = exactly((int) ((size + BLOCK - 1) / BLOCK * BLOCK));
        byte[] header = exactly(BLOCK);
        String records = new String(extension, 0, (int) size, StandardCharsets.ISO_8859_1);
        check(TarHeader.of(header, records));
        byte[] all = Arrays.copyOf(block, BLOCK + extension.length + BLOCK);
        System.arraycopy(extension, 0, all, BLOCK, extension.length);
        System.arraycopy(header, 0, all, BLOCK + extension.length, BLOCK);
        return all;
    }

    private void check(TarHeader header) {
        String path = inside(header.path());
        links.demandNoneAbove(path);
        switch (header.type()) {
            case '0', '\0' -> {
                dataBlocks = (header.size() + BLOCK - 1) / BLOCK;
                links.remove(path);
            }
            case '1' -> hardLink(path, inside(header.link()));
            case '2' -> links.add(path);
            case '3', '4' -> {
                boolean whiteout = header.type() == '3' && header.isWhiteout();
                demand(devices || whiteout, path + " is a device");
                links.remove(path);
            }
            case '5', '6' -> links.remove(path);
            default -> demand(false, path + " is of type " + (int) header.type());
        }
        demand(dataBlocks > 0 || header.size() == 0, path + " has data it must not have");
    }

    /** A second name of a symbolic link is a symbolic link. */
    private void hardLink(String path, String other) {
        links.demandNoneAbove(other);
        if (links.contains(other)) {
            links.add(path);
        } else {
            links.remove(path);
        }
    }

    /** The name without "." and empty components. */
    static String inside(String name) {
        demand(!name.startsWith("/") && name.indexOf('\0') < 0, "'" + name + "' is absolute");
        StringBuilder path = new StringBuilder();
        for (String component : name.split("/", -1)) {
            demand(!component.equals(".."), "'" + name + "' leads upwards");
            if (!component.isEmpty() && !component.equals(".")) {
                path.append(path.isEmpty() ? "" : "/").append(component);
            }
        }
        return path.toString();
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("the tree's stream was cut");
        }
        return bytes;
    }

    private static boolean isZero(byte[] block) {
        return Arrays.equals(block, new byte[BLOCK]);
    }

    static void demand(boolean condition, String otherwise) {
        if (!condition) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION, "the tree's stream was refused: " + otherwise);
        }
    }
}
