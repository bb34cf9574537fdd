package io.transship.daemon.transfer.digest;

/**
 * The CRC-32C of two pieces in a row from those of each, without their bytes: crc(A·B) = crc(A) ·
 * x^(8·|B|) + crc(B), polynomials over GF(2) modulo Castagnoli's. Pure functions.
 */
final class JoinedCrc {

    /** Castagnoli's polynomial, as a CRC writes it: the highest power is bit 0. */
    private static final int POLYNOMIAL = 0x82F63B78;

    private static final int ONE = 1 << 31;
    private static final int X_TO_8 = ONE >>> 8;

    private JoinedCrc() {}

    /** What {@link #join} multiplies with for a second piece of so many bytes. */
    static int shift(long bytes) {
        int power = ONE;
        int square = X_TO_8;
        for (long rest = bytes; rest > 0; rest >>= 1) {
            if ((rest & 1) != 0) {
                power = product(square, power);
            }
            square = product(square, square);
        }
        return power;
    }

    /** The CRC-32C of both pieces; {@code shift} is the second one's. */
    static int join(int first, int second, int shift) {
        return product(shift, first) ^ second;
    }

    private static int product(int a, int b) {
        int sum = 0;
        int shifted = b;
        for (int bit = ONE; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                sum ^= shifted;
            }
            shifted = (shifted >>> 1) ^ ((shifted & 1) != 0 ? POLYNOMIAL : 0);
        }
        return sum;
    }
}
